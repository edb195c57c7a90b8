//! Whether one and the same fine grid lies over the whole picture, as over a photographed screen.
//!
//! The pixels of a screen, or the beats between them and the camera's, are a wave of a few pixels' length that is the same
//! everywhere. The wavy ground of a real card is not: its lines turn. So the strongest wave of many small places is found,
//! and the share of places that agree on it is the answer.

use crate::pixels::{Picture, Point};
use crate::text::Quad;
use std::f32::consts::TAU;
use std::sync::LazyLock;

/// Side of a place, in pixels.
const SIDE: usize = 64;
/// Waves across a place below which it is shape and light, not grid: longer than 10 pixels.
const LOWEST: usize = 6;
/// JPEG works in squares of eight pixels, whose seams are waves, too: multiples of so many across a place.
const JPEG_SEAMS: usize = SIDE / 8;
/// A wave counts that has so many times the mean strength. Noise stays below 12.
const STRONG: f32 = 40.0;
/// Places agree when their waves differ by no more, across a place.
const SAME: f32 = 2.0;
/// Places that are looked at, and how many there must be for an answer.
const MOST_PLACES: usize = 24;
const FEWEST_PLACES: usize = 6;

/// Share of places without text, inside the text's surroundings, that show the same wave. 0 when there are too few.
pub(super) fn share(picture: &Picture, quads: &[Quad]) -> f32 {
    let places = places(picture, quads);
    if places.len() < FEWEST_PLACES {
        return 0.0;
    }
    let luma = picture.luma();
    let step = places.len().div_ceil(MOST_PLACES);
    let looked_at: Vec<[usize; 2]> = places.into_iter().step_by(step).collect();
    let waves: Vec<Point> =
        looked_at.iter().filter_map(|place| strongest(&luma, picture.width(), *place)).collect();
    let agree = |wave: &Point| {
        waves.iter().filter(|other| (wave[0] - other[0]).hypot(wave[1] - other[1]) <= SAME).count()
    };
    waves.iter().map(agree).max().unwrap_or(0) as f32 / looked_at.len() as f32
}

/// Left upper corners of places between the lines of text.
fn places(picture: &Picture, quads: &[Quad]) -> Vec<[usize; 2]> {
    let boxes: Vec<[f32; 4]> = quads.iter().map(bounds).collect();
    let Some(all) =
        boxes.iter().copied().reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
    else {
        return Vec::new();
    };
    let is_free = |x: usize, y: usize| {
        let (left, top) = (x as f32, y as f32);
        let (right, bottom) = (left + SIDE as f32, top + SIDE as f32);
        boxes.iter().all(|text| right < text[0] || left > text[2] || bottom < text[1] || top > text[3])
    };
    let last = |end: f32, size: usize| (end as usize).min(size).saturating_sub(SIDE);
    let (columns, rows) = (last(all[2], picture.width()), last(all[3], picture.height()));
    let mut places = Vec::new();
    for y in (all[1] as usize..=rows).step_by(SIDE / 2) {
        for x in (all[0] as usize..=columns).step_by(SIDE / 2) {
            if is_free(x, y) {
                places.push([x, y]);
            }
        }
    }
    places
}

fn bounds(quad: &Quad) -> [f32; 4] {
    let corners = quad.0;
    let fold = |axis: usize, start: f32, pick: fn(f32, f32) -> f32| {
        corners.iter().map(|corner| corner[axis]).fold(start, pick)
    };
    [fold(0, f32::MAX, f32::min), fold(1, f32::MAX, f32::min), fold(0, 0.0, f32::max), fold(1, 0.0, f32::max)]
}

/// Cosine and sine of every phase there is, and the window that fades a place out towards its borders.
struct Tables {
    phases: [[f32; 2]; SIDE],
    window: [f32; SIDE],
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let turn = |i: usize| TAU * i as f32 / SIDE as f32;
    Tables {
        phases: std::array::from_fn(|i| [turn(i).cos(), turn(i).sin()]),
        window: std::array::from_fn(|i| 0.5 - 0.5 * turn(i).cos()),
    }
});

/// The strongest wave of a place, if it stands out: how many times it swings across, and down (negative: up).
fn strongest(luma: &[f32], width: usize, [left, top]: [usize; 2]) -> Option<Point> {
    let power = spectrum(luma, width, [left, top]);
    let half = SIDE / 2;
    let (mut sum, mut count, mut best) = (0.0, 0.0, (0.0, [0.0, 0.0]));
    for (v, row) in power.iter().enumerate() {
        let down = if v > half { SIDE - v } else { v };
        for (across, strength) in row.iter().enumerate() {
            let is_shape = across.max(down) < LOWEST;
            let on_seam = |along: usize, beside: usize| beside <= 1 && along.abs_diff(seam(along)) <= 1;
            if is_shape || on_seam(across, down) || on_seam(down, across) {
                continue;
            }
            sum += strength;
            count += 1.0;
            if *strength > best.0 {
                let down = v as f32 - if v > half { SIDE as f32 } else { 0.0 };
                best = (*strength, [across as f32, down]);
            }
        }
    }
    (sum > 0.0 && best.0 > STRONG * sum / count).then_some(best.1)
}

/// The multiple of the JPEG's seams that is nearest.
fn seam(waves: usize) -> usize {
    (waves + JPEG_SEAMS / 2) / JPEG_SEAMS * JPEG_SEAMS
}

/// Strength of every wave: rows by how often it swings down, columns (half of them, the others mirror) across.
fn spectrum(luma: &[f32], width: usize, [left, top]: [usize; 2]) -> Vec<[f32; SIDE / 2 + 1]> {
    let tables = &*TABLES;
    let row = |y: usize| &luma[(top + y) * width + left..][..SIDE];
    let mean = (0..SIDE).map(|y| row(y).iter().sum::<f32>()).sum::<f32>() / (SIDE * SIDE) as f32;
    // First along the rows, then along the columns of what that gave.
    let mut across = vec![[[0.0_f32; 2]; SIDE / 2 + 1]; SIDE];
    for (y, waves) in across.iter_mut().enumerate() {
        let faded: [f32; SIDE] =
            std::array::from_fn(|x| (row(y)[x] - mean) * tables.window[x] * tables.window[y]);
        for (u, wave) in waves.iter_mut().enumerate() {
            for (x, value) in faded.iter().enumerate() {
                let [cos, sin] = tables.phases[u * x % SIDE];
                wave[0] += value * cos;
                wave[1] -= value * sin;
            }
        }
    }
    let mut power = vec![[0.0; SIDE / 2 + 1]; SIDE];
    for (v, strengths) in power.iter_mut().enumerate() {
        for (u, strength) in strengths.iter_mut().enumerate() {
            let mut sum = [0.0_f32; 2];
            for (y, waves) in across.iter().enumerate() {
                let [cos, sin] = tables.phases[v * y % SIDE];
                let [re, im] = waves[u];
                sum[0] += re * cos + im * sin;
                sum[1] += im * cos - re * sin;
            }
            *strength = sum[0] * sum[0] + sum[1] * sum[1];
        }
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of text in the corners, so that the places between them are looked at.
    fn text() -> Vec<Quad> {
        let line = |x: f32, y: f32| Quad([[x, y], [x + 60.0, y], [x + 60.0, y + 20.0], [x, y + 20.0]]);
        vec![line(0.0, 0.0), line(540.0, 0.0), line(0.0, 380.0), line(540.0, 380.0)]
    }

    fn picture(value: impl Fn(f32, f32) -> f32) -> Picture {
        let mut noise = 1_u32;
        let mut rgb = Vec::new();
        for y in 0..400 {
            for x in 0..600 {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let grain = (noise >> 24) as f32 / 32.0 - 4.0;
                rgb.extend([(180.0 + value(x as f32, y as f32) + grain) as u8; 3]);
            }
        }
        Picture::new(600, 400, rgb).unwrap()
    }

    #[test]
    fn b5_one_grid_everywhere_is_noticed() {
        let grid = picture(|x, y| 8.0 * ((x * 1.45 + y * 0.1).cos() + (y * 1.45 - x * 0.1).cos()));
        assert!(share(&grid, &text()) > 0.9, "{}", share(&grid, &text()));
    }

    #[test]
    fn b5_noise_light_and_wavy_lines_are_no_grid() {
        let plain = picture(|x, y| 0.05 * x - 0.03 * y);
        assert!(share(&plain, &text()) < 0.2, "{}", share(&plain, &text()));
        // Lines as fine as a grid's, but bent.
        let wavy = picture(|x, y| 10.0 * (1.3 * (y + 40.0 * (x * 0.02).sin())).cos());
        assert!(share(&wavy, &text()) < 0.5, "{}", share(&wavy, &text()));
    }

    #[test]
    fn b5_the_seams_of_a_jpeg_are_no_grid() {
        let seams = picture(|x, y| if x % 8.0 < 1.0 || y % 8.0 < 1.0 { 6.0 } else { 0.0 });
        assert!(share(&seams, &text()) < 0.2, "{}", share(&seams, &text()));
    }

    #[test]
    fn b5_without_text_nothing_is_said() {
        assert!(share(&picture(|x, _| 20.0 * (x * 1.45).cos()), &[]) < f32::EPSILON);
    }
}
