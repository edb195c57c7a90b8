//! A card on a screen before a phone's camera: the screen's grid of little lamps falls on the sensor's own grid.
//!
//! A screen is described by the waves its lamps make, each weakened by the lens and by the sensor's pixels as an optical
//! system weakens a wave of that length. The sensor sees one colour at each of its pixels (Bayer), which turns waves too
//! short for it into longer, coloured ones: moiré. Then the phone fills in the missing colours, shrinks the picture as the
//! page does, and halves the colours' resolution as its JPEG does.

use std::f32::consts::{PI, TAU};

use image::{Rgb, RgbImage};

use crate::card::photo::{PHOTO, adjugate, square_to};
use crate::curve::Triple;
use crate::grain::Grain;
use crate::plane::Plane;

/// Sensor pixels for one of the photograph's, in each direction: a sensor of 7.7 megapixels.
const SHRUNK: usize = 2;
const COLUMNS: usize = PHOTO[0] as usize * SHRUNK;
const ROWS: usize = PHOTO[1] as usize * SHRUNK;
/// From values 0..1 to light, and back.
const GAMMA: f32 = 2.2;
/// What lies around the card: a viewer's dark ground, a grey table.
const AROUND: f32 = 0.05;
/// What the camera makes of full light: room for the lamps, which are brighter than their mean.
const EXPOSURE: f32 = 0.6;
/// Width of one lamp of a striped pixel, and height of its row, as shares of the pixel.
const STRIPE: [f32; 2] = [0.28, 0.8];
/// Strength of the shortest waves of a grid of round lamps, and of the longer ones of every second lamp.
const DIAMOND: [f32; 2] = [0.6, 0.85];
/// Noise of the sensor: of the light itself, and of reading it.
const NOISE: [f32; 2] = [0.012, 0.002];

/// What the camera looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Surface {
    /// The card itself, or a picture of it on paper.
    Print,
    /// A monitor or a laptop: each pixel a red, a green and a blue stripe side by side.
    Stripes {
        /// Pixels of the screen across the width of the card.
        across: f32,
    },
    /// A phone: a green lamp in each pixel, a red and a blue one in every second.
    Diamonds {
        /// Pixels of the screen across the width of the card.
        across: f32,
    },
}

/// How the camera is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shot {
    /// Width of the card as a share of the photograph's.
    pub width: f32,
    /// Degrees by which the camera is turned.
    pub turn: f32,
    /// How much shorter the far edge of the card is than the near one, as a share of it.
    pub tilt: f32,
    /// Softness of the lens in pixels of the sensor (deviation of a Gaussian); 0.5 is as sharp as phones are.
    pub softness: f32,
    /// Chooses place and noise.
    pub seed: u64,
}

impl Shot {
    /// Four people photographing a card: near and straight, turned a little, turned and tilted, from farther away.
    pub const BY_HAND: [Self; 4] = [
        Self { width: 0.80, turn: 1.0, tilt: 0.01, softness: 0.5, seed: 1 },
        Self { width: 0.75, turn: 4.0, tilt: 0.04, softness: 0.5, seed: 2 },
        Self { width: 0.70, turn: -8.0, tilt: 0.08, softness: 0.5, seed: 3 },
        Self { width: 0.55, turn: 2.0, tilt: 0.03, softness: 0.5, seed: 4 },
    ];
}

/// The photograph of a surface that shows `card`, [`PHOTO`] pixels.
pub fn photograph_surface(card: &RgbImage, surface: Surface, shot: &Shot) -> RgbImage {
    let mut grain = Grain::new(shot.seed);
    let to_card = view(card, shot, &mut grain);
    let lamps = Lamps::of(surface, card, shot);
    let light: Vec<Triple> =
        card.pixels().map(|Rgb(colour)| colour.map(|value| (f32::from(value) / 255.0).powf(GAMMA))).collect();
    let mosaic = Plane::from_fn(COLUMNS, ROWS, |x, y| {
        let channel = bayer(x, y);
        let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
        let [u, v, w] = to_card.map(|row| row[0] * x + row[1] * y + row[2]);
        let (u, v) = (u / w, v / w);
        let seen = EXPOSURE * between(&light, card, u, v, channel) * lamps.shine(channel, u, v);
        (seen + grain.normal() * (NOISE[0] * seen.sqrt() + NOISE[1])).clamp(0.0, 1.0)
    });
    developed(&mosaic)
}

/// From the sensor's pixels to the card's unit square.
fn view(card: &RgbImage, shot: &Shot, grain: &mut Grain) -> [Triple; 3] {
    let [width, height] = [COLUMNS as f32, ROWS as f32];
    let card_w = width * shot.width;
    let card_h = card_w * card.height() as f32 / card.width() as f32;
    let (sin, cos) = shot.turn.to_radians().sin_cos();
    let middle = [width, height].map(|side| side * (0.5 + grain.between(-0.02, 0.02)));
    let corners = [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]].map(|[i, j]: [f32; 2]| {
        // The upper edge is the far one.
        let nearness = 1.0 + shot.tilt * j;
        let (x, y) = (i * card_w * nearness, j * card_h);
        [middle[0] + x * cos - y * sin, middle[1] + x * sin + y * cos]
    });
    adjugate(square_to(corners))
}

/// The colour that the sensor sees at a pixel: red and blue in every second of every second row, else green.
fn bayer(x: usize, y: usize) -> usize {
    match (x % 2, y % 2) {
        (0, 0) => 0,
        (1, 1) => 2,
        _ => 1,
    }
}

/// The card's light in one colour at (`u`, `v`) of its unit square, between its four nearest pixels.
fn between(light: &[Triple], card: &RgbImage, u: f32, v: f32, channel: usize) -> f32 {
    if !(0.0..1.0).contains(&u) || !(0.0..1.0).contains(&v) {
        return AROUND;
    }
    let (width, height) = (card.width() as usize, card.height() as usize);
    let (x, y) = ((u * width as f32 - 0.5).max(0.0), (v * height as f32 - 0.5).max(0.0));
    let (left, top) = ((x as usize).min(width - 2), (y as usize).min(height - 2));
    let (across, down) = ((x - left as f32).min(1.0), (y - top as f32).min(1.0));
    let at = |i: usize, j: usize| light[(top + j) * width + left + i][channel];
    let row = |j: usize| at(0, j) + (at(1, j) - at(0, j)) * across;
    row(0) + (row(1) - row(0)) * down
}

/// The lamps of a screen as the sensor sees them: waves around 1, per pixel of the screen.
enum Lamps {
    /// No lamps: paper.
    None,
    Stripes {
        pixels: [f32; 2],
        /// Strengths of the first waves across, and down.
        across: [f32; 3],
        down: [f32; 2],
    },
    Diamonds {
        pixels: [f32; 2],
        /// Strength of the waves of every lamp, and of every second one.
        each: f32,
        second: f32,
    },
}

impl Lamps {
    fn of(surface: Surface, card: &RgbImage, shot: &Shot) -> Self {
        // Waves per pixel of the sensor, and what lens and pixel leave of one.
        let left_of = |waves: f32| {
            let lens = (-2.0 * (PI * shot.softness * waves).powi(2)).exp();
            lens * sinc(waves)
        };
        let pixels = |across: f32| [across, across * card.height() as f32 / card.width() as f32];
        let per_sensor = |across: f32| across / (COLUMNS as f32 * shot.width);
        match surface {
            Surface::Print => Self::None,
            Surface::Stripes { across } => {
                let wave = |k: f32, lit: f32| 2.0 * sinc(k * lit) * left_of(k * per_sensor(across));
                Self::Stripes {
                    pixels: pixels(across),
                    across: [1.0, 2.0, 3.0].map(|k| wave(k, STRIPE[0])),
                    down: [1.0, 2.0].map(|k| wave(k, STRIPE[1])),
                }
            }
            Surface::Diamonds { across } => {
                let waves = per_sensor(across);
                Self::Diamonds {
                    pixels: pixels(across),
                    each: 2.0 * DIAMOND[0] * left_of(waves),
                    second: 2.0 * DIAMOND[1] * left_of(waves / 2.0_f32.sqrt()),
                }
            }
        }
    }

    /// How much brighter than its mean the screen is at (`u`, `v`) of the card in this colour.
    fn shine(&self, channel: usize, u: f32, v: f32) -> f32 {
        match self {
            Self::None => 1.0,
            Self::Stripes { pixels, across, down } => {
                let x = TAU * (u * pixels[0] - (channel as f32 + 0.5) / 3.0);
                let y = TAU * (v * pixels[1] - 0.5);
                let wave = |strengths: &[f32], at: f32| {
                    1.0 + strengths.iter().zip([1.0, 2.0, 3.0]).map(|(s, k)| s * (k * at).cos()).sum::<f32>()
                };
                (wave(across, x) * wave(down, y)).max(0.0)
            }
            Self::Diamonds { pixels, each, second } => {
                let (x, y) = (TAU * u * pixels[0], TAU * v * pixels[1]);
                let every = each * (x.cos() + y.cos());
                let pairs = second * (f32::midpoint(x, y).cos() + ((x - y) / 2.0).cos());
                let shine = match channel {
                    0 => 1.0 + every + pairs,
                    1 => 1.0 + every,
                    _ => 1.0 + every - pairs,
                };
                shine.max(0.0)
            }
        }
    }
}

/// sin(πx) / πx: what is left of a wave when it is averaged over `x` of its lengths.
fn sinc(x: f32) -> f32 {
    if x.abs() < 1e-3 { 1.0 } else { (PI * x).sin() / (PI * x) }
}

/// From the sensor's pixels to a picture: missing colours from the neighbours, shrunk, gamma, colours at half resolution.
fn developed(mosaic: &Plane) -> RgbImage {
    let [width, height] = PHOTO;
    let mut picture = RgbImage::from_fn(width, height, |x, y| {
        let mut sum = [0.0; 3];
        for j in 0..SHRUNK {
            for i in 0..SHRUNK {
                let colour = full_colour(mosaic, x as usize * SHRUNK + i, y as usize * SHRUNK + j);
                sum.iter_mut().zip(colour).for_each(|(sum, value)| *sum += value);
            }
        }
        let share = (SHRUNK * SHRUNK) as f32;
        Rgb(sum.map(|value| ((value / share).powf(1.0 / GAMMA) * 255.0 + 0.5) as u8))
    });
    halve_colours(&mut picture);
    picture
}

/// The three colours at a pixel of the sensor: mean of the nearest ones that saw each.
fn full_colour(mosaic: &Plane, x: usize, y: usize) -> Triple {
    let mut sums = [[0.0_f32; 2]; 3];
    for (j, down) in [1.0, 2.0, 1.0].into_iter().enumerate() {
        for (i, across) in [1.0, 2.0, 1.0].into_iter().enumerate() {
            let (column, row) = (x + i, y + j);
            if (1..=COLUMNS).contains(&column) && (1..=ROWS).contains(&row) {
                let weight = down * across;
                let sum = &mut sums[bayer(column - 1, row - 1)];
                *sum = [sum[0] + weight * mosaic.values[(row - 1) * COLUMNS + column - 1], sum[1] + weight];
            }
        }
    }
    sums.map(|[sum, weight]| sum / weight)
}

/// Every two by two pixels get one colour; each keeps its brightness.
fn halve_colours(picture: &mut RgbImage) {
    for top in (0..picture.height() - 1).step_by(2) {
        for left in (0..picture.width() - 1).step_by(2) {
            let places = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(i, j)| (left + i, top + j));
            let mut mean = [0.0; 3];
            for (x, y) in places {
                let Rgb(colour) = *picture.get_pixel(x, y);
                mean.iter_mut().zip(colour).for_each(|(sum, value)| *sum += f32::from(value) / 4.0);
            }
            for (x, y) in places {
                let Rgb(colour) = picture.get_pixel_mut(x, y);
                let lighter = luma(colour.map(f32::from)) - luma(mean);
                *colour = mean.map(|value| (value + lighter + 0.5).clamp(0.0, 255.0) as u8);
            }
        }
    }
}

fn luma([red, green, blue]: Triple) -> f32 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grey card, small.
    fn grey() -> RgbImage {
        RgbImage::from_pixel(64, 40, Rgb([190; 3]))
    }

    /// How much neighbouring pixels differ in the middle of the photograph, in brightness and in red against blue.
    fn roughness(photo: &RgbImage) -> [f32; 2] {
        let mut sums = [0.0; 2];
        for (x, y) in (500..700).flat_map(|y| (700..900).map(move |x| (x, y))) {
            let [here, right] = [x, x + 1].map(|x| photo.get_pixel(x, y).0.map(f32::from));
            sums[0] += (luma(here) - luma(right)).abs();
            sums[1] += ((here[0] - here[2]) - (right[0] - right[2])).abs();
        }
        sums.map(|sum| sum / 40_000.0)
    }

    #[test]
    fn paper_is_even_and_a_screens_grid_is_seen() {
        let shot = Shot::BY_HAND[0];
        let [paper, paper_colour] = roughness(&photograph_surface(&grey(), Surface::Print, &shot));
        for surface in [Surface::Stripes { across: 500.0 }, Surface::Diamonds { across: 700.0 }] {
            let [bright, colour] = roughness(&photograph_surface(&grey(), surface, &shot));
            assert!(bright > 2.0 * paper && colour > 1.5 * paper_colour, "{surface:?} {bright} {colour}");
        }
    }

    #[test]
    fn a_lens_that_is_not_sharp_sees_paper() {
        let soft = Shot { softness: 4.0, ..Shot::BY_HAND[0] };
        let paper = roughness(&photograph_surface(&grey(), Surface::Print, &soft))[0];
        let screen = roughness(&photograph_surface(&grey(), Surface::Stripes { across: 700.0 }, &soft))[0];
        assert!(screen < 1.2 * paper, "{screen} {paper}");
    }

    #[test]
    fn a_photograph_follows_from_its_arguments() {
        let shot = |seed| photograph_surface(&grey(), Surface::Print, &Shot { seed, ..Shot::BY_HAND[1] });
        assert_eq!(shot(1).dimensions(), (PHOTO[0], PHOTO[1]));
        assert_eq!(shot(1), shot(1));
        assert_ne!(shot(1), shot(2));
    }
}
