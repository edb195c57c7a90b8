//! How well the picture could be read at all, and whether it shows the card itself.

use super::waves;
use crate::pixels::{Picture, laplacian_variance};
use crate::text::Regions;
use domain::card::PictureFacts;
use std::ops::Range;

/// Brighter than this no print shows any more.
const BLOWN_OUT: f32 = 250.0;
/// Colours are compared between squares of so many pixels of the detector's picture: noise cancels out in them.
const SQUARE_PX: usize = 8;
/// The card goes on beside its text by at least this part of the text's width.
const BESIDE_TEXT: f32 = 0.06;
/// Squares darker than this, all three colours together, have no hue to speak of.
const DARK: f32 = 120.0;
/// Text that comes as near to the edge of the picture, in pixels, runs out of it.
const AT_BORDER_PX: f32 = 2.0;

/// Measured on the part that carries text; on the whole picture when there is none.
pub(super) fn of(picture: &Picture, regions: &Regions) -> PictureFacts {
    let small = &regions.small;
    let scale =
        [small.width() as f32 / picture.width() as f32, small.height() as f32 / picture.height() as f32];
    let corners = || regions.quads.iter().flat_map(|quad| quad.0);
    let range = |axis: usize, size: usize| {
        if regions.quads.is_empty() {
            return 0..size;
        }
        let from = corners().map(|corner| corner[axis]).fold(f32::MAX, f32::min) * scale[axis];
        let to = corners().map(|corner| corner[axis]).fold(0.0, f32::max) * scale[axis];
        (from as usize).min(size)..(to as usize + 1).min(size)
    };
    let (columns, rows) = (range(0, small.width()), range(1, small.height()));
    let luma = small.luma();
    let lines = || rows.clone().map(|y| &luma[y * small.width()..][columns.clone()]);
    let blown_out = lines().flatten().filter(|value| **value >= BLOWN_OUT).count();
    let text_width = if regions.quads.is_empty() { 0.0 } else { columns.len() as f32 / scale[0] };
    let limit = [picture.width() as f32 - 1.0, picture.height() as f32 - 1.0];
    let at_border = |axis: usize, place: f32| place <= AT_BORDER_PX || place >= limit[axis] - AT_BORDER_PX;
    let waves = waves::strongest(picture, regions);
    PictureFacts {
        sharpness: laplacian_variance(&luma, small.width(), columns.clone(), rows.clone()),
        glare: blown_out as f32 / (columns.len() * rows.len()).max(1) as f32,
        text_width_px: text_width,
        colour: colour(small, columns, rows),
        cut: 0.0,
        fine_wave: waves.fine,
        slow_wave: waves.slow,
        text_at_border: corners().any(|corner| at_border(0, corner[0]) || at_border(1, corner[1])),
    }
}

/// How much the shares of red and of blue differ from square to square. The colour of the light moves all of them alike.
fn colour(small: &Picture, columns: Range<usize>, rows: Range<usize>) -> f32 {
    let beside = (columns.len() as f32 * BESIDE_TEXT) as usize;
    let columns = columns.start.saturating_sub(beside)..(columns.end + beside).min(small.width());
    let pixels = small.rgb().as_chunks::<3>().0;
    let mut shares: Vec<[f32; 2]> = Vec::new();
    for top in rows.clone().step_by(SQUARE_PX) {
        for left in columns.clone().step_by(SQUARE_PX) {
            let mut sum = [0_u32; 3];
            let mut count = 0_u32;
            for y in top..(top + SQUARE_PX).min(rows.end) {
                for pixel in &pixels[y * small.width()..][left..(left + SQUARE_PX).min(columns.end)] {
                    sum.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(*value));
                    count += 1;
                }
            }
            let all = sum.iter().sum::<u32>() as f32;
            if count > 0 && all > DARK * count as f32 {
                shares.push([sum[0] as f32 / all, sum[2] as f32 / all]);
            }
        }
    }
    let count = shares.len().max(1) as f32;
    let variance = |at: usize| {
        let mean = shares.iter().map(|share| share[at]).sum::<f32>() / count;
        shares.iter().map(|share| (share[at] - mean).powi(2)).sum::<f32>() / count
    };
    (variance(0) + variance(1)).sqrt()
}
