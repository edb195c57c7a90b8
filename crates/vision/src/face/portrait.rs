//! The face as papers show it: upright, three to four, with room for hair and shoulders, the eyes always in one place.

use super::chip::{TEMPLATE, similarity};
use super::mesh::{self, Mesh};
use crate::pixels::{Border, Picture, Point};

/// Width and height of a portrait in pixels: 250 dots an inch on an admission ticket.
pub(super) const SIZE: [usize; 2] = [360, 480];
/// Width of dlib's face in the portrait, in pixels: the outer corners of the eyes lie 0.74 of it apart, and heads are half
/// again as wide as that.
const FACE: f32 = 190.0;
/// Where the middle between the eyes lies, in parts of the portrait (GB/T 16649 and ICAO 9303 agree on it).
const EYES: Point = [0.5, 0.44];

/// Cuts the face out, straightened. What the picture does not show continues as its edge does.
pub(super) fn of(picture: &Picture, mesh: &Mesh) -> Picture {
    let from = TEMPLATE.map(|(number, _)| mesh.point(number));
    let middle = [0, 1].map(|axis| TEMPLATE[..4].iter().map(|(_, place)| place[axis]).sum::<f32>() / 4.0);
    let place = |place: Point| -> Point {
        [0, 1].map(|axis| EYES[axis] * SIZE[axis] as f32 + (place[axis] - middle[axis]) * FACE)
    };
    let to_portrait = similarity(&from, &TEMPLATE.map(|(_, part)| place(part)));
    let samples = mesh::samples(to_portrait.scale());
    picture.warped(&to_portrait.inverse().into(), SIZE[0], SIZE[1], samples, Border::Nearest)
}
