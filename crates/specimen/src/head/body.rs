//! What belongs to a head besides the skull: the inside of the mouth, ears, neck and shoulders.

use std::f32::consts::{PI, TAU};

use crate::curve::{Triple, mask, mix, plus, scaled, step, times, unit};
use crate::head::person::Features;

/// A painted point in space. y down, z towards the camera.
#[derive(Clone, Copy)]
pub(crate) struct Dot {
    pub(crate) at: Triple,
    pub(crate) normal: Triple,
    pub(crate) colour: Triple,
    /// Strength of the highlight.
    pub(crate) gloss: f32,
}

/// `columns × rows` pairs, the first running over `across`, the second over `down`, ends included.
fn mesh(
    (columns, across): (usize, [f32; 2]),
    (rows, down): (usize, [f32; 2]),
) -> impl Iterator<Item = (f32, f32)> {
    let at = |[from, to]: [f32; 2], i: usize, n: usize| from + (to - from) * i as f32 / (n - 1) as f32;
    (0..rows).flat_map(move |j| (0..columns).map(move |i| (at(across, i, columns), at(down, j, rows))))
}

/// The dark of an open mouth with the upper teeth; `opening` as in [`Scene::mouth`](crate::head::Scene::mouth).
pub(crate) fn mouth(f: &Features, opening: f32) -> impl Iterator<Item = Dot> {
    mesh((260, [-f.mouth_w, f.mouth_w]), (200, [0.0, opening])).map(move |(x, y)| {
        let down = y * (1.0 - (x / f.mouth_w).powi(2)).clamp(0.0, 1.0).powf(0.7);
        let teeth = mask(down < 0.075 && x.abs() < f.mouth_w * 0.75);
        Dot {
            at: [x, f.mouth_y + down, f.depth * 0.82 + 0.02 - 0.35 * x * x],
            normal: [0.0, 0.0, 1.0],
            colour: mix([0.16, 0.05, 0.05], [0.80, 0.77, 0.70], teeth),
            gloss: 0.0,
        }
    })
}

/// Both ears: flat ellipsoids with a darker shell.
pub(crate) fn ears(f: &Features) -> impl Iterator<Item = Dot> {
    let radii: Triple = [0.10, 0.29, 0.17];
    mesh((120, [0.0, PI]), (160, [0.0, TAU])).flat_map(move |(t, around)| {
        let at = [t.sin() * around.cos() * radii[0], t.cos() * radii[1], t.sin() * around.sin() * radii[2]];
        let shell = (-((at[1] / 0.15).powi(2) + ((at[2] - 0.03) / 0.07).powi(2))).exp();
        let colour = scaled(times(f.skin, [0.95, 0.80, 0.78]), 1.0 - 0.35 * shell);
        let normal = unit([0, 1, 2].map(|i| at[i] / (radii[i] * radii[i])));
        [-1.0, 1.0].map(|side| Dot {
            at: plus(at, [side * f.width, 0.22, -0.08]),
            normal,
            colour,
            gloss: 0.0,
        })
    })
}

/// Neck and shoulders; they stay as they are when the head turns.
pub(crate) fn bust(f: &Features, shirt: Triple) -> impl Iterator<Item = Dot> {
    let neck = mesh((520, [-1.7, 1.7]), (420, [0.9, 3.0])).map(move |(around, y)| {
        let r = 0.60 + 0.10 * step(1.9, 2.5, y) + 0.5 * step(2.35, 3.0, y);
        let (sin, cos) = around.sin_cos();
        let collar = 2.25 + 0.35 * (1.0 - (r * sin).abs() / 0.5).clamp(0.0, 1.0);
        let throat = scaled(f.skin, 0.93 * (1.0 - 0.5 * step(2.15, 1.4, y)));
        Dot {
            at: [r * sin, y, -0.30 + 0.9 * r * cos],
            normal: [sin, 0.0, cos],
            colour: if y > collar { shirt } else { throat },
            gloss: 0.0,
        }
    });
    let shoulders = mesh((1300, [-1.7, 1.7]), (420, [2.25, 5.0])).map(move |(around, y)| {
        let k = ((y - 2.25) / 1.1).clamp(0.0, 1.0);
        let r = 0.55 + 1.75 * (1.0 - (1.0 - k).powi(2)).sqrt();
        let (sin, cos) = around.sin_cos();
        Dot {
            at: [r * sin, y, -0.4 + (0.45 + 0.5 * k) * cos],
            normal: unit([sin, -0.6 * (1.0 - k), cos]),
            colour: shirt,
            gloss: 0.0,
        }
    });
    neck.chain(shoulders)
}
