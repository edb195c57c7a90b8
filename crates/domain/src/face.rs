//! What was measured on the pictures of a face, the challenge, and the verdict on it.
//!
//! `vision` measures, [`judge_liveness`] decides. The challenge of two movements in an order that only the server
//! knows stops a still picture held before the camera. It does not stop a video of the right person that happens to
//! follow the order, a live deepfake, a mask, a virtual camera, or one photograph warped over its own face mesh.

use serde::{Deserialize, Serialize};

mod check;
mod descriptor;
mod judge;
mod policy;

pub use check::{
    FACE_CONSENT_VERSION, FaceCheck, FaceDecision, FaceRefusal, FaceReturn, TRIES_PER_DAY,
    TRIES_PER_REGISTRATION, Tries, WhyPerson, day_of_tries,
};
pub use descriptor::{Descriptor, WrongLength};
pub use judge::judge_liveness;
pub use policy::{FacePolicy, Frontal, Quality};

/// What was found on one picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceMeasurement {
    /// No face.
    NoFace,
    /// More than one face of similar size.
    SeveralFaces,
    /// Exactly one.
    One(Box<Face>),
}

impl FaceMeasurement {
    /// The face, when there is exactly one.
    pub fn one(&self) -> Option<&Face> {
        match self {
            Self::One(face) => Some(face),
            Self::NoFace | Self::SeveralFaces => None,
        }
    }
}

/// One face, measured. Angles in degrees; light on the face's centre, 0 (black) to 255.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Face {
    /// Width of the face's box as a share of the picture's short side.
    pub relative_width: f32,
    /// Turn to the side; above 0 the nose points to the picture's right, which is the person's own left in a
    /// picture that is not mirrored.
    pub yaw: f32,
    /// Nod; above 0 the chin is farther away than the forehead: looking down.
    pub pitch: f32,
    /// Tilt; above 0 the head leans to the picture's right.
    pub roll: f32,
    /// Mean brightness.
    pub luma: f32,
    /// Share of blown-out pixels (brighter than 235), 0 to 1.
    pub bright_share: f32,
    /// Brightness of the lighter half over the darker one, at least 1.
    pub left_right_ratio: f32,
    /// Variance of the Laplacian.
    pub sharpness: f32,
    /// Distance between the outer corners of the eyes in pixels of the picture.
    pub eye_distance_px: f32,
    /// What tells this face from others.
    pub descriptor: Descriptor,
}

/// A movement that the challenge asks for. Left and right are the person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// 向左转头
    TurnLeft,
    /// 向右转头
    TurnRight,
    /// 靠近一点
    ComeCloser,
}

impl Movement {
    /// Every movement.
    pub const ALL: [Self; 3] = [Self::TurnLeft, Self::TurnRight, Self::ComeCloser];
}

/// Two different movements, in the order in which they must be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// First and second.
    pub movements: [Movement; 2],
}

impl Challenge {
    /// Every challenge there is; the server draws one of them by lot.
    pub const ALL: [Self; 6] = [
        Self { movements: [Movement::TurnLeft, Movement::TurnRight] },
        Self { movements: [Movement::TurnLeft, Movement::ComeCloser] },
        Self { movements: [Movement::TurnRight, Movement::TurnLeft] },
        Self { movements: [Movement::TurnRight, Movement::ComeCloser] },
        Self { movements: [Movement::ComeCloser, Movement::TurnLeft] },
        Self { movements: [Movement::ComeCloser, Movement::TurnRight] },
    ];
}

/// Why a face check is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceProblem {
    /// Fewer pictures than the check needs.
    TooFewFrames,
    /// More pictures than the check takes.
    TooManyFrames,
    /// Something that was sent is no picture.
    NotAPicture,
    /// A picture that was sent in an earlier round.
    SeenBefore,
    /// The same view on every picture: a photograph, or somebody who did not move.
    StillPicture,
    /// A picture without a face.
    NoFace,
    /// A picture with several faces.
    SeveralFaces,
    /// The check does not begin with a face that looks straight ahead.
    NotFrontal,
    /// The face is too small on the picture.
    TooFar,
    /// Too little light on the face.
    TooDark,
    /// Too much light on the face.
    TooBright,
    /// One half of the face is much darker than the other.
    UnevenLight,
    /// The face is not sharp.
    Blurred,
    /// Not the same person on every picture.
    ChangedPerson,
    /// This movement was not seen.
    MovementNotSeen(Movement),
    /// Both movements were seen, but not in the order asked for.
    WrongOrder,
    /// Not the person on the document.
    NotThePerson,
}

impl FaceProblem {
    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooFewFrames => "too_few_frames",
            Self::TooManyFrames => "too_many_frames",
            Self::NotAPicture => "not_a_picture",
            Self::SeenBefore => "seen_before",
            Self::StillPicture => "still_picture",
            Self::NoFace => "no_face",
            Self::SeveralFaces => "several_faces",
            Self::NotFrontal => "not_frontal",
            Self::TooFar => "too_far",
            Self::TooDark => "too_dark",
            Self::TooBright => "too_bright",
            Self::UnevenLight => "uneven_light",
            Self::Blurred => "blurred",
            Self::ChangedPerson => "changed_person",
            Self::MovementNotSeen(_) => "movement_not_seen",
            Self::WrongOrder => "wrong_order",
            Self::NotThePerson => "not_the_person",
        }
    }
}

/// What follows from a face check. Distances are L2 between descriptors: smaller is more alike.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceVerdict {
    /// The person on the document, present and moving as asked.
    Passed {
        /// To the document's portrait.
        distance: f32,
    },
    /// Present and moving as asked; whether it is the person on the document, a person decides.
    NeedsPerson {
        /// To the document's portrait.
        distance: f32,
    },
    /// Present and moving as asked, but surely not the person on the document.
    Another {
        /// To the document's portrait; no number when it could not be measured.
        distance: f32,
    },
    /// To be done again.
    Refused(FaceProblem),
}

impl FaceVerdict {
    /// The distance to the document's portrait, when it came to comparing.
    pub fn distance(&self) -> Option<f32> {
        match self {
            Self::Passed { distance } | Self::NeedsPerson { distance } | Self::Another { distance } => {
                Some(*distance).filter(|distance| distance.is_finite())
            }
            Self::Refused(_) => None,
        }
    }

    /// Why it is to be done again, if it is.
    pub fn problem(&self) -> Option<FaceProblem> {
        match self {
            Self::Passed { .. } | Self::NeedsPerson { .. } => None,
            Self::Another { .. } => Some(FaceProblem::NotThePerson),
            Self::Refused(problem) => Some(*problem),
        }
    }
}

#[cfg(test)]
mod tests;
