//! 468 points on a face, in space, and what they say about the pose.

use crate::detector::Detection;
use crate::network::{Network, VisionError};
use crate::pixels::{Affine, Border, Picture, Point};
use rten_tensor::prelude::*;

/// Side of the square the model takes, in pixels.
const INPUT_PX: usize = 192;
/// Points it gives, each (x, y, z).
const POINTS: usize = 468;
/// The square cut out is so many times as large as the face's box.
const MARGIN: f32 = 1.5;
/// Sampling more places a pixel than this when shrinking costs and shows no more.
const MAX_SAMPLES: usize = 4;

// Numbers of points in MediaPipe's mesh; left and right are the picture's.
pub(super) const LEFT_EYE_OUTER: usize = 33;
pub(super) const LEFT_EYE_INNER: usize = 133;
pub(super) const RIGHT_EYE_INNER: usize = 362;
pub(super) const RIGHT_EYE_OUTER: usize = 263;
pub(super) const UNDER_NOSE: usize = 2;
const FOREHEAD: usize = 10;
const CHIN: usize = 152;

/// Points in pixels of the picture; z grows away from the camera.
pub(super) struct Mesh {
    points: Vec<[f32; 3]>,
}

/// Angles in degrees, signs as in [`domain::face::Face`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Pose {
    pub(super) yaw: f32,
    pub(super) pitch: f32,
    pub(super) roll: f32,
}

impl Mesh {
    /// Lays the mesh over a detected face: cut out, turned so that the eyes are level.
    pub(super) fn of(network: &Network, picture: &Picture, face: &Detection) -> Result<Self, VisionError> {
        let [left_eye, right_eye, ..] = face.points;
        let angle = (right_eye[1] - left_eye[1]).atan2(right_eye[0] - left_eye[0]);
        let [left, top, right, bottom] = face.area;
        let centre = [f32::midpoint(left, right), f32::midpoint(top, bottom)];
        let side = face.width().max(face.height()) * MARGIN;
        let to_square = square_around(centre, side, angle);
        let to_picture = to_square.inverse();
        let cut =
            picture.warped(&to_picture.into(), INPUT_PX, INPUT_PX, samples(to_square.scale()), Border::Black);
        let planes = cut.planes([0, 1, 2], INPUT_PX, |_, value| f32::from(value) / 255.0);
        let outputs = network.run([1, 3, INPUT_PX, INPUT_PX], planes)?;
        let raw = outputs.iter().find(|output| output.shape().ends_with(&[POINTS * 3]));
        let raw = raw.ok_or_else(|| network.form())?.to_vec();
        let place = |[x, y, z]: &[f32; 3]| {
            let [px, py] = to_picture.apply([*x, *y]);
            [px, py, z / to_square.scale()]
        };
        Ok(Self { points: raw.as_chunks::<3>().0.iter().map(place).collect() })
    }

    /// A point on the picture.
    pub(super) fn point(&self, number: usize) -> Point {
        let [x, y, _] = self.points[number];
        [x, y]
    }

    fn between(&self, from: usize, to: usize) -> [f32; 3] {
        let (from, to) = (self.points[from], self.points[to]);
        [to[0] - from[0], to[1] - from[1], to[2] - from[2]]
    }

    /// From the line through the outer corners of the eyes and the line from forehead to chin.
    pub(super) fn pose(&self) -> Pose {
        let [ex, ey, ez] = self.between(LEFT_EYE_OUTER, RIGHT_EYE_OUTER);
        let [cx, cy, cz] = self.between(FOREHEAD, CHIN);
        Pose {
            yaw: ez.atan2(ex.hypot(ey)).to_degrees(),
            pitch: cz.atan2(cx.hypot(cy)).to_degrees(),
            roll: ey.atan2(ex).to_degrees(),
        }
    }

    /// Between the outer corners, along the face, in pixels: turning the head does not shorten it.
    pub(super) fn eye_distance(&self) -> f32 {
        let [x, y, z] = self.between(LEFT_EYE_OUTER, RIGHT_EYE_OUTER);
        x.hypot(y).hypot(z)
    }
}

/// From the picture to a square of [`INPUT_PX`], `side` wide around `centre`, turned back by `angle`.
fn square_around(centre: Point, side: f32, angle: f32) -> Affine {
    let scale = INPUT_PX as f32 / side;
    let (cos, sin) = ((-angle).cos() * scale, (-angle).sin() * scale);
    let middle = INPUT_PX as f32 / 2.0;
    let [x, y] = centre;
    Affine([cos, -sin, middle - cos * x + sin * y, sin, cos, middle - sin * x - cos * y])
}

/// Places to sample along each side of a pixel of the cut, so that shrinking averages.
pub(super) fn samples(scale: f32) -> usize {
    ((1.0 / scale).ceil() as usize).clamp(1, MAX_SAMPLES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilted_face_stands_level_in_its_square() {
        let to_square = square_around([100.0, 50.0], 96.0, 0.5);
        let [x, y] = to_square.apply([100.0, 50.0]);
        assert!((x - 96.0).abs() < 1e-3 && (y - 96.0).abs() < 1e-3);
        // A point along the eye line lies on the middle row, twice as far.
        let [x, y] = to_square.apply([100.0 + 10.0 * 0.5_f32.cos(), 50.0 + 10.0 * 0.5_f32.sin()]);
        assert!((x - 116.0).abs() < 1e-2 && (y - 96.0).abs() < 1e-2);
    }

    #[test]
    fn shrinking_samples_more() {
        assert_eq!((samples(2.0), samples(0.4), samples(0.01)), (1, 3, 4));
    }
}
