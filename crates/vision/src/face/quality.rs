//! Light and sharpness of a face, measured on the middle of its chip, where hair and background do not count.

use crate::pixels::{Picture, laplacian_variance};
use std::ops::Range;

const COLUMNS: Range<usize> = 25..125;
const ROWS: Range<usize> = 30..130;
/// Brighter than this is blown out.
const BLOWN_OUT: f32 = 235.0;

/// See [`domain::face::Face`] for the units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Light {
    pub(super) luma: f32,
    pub(super) bright_share: f32,
    pub(super) left_right_ratio: f32,
    pub(super) sharpness: f32,
}

impl Light {
    pub(super) fn of(chip: &Picture) -> Self {
        let luma = chip.luma();
        let middle = usize::midpoint(COLUMNS.start, COLUMNS.end);
        let (mut left, mut right, mut bright) = (0.0, 0.0, 0_usize);
        for y in ROWS {
            for x in COLUMNS {
                let value = luma[y * chip.width() + x];
                *if x < middle { &mut left } else { &mut right } += value;
                bright += usize::from(value > BLOWN_OUT);
            }
        }
        let pixels = (ROWS.len() * COLUMNS.len()) as f32;
        // A black half would divide by zero.
        let (left, right): (f32, f32) = (f32::max(left, 1.0), f32::max(right, 1.0));
        Self {
            luma: (left + right) / pixels,
            bright_share: bright as f32 / pixels,
            left_right_ratio: (left / right).max(right / left),
            sharpness: laplacian_variance(&luma, chip.width(), COLUMNS, ROWS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::chip::SIDE;

    #[test]
    fn an_even_face_is_neither_lopsided_nor_sharp() {
        let light = Light::of(&Picture::filled(SIDE, SIDE, 120));
        assert!((light.luma - 120.0).abs() < 0.1);
        assert!((light.left_right_ratio - 1.0).abs() < 1e-3);
        assert!(light.sharpness.abs() < 1e-3 && light.bright_share == 0.0);
    }

    #[test]
    fn a_face_lit_from_one_side_is_lopsided() {
        let row: Vec<u8> = (0..SIDE).flat_map(|x| [if x < SIDE / 2 { 60 } else { 240 }; 3]).collect();
        let light = Light::of(&Picture::new(SIDE, SIDE, row.repeat(SIDE)).unwrap());
        assert!((light.left_right_ratio - 4.0).abs() < 0.1);
        assert!((light.bright_share - 0.5).abs() < 0.01);
        assert!(light.sharpness > 100.0);
    }
}
