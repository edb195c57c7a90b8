//! Two invented people, drawn as heads in space.
//!
//! A head is a dense grid of points (angle around the vertical axis × height) with painted colours. One unit is
//! half a face width (about 7 cm); x to the picture's right, y down, z to the camera, y = 0 at the eyes. A frame
//! turns the points, lights them, projects them with perspective and averages the nearest points of every pixel.
//!
//! [`portrait`] is what goes onto a card, [`clip`] and [`write_flaws`] what a browser's camera plays, [`Head::frame`]
//! any other pose.

mod body;
mod clip;
mod film;
mod flaw;
mod paint;
mod person;
mod skull;

pub use clip::{CLIP_FRAMES, FRAMES_PER_SECOND, clip, write_clip, write_still};
pub use film::{HEIGHT, WIDTH};
pub use flaw::{Flaw, write_flaws};
pub use person::Person;

use image::RgbImage;
use image::imageops::{FilterType, crop_imm, resize};

use crate::curve::{Triple, dot, plus};
use body::Dot;
use film::Film;
use paint::Painter;
use skull::{COLUMNS, ROWS, Skull, normals};

/// Width and height of a card portrait in pixels.
pub const PORTRAIT: [u32; 2] = [358, 441];
/// What a head turns about, in its own units.
const NECK: Triple = [0.0, 0.9, -0.35];
/// Threads that draw; the machines this runs on have at least two cores.
const THREADS: usize = 2;

/// Pose, light and room of one picture. The default looks straight into the camera of the first person's room.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Degrees; > 0 turns the nose to the picture's right, which is the person's own left.
    pub yaw: f32,
    /// Degrees; > 0 looks up.
    pub pitch: f32,
    /// Degrees; > 0 tilts clockwise as seen.
    pub roll: f32,
    /// Opening of the mouth in units, 0..0.35.
    pub mouth: f32,
    /// 0 = eyes open, 1 = shut.
    pub blink: f32,
    /// 1.5 = half again as near.
    pub zoom: f32,
    /// Where the head stands: the middle of the eyes is at `x`, and `9.2 × zoom` pixels above `y`.
    pub centre: [f32; 2],
    /// Direction of the key light.
    pub light: [f32; 3],
    /// Light from everywhere, 0..1.
    pub ambient: f32,
    /// Exposure, 1 = as painted.
    pub gain: f32,
    /// Colour of the wall, sRGB 0..1.
    pub wall: [f32; 3],
    /// How much darker the wall is at the right than at the left.
    pub wall_falloff: f32,
    /// Colour of the shirt, sRGB 0..1.
    pub shirt: [f32; 3],
    /// Sensor noise, in steps of 1/255.
    pub noise: f32,
    /// Seed of the noise.
    pub seed: u64,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            yaw: 0.0,
            pitch: 0.0,
            roll: 0.0,
            mouth: 0.0,
            blink: 0.0,
            zoom: 1.0,
            centre: [320.0, 225.0],
            light: [-0.45, -0.55, 0.9],
            ambient: 0.50,
            gain: 1.0,
            wall: [0.62, 0.64, 0.66],
            wall_falloff: 0.25,
            shirt: [0.20, 0.28, 0.42],
            noise: 3.0,
            seed: 0,
        }
    }
}

/// One person's head, ready to be filmed from any side. Costs about a second to make.
pub struct Head {
    person: Person,
    skull: Skull,
    normals: Vec<Triple>,
    /// Colours with open eyes.
    colours: Vec<Triple>,
}

impl Head {
    /// Shapes and paints the head.
    pub fn new(person: Person) -> Self {
        let skull = Skull::new(person.features());
        let normals = normals(&skull.points);
        let colours = painted(&skull, &Painter::new(person.features(), 0.0));
        Self { person, skull, normals, colours }
    }

    /// One camera picture of 640 × 480 pixels. The same scene gives the same picture.
    pub fn frame(&self, scene: &Scene) -> RgbImage {
        let features = self.person.features();
        let mut film = Film::new(scene);
        let turn = Turn::new(scene);
        self.expose_skull(scene, &turn, &mut film);
        if scene.mouth > 0.0 {
            body::mouth(features, scene.mouth).for_each(|d| film.expose(&turn.apply(&d)));
        }
        body::ears(features).for_each(|d| film.expose(&turn.apply(&d)));
        body::bust(features, scene.shirt).for_each(|d| film.expose(&d));
        film.develop()
    }

    fn expose_skull(&self, scene: &Scene, turn: &Turn, film: &mut Film) {
        let opened = (scene.mouth > 0.0).then(|| self.skull.opened(self.person.features(), scene.mouth));
        let opened_normals = opened.as_deref().map(normals);
        let blinking = (scene.blink > 0.0)
            .then(|| painted(&self.skull, &Painter::new(self.person.features(), scene.blink)));
        let points = opened.as_ref().unwrap_or(&self.skull.points);
        let normals = opened_normals.as_ref().unwrap_or(&self.normals);
        let colours = blinking.as_ref().unwrap_or(&self.colours);
        for i in 0..ROWS * COLUMNS {
            let gloss = (1.0 - self.skull.spots[i].hair) * 0.9;
            let point = Dot { at: points[i], normal: normals[i], colour: colours[i], gloss };
            film.expose(&turn.apply(&point));
        }
    }
}

/// The portrait on this person's card: [`PORTRAIT`] pixels, even light, pale wall, dark shirt.
pub fn portrait(person: Person) -> RgbImage {
    let scene = Scene {
        light: [0.0, -0.35, 1.0],
        ambient: 0.46,
        wall: [0.94, 0.95, 0.96],
        wall_falloff: 0.0,
        shirt: [0.12, 0.12, 0.14],
        noise: 1.0,
        ..Scene::default()
    };
    let frame = Head::new(person).frame(&scene);
    let cut = crop_imm(&frame, 145, 12, 350, 431).to_image();
    resize(&cut, PORTRAIT[0], PORTRAIT[1], FilterType::Lanczos3)
}

/// The colour of every grid point.
fn painted(skull: &Skull, painter: &Painter) -> Vec<Triple> {
    let mut colours = vec![[0.0; 3]; skull.spots.len()];
    let share = colours.len().div_ceil(THREADS);
    std::thread::scope(|scope| {
        for (colours, spots) in colours.chunks_mut(share).zip(skull.spots.chunks(share)) {
            scope.spawn(move || {
                for (colour, spot) in colours.iter_mut().zip(spots) {
                    *colour = painter.colour(spot);
                }
            });
        }
    });
    colours
}

/// A turn of the head about the neck: first yaw, then pitch, then roll.
struct Turn([Triple; 3]);

impl Turn {
    fn new(scene: &Scene) -> Self {
        let (sa, ca) = scene.yaw.to_radians().sin_cos();
        let (sb, cb) = scene.pitch.to_radians().sin_cos();
        let (sc, cc) = scene.roll.to_radians().sin_cos();
        Self([
            [cc * ca - sc * sb * sa, -sc * cb, cc * sa + sc * sb * ca],
            [sc * ca + cc * sb * sa, cc * cb, sc * sa - cc * sb * ca],
            [-cb * sa, sb, cb * ca],
        ])
    }

    fn apply(&self, point: &Dot) -> Dot {
        let arm = plus(point.at, NECK.map(|c| -c));
        Dot {
            at: plus(self.0.map(|row| dot(row, arm)), NECK),
            normal: self.0.map(|row| dot(row, point.normal)),
            ..*point
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scene_gives_the_same_picture_every_time() {
        let head = Head::new(Person::First);
        let scene = Scene { yaw: 20.0, mouth: 0.2, ..Person::First.camera() };
        let frame = head.frame(&scene);
        assert_eq!(frame.dimensions(), (WIDTH, HEIGHT));
        assert_eq!(frame, Head::new(Person::First).frame(&scene));
        assert_ne!(frame, head.frame(&Scene { seed: 1, ..scene }));
    }

    #[test]
    fn a_portrait_fits_the_card() {
        for person in Person::ALL {
            let portrait = portrait(person);
            assert_eq!([portrait.width(), portrait.height()], PORTRAIT);
        }
    }

    /// The dark of the open mouth is a shape the eye can find without a model.
    #[test]
    fn an_open_mouth_is_dark_inside() {
        for person in Person::ALL {
            let head = Head::new(person);
            let dark = |mouth: f32| {
                let frame = head.frame(&Scene { mouth, noise: 0.0, ..person.camera() });
                let below_nose = crop_imm(&frame, 280, 280, 80, 80).to_image();
                below_nose.pixels().filter(|p| p.0.iter().all(|c| *c < 60)).count()
            };
            assert!(dark(0.30) > dark(0.0) + 300, "{} {}", dark(0.30), dark(0.0));
        }
    }
}
