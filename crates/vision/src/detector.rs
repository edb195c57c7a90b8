//! Finds faces on a square of 256 × 256 pixels, or on smaller ones (`MediaPipe`'s back-camera `BlazeFace`).
//!
//! Knows nothing of pictures: floats in, boxes out, so that the server and the browser's live hints share it.

use rten::{Dimension, Model, ModelOptions, OpRegistry, op_types};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

/// Side of the square the detector looks at, in pixels.
pub const INPUT_PX: usize = 256;
/// The same for the live hints: a phone's slow core looks ten times a second.
pub const HINTS_PX: usize = 96;
/// Two boxes that share more than this part of their joint area are one face.
const SAME_FACE_OVERLAP: f32 = 0.3;
/// Grids of anchors: pixels from one to the next, anchors at each place.
const ANCHOR_GRIDS: [(usize, usize); 2] = [(16, 2), (32, 6)];
/// Numbers a candidate consists of: box (x, y, width, height) and six points.
const NUMBERS: usize = 16;

/// A face on the detector's square; coordinates in its pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// How sure the detector is, 0 to 1.
    pub score: f32,
    /// Left, top, right, bottom.
    pub area: [f32; 4],
    /// Eye at the picture's left, eye at its right, nose, mouth, ear at the left, ear at the right; (x, y) each.
    pub points: [[f32; 2]; 6],
}

impl Detection {
    /// Width of the box.
    pub fn width(&self) -> f32 {
        self.area[2] - self.area[0]
    }

    /// Height of the box.
    pub fn height(&self) -> f32 {
        self.area[3] - self.area[1]
    }

    /// The same face where `map` puts each point.
    #[must_use]
    pub fn mapped(&self, map: impl Fn([f32; 2]) -> [f32; 2]) -> Self {
        let [left, top, right, bottom] = self.area;
        let ([left, top], [right, bottom]) = (map([left, top]), map([right, bottom]));
        Self { score: self.score, area: [left, top, right, bottom], points: self.points.map(map) }
    }

    /// Shared part of the joint area, 0 to 1.
    fn overlap(&self, other: &Self) -> f32 {
        let width = (self.area[2].min(other.area[2]) - self.area[0].max(other.area[0])).max(0.0);
        let height = (self.area[3].min(other.area[3]) - self.area[1].max(other.area[1])).max(0.0);
        let shared = width * height;
        shared / (self.width() * self.height() + other.width() * other.height() - shared)
    }
}

/// Why no faces could be looked for.
#[derive(Debug, thiserror::Error)]
pub enum DetectorError {
    /// The bytes are no model, or one with other operators.
    #[error("the face detector cannot be loaded")]
    Load(#[from] rten::LoadError),
    /// The model failed while running.
    #[error("the face detector failed")]
    Run(#[from] rten::RunError),
    /// Not three planes of the model's square in, or not the expected numbers out.
    #[error("the face detector takes or gives numbers in another form")]
    Form,
}

/// The detector, loaded.
pub struct FaceDetector {
    model: Model,
    /// Side of the square it takes, in pixels.
    side: usize,
}

impl FaceDetector {
    /// Loads the detector from the bytes of its ONNX file.
    pub fn from_onnx(bytes: Vec<u8>) -> Result<Self, DetectorError> {
        // Only what the graph holds: in the browser every operator is bytes to download.
        let operators = OpRegistry::with_ops(&[
            &op_types::Conv,
            &op_types::LeakyRelu,
            &op_types::Add,
            &op_types::MaxPool,
            &op_types::Pad,
            &op_types::Reshape,
            &op_types::Transpose,
        ]);
        let model = ModelOptions::with_ops(operators).load(bytes)?;
        let shape = model.input_ids().first().and_then(|input| model.node_info(*input)?.shape());
        let Some([.., Dimension::Fixed(side)]) = shape.as_deref() else { return Err(DetectorError::Form) };
        Ok(Self { side: *side, model })
    }

    /// Faces with at least this score (0 to 1), the surest first. `planes` holds red, green and blue one after the
    /// other, rows from the top, each value `colour / 127.5 - 1`.
    pub fn find(&self, planes: Vec<f32>, least_score: f32) -> Result<Vec<Detection>, DetectorError> {
        let input = NdTensor::<f32, 4>::try_from_data([1, 3, self.side, self.side], planes)
            .map_err(|_| DetectorError::Form)?;
        let id = *self.model.input_ids().first().ok_or(DetectorError::Form)?;
        let outputs = self.model.run(vec![(id, input.view().into())], self.model.output_ids(), None)?;
        // Two outputs a grid, told apart by their shape.
        let (mut scores, mut numbers) = (Vec::new(), Vec::new());
        let mut tensors = Vec::new();
        for output in outputs {
            tensors.push(rten_tensor::Tensor::<f32>::try_from(output).map_err(|_| DetectorError::Form)?);
        }
        for (step, at_each) in ANCHOR_GRIDS {
            let candidates = (self.side / step).pow(2) * at_each;
            let of_width = |width: usize| tensors.iter().find(|t| t.shape() == [1, candidates, width]);
            scores.extend(of_width(1).ok_or(DetectorError::Form)?.to_vec());
            numbers.extend(of_width(NUMBERS).ok_or(DetectorError::Form)?.to_vec());
        }
        Ok(faces(self.side, &scores, &numbers, least_score))
    }
}

/// The faces in the detector's raw output: candidates above the score, overlapping ones only once.
fn faces(side: usize, scores: &[f32], numbers: &[f32], least_score: f32) -> Vec<Detection> {
    let raw = scores.iter().zip(numbers.as_chunks::<NUMBERS>().0).zip(anchors(side));
    let mut candidates: Vec<Detection> = raw
        .map(|((score, numbers), anchor)| candidate(*score, numbers, anchor))
        .filter(|candidate| candidate.score >= least_score)
        .collect();
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut faces: Vec<Detection> = Vec::new();
    for candidate in candidates {
        if faces.iter().all(|face| face.overlap(&candidate) <= SAME_FACE_OVERLAP) {
            faces.push(candidate);
        }
    }
    faces
}

fn candidate(score: f32, numbers: &[f32; NUMBERS], [x, y]: [f32; 2]) -> Detection {
    let [dx, dy, width, height, points @ ..] = numbers;
    let (x_centre, y_centre) = (x + dx, y + dy);
    let (pairs, _) = points.as_chunks::<2>();
    let mut placed = [[0.0; 2]; 6];
    for (point, [dx, dy]) in placed.iter_mut().zip(pairs) {
        *point = [x + dx, y + dy];
    }
    let area =
        [x_centre - width / 2.0, y_centre - height / 2.0, x_centre + width / 2.0, y_centre + height / 2.0];
    Detection { score: 1.0 / (1.0 + (-score).exp()), area, points: placed }
}

/// Centres of the anchors in the order of the output: on a square of 256, 512 and then 384.
fn anchors(side: usize) -> impl Iterator<Item = [f32; 2]> {
    ANCHOR_GRIDS.into_iter().flat_map(move |(step, at_each)| {
        let side = side / step;
        let centre = move |i: usize| (i as f32 + 0.5) * step as f32;
        (0..side * side * at_each).map(move |i| {
            let place = i / at_each;
            [centre(place % side), centre(place / side)]
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers_of(count: usize, changed: &[(usize, [f32; 4])]) -> Vec<f32> {
        let mut numbers = vec![0.0; count * NUMBERS];
        for (at, values) in changed {
            numbers[at * NUMBERS..at * NUMBERS + 4].copy_from_slice(values);
        }
        numbers
    }

    #[test]
    fn there_are_896_anchors_on_two_grids() {
        let all: Vec<[f32; 2]> = anchors(INPUT_PX).collect();
        assert_eq!(all.len(), 896);
        assert_eq!(
            (all[0], all[2], all[511], all[512]),
            ([8.0, 8.0], [24.0, 8.0], [248.0, 248.0], [16.0, 16.0])
        );
    }

    #[test]
    fn a_box_is_measured_from_its_anchor() {
        let mut scores = vec![-9.0; 896];
        scores[0] = 9.0;
        let found = faces(INPUT_PX, &scores, &numbers_of(896, &[(0, [2.0, 4.0, 10.0, 20.0])]), 0.5);
        assert_eq!(found.len(), 1);
        let near = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-4);
        assert!(near(&found[0].area, &[5.0, 2.0, 15.0, 22.0]), "{:?}", found[0]);
        assert!(near(&found[0].points[0], &[8.0, 8.0]));
    }

    #[test]
    fn overlapping_boxes_are_one_face_and_the_surest_stays() {
        let mut scores = vec![-9.0; 896];
        (scores[0], scores[1], scores[300]) = (2.0, 3.0, 1.0);
        let sized = [0.0, 0.0, 40.0, 40.0];
        let found = faces(INPUT_PX, &scores, &numbers_of(896, &[(0, sized), (1, sized), (300, sized)]), 0.5);
        assert_eq!(found.len(), 2);
        assert!(found[0].score > found[1].score);
    }

    #[test]
    fn numbers_of_another_form_are_refused() {
        assert!(FaceDetector::from_onnx(vec![1, 2, 3]).is_err());
    }
}
