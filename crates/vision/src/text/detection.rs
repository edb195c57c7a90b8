//! Where on a picture text stands: PP-OCR's probability map, turned into quads as its authors do (Differentiable
//! Binarization).

use super::TextReader;
use super::quad::{Quad, distance};
use crate::network::VisionError;
use crate::pixels::{Picture, Point};
use rten_imageproc::{PointF, RetrievalMode, RotatedRect, find_contours, min_area_rect};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

/// Longest side the detector looks at, in pixels: of 800, 960 and 1 280 the one that found most.
const MAX_SIDE_PX: usize = 960;
/// The detector takes multiples of this.
const STEP_PX: usize = 32;
/// A pixel is text above this probability, …
const PIXEL_PROBABILITY: f32 = 0.3;
/// … a rectangle when its mean is at least this.
const BOX_PROBABILITY: f32 = 0.5;
/// The map marks the heart of a line; each side grows by so many times area / perimeter.
const GROWTH: f32 = 1.6;
/// Rectangles with a shorter side are specks, before and after growing (in the detector's pixels).
const SPECK_PX: f32 = 3.0;
const GROWN_SPECK_PX: f32 = 5.0;

/// What the detector found on a picture.
pub(crate) struct Regions {
    /// Lines, from the top, in pixels of the picture.
    pub(crate) quads: Vec<Quad>,
    /// The picture as the detector saw it, at most 960 px long.
    pub(crate) small: Picture,
}

impl Regions {
    /// Whether most lines run downwards: the card lies on its side.
    pub(crate) fn are_mostly_tall(&self) -> bool {
        let tall = self.quads.iter().filter(|quad| quad.is_tall()).count();
        self.quads.len() > 2 && tall * 2 > self.quads.len()
    }
}

impl TextReader {
    /// Finds the lines of text.
    pub(crate) fn detect(&self, picture: &Picture) -> Result<Regions, VisionError> {
        let longest = picture.width().max(picture.height());
        let shrink = (MAX_SIDE_PX as f32 / longest as f32).min(1.0);
        let side = |edge: usize| {
            let steps = (edge as f32 * shrink / STEP_PX as f32).round() as usize;
            steps.max(1) * STEP_PX
        };
        let (width, height) = (side(picture.width()), side(picture.height()));
        let small = picture.resized(width, height);
        let planes = small.planes([2, 1, 0], width, |_, value| f32::from(value) / 127.5 - 1.0);
        let probabilities = self.detection.run_for_one([1, 3, height, width], planes)?.to_vec();
        if probabilities.len() != width * height {
            return Err(self.detection.form());
        }
        let map = ProbabilityMap { probabilities, width, height };
        let to_picture = [picture.width() as f32 / width as f32, picture.height() as f32 / height as f32];
        let limit = [picture.width() as f32 - 1.0, picture.height() as f32 - 1.0];
        let grown = map.rectangles().into_iter().filter_map(|rectangle| grown(&rectangle));
        let mut quads: Vec<Quad> = grown
            .map(|corners| Quad::ordered(corners.map(|[x, y]| [x * to_picture[0], y * to_picture[1]])))
            .map(|quad| Quad(quad.0.map(|[x, y]| [x.clamp(0.0, limit[0]), y.clamp(0.0, limit[1])])))
            .filter(|quad| quad.width() > SPECK_PX && distance(quad.0[0], quad.0[3]) > SPECK_PX)
            .collect();
        quads.sort_by(|a, b| a.0[0][1].total_cmp(&b.0[0][1]));
        Ok(Regions { quads, small })
    }
}

/// How likely each pixel belongs to the heart of a line.
struct ProbabilityMap {
    probabilities: Vec<f32>,
    width: usize,
    height: usize,
}

impl ProbabilityMap {
    /// Rectangles around the connected parts that are likely text.
    fn rectangles(&self) -> Vec<RotatedRect> {
        let mask = self.mask();
        let contours = find_contours(mask.view(), RetrievalMode::External);
        let outlines = contours.iter().filter(|outline| outline.len() >= 4);
        outlines
            .filter_map(|outline| {
                let points: Vec<PointF> = outline.iter().map(|point| point.to_f32()).collect();
                min_area_rect(&points)
            })
            .filter(|rectangle| rectangle.width().min(rectangle.height()) >= SPECK_PX)
            .filter(|rectangle| self.mean_inside(&corners_of(rectangle)) >= BOX_PROBABILITY)
            .collect()
    }

    /// Text pixels, each widened to 2 × 2 so that hairline gaps close.
    fn mask(&self) -> NdTensor<bool, 2> {
        let mut mask = NdTensor::<bool, 2>::full([self.height, self.width], false);
        for y in 0..self.height {
            for x in 0..self.width {
                if self.probabilities[y * self.width + x] > PIXEL_PROBABILITY {
                    for (y, x) in [(y, x), (y, x + 1), (y + 1, x), (y + 1, x + 1)] {
                        if y < self.height && x < self.width {
                            mask[[y, x]] = true;
                        }
                    }
                }
            }
        }
        mask
    }

    fn mean_inside(&self, corners: &[Point; 4]) -> f32 {
        let range = |axis: usize, size: usize| {
            let from = corners.iter().map(|corner| corner[axis]).fold(f32::MAX, f32::min);
            let to = corners.iter().map(|corner| corner[axis]).fold(0.0, f32::max);
            (from.floor().max(0.0) as usize)..=(to.ceil().min(size as f32 - 1.0) as usize)
        };
        let (mut sum, mut count) = (0.0, 0_usize);
        for y in range(1, self.height) {
            for x in range(0, self.width) {
                if is_inside(corners, [x as f32, y as f32]) {
                    sum += self.probabilities[y * self.width + x];
                    count += 1;
                }
            }
        }
        if count == 0 { 0.0 } else { sum / count as f32 }
    }
}

fn corners_of(rectangle: &RotatedRect) -> [Point; 4] {
    rectangle.corners().map(|corner| [corner.x, corner.y])
}

/// Inside a convex quad when on the same side of every edge; half a pixel of tolerance.
fn is_inside(corners: &[Point; 4], [x, y]: Point) -> bool {
    let side = |i: usize| {
        let (from, to) = (corners[i], corners[(i + 1) % 4]);
        (to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0])
    };
    (0..4).all(|i| side(i) >= -0.5) || (0..4).all(|i| side(i) <= 0.5)
}

/// The rectangle with every side moved outwards; `None` when even so it is a speck.
fn grown(rectangle: &RotatedRect) -> Option<[Point; 4]> {
    let (width, height) = (rectangle.width(), rectangle.height());
    let by = width * height * GROWTH / (2.0 * (width + height));
    let [a, b, c, _] = corners_of(rectangle);
    let centre = [f32::midpoint(a[0], c[0]), f32::midpoint(a[1], c[1])];
    let (along, across) = (distance(a, b), distance(b, c));
    let (half_along, half_across) = (along / 2.0 + by, across / 2.0 + by);
    if half_along.min(half_across) * 2.0 < GROWN_SPECK_PX {
        return None;
    }
    let u = [(b[0] - a[0]) / along, (b[1] - a[1]) / along];
    let v = [(c[0] - b[0]) / across, (c[1] - b[1]) / across];
    Some(
        [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(i, j)| {
            [0, 1].map(|axis| centre[axis] + i * half_along * u[axis] + j * half_across * v[axis])
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bar of sure text, 40 × 6 pixels, in a field of nothing.
    fn bar(probability: f32) -> ProbabilityMap {
        let (width, height) = (96, 64);
        let mut probabilities = vec![0.0; width * height];
        for y in 30..36 {
            probabilities[y * width + 20..y * width + 60].fill(probability);
        }
        ProbabilityMap { probabilities, width, height }
    }

    #[test]
    fn a_bar_of_text_is_one_rectangle_that_grows_on_every_side() {
        let rectangles = bar(0.9).rectangles();
        assert_eq!(rectangles.len(), 1);
        let quad = Quad::ordered(grown(&rectangles[0]).unwrap());
        assert!(quad.width() > 44.0 && quad.width() < 56.0, "{quad:?}");
        assert!(quad.height() > 9.0 && quad.height() < 18.0, "{quad:?}");
    }

    #[test]
    fn what_is_hardly_text_is_dropped() {
        assert!(bar(0.35).rectangles().is_empty());
        assert!(bar(0.1).rectangles().is_empty());
    }
}
