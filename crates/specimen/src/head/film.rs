//! A camera: takes painted points, gives a picture.

use image::RgbImage;

use crate::curve::{Triple, dot, mask, plus, scaled, unit};
use crate::grain::Grain;
use crate::head::Scene;
use crate::head::body::Dot;
use crate::picture::picture_of;
use crate::plane::{Edge, Plane};

/// Size of a camera picture in pixels.
pub const WIDTH: u32 = 640;
/// See [`WIDTH`].
pub const HEIGHT: u32 = 480;

const COLUMNS: usize = WIDTH as usize;
const ROWS: usize = HEIGHT as usize;
const PIXELS: usize = COLUMNS * ROWS;
/// Units between the camera and the head's axis.
const DISTANCE: f32 = 10.0;
/// Pixels per unit there.
const SCALE: f32 = 92.0;
/// Points this little behind the nearest one of their pixel still count into its colour.
const SKIN_DEPTH: f32 = 0.05;

/// A point that fell on a pixel.
struct Hit {
    pixel: usize,
    depth: f32,
    colour: Triple,
}

/// An exposure in the making.
pub(crate) struct Film<'a> {
    scene: &'a Scene,
    key: Triple,
    fill: Triple,
    half_way: Triple,
    nearest: Vec<f32>,
    hits: Vec<Hit>,
}

impl<'a> Film<'a> {
    pub(crate) fn new(scene: &'a Scene) -> Self {
        let key = unit(scene.light);
        Self {
            scene,
            key,
            fill: unit([0.8, -0.1, 0.6]),
            half_way: unit(plus(key, [0.0, 0.0, 1.0])),
            nearest: vec![f32::MAX; PIXELS],
            hits: Vec::new(),
        }
    }

    /// Projects one point with perspective; hidden and averted ones are dropped.
    pub(crate) fn expose(&mut self, point: &Dot) {
        if point.normal[2] <= -0.15 {
            return;
        }
        let k = DISTANCE / (DISTANCE - point.at[2]) * SCALE * self.scene.zoom;
        let x = self.scene.centre[0] + point.at[0] * k;
        let y = self.scene.centre[1] + point.at[1] * k - 0.1 * SCALE * self.scene.zoom;
        if !(x >= 0.0 && x < WIDTH as f32 && y >= 0.0 && y < HEIGHT as f32) {
            return;
        }
        let (pixel, depth) = (y as usize * COLUMNS + x as usize, -point.at[2]);
        if depth < self.nearest[pixel] + SKIN_DEPTH {
            self.nearest[pixel] = self.nearest[pixel].min(depth);
            self.hits.push(Hit { pixel, depth, colour: self.lit(point) });
        }
    }

    /// Key light that wraps around, weak fill from the right, less from below, a highlight.
    fn lit(&self, point: &Dot) -> Triple {
        let n = point.normal;
        let shade = self.scene.ambient
            + 0.62 * (dot(n, self.key) * 0.85 + 0.15).clamp(0.0, 1.0)
            + 0.14 * dot(n, self.fill).clamp(0.0, 1.0)
            - 0.10 * n[1].clamp(0.0, 1.0);
        let shine = if point.gloss > 0.0 {
            0.13 * point.gloss * dot(n, self.half_way).clamp(0.0, 1.0).powi(24)
        } else {
            0.0
        };
        point.colour.map(|c| (c * shade + shine).clamp(0.0, 1.2))
    }

    /// The picture: mean of the nearest points, pin holes closed, soft outline on the wall, camera noise.
    pub(crate) fn develop(self) -> RgbImage {
        let mut sums = vec![[0.0_f32; 4]; PIXELS];
        for hit in &self.hits {
            if hit.depth < self.nearest[hit.pixel] + SKIN_DEPTH {
                let sum = &mut sums[hit.pixel];
                let [r, g, b] = hit.colour;
                *sum = [sum[0] + r, sum[1] + g, sum[2] + b, sum[3] + 1.0];
            }
        }
        let mut colours = Vec::with_capacity(PIXELS);
        let outline = Plane::from_fn(COLUMNS, ROWS, |x, y| {
            let (colour, solid) = resolved(&sums, x, y);
            colours.push(colour);
            mask(solid)
        });
        let outline = outline.blurred(0.7, 0.7, Edge::Repeat);
        for (i, colour) in colours.iter_mut().enumerate() {
            let wall = self.wall(i % COLUMNS, i / COLUMNS);
            let share = outline.values[i];
            *colour = plus(scaled(*colour, share), scaled(wall, 1.0 - share));
        }
        self.noisy(&mut colours);
        picture_of(COLUMNS, ROWS, &colours, 0.55)
    }

    fn wall(&self, x: usize, y: usize) -> Triple {
        let falloff = self.scene.wall_falloff;
        let top = if falloff > 0.0 { 1.05 } else { 1.0 };
        let away = x as f32 / WIDTH as f32 + 0.5 * y as f32 / HEIGHT as f32;
        scaled(self.scene.wall, top - falloff * away)
    }

    /// Sensor noise, mostly grey, with the scene's strength in steps of 1/255.
    fn noisy(&self, colours: &mut [Triple]) {
        let mut grain = Grain::new(self.scene.seed);
        let strength = self.scene.noise / 255.0;
        for colour in colours {
            let grey = grain.normal() * 0.7;
            *colour = colour.map(|c| {
                let exposed = (c * self.scene.gain).clamp(0.0, 1.0);
                exposed + (grey + grain.normal() * 0.4) * strength
            });
        }
    }
}

/// A pixel's colour and whether it belongs to the head. One without points takes its neighbours' mean,
/// and counts as head when more than half of those around it do.
fn resolved(sums: &[[f32; 4]], x: usize, y: usize) -> (Triple, bool) {
    let mean = |sum: &[f32; 4]| [sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]];
    let own = &sums[y * COLUMNS + x];
    if own[3] > 0.0 {
        return (mean(own), true);
    }
    let (mut total, mut count) = ([0.0; 3], 0.0);
    for j in 0..5 {
        for i in 0..5 {
            let (column, row) = ((x + i + COLUMNS - 2) % COLUMNS, (y + j + ROWS - 2) % ROWS);
            let near = &sums[row * COLUMNS + column];
            if near[3] > 0.0 {
                total = plus(total, mean(near));
                count += 1.0;
            }
        }
    }
    if count == 0.0 { ([0.0; 3], false) } else { (scaled(total, 1.0 / count), count > 0.55 * 25.0) }
}
