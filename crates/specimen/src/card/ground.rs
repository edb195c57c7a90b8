//! The printed ground of a card: a soft gradient under wavy lines, so that a reader does not get plain paper.

use std::f32::consts::{PI, TAU};

use image::{Rgb, RgbImage};

use crate::card::CARD;
use crate::curve::{Triple, mix};
use crate::grain::Grain;

/// Rows between two lines of the same wave.
const PITCH: f32 = 34.0;

/// One family of parallel wavy lines.
struct Wave {
    phase: f32,
    height: f32,
    frequency: f32,
    offset: f32,
    strength: f32,
}

pub(super) fn front() -> RgbImage {
    draw([214.0, 228.0, 236.0], [226.0, 218.0, 226.0], 1)
}

pub(super) fn back() -> RgbImage {
    draw([222.0, 232.0, 238.0], [206.0, 222.0, 228.0], 2)
}

fn draw(from: Triple, to: Triple, seed: u64) -> RgbImage {
    let waves = waves(seed);
    let [width, height] = CARD.map(|side| side as f32);
    RgbImage::from_fn(CARD[0], CARD[1], |x, y| {
        let (x, y) = (x as f32, y as f32);
        let paper = mix(from, to, 0.6 * x / width + 0.4 * y / height);
        let ink = waves.iter().map(|wave| wave.ink(x, y)).sum::<f32>().min(22.0);
        Rgb([paper[0] - ink, paper[1] - 0.75 * ink, paper[2] - 0.5 * ink].map(|v| v as u8))
    })
}

fn waves(seed: u64) -> Vec<Wave> {
    let mut grain = Grain::new(seed);
    let wave = |k: u8| Wave {
        phase: grain.between(0.0, TAU),
        height: grain.between(8.0, 40.0),
        frequency: grain.between(0.004, 0.014) * PI,
        offset: f32::from(k) * 11.0,
        strength: grain.between(2.0, 7.0),
    };
    (0..14).map(wave).collect()
}

impl Wave {
    fn ink(&self, x: f32, y: f32) -> f32 {
        let shifted = y + self.height * (x * self.frequency + self.phase).sin() + self.offset;
        if (shifted.rem_euclid(PITCH) - PITCH / 2.0).abs() < 1.0 { self.strength } else { 0.0 }
    }
}
