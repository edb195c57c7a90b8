//! The thresholds of the face check, and where they come from.

use super::Face;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// The thresholds of the face check.
///
/// The defaults were measured on photographs of five people (274 pairs of the same person, 1,210 of different ones:
/// worst of the same 0.532, nearest of different ones 0.657) and on 31 still photographs turned before a camera by up
/// to 45° (measured yaw moved by at most 12°, real heads reach 22° to 34°). Few identities, mostly Western: a school
/// that measures on its own candidates should set its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FacePolicy {
    /// Fewest pictures of one check.
    pub min_frames: usize,
    /// Most pictures of one check.
    pub max_frames: usize,
    /// Below this distance to the portrait it is the same person.
    pub same_below: f32,
    /// From this distance on it is not; between the two a person decides.
    pub different_from: f32,
    /// From this distance to the first picture on, the person has changed during the check.
    pub changed_from: f32,
    /// A turn to the side reaches at least so many degrees, and as many from the straight look before it.
    pub turn_degrees: f32,
    /// Having come closer, the face is at least so many times as wide as on the straight look before.
    pub closer_ratio: f32,
    /// Turned by less than this over all pictures, …
    pub still_degrees: f32,
    /// … and grown by less than this, it is one unmoving view. Measured on drawn heads that hold still: the yaw sways
    /// by 2°, the width by 3 %.
    pub still_ratio: f32,
    /// What a straight look is.
    pub frontal: Frontal,
    /// What a usable picture is.
    pub quality: Quality,
}

/// A straight look, in degrees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Frontal {
    /// Largest turn to either side.
    pub max_yaw: f32,
    /// Range of the nod. Not symmetric: phones are held below the face.
    pub pitch: RangeInclusive<f32>,
    /// Largest tilt to either side.
    pub max_roll: f32,
}

/// A picture good enough to be compared with the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quality {
    /// Mean brightness of the face.
    pub luma: RangeInclusive<f32>,
    /// Blown-out pixels stay under this share; above it the wrong people come close.
    pub max_bright_share: f32,
    /// The lighter half is less than so many times as bright as the darker one.
    pub max_left_right_ratio: f32,
    /// Least variance of the Laplacian.
    pub min_sharpness: f32,
    /// Least distance of the eyes in pixels: tiny faces resemble each other.
    pub min_eye_distance_px: f32,
    /// Least width of the face as a share of the picture's short side.
    pub min_relative_width: f32,
}

impl FacePolicy {
    /// Whether so much of a face is blown out that it cannot be told from others.
    pub fn is_blown_out(&self, face: &Face) -> bool {
        face.bright_share >= self.quality.max_bright_share
    }
}

impl Default for FacePolicy {
    fn default() -> Self {
        Self {
            min_frames: 5,
            max_frames: 9,
            same_below: 0.50,
            different_from: 0.60,
            changed_from: 0.55,
            turn_degrees: 18.0,
            closer_ratio: 1.25,
            still_degrees: 6.0,
            still_ratio: 1.08,
            frontal: Frontal::default(),
            quality: Quality::default(),
        }
    }
}

impl Default for Frontal {
    fn default() -> Self {
        Self { max_yaw: 15.0, pitch: -12.0..=25.0, max_roll: 15.0 }
    }
}

impl Default for Quality {
    fn default() -> Self {
        Self {
            luma: 60.0..=175.0,
            max_bright_share: 0.04,
            max_left_right_ratio: 2.0,
            min_sharpness: 10.0,
            min_eye_distance_px: 60.0,
            min_relative_width: 0.20,
        }
    }
}
