//! The grid of a screen: one and the same fine wave all over the card.
//!
//! Paper has no such wave: the lines printed on a card change their direction, and its text changes from place to place.
//! A screen's grid, or what the camera's own grid makes of it (moiré), goes on with one length and direction. So the card
//! is looked at in many squares; in the spectrum of each, of the brightness and of red against blue, every wave is compared
//! with its neighbours, and what counts is the wave that stands out in most of the squares.

use crate::pixels::Picture;
use crate::text::Regions;
use std::f32::consts::{PI, TAU};
use std::ops::Range;

/// Edge of a square in pixels; a power of two.
const SIDE: usize = 128;
const AREA: usize = SIDE * SIDE;
/// Squares across and down; they overlap on a small card.
const SQUARES: [usize; 2] = [6, 4];
/// Fewer waves in a square are shapes: text, light, folds.
const SLOWEST: f32 = 7.0;
/// So many are too fine to be lines that somebody printed: under 8 pixels, half a millimetre of a card that fills the picture.
const FINE: f32 = 16.0;
/// JPEG's own blocks repeat every 16 pixels: at these multiples, and beside them, no wave counts.
const BLOCKS: usize = SIDE / 16;
/// Around a wave: as wide as the window smears it, and as far as its neighbours reach.
const WAVE_REACH: usize = 2;
const NEIGHBOURS_REACH: usize = 6;
/// Power of a wave of 0.15 of 255 steps: weaker ones are nothing, whatever stands beside them.
const FAINT: f32 = 0.15;
/// No square counts for more.
const ENOUGH: f32 = 1_000.0;

/// How far the strongest waves stand out of their neighbours, in power, in the middling square; 1 is nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waves {
    /// Of those shorter than 8 pixels.
    pub(super) fine: f32,
    /// Of those of 8 to 18 pixels.
    pub(super) slow: f32,
}

/// The strongest waves on the part of a picture that carries text.
pub(super) fn strongest(picture: &Picture, regions: &Regions) -> Waves {
    let [width, height] = [picture.width(), picture.height()];
    strongest_within(picture, [text_range(regions, 0, width), text_range(regions, 1, height)])
}

fn strongest_within(picture: &Picture, [columns, rows]: [Range<usize>; 2]) -> Waves {
    if columns.len() < SIDE || rows.len() < SIDE {
        return Waves::default();
    }
    let fourier = Fourier::new();
    let lefts = places(&columns, SQUARES[0]);
    let squares: Vec<Vec<f32>> = places(&rows, SQUARES[1])
        .flat_map(|top| lefts.clone().map(move |left| (left, top)))
        .map(|(left, top)| fourier.outstanding(picture, left, top))
        .collect();
    let mut waves = Waves::default();
    let mut at = vec![0.0; squares.len()];
    // The other half of the spectrum is the mirror of this one.
    for place in 0..AREA / 2 + SIDE {
        let Some(speed) = speed(place) else { continue };
        at.iter_mut().zip(&squares).for_each(|(value, square)| *value = square[place]);
        let middle = at.len() / 2;
        let value = *at.select_nth_unstable_by(middle, f32::total_cmp).1;
        let strongest = if speed < FINE { &mut waves.slow } else { &mut waves.fine };
        *strongest = strongest.max(value);
    }
    waves
}

/// From the first to the last pixel with text along an axis.
fn text_range(regions: &Regions, axis: usize, size: usize) -> Range<usize> {
    let corners = || regions.quads.iter().flat_map(|quad| quad.0).map(|corner| corner[axis]);
    let (from, to) = (corners().fold(f32::MAX, f32::min), corners().fold(0.0, f32::max));
    (from.max(0.0) as usize).min(size)..(to.max(0.0) as usize).min(size)
}

/// Where `count` squares begin, spread evenly over a range.
fn places(range: &Range<usize>, count: usize) -> impl Iterator<Item = usize> + Clone {
    let (start, room) = (range.start, range.len() - SIDE);
    (0..count).map(move |i| start + room * i / (count - 1))
}

/// How many waves the square holds at a place of the spectrum; none where no wave counts.
fn speed(place: usize) -> Option<f32> {
    // Both ends of the spectrum are slow.
    let [x, y] = [place % SIDE, place / SIDE].map(|waves| waves.min(SIDE - waves));
    let by_blocks = |waves: usize| (waves + 1) % BLOCKS <= 2;
    let speed = (x as f32).hypot(y as f32);
    (speed >= SLOWEST && !(by_blocks(x) && by_blocks(y))).then_some(speed)
}

/// What turns squares into spectra.
struct Fourier {
    /// Cosine and sine of each part of the circle.
    turns: Vec<[f32; 2]>,
    /// A bell along one edge, so that the square has no edges.
    window: Vec<f32>,
    /// Power below which a wave is nothing.
    faint: f32,
}

/// A square's values as complex numbers: brightness, and red against blue.
struct Square {
    real: Vec<f32>,
    imaginary: Vec<f32>,
}

impl Fourier {
    fn new() -> Self {
        let share = |i: usize| i as f32 / SIDE as f32;
        let turns = (0..SIDE / 2).map(|i| [(TAU * share(i)).cos(), -(TAU * share(i)).sin()]).collect();
        let window: Vec<f32> = (0..SIDE).map(|i| (PI * share(i)).sin().powi(2)).collect();
        let sum: f32 = window.iter().sum();
        Self { turns, window, faint: (FAINT / 2.0 * sum * sum).powi(2) }
    }

    /// For each wave of the square at (`left`, `top`) by how much it stands out, or the most of its nearest neighbours: a
    /// wave's length changes a little from one end of a tilted card to the other.
    fn outstanding(&self, picture: &Picture, left: usize, top: usize) -> Vec<f32> {
        let mut square = self.windowed(picture, left, top);
        self.transform(&mut square);
        let mut out = vec![0.0_f32; AREA];
        for power in square.powers() {
            let near = summed(&power, WAVE_REACH);
            let far = summed(&power, NEIGHBOURS_REACH);
            let width = |reach: usize| ((2 * reach + 1) * (2 * reach + 1)) as f32;
            let neighbours = width(NEIGHBOURS_REACH) - width(WAVE_REACH);
            for (((out, power), near), far) in out.iter_mut().zip(&power).zip(near).zip(far) {
                let around = (far - near).max(0.0) / neighbours;
                *out = out.max((power / (around + self.faint)).min(ENOUGH));
            }
        }
        highest(&out)
    }

    fn windowed(&self, picture: &Picture, left: usize, top: usize) -> Square {
        let (mut real, mut imaginary) = (Vec::with_capacity(AREA), Vec::with_capacity(AREA));
        let row = |y: usize| &picture.rgb()[((top + y) * picture.width() + left) * 3..][..SIDE * 3];
        for y in 0..SIDE {
            for pixel in row(y).as_chunks::<3>().0 {
                let [red, green, blue] = pixel.map(f32::from);
                real.push(0.299 * red + 0.587 * green + 0.114 * blue);
                imaginary.push(red - blue);
            }
        }
        for values in [&mut real, &mut imaginary] {
            let mean = values.iter().sum::<f32>() / AREA as f32;
            for (row, down) in values.chunks_exact_mut(SIDE).zip(&self.window) {
                row.iter_mut()
                    .zip(&self.window)
                    .for_each(|(value, across)| *value = (*value - mean) * across * down);
            }
        }
        Square { real, imaginary }
    }

    /// Along both axes; afterwards the waves across are counted down.
    fn transform(&self, square: &mut Square) {
        self.transform_columns(square);
        square.real = transposed(&square.real);
        square.imaginary = transposed(&square.imaginary);
        self.transform_columns(square);
    }

    /// Cooley and Tukey, every column at once: whole rows are turned and added.
    fn transform_columns(&self, square: &mut Square) {
        for values in [&mut square.real, &mut square.imaginary] {
            for row in 0..SIDE {
                let mirrored = row.reverse_bits() >> (usize::BITS - SIDE.trailing_zeros());
                if row < mirrored {
                    let (low, high) = values.split_at_mut(mirrored * SIDE);
                    low[row * SIDE..][..SIDE].swap_with_slice(&mut high[..SIDE]);
                }
            }
        }
        let mut half = 1;
        while half < SIDE {
            for start in (0..SIDE).step_by(2 * half) {
                for k in 0..half {
                    let turn = self.turns[k * (SIDE / 2 / half)];
                    square.butterfly(start + k, start + k + half, turn);
                }
            }
            half *= 2;
        }
    }
}

impl Square {
    /// Two rows: the second, turned, is added to the first and taken from it.
    fn butterfly(&mut self, first: usize, second: usize, [cos, sin]: [f32; 2]) {
        let (low, high) = self.real.split_at_mut(second * SIDE);
        let (real_a, real_b) = (&mut low[first * SIDE..][..SIDE], &mut high[..SIDE]);
        let (low, high) = self.imaginary.split_at_mut(second * SIDE);
        let (imaginary_a, imaginary_b) = (&mut low[first * SIDE..][..SIDE], &mut high[..SIDE]);
        for i in 0..SIDE {
            let real = real_b[i] * cos - imaginary_b[i] * sin;
            let imaginary = real_b[i] * sin + imaginary_b[i] * cos;
            (real_b[i], imaginary_b[i]) = (real_a[i] - real, imaginary_a[i] - imaginary);
            (real_a[i], imaginary_a[i]) = (real_a[i] + real, imaginary_a[i] + imaginary);
        }
    }

    /// Power of the brightness' waves and of the colour's, told apart by the symmetry of real values' spectra.
    fn powers(&self) -> [Vec<f32>; 2] {
        let mut powers = [Vec::with_capacity(AREA), Vec::with_capacity(AREA)];
        for y in 0..SIDE {
            for x in 0..SIDE {
                let at = y * SIDE + x;
                let across = (SIDE - y) % SIDE * SIDE + (SIDE - x) % SIDE;
                let (real, imaginary) = (self.real[at], self.imaginary[at]);
                let (other_real, other_imaginary) = (self.real[across], self.imaginary[across]);
                powers[0].push(((real + other_real).powi(2) + (imaginary - other_imaginary).powi(2)) / 4.0);
                powers[1].push(((imaginary + other_imaginary).powi(2) + (other_real - real).powi(2)) / 4.0);
            }
        }
        powers
    }
}

fn transposed(values: &[f32]) -> Vec<f32> {
    (0..AREA).map(|at| values[at % SIDE * SIDE + at / SIDE]).collect()
}

/// Each value's sum with those up to `reach` away in both directions; beyond an edge lies the opposite one.
fn summed(values: &[f32], reach: usize) -> Vec<f32> {
    combined(values, reach, |sum, value| sum + value)
}

/// The highest of each value and its eight neighbours.
fn highest(values: &[f32]) -> Vec<f32> {
    combined(values, 1, f32::max)
}

fn combined(values: &[f32], reach: usize, join: impl Fn(f32, f32) -> f32) -> Vec<f32> {
    let mut down = Vec::with_capacity(AREA);
    for y in 0..SIDE {
        let row = |step: usize| &values[(y + SIDE + step - reach) % SIDE * SIDE..][..SIDE];
        let mut out = row(0).to_vec();
        for step in 1..=2 * reach {
            out.iter_mut().zip(row(step)).for_each(|(out, value)| *out = join(*out, *value));
        }
        down.extend(out);
    }
    let mut both = Vec::with_capacity(AREA);
    let mut padded = vec![0.0; SIDE + 2 * reach];
    for row in down.chunks_exact(SIDE) {
        padded[..reach].copy_from_slice(&row[SIDE - reach..]);
        padded[reach..reach + SIDE].copy_from_slice(row);
        padded[reach + SIDE..].copy_from_slice(&row[..reach]);
        let mut out = padded[..SIDE].to_vec();
        for step in 1..=2 * reach {
            out.iter_mut().zip(&padded[step..]).for_each(|(out, value)| *out = join(*out, *value));
        }
        both.extend(out);
    }
    both
}

#[cfg(test)]
mod tests;
