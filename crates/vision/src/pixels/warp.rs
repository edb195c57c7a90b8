//! Cutting out along a straight mapping: similarity, affine, homography.

use super::Picture;

/// A place on a picture, (x, y) in pixels.
pub(crate) type Point = [f32; 2];

/// A projective mapping between two planes, row-major 3 × 3.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Homography([f32; 9]);

/// An affine mapping, row-major 2 × 3: x' = a·x + b·y + c, y' = d·x + e·y + f.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Affine(pub(crate) [f32; 6]);

/// What stands outside the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Border {
    /// The nearest pixel of the border.
    Nearest,
    /// Black.
    Black,
}

impl Affine {
    /// The mapping back. The mapping must not collapse the plane.
    pub(crate) fn inverse(self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let determinant = a * e - b * d;
        let (ia, ib, id, ie) = (e / determinant, -b / determinant, -d / determinant, a / determinant);
        Self([ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)])
    }

    /// Where (`x`, `y`) goes.
    pub(crate) fn apply(self, [x, y]: Point) -> Point {
        let [a, b, c, d, e, f] = self.0;
        [a * x + b * y + c, d * x + e * y + f]
    }

    /// How many times longer a length becomes (for a mapping that only turns, moves and scales).
    pub(crate) fn scale(self) -> f32 {
        self.0[0].hypot(self.0[3])
    }
}

impl From<Affine> for Homography {
    fn from(Affine([a, b, c, d, e, f]): Affine) -> Self {
        Self([a, b, c, d, e, f, 0.0, 0.0, 1.0])
    }
}

impl Homography {
    /// The mapping that takes each of `from` to the point of `to` at the same place; no three of them on one line.
    pub(crate) fn between(from: [Point; 4], to: [Point; 4]) -> Self {
        let mut rows = [[0_f64; 9]; 8];
        for (i, (from, to)) in from.iter().zip(to).enumerate() {
            let [x, y] = from.map(f64::from);
            let [u, v] = to.map(f64::from);
            rows[2 * i] = [x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u];
            rows[2 * i + 1] = [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v];
        }
        eliminate(&mut rows);
        let mut values = [1.0; 9];
        for (value, row) in values.iter_mut().zip(&rows) {
            *value = row[8] as f32;
        }
        Self(values)
    }

    fn apply(&self, [x, y]: Point) -> Point {
        let m = &self.0;
        let depth = m[6] * x + m[7] * y + m[8];
        [(m[0] * x + m[1] * y + m[2]) / depth, (m[3] * x + m[4] * y + m[5]) / depth]
    }
}

/// Gauss and Jordan with the largest pivot; the last column becomes the solution.
fn eliminate(rows: &mut [[f64; 9]; 8]) {
    for column in 0..8 {
        let largest = (column..8).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()));
        rows.swap(column, largest.unwrap_or(column));
        let pivot = rows[column][column];
        rows[column].iter_mut().for_each(|value| *value /= pivot);
        let pivot_row = rows[column];
        for (_, row) in rows.iter_mut().enumerate().filter(|(i, _)| *i != column) {
            let factor = row[column];
            row.iter_mut().zip(pivot_row).for_each(|(value, pivot)| *value -= factor * pivot);
        }
    }
}

impl Picture {
    /// A picture of `width` × `height` whose pixel (x, y) is this one's at `to_source`(x, y), linear between
    /// neighbours, mean of `samples` × `samples` places in each pixel.
    pub(crate) fn warped(
        &self,
        to_source: &Homography,
        width: usize,
        height: usize,
        samples: usize,
        border: Border,
    ) -> Self {
        let offsets: Vec<f32> = (0..samples).map(|i| (i as f32 + 0.5) / samples as f32 - 0.5).collect();
        let count = (samples * samples) as f32;
        let mut rgb = Vec::with_capacity(width * height * 3);
        for y in 0..height {
            for x in 0..width {
                let mut sum = [0.0; 3];
                for dy in &offsets {
                    for dx in &offsets {
                        let place = to_source.apply([x as f32 + dx, y as f32 + dy]);
                        let colour = self.between_pixels(place, border);
                        sum.iter_mut().zip(colour).for_each(|(sum, value)| *sum += value);
                    }
                }
                rgb.extend(sum.map(|value| (value / count + 0.5) as u8));
            }
        }
        Self { width, height, rgb }
    }

    /// The colour at a place between pixels.
    fn between_pixels(&self, [x, y]: Point, border: Border) -> [f32; 3] {
        let outside = x < -0.5 || y < -0.5 || x > self.width as f32 - 0.5 || y > self.height as f32 - 0.5;
        if outside && border == Border::Black {
            return [0.0; 3];
        }
        let (left, top) = (x.floor(), y.floor());
        let (right_share, bottom_share) = (x - left, y - top);
        let (left, top) = (left as isize, top as isize);
        // A mapping through infinity may ask for the largest place there is.
        let (right, bottom) = (left.saturating_add(1), top.saturating_add(1));
        let corners = [
            self.pixel(left, top),
            self.pixel(right, top),
            self.pixel(left, bottom),
            self.pixel(right, bottom),
        ];
        [0, 1, 2].map(|channel| {
            let [a, b, c, d] = corners.map(|corner| corner[channel]);
            (a * (1.0 - right_share) + b * right_share) * (1.0 - bottom_share)
                + (c * (1.0 - right_share) + d * right_share) * bottom_share
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_homography_takes_each_corner_where_it_belongs() {
        let from = [[0.0, 0.0], [100.0, 0.0], [100.0, 40.0], [0.0, 40.0]];
        let to = [[13.0, 7.0], [120.0, 22.0], [110.0, 70.0], [9.0, 51.0]];
        let mapping = Homography::between(from, to);
        for (from, to) in from.iter().zip(to) {
            let [x, y] = mapping.apply(*from);
            assert!((x - to[0]).abs() < 1e-3 && (y - to[1]).abs() < 1e-3);
        }
    }

    #[test]
    fn an_affine_mapping_and_its_inverse_cancel() {
        let mapping = Affine([0.8, -0.6, 12.0, 0.6, 0.8, -3.0]);
        let [x, y] = mapping.inverse().apply(mapping.apply([5.0, 9.0]));
        assert!((x - 5.0).abs() < 1e-4 && (y - 9.0).abs() < 1e-4);
        assert!((mapping.scale() - 1.0).abs() < 1e-6);
    }

    #[test]
    fn warping_onto_itself_changes_nothing() {
        let picture = Picture::new(2, 2, (0..12).collect()).unwrap();
        let identity = Homography::from(Affine([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]));
        assert_eq!(picture.warped(&identity, 2, 2, 1, Border::Black).rgb(), picture.rgb());
    }

    #[test]
    fn outside_is_black_or_the_border() {
        let picture = Picture::filled(2, 2, 9);
        let far = Homography::from(Affine([1.0, 0.0, 50.0, 0.0, 1.0, 0.0]));
        assert_eq!(picture.warped(&far, 1, 1, 1, Border::Black).rgb(), [0; 3]);
        assert_eq!(picture.warped(&far, 1, 1, 1, Border::Nearest).rgb(), [9; 3]);
    }
}
