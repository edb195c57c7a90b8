//! How well the picture could be read at all.

use crate::pixels::{Picture, laplacian_variance};
use crate::text::Regions;
use domain::card::PictureFacts;

/// Brighter than this no print shows any more.
const BLOWN_OUT: f32 = 250.0;

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
    PictureFacts {
        sharpness: laplacian_variance(&luma, small.width(), columns.clone(), rows.clone()),
        glare: blown_out as f32 / (columns.len() * rows.len()).max(1) as f32,
        text_width_px: text_width,
    }
}
