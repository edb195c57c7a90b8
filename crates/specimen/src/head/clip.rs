//! The camera clips: a script of poses, drawn once each and written as one JPEG after the other.
//!
//! Chromium plays such a `.mjpeg` in a loop (`--use-file-for-fake-video-capture`); it wants baseline JPEGs.

use std::io::{self, Write};

use crate::curve::step;
use crate::head::{Head, Person, Scene, THREADS};
use crate::picture::jpeg;

/// What the clips are played at.
pub const FRAMES_PER_SECOND: usize = 30;
/// Length of a clip: 14.3 s.
pub const CLIP_FRAMES: usize = 429;

/// Every picture stands this many frames: 10 new ones a second.
pub(super) const REPEATS: usize = 3;
pub(super) const QUALITY: u8 = 82;

/// A pose and how it is reached: seconds to get there, seconds to stay.
struct Act {
    moving: f32,
    staying: f32,
    pose: Pose,
}

#[derive(Clone, Copy)]
struct Pose {
    yaw: f32,
    mouth: f32,
    zoom: f32,
}

const STRAIGHT: Pose = Pose { yaw: 0.0, mouth: 0.0, zoom: 1.0 };
const OWN_LEFT: Pose = Pose { yaw: 31.0, ..STRAIGHT };
const OWN_RIGHT: Pose = Pose { yaw: -31.0, ..STRAIGHT };
const MOUTH_OPEN: Pose = Pose { mouth: 0.30, ..STRAIGHT };
const CLOSER: Pose = Pose { zoom: 1.45, ..STRAIGHT };

const SCRIPT: [Act; 9] = [
    Act { moving: 0.0, staying: 2.0, pose: STRAIGHT },
    Act { moving: 0.6, staying: 1.5, pose: OWN_LEFT },
    Act { moving: 0.6, staying: 0.7, pose: STRAIGHT },
    Act { moving: 0.6, staying: 1.5, pose: OWN_RIGHT },
    Act { moving: 0.6, staying: 0.7, pose: STRAIGHT },
    Act { moving: 0.3, staying: 1.2, pose: MOUTH_OPEN },
    Act { moving: 0.3, staying: 0.7, pose: STRAIGHT },
    Act { moving: 0.6, staying: 1.5, pose: CLOSER },
    Act { moving: 0.6, staying: 0.3, pose: STRAIGHT },
];

/// The person's clip as JPEG bytes, [`CLIP_FRAMES`] of them: straight (0–2 s), own left (2.5–4.1), straight,
/// own right (5.9–7.6), straight, mouth open (9.2–10.5), straight, closer (11.9–13.5), straight.
pub fn clip(person: Person) -> impl Iterator<Item = Vec<u8>> {
    let mut distinct: Vec<Scene> = Vec::new();
    let mut order = Vec::new();
    for scene in scenes(person) {
        let seen = distinct.iter().position(|other| *other == scene);
        order.extend([seen.unwrap_or(distinct.len()); REPEATS]);
        if seen.is_none() {
            distinct.push(scene);
        }
    }
    let pictures = drawn(&Head::new(person), &distinct);
    order.into_iter().map(move |i| pictures[i].clone())
}

/// Writes [`clip`] as a `.mjpeg` file.
pub fn write_clip(person: Person, out: &mut impl Write) -> io::Result<()> {
    clip(person).try_for_each(|picture| out.write_all(&picture))
}

/// Writes one second of one unmoving picture of the person: what a photograph held to the camera looks like.
pub fn write_still(person: Person, out: &mut impl Write) -> io::Result<()> {
    let first: Vec<Scene> = scenes(person).into_iter().take(1).collect();
    let picture = drawn(&Head::new(person), &first).concat();
    (0..FRAMES_PER_SECOND).try_for_each(|_| out.write_all(&picture))
}

/// One scene for every new picture. While staying, three pictures with a slight sway take turns.
fn scenes(person: Person) -> Vec<Scene> {
    let mut out = Vec::new();
    let mut from = STRAIGHT;
    for Act { moving, staying, pose } in &SCRIPT {
        let pictures = |seconds: f32| (seconds * (FRAMES_PER_SECOND / REPEATS) as f32).round() as usize;
        let steps = pictures(*moving);
        for i in 1..steps {
            let eased = step(0.0, 1.0, i as f32 / steps as f32);
            let seed = out.len() as u64;
            out.push(from.towards(*pose, eased).scene(person, seed));
        }
        for i in 0..pictures(*staying) + usize::from(steps > 0) {
            out.push(sway(&pose.scene(person, 0), i % 3));
        }
        from = *pose;
    }
    out
}

/// Nobody holds quite still: one of three slightly different pictures of a pose.
pub(super) fn sway(pose: &Scene, at: usize) -> Scene {
    Scene { yaw: pose.yaw + 0.6 * (at as f32 - 1.0), pitch: 0.3 * at as f32, seed: at as u64, ..pose.clone() }
}

impl Pose {
    fn towards(self, to: Self, share: f32) -> Self {
        let between = |a: f32, b: f32| a + (b - a) * share;
        Self {
            yaw: between(self.yaw, to.yaw),
            mouth: between(self.mouth, to.mouth),
            zoom: between(self.zoom, to.zoom),
        }
    }

    fn scene(self, person: Person, seed: u64) -> Scene {
        Scene { yaw: self.yaw, mouth: self.mouth, zoom: self.zoom, seed, ..person.camera() }
    }
}

/// Every scene as a JPEG, in order, drawn on [`THREADS`] threads.
fn drawn(head: &Head, scenes: &[Scene]) -> Vec<Vec<u8>> {
    let mut pictures = vec![Vec::new(); scenes.len()];
    std::thread::scope(|scope| {
        let share = scenes.len().div_ceil(THREADS);
        for (pictures, scenes) in pictures.chunks_mut(share).zip(scenes.chunks(share)) {
            scope.spawn(move || {
                for (picture, scene) in pictures.iter_mut().zip(scenes) {
                    *picture = jpeg(&head.frame(scene), QUALITY);
                }
            });
        }
    });
    pictures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_lasts_14_3_seconds_at_30_frames_a_second() {
        let pictures = scenes(Person::First).len();
        assert_eq!(pictures * REPEATS, CLIP_FRAMES);
        assert_eq!(CLIP_FRAMES * 10, FRAMES_PER_SECOND * 143);
    }

    #[test]
    fn the_script_shows_every_movement_in_its_time() {
        let scenes = scenes(Person::Second);
        let at = |seconds: f32| &scenes[(seconds * 10.0) as usize];
        assert!(at(1.0).yaw.abs() < 1.0);
        assert!(at(3.0).yaw > 30.0);
        assert!(at(7.0).yaw < -30.0);
        assert!(at(10.0).mouth > 0.29);
        assert!(at(12.5).zoom > 1.44);
    }

    #[test]
    fn a_clip_is_one_baseline_jpeg_after_the_other() {
        let mut still = Vec::new();
        write_still(Person::First, &mut still).unwrap();
        let mut again = Vec::new();
        write_still(Person::First, &mut again).unwrap();
        assert!(still == again);
        let one = still.len() / FRAMES_PER_SECOND;
        for picture in still.chunks(one) {
            assert_eq!(picture[..2], [0xff, 0xd8], "starts as a JPEG");
            assert_eq!(picture[one - 2..], [0xff, 0xd9], "ends as one");
            assert!(picture.windows(2).any(|pair| pair == [0xff, 0xc0]), "baseline");
        }
    }

    #[test]
    fn a_whole_clip_has_all_its_frames() {
        let frames: Vec<_> = clip(Person::Second).collect();
        assert_eq!(frames.len(), CLIP_FRAMES);
        assert_eq!(frames[0], frames[REPEATS - 1], "a picture stands three frames");
        assert_ne!(frames[0], frames[REPEATS]);
    }
}
