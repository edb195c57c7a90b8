//! A rectangle of numbers: one channel of a picture, or a texture.

/// Values row by row.
#[derive(Clone)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) values: Vec<f32>,
}

/// What lies beyond the border while blurring.
#[derive(Clone, Copy)]
pub(crate) enum Edge {
    /// The opposite border: for textures around a head.
    Wrap,
    /// The nearest value again: for pictures.
    Repeat,
}

impl Plane {
    pub(crate) fn from_fn(width: usize, height: usize, mut value: impl FnMut(usize, usize) -> f32) -> Self {
        let mut values = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                values.push(value(x, y));
            }
        }
        Self { width, height, values }
    }

    /// Gaussian blur with a deviation of `sx` columns and `sy` rows.
    pub(crate) fn blurred(&self, sx: f32, sy: f32, edge: Edge) -> Self {
        self.blurred_across(&kernel(sx), edge).blurred_down(&kernel(sy), edge)
    }

    fn blurred_across(&self, kernel: &[f32], edge: Edge) -> Self {
        let radius = kernel.len() / 2;
        let mut out = vec![0.0; self.values.len()];
        let mut padded = vec![0.0; self.width + 2 * radius];
        for (row, target) in self.values.chunks_exact(self.width).zip(out.chunks_exact_mut(self.width)) {
            for (i, value) in padded.iter_mut().enumerate() {
                *value = row[edge.inside(i, radius, self.width)];
            }
            for (offset, weight) in kernel.iter().enumerate() {
                add_weighted(target, &padded[offset..offset + self.width], *weight);
            }
        }
        Self { values: out, ..*self }
    }

    fn blurred_down(&self, kernel: &[f32], edge: Edge) -> Self {
        let radius = kernel.len() / 2;
        let mut out = vec![0.0; self.values.len()];
        for (y, target) in out.chunks_exact_mut(self.width).enumerate() {
            for (offset, weight) in kernel.iter().enumerate() {
                let from = edge.inside(y + offset, radius, self.height) * self.width;
                add_weighted(target, &self.values[from..from + self.width], *weight);
            }
        }
        Self { values: out, ..*self }
    }
}

impl Edge {
    /// Where the padded position `i` (0 = `radius` before the border) reads from.
    fn inside(self, i: usize, radius: usize, length: usize) -> usize {
        match self {
            Self::Wrap => (i + length * (radius / length + 1) - radius) % length,
            Self::Repeat => i.saturating_sub(radius).min(length - 1),
        }
    }
}

fn add_weighted(target: &mut [f32], source: &[f32], weight: f32) {
    for (t, s) in target.iter_mut().zip(source) {
        *t += s * weight;
    }
}

/// Weights that add up to 1, cut off at 3.5 deviations.
fn kernel(sigma: f32) -> Vec<f32> {
    let radius = (3.5 * sigma).ceil() as i32;
    let weights: Vec<f32> = (-radius..=radius).map(|i| crate::curve::bell(i as f32, 0.0, sigma)).collect();
    let sum: f32 = weights.iter().sum();
    weights.into_iter().map(|w| w / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blur_moves_brightness_about_and_loses_none() {
        let spot = Plane::from_fn(40, 30, |x, y| if (x, y) == (1, 2) { 100.0 } else { 0.0 });
        let soft = spot.blurred(2.0, 3.0, Edge::Wrap);
        assert!((soft.values.iter().sum::<f32>() - 100.0).abs() < 0.01);
        assert!(soft.values[2 * 40 + 39] > 1.0, "the left border's brightness comes out at the right");
    }

    #[test]
    fn an_even_picture_stays_even_up_to_its_border() {
        let even = Plane::from_fn(9, 7, |_, _| 0.5).blurred(1.5, 1.5, Edge::Repeat);
        assert!(even.values.iter().all(|v| (v - 0.5).abs() < 1e-5));
    }
}
