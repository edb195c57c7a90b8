//! The shape of a head: a skull, the relief of the face on it, and the hair pushed out.

use crate::curve::{Triple, bell, cross, dot, mask, scaled, step, unit};
use crate::grain::Grain;
use crate::head::person::{CROWN, Features};
use crate::plane::{Edge, Plane};

/// The grid: columns around the vertical axis, rows by height.
pub(crate) const COLUMNS: usize = 900;
pub(crate) const ROWS: usize = 900;
/// The grid's columns run from −2.3 to 2.3 radians; the back of the head is never seen.
const REACH: f32 = 2.3;

/// What the painter must know about one grid point.
#[derive(Clone, Copy)]
pub(crate) struct Spot {
    /// Sideways and down on the bald head.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// 1 in the face, 0 from the ears backwards.
    pub(crate) face: f32,
    /// Half width of the skull at this height.
    pub(crate) half: f32,
    /// Cosine of the angle around the head; > 0 looks forward.
    pub(crate) ahead: f32,
    /// Share of hair over the skin.
    pub(crate) hair: f32,
    /// Fine, broad, finest and strand-like texture.
    pub(crate) grain: [f32; 4],
}

/// A head as a grid of points, mouth shut.
pub(crate) struct Skull {
    pub(crate) spots: Vec<Spot>,
    pub(crate) points: Vec<Triple>,
}

impl Skull {
    pub(crate) fn new(features: &Features) -> Self {
        let mut grain = Grain::new(features.seed);
        let textures =
            [(3.0, 3.0), (25.0, 25.0), (1.0, 1.0), (1.2, 25.0)].map(|(sx, sy)| texture(&mut grain, sx, sy));
        let mut spots = Vec::with_capacity(ROWS * COLUMNS);
        let mut points = Vec::with_capacity(ROWS * COLUMNS);
        for i in 0..ROWS * COLUMNS {
            let at = Place::new(features, i / COLUMNS, i % COLUMNS);
            let grain = [0, 1, 2, 3].map(|t| textures[t].values[i]);
            let hair = at.hair(features, grain[3]);
            let Place { x, y, face, half, cos, .. } = at;
            spots.push(Spot { x, y, face, half, ahead: cos, hair, grain });
            points.push([x, y, at.z + at.relief(features) * face]);
        }
        let mut skull = Self { spots, points };
        skull.grow_hair(features);
        skull
    }

    fn grow_hair(&mut self, features: &Features) {
        let hair = Plane::from_fn(COLUMNS, ROWS, |x, y| self.spots[y * COLUMNS + x].hair);
        let soft = hair.blurred(6.0, 6.0, Edge::Wrap);
        for ((point, spot), hair) in self.points.iter_mut().zip(&self.spots).zip(&soft.values) {
            let grow = 1.0 + features.hair_volume * hair * (1.0 + 0.06 * spot.grain[3]);
            let up = if point[1] < 0.0 { 1.0 + (grow - 1.0) * 0.8 } else { 1.0 };
            *point = [point[0] * grow, point[1] * up, point[2] * grow];
        }
    }

    /// The points with the lower lip and jaw dropped by `opening` units.
    pub(crate) fn opened(&self, features: &Features, opening: f32) -> Vec<Triple> {
        let (mouth_y, mouth_w) = (features.mouth_y, features.mouth_w);
        let drop = |spot: &Spot| {
            let jaw = step(mouth_y, mouth_y + 0.4, spot.y);
            let lip = (1.0 - (spot.x / mouth_w).powi(2)).clamp(0.0, 1.0).powf(0.7);
            let chin = 0.85 * (-(spot.x / 0.95).powi(2)).exp();
            opening * ((1.0 - jaw) * lip + jaw * chin) * mask(spot.y > mouth_y && spot.ahead > 0.0)
        };
        let moved = |(p, spot): (&Triple, &Spot)| {
            let s = drop(spot);
            [p[0], p[1] + s, p[2] - 0.25 * s]
        };
        self.points.iter().zip(&self.spots).map(moved).collect()
    }
}

/// One grid point on the plain skull.
struct Place {
    x: f32,
    y: f32,
    z: f32,
    face: f32,
    half: f32,
    cos: f32,
}

impl Place {
    fn new(features: &Features, row: usize, column: usize) -> Self {
        let v = row as f32 / (ROWS - 1) as f32;
        let angle = REACH * (2.0 * column as f32 / (COLUMNS - 1) as f32 - 1.0);
        let eased = 0.35 * (0.5 - 0.5 * (std::f32::consts::PI * v).cos()) + 0.65 * v;
        let y = CROWN + (features.chin - CROWN) * eased;
        let (sin, cos) = angle.sin_cos();
        // Half width and depth by height; around the axis a super-ellipse of exponent 2.25.
        let up = (1.0 - (y.min(0.0) / CROWN).powf(2.4)).clamp(0.0, 1.0).sqrt();
        let low = (y / features.chin).clamp(0.0, 1.0);
        let to_chin = |exponent: f32, root: f32| (1.0 - low.powf(exponent)).clamp(0.0, 1.0).powf(root);
        let (half, front, back) = if y < 0.0 {
            (up, up.powf(0.9), up)
        } else {
            let jaw = 1.0 - low.powf(3.2) * (1.0 - features.jaw) * 1.25;
            (jaw * to_chin(9.0, 0.5), to_chin(7.0, 0.5) * (1.0 - 0.06 * low), to_chin(1.6, 0.55))
        };
        let half = half * features.width;
        let round = (sin.abs().powf(2.25) + cos.abs().powf(2.25)).powf(1.0 / 2.25);
        let reach = features.depth * if cos > 0.0 { 0.82 * front } else { back };
        Self { x: half * sin / round, y, z: reach * cos / round, face: step(0.0, 0.35, cos), half, cos }
    }

    /// How far the face stands out here: nose, sockets and eye balls, brow ridge, cheek bones, lips, chin.
    fn relief(&self, f: &Features) -> f32 {
        if self.face <= 0.0 {
            return 0.0;
        }
        let (ax, y) = (self.x.abs(), self.y);
        let mut out = self.nose(f) + 0.13 * bell(ax, f.alar, 0.075) * bell(y, f.nose_y + 0.03, 0.075);
        out -= 0.15 * bell(ax, f.eye_x, 0.26) * bell(y, 0.0, 0.17);
        out += 0.085 * bell(ax, f.eye_x, 0.15) * bell(y, 0.0, 0.10);
        out -= 0.06 * bell(ax, 0.2, 0.09) * bell(y, -0.02, 0.13);
        out += 0.055 * bell(ax, 0.35, 0.35) * bell(y, f.brow_y + 0.04, 0.09);
        out += f.cheek * bell(ax, 0.62, 0.2) * bell(y, 0.45, 0.22);
        out -= 0.04 * bell(ax, 0.66, 0.16) * bell(y, 1.0, 0.2);
        out + self.mouth(f)
    }

    fn nose(&self, f: &Features) -> f32 {
        let (ax, y) = (self.x.abs(), self.y);
        if y < -0.35 {
            return 0.0;
        }
        let along = ((y + 0.12) / (f.nose_y + 0.12)).clamp(0.0, 1.0);
        let (ridge, width) = if y < f.nose_y {
            let rise = f.bridge * step(-0.35, 0.0, y) + (f.nose_h - f.bridge) * along.powf(1.5);
            (rise, 0.085 + (f.nose_w - 0.085) * along.powf(1.4))
        } else {
            (f.nose_h * bell(y, f.nose_y, 0.062), f.nose_w)
        };
        ridge * (-(ax / width).powf(2.2) / 1.6).exp()
    }

    fn mouth(&self, f: &Features) -> f32 {
        let (ax, y) = (self.x.abs(), self.y);
        let lips = (1.0 - (ax / (f.mouth_w * 1.05)).powi(2)).clamp(0.0, 1.0).sqrt();
        let mut out = 0.09 * bell(y, f.mouth_y, 0.17) * (-(ax / 0.45).powi(2)).exp();
        out += lips
            * (0.07 * bell(y, f.mouth_y - f.upper_lip * 0.5, 0.045)
                + 0.085 * bell(y, f.mouth_y + f.lower_lip * 0.5, 0.05)
                - 0.05 * bell(y, f.mouth_y, 0.018));
        out -= 0.05 * bell(y, f.mouth_y + 0.25, 0.06) * (-(ax / 0.3).powi(2)).exp();
        out += 0.10 * bell(y, f.chin - 0.17, 0.13) * (-(ax / 0.32).powi(2)).exp();
        out - 0.018 * bell(ax, 0.0, 0.03) * bell(y, f32::midpoint(f.nose_y + 0.1, f.mouth_y), 0.08)
    }

    /// Share of hair: above the hair line in front, above its length at the sides and behind.
    fn hair(&self, f: &Features, strand: f32) -> f32 {
        let ax = self.x.abs();
        let line = if self.cos < 0.05 {
            (f.hair_length + 0.05).max(0.75)
        } else {
            let front = f.hairline + 0.30 * (ax - 0.25).clamp(0.0, 2.0).powi(2) + 0.03 * strand;
            front + (f.hair_length - front) * step(0.80, 0.93, ax / self.half.max(1e-3))
        };
        step(0.025, -0.025, self.y - line)
    }
}

/// Blurred noise of deviation 1; the noise's own grain is 2 × 2 points.
fn texture(grain: &mut Grain, sx: f32, sy: f32) -> Plane {
    let half = COLUMNS / 2;
    let coarse: Vec<f32> = (0..half * ROWS / 2).map(|_| grain.normal()).collect();
    let noise = Plane::from_fn(COLUMNS, ROWS, |x, y| coarse[y / 2 * half + x / 2]);
    let mut soft = noise.blurred(2.0 * sx, 2.0 * sy, Edge::Wrap);
    let count = soft.values.len() as f32;
    let mean = soft.values.iter().sum::<f32>() / count;
    let variance = soft.values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / count;
    for value in &mut soft.values {
        *value /= variance.sqrt();
    }
    soft
}

/// Outward unit normals of the grid, from the differences between neighbours.
pub(crate) fn normals(points: &[Triple]) -> Vec<Triple> {
    let difference = |a: usize, b: usize| -> Triple {
        let (p, q) = (points[a], points[b]);
        [q[0] - p[0], q[1] - p[1], q[2] - p[2]]
    };
    let mut out = Vec::with_capacity(points.len());
    for y in 0..ROWS {
        let (above, below) = (y.saturating_sub(1) * COLUMNS, (y + 1).min(ROWS - 1) * COLUMNS);
        for x in 0..COLUMNS {
            let (left, right) = (x.saturating_sub(1), (x + 1).min(COLUMNS - 1));
            let row = y * COLUMNS;
            out.push(unit(cross(difference(above + x, below + x), difference(row + left, row + right))));
        }
    }
    let outward: f32 = out.iter().zip(points).map(|(n, p)| dot(*n, *p)).sum();
    if outward < 0.0 {
        for normal in &mut out {
            *normal = scaled(*normal, -1.0);
        }
    }
    out
}
