//! The photograph a phone takes of a card on a desk: slightly turned and tilted, unevenly lit, a little soft.

use std::f32::consts::TAU;

use image::{Rgb, RgbImage};

use crate::curve::{Triple, cross, mix, plus, scaled, step, times};
use crate::grain::Grain;
use crate::picture::picture_of;
use crate::plane::{Edge, Plane};
use crate::sheet::rounded;

/// Width and height of a photograph in pixels.
pub const PHOTO: [u32; 2] = [1600, 1200];

const COLUMNS: usize = PHOTO[0] as usize;
const ROWS: usize = PHOTO[1] as usize;
/// Corner radius of a card of 1012 pixels' width.
const CORNER: f32 = 30.0;
/// Desk colours: wood, stone, slate.
const DESKS: [Triple; 3] = [[96.0, 74.0, 58.0], [180.0, 178.0, 172.0], [60.0, 70.0, 78.0]];

/// The card on a desk as a phone's camera sees it, [`PHOTO`] pixels: turned by up to 4°, corners off by up to 2 %.
/// The seed chooses desk, position, light and noise.
pub fn photograph(card: &RgbImage, seed: u64) -> RgbImage {
    let mut grain = Grain::new(seed);
    let view = View::new(&mut grain, card);
    let mut colours = desk(&mut grain);
    let cover = Plane::from_fn(COLUMNS, ROWS, |x, y| view.cover(x as f32 + 0.5, y as f32 + 0.5));
    let shadow = cover.blurred(12.0, 12.0, Edge::Repeat);
    let light = Light::new(&mut grain);
    for (i, colour) in colours.iter_mut().enumerate() {
        let (x, y) = (i % COLUMNS, i / COLUMNS);
        // The light comes from the upper left: the shadow lies 8 pixels right and 10 down.
        let dark = shadow.values[y.saturating_sub(10) * COLUMNS + x.saturating_sub(8)];
        let desk = scaled(*colour, 1.0 - 0.45 * dark);
        let visible = if cover.values[i] > 0.0 {
            mix(desk, view.colour(x as f32 + 0.5, y as f32 + 0.5), cover.values[i])
        } else {
            desk
        };
        *colour = scaled(light.fall_on(visible, x, y), 1.0 / 255.0);
    }
    let softness = grain.between(0.3, 0.8);
    let mut picture = picture_of(COLUMNS, ROWS, &colours, softness);
    for value in picture.iter_mut() {
        *value = (f32::from(*value) + 2.0 * grain.normal()).clamp(0.0, 255.0) as u8;
    }
    picture
}

/// Even light with a slight slope and a slight cast.
struct Light {
    slope: [f32; 2],
    cast: Triple,
}

impl Light {
    const STRENGTH: f32 = 0.12;

    fn new(grain: &mut Grain) -> Self {
        let direction = grain.between(0.0, TAU);
        let cast = [(); 3].map(|()| grain.between(0.94, 1.04));
        Self { slope: [direction.cos(), direction.sin()], cast }
    }

    fn fall_on(&self, colour: Triple, x: usize, y: usize) -> Triple {
        let (x, y) = (x as f32 / COLUMNS as f32 - 0.5, y as f32 / ROWS as f32 - 0.5);
        let slope = x * self.slope[0] + y * self.slope[1];
        scaled(times(colour, self.cast), 1.0 - Self::STRENGTH * 0.5 + Self::STRENGTH * slope)
    }
}

/// A desk top with grain, 0..255.
fn desk(grain: &mut Grain) -> Vec<Triple> {
    let kind = grain.below(3) as usize;
    // Wood has long fibres, the others spots.
    let (cell_w, cell_h) = (if kind == 0 { 64 } else { 16 }, 16);
    let (columns, rows) = (COLUMNS / cell_w + 2, ROWS / cell_h + 2);
    let coarse = Plane::from_fn(columns, rows, |_, _| grain.normal());
    let mut colours = Vec::with_capacity(COLUMNS * ROWS);
    for y in 0..ROWS {
        let (row, down) = (y / cell_h, step(0.0, 1.0, (y % cell_h) as f32 / cell_h as f32));
        for x in 0..COLUMNS {
            let (column, across) = (x / cell_w, step(0.0, 1.0, (x % cell_w) as f32 / cell_w as f32));
            let at = |i: usize, j: usize| coarse.values[(row + j) * columns + column + i];
            let top = at(0, 0) + (at(1, 0) - at(0, 0)) * across;
            let bottom = at(0, 1) + (at(1, 1) - at(0, 1)) * across;
            let spot = 8.0 * (top + (bottom - top) * down) + 3.0 * grain.normal();
            colours.push(plus(DESKS[kind], [spot; 3]));
        }
    }
    colours
}

/// Where the camera sees which point of the card.
struct View<'a> {
    card: &'a RgbImage,
    /// Homogeneous transform from photograph pixels to the card's unit square, row by row.
    to_card: [Triple; 3],
}

impl<'a> View<'a> {
    fn new(grain: &mut Grain, card: &'a RgbImage) -> Self {
        let (width, height) = (COLUMNS as f32, ROWS as f32);
        let card_w = width * grain.between(0.72, 0.86);
        let card_h = card_w * card.height() as f32 / card.width() as f32;
        let (sin, cos) = grain.between(-4.0, 4.0).to_radians().sin_cos();
        let x0 = width / 2.0 + grain.between(-0.03, 0.03) * width;
        let y0 = height / 2.0 + grain.between(-0.03, 0.03) * height;
        let corners = [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]].map(|[i, j]: [f32; 2]| {
            let x = i * card_w * (1.0 + grain.between(-0.02, 0.02));
            let y = j * card_h * (1.0 + grain.between(-0.02, 0.02));
            [x0 + x * cos - y * sin, y0 + x * sin + y * cos]
        });
        Self { card, to_card: adjugate(square_to(corners)) }
    }

    /// The point of the card under a pixel of the photograph, in card pixels.
    fn place(&self, x: f32, y: f32) -> [f32; 2] {
        let [u, v, w] = self.to_card.map(|row| row[0] * x + row[1] * y + row[2]);
        [u / w * self.card.width() as f32, v / w * self.card.height() as f32]
    }

    /// How much of the pixel the card covers.
    fn cover(&self, x: f32, y: f32) -> f32 {
        let [u, v] = self.place(x, y);
        let (width, height) = (self.card.width() as f32, self.card.height() as f32);
        rounded([0.0, 0.0, width, height], CORNER * width / 1012.0, u, v)
    }

    /// The card's colour under a pixel, between its four nearest ones, 0..255.
    fn colour(&self, x: f32, y: f32) -> Triple {
        let [u, v] = self.place(x, y).map(|c| c - 0.5);
        let (left, top) = (u.floor(), v.floor());
        let pixel = |i: f32, j: f32| -> Triple {
            let column = (left + i).clamp(0.0, self.card.width() as f32 - 1.0);
            let row = (top + j).clamp(0.0, self.card.height() as f32 - 1.0);
            let Rgb(values) = *self.card.get_pixel(column as u32, row as u32);
            values.map(f32::from)
        };
        let above = mix(pixel(0.0, 0.0), pixel(1.0, 0.0), u - left);
        let below = mix(pixel(0.0, 1.0), pixel(1.0, 1.0), u - left);
        mix(above, below, v - top)
    }
}

/// The transform that takes the unit square to four corners, clockwise from the upper left (Heckbert 1989, 2.2.3).
pub(super) fn square_to([p0, p1, p2, p3]: [[f32; 2]; 4]) -> [Triple; 3] {
    let d = |a: [f32; 2], b: [f32; 2]| [a[0] - b[0], a[1] - b[1]];
    let (d1, d2) = (d(p1, p2), d(p3, p2));
    let sum = [0, 1].map(|i| p0[i] - p1[i] + p2[i] - p3[i]);
    let area = d1[0] * d2[1] - d2[0] * d1[1];
    let g = (sum[0] * d2[1] - d2[0] * sum[1]) / area;
    let h = (d1[0] * sum[1] - sum[0] * d1[1]) / area;
    let row = |i: usize| [p1[i] - p0[i] + g * p1[i], p3[i] - p0[i] + h * p3[i], p0[i]];
    [row(0), row(1), [g, h, 1.0]]
}

/// The inverse up to a factor, which homogeneous coordinates do not mind.
pub(super) fn adjugate([a, b, c]: [Triple; 3]) -> [Triple; 3] {
    let (x, y, z) = (cross(b, c), cross(c, a), cross(a, b));
    [[x[0], y[0], z[0]], [x[1], y[1], z[1]], [x[2], y[2], z[2]]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_from_the_photograph_meets_the_cards_corners() {
        let corners = [[210.0, 180.0], [1400.0, 150.0], [1430.0, 900.0], [190.0, 930.0]];
        let back = adjugate(square_to(corners));
        for ([x, y], expected) in corners.into_iter().zip([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]) {
            let [u, v, w] = back.map(|row| row[0] * x + row[1] * y + row[2]);
            assert!((u / w - expected[0]).abs() < 1e-3 && (v / w - expected[1]).abs() < 1e-3);
        }
    }
}
