//! Brightness and sharpness of the middle of a face.

use crate::sight::SQUARE_PX;

/// Brighter than this is blown out, as on the server.
const BLOWN_OUT: f32 = 235.0;
/// Part of the face's box that is left out on each side: hair and background.
const MARGIN: f32 = 0.2;

/// Brightness 0 (black) to 255.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Light {
    /// Mean brightness.
    pub luma: f32,
    /// Share of blown-out pixels, 0 to 1.
    pub bright_share: f32,
    /// Brightness of the lighter half over the darker one, at least 1.
    pub left_right_ratio: f32,
    /// Variance of the Laplacian at the scale of the square.
    pub sharpness: f32,
}

impl Light {
    /// Measured inside `area` (left, top, right, bottom) of a square of [`SQUARE_PX`] RGBA pixels.
    pub fn of(rgba: &[u8], area: [f32; 4]) -> Self {
        let [left, top, right, bottom] = area;
        let (dx, dy) = ((right - left) * MARGIN, (bottom - top) * MARGIN);
        // One pixel of border, which the Laplacian looks at.
        let inside = |at: f32| at.clamp(1.0, (SQUARE_PX - 2) as f32) as usize;
        let (columns, rows) = (inside(left + dx)..inside(right - dx), inside(top + dy)..inside(bottom - dy));
        let middle = usize::midpoint(columns.start, columns.end);
        let luma = |x: usize, y: usize| luma(rgba, y * SQUARE_PX + x);
        let mut sums = Sums::default();
        for y in rows {
            for x in columns.clone() {
                let value = luma(x, y);
                let edge = 4.0 * value - luma(x - 1, y) - luma(x + 1, y) - luma(x, y - 1) - luma(x, y + 1);
                sums.add(value, edge, x < middle);
            }
        }
        sums.light()
    }
}

/// The common weights of red, green and blue (ITU-R BT.601); black outside the square.
fn luma(rgba: &[u8], pixel: usize) -> f32 {
    match rgba.get(pixel * 4..pixel * 4 + 3) {
        Some([red, green, blue]) => {
            0.299 * f32::from(*red) + 0.587 * f32::from(*green) + 0.114 * f32::from(*blue)
        }
        _ => 0.0,
    }
}

#[derive(Default)]
struct Sums {
    count: f32,
    left: f32,
    all: f32,
    bright: f32,
    edges: f32,
    edge_squares: f32,
}

impl Sums {
    fn add(&mut self, value: f32, edge: f32, is_left: bool) {
        self.count += 1.0;
        self.all += value;
        self.edges += edge;
        self.edge_squares += edge * edge;
        if is_left {
            self.left += value;
        }
        if value > BLOWN_OUT {
            self.bright += 1.0;
        }
    }

    fn light(&self) -> Light {
        let count = self.count.max(1.0);
        // A black half would divide by zero.
        let (left, right) = (self.left.max(1.0), (self.all - self.left).max(1.0));
        let variance = |squares: f32, sum: f32| squares / count - (sum / count).powi(2);
        Light {
            luma: self.all / count,
            bright_share: self.bright / count,
            left_right_ratio: (left / right).max(right / left),
            sharpness: variance(self.edge_squares, self.edges),
        }
    }
}
