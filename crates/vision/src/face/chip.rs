//! The face as the descriptor takes it: 150 × 150 pixels, eyes and nose always in the same places.

use super::mesh::{self, Mesh};
use crate::pixels::{Affine, Border, Picture, Point};

/// Width and height of the chip in pixels.
pub(super) const SIDE: usize = 150;
/// Where dlib puts the corners of the eyes and the point under the nose, as parts of the face; to each the mesh's point.
pub(super) const TEMPLATE: [(usize, Point); 5] = [
    (mesh::RIGHT_EYE_OUTER, [0.859_567_46, 0.213_498_15]),
    (mesh::RIGHT_EYE_INNER, [0.646_060_5, 0.228_967_44]),
    (mesh::LEFT_EYE_OUTER, [0.120_575_06, 0.213_727_45]),
    (mesh::LEFT_EYE_INNER, [0.334_085_06, 0.229_064_02]),
    (mesh::UNDER_NOSE, [0.490_112_3, 0.627_797_5]),
];
/// Room around the face on each side, as a part of it.
const PADDING: f32 = 0.25;

/// A face cut out and straightened.
pub(super) struct Chip(pub(super) Picture);

impl Chip {
    pub(super) fn of(picture: &Picture, mesh: &Mesh) -> Self {
        let from = TEMPLATE.map(|(number, _)| mesh.point(number));
        let to = TEMPLATE
            .map(|(_, place)| place.map(|part| (part + PADDING) / (1.0 + 2.0 * PADDING) * SIDE as f32));
        let to_chip = similarity(&from, &to);
        let samples = mesh::samples(to_chip.scale());
        Self(picture.warped(&to_chip.inverse().into(), SIDE, SIDE, samples, Border::Black))
    }
}

/// The turn, scale and shift that bring `from` nearest to `to` (least squares).
pub(super) fn similarity(from: &[Point; 5], to: &[Point; 5]) -> Affine {
    let (from_mean, to_mean) = (mean(from), mean(to));
    let (mut along, mut across, mut square) = (0.0, 0.0, 0.0);
    for ([x, y], [u, v]) in from.iter().zip(to) {
        let (x, y) = (x - from_mean[0], y - from_mean[1]);
        let (u, v) = (u - to_mean[0], v - to_mean[1]);
        along += x * u + y * v;
        across += x * v - y * u;
        square += x * x + y * y;
    }
    let (a, b) = (along / square, across / square);
    Affine([
        a,
        -b,
        to_mean[0] - a * from_mean[0] + b * from_mean[1],
        b,
        a,
        to_mean[1] - b * from_mean[0] - a * from_mean[1],
    ])
}

fn mean(points: &[Point; 5]) -> Point {
    [0, 1].map(|axis| points.iter().map(|point| point[axis]).sum::<f32>() / points.len() as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_similarity_is_found_again() {
        let known = Affine([0.6, -0.8, 3.0, 0.8, 0.6, -7.0]);
        let from = [[0.0, 0.0], [10.0, 1.0], [4.0, 9.0], [7.0, 7.0], [2.0, 3.0]];
        let found = similarity(&from, &from.map(|point| known.apply(point)));
        for (found, known) in found.0.iter().zip(known.0) {
            assert!((found - known).abs() < 1e-4);
        }
    }
}
