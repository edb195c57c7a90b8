//! Another size: averaged when smaller, interpolated when larger.

use super::Picture;

/// Which source pixels make one target pixel, and with which weights (their sum is 1).
struct Taps {
    first: usize,
    weights: Vec<f32>,
}

impl Picture {
    /// The picture at `width` × `height` (at least 1 each): every source pixel counts by the area it covers when
    /// shrinking; linear between neighbours when enlarging. Rows are summed up first, because whole rows are added many
    /// values at a time; one row is held as floats, so a photo of 48 megapixels needs no second copy.
    pub(crate) fn resized(&self, width: usize, height: usize) -> Self {
        if (width, height) == (self.width, self.height) {
            return self.clone();
        }
        let columns = taps(self.width, width);
        let mut rgb = Vec::with_capacity(width * height * 3);
        let mut sum = vec![0.0; self.width * 3];
        for row in taps(self.height, height) {
            sum.fill(0.0);
            let lines = self.rgb.chunks_exact(self.width * 3).skip(row.first);
            for (line, weight) in lines.zip(&row.weights) {
                sum.iter_mut().zip(line).for_each(|(sum, value)| *sum += weight * f32::from(*value));
            }
            let pixels = sum.as_chunks::<3>().0;
            for column in &columns {
                let mut colour = [0.5; 3];
                for (pixel, weight) in pixels[column.first..].iter().zip(&column.weights) {
                    colour.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += weight * value);
                }
                rgb.extend(colour.map(|value| value as u8));
            }
        }
        Self { width, height, rgb }
    }
}

fn taps(from: usize, to: usize) -> Vec<Taps> {
    let scale = from as f32 / to as f32;
    (0..to)
        .map(|i| if scale > 1.0 { area_taps(from, scale, i) } else { linear_taps(from, scale, i) })
        .collect()
}

fn area_taps(from: usize, scale: f32, i: usize) -> Taps {
    let (start, end) = (i as f32 * scale, (i + 1) as f32 * scale);
    let first = (start.floor() as usize).min(from - 1);
    let last = (end.ceil() as usize).clamp(first + 1, from);
    let covered = |k: usize| ((k + 1) as f32).min(end) - (k as f32).max(start);
    let covered: Vec<f32> = (first..last).map(covered).collect();
    let total: f32 = covered.iter().sum();
    Taps { first, weights: covered.iter().map(|weight| weight / total).collect() }
}

fn linear_taps(from: usize, scale: f32, i: usize) -> Taps {
    if from == 1 {
        return Taps { first: 0, weights: vec![1.0] };
    }
    let centre = ((i as f32 + 0.5) * scale - 0.5).clamp(0.0, (from - 1) as f32);
    let first = (centre.floor() as usize).min(from - 2);
    let share = centre - first as f32;
    Taps { first, weights: vec![1.0 - share, share] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: usize, height: usize, values: &[u8]) -> Picture {
        Picture::new(width, height, values.iter().flat_map(|v| [*v; 3]).collect()).unwrap()
    }

    fn values(picture: &Picture) -> Vec<u8> {
        picture.rgb().as_chunks::<3>().0.iter().map(|pixel| pixel[0]).collect()
    }

    #[test]
    fn shrinking_averages_what_is_covered() {
        let picture = grey(4, 2, &[0, 100, 200, 200, 100, 200, 40, 40]);
        assert_eq!(values(&picture.resized(2, 1)), [100, 120]);
        assert_eq!(values(&grey(3, 1, &[0, 90, 180]).resized(2, 1)), [30, 150]);
    }

    #[test]
    fn enlarging_goes_evenly_from_neighbour_to_neighbour() {
        assert_eq!(values(&grey(2, 1, &[0, 100]).resized(4, 1)), [0, 25, 75, 100]);
        assert_eq!(values(&grey(1, 1, &[7]).resized(2, 2)), [7; 4]);
    }
}
