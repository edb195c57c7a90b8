//! From measured frames to a verdict.

use super::policy::{Frontal, Quality};
use super::{Challenge, Descriptor, Face, FaceMeasurement, FacePolicy, FaceProblem, FaceVerdict, Movement};

/// So many of the best straight looks are compared with the portrait; their mean distance counts, so that one lucky
/// picture among nine does not.
const COMPARED_FRAMES: usize = 3;

/// Judges the frames of one face check, in the order in which they were taken.
///
/// One face on every frame; the first looks straight ahead; the same person throughout; the two movements in the order
/// of `challenge`; the best straight looks compared with the `portrait` on the document.
pub fn judge_liveness(
    frames: &[FaceMeasurement],
    challenge: &Challenge,
    portrait: &Descriptor,
    policy: &FacePolicy,
) -> FaceVerdict {
    match distance_of_live_person(frames, *challenge, portrait, policy) {
        Err(problem) => FaceVerdict::Refused(problem),
        Ok(distance) if distance < policy.same_below => FaceVerdict::Passed { distance },
        Ok(distance) if distance < policy.different_from => FaceVerdict::NeedsPerson { distance },
        Ok(distance) => FaceVerdict::Another { distance },
    }
}

fn distance_of_live_person(
    frames: &[FaceMeasurement],
    challenge: Challenge,
    portrait: &Descriptor,
    policy: &FacePolicy,
) -> Result<f32, FaceProblem> {
    if frames.len() < policy.min_frames {
        return Err(FaceProblem::TooFewFrames);
    }
    if frames.len() > policy.max_frames {
        return Err(FaceProblem::TooManyFrames);
    }
    let faces = frames.iter().map(one_face).collect::<Result<Vec<&Face>, FaceProblem>>()?;
    let [first, ..] = faces.as_slice() else { return Err(FaceProblem::TooFewFrames) };
    if !policy.frontal.holds(first) {
        return Err(FaceProblem::NotFrontal);
    }
    let usable = usable_straight_looks(&faces, policy)?;
    // "not nearer" instead of "farther": a distance that is no number refuses too.
    let stays = |face: &&Face| face.descriptor.distance(&first.descriptor) < policy.changed_from;
    if !faces.iter().all(stays) {
        return Err(FaceProblem::ChangedPerson);
    }
    if is_still(&faces, policy) {
        return Err(FaceProblem::StillPicture);
    }
    movements_in_order(&faces, challenge, policy)?;
    Ok(mean_distance(&usable, portrait))
}

fn one_face(frame: &FaceMeasurement) -> Result<&Face, FaceProblem> {
    match frame {
        FaceMeasurement::One(face) => Ok(face),
        FaceMeasurement::NoFace => Err(FaceProblem::NoFace),
        FaceMeasurement::SeveralFaces => Err(FaceProblem::SeveralFaces),
    }
}

/// The straight looks that are good enough, the straightest first; without any, what the first one suffers from.
fn usable_straight_looks<'a>(faces: &[&'a Face], policy: &FacePolicy) -> Result<Vec<&'a Face>, FaceProblem> {
    let mut first_problem = None;
    let mut usable = Vec::new();
    for &face in faces.iter().filter(|face| policy.frontal.holds(face)) {
        match policy.quality.problem(face) {
            None => usable.push(face),
            Some(problem) => first_problem = first_problem.or(Some(problem)),
        }
    }
    if usable.is_empty() {
        return Err(first_problem.unwrap_or(FaceProblem::NotFrontal));
    }
    usable.sort_by(|a, b| (a.yaw.abs() + a.pitch.abs()).total_cmp(&(b.yaw.abs() + b.pitch.abs())));
    Ok(usable)
}

/// Whether the head neither turned nor came nearer on any picture.
fn is_still(faces: &[&Face], policy: &FacePolicy) -> bool {
    let range = |of: fn(&Face) -> f32| {
        let values = || faces.iter().map(|face| of(face));
        (values().fold(f32::INFINITY, f32::min), values().fold(f32::NEG_INFINITY, f32::max))
    };
    let (right, left) = range(|face| face.yaw);
    let (narrow, wide) = range(|face| face.relative_width);
    left - right < policy.still_degrees && wide < narrow * policy.still_ratio
}

/// The second movement must come after the first; looked for greedily, so that either may be held for several frames.
fn movements_in_order(faces: &[&Face], challenge: Challenge, policy: &FacePolicy) -> Result<(), FaceProblem> {
    let [first, second] = challenge.movements;
    let seen_from =
        |from: usize, movement: Movement| (from..faces.len()).find(|i| is_seen(faces, *i, movement, policy));
    let first_at = seen_from(1, first).ok_or(FaceProblem::MovementNotSeen(first))?;
    match (seen_from(first_at + 1, second), seen_from(1, second)) {
        (Some(_), _) => Ok(()),
        (None, Some(_)) => Err(FaceProblem::WrongOrder),
        (None, None) => Err(FaceProblem::MovementNotSeen(second)),
    }
}

/// Whether frame `at` shows the movement, measured from the last straight look before it that was not yet close.
fn is_seen(faces: &[&Face], at: usize, movement: Movement, policy: &FacePolicy) -> bool {
    let Some(face) = faces.get(at) else { return false };
    let straight = || faces[..at].iter().filter(|face| policy.frontal.holds(face));
    let turned = |sign: f32| {
        let before = straight().next_back().map_or(0.0, |face| face.yaw);
        face.yaw * sign >= policy.turn_degrees && (face.yaw - before) * sign >= policy.turn_degrees
    };
    match movement {
        Movement::TurnLeft => turned(1.0),
        Movement::TurnRight => turned(-1.0),
        // From the farthest straight look: people come closer step by step, with frames in between.
        Movement::ComeCloser => straight()
            .map(|before| before.relative_width)
            .min_by(f32::total_cmp)
            .is_some_and(|width| face.relative_width >= width * policy.closer_ratio),
    }
}

fn mean_distance(usable: &[&Face], portrait: &Descriptor) -> f32 {
    let compared = &usable[..usable.len().min(COMPARED_FRAMES)];
    let sum: f32 = compared.iter().map(|face| face.descriptor.distance(portrait)).sum();
    // At most three frames: exact as a float.
    #[expect(clippy::cast_precision_loss, reason = "at most three frames")]
    let count = compared.len() as f32;
    sum / count
}

impl Frontal {
    /// Whether the face looks straight ahead.
    pub fn holds(&self, face: &Face) -> bool {
        face.yaw.abs() <= self.max_yaw && self.pitch.contains(&face.pitch) && face.roll.abs() <= self.max_roll
    }
}

impl Quality {
    /// What the face suffers from, if anything; what is easiest to mend comes first.
    pub fn problem(&self, face: &Face) -> Option<FaceProblem> {
        let too_small =
            face.relative_width < self.min_relative_width || face.eye_distance_px < self.min_eye_distance_px;
        if too_small {
            Some(FaceProblem::TooFar)
        } else if face.luma < *self.luma.start() {
            Some(FaceProblem::TooDark)
        } else if face.luma > *self.luma.end() || face.bright_share >= self.max_bright_share {
            Some(FaceProblem::TooBright)
        } else if face.left_right_ratio >= self.max_left_right_ratio {
            Some(FaceProblem::UnevenLight)
        } else if face.sharpness < self.min_sharpness {
            Some(FaceProblem::Blurred)
        } else {
            None
        }
    }
}
