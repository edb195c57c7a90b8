//! The colours on a head, grid point by grid point, laid over each other as a painter would.

use crate::curve::{Triple, bell, mask, mix, scaled, step, times};
use crate::head::person::{BLUSH, Features};
use crate::head::skull::Spot;

/// Paints the heads of one person.
pub(crate) struct Painter {
    features: &'static Features,
    /// 0 = eyes open, 1 = shut.
    blink: f32,
}

/// Coordinates around one eye; the same for both.
struct Eye {
    x: f32,
    y: f32,
    upper_lid: f32,
    lower_lid: f32,
}

impl Painter {
    pub(crate) fn new(features: &'static Features, blink: f32) -> Self {
        Self { features, blink }
    }

    /// The colour of one grid point.
    pub(crate) fn colour(&self, spot: &Spot) -> Triple {
        let f = self.features;
        let mut colour = f.skin;
        if spot.face > 0.0 {
            let skin = self.shade(self.skin(spot), spot);
            let face = self.brows(self.eyes(self.lips(skin, spot), spot), spot);
            colour = mix(colour, face, spot.face);
        }
        if spot.hair > 0.0 {
            colour = mix(colour, self.hair(spot), spot.hair);
        }
        if f.glasses {
            colour = mix(colour, [0.06, 0.06, 0.07], self.rim(spot).clamp(0.0, 1.0) * spot.face);
        }
        colour.map(|c| c.clamp(0.0, 1.0))
    }

    fn skin(&self, spot: &Spot) -> Triple {
        let f = self.features;
        let (ax, y) = (spot.x.abs(), spot.y);
        let [fine, broad, finest, _] = spot.grain;
        let blush = BLUSH
            * (0.8 * bell(ax, 0.58, 0.2) * bell(y, 0.52, 0.2)
                + 0.7 * bell(ax, 0.0, 0.15) * bell(y, f.nose_y, 0.12)
                + 0.3 * bell(y, f.chin - 0.15, 0.1) * bell(ax, 0.0, 0.2));
        let red = mix([1.0; 3], [1.04, 0.88, 0.88], blush.clamp(0.0, 1.0));
        times(scaled(f.skin, 1.0 + 0.012 * fine + 0.02 * broad + 0.008 * finest), red)
    }

    /// Painted shade: sockets, folds beside the nose, under lip and nose, lines, the face's edge, nostrils.
    fn shade(&self, skin: Triple, spot: &Spot) -> Triple {
        let f = self.features;
        let (ax, y, nose, mouth) = (spot.x.abs(), spot.y, f.nose_y, f.mouth_y);
        let mut dark = 0.20 * bell(ax, f.eye_x - 0.05, 0.2) * bell(y, -0.10, 0.07)
            + 0.12 * bell(ax, f.eye_x, 0.17) * bell(y, 0.14, 0.05)
            + 0.22 * bell(ax, 0.17, 0.06) * bell(y, -0.03, 0.10);
        let fold = f.alar + 0.06 + 0.32 * (y - nose).clamp(0.0, 1.0);
        let fold_height = step(nose - 0.1, nose + 0.05, y) * step(mouth + 0.12, mouth - 0.05, y);
        dark += f.lines * 0.35 * bell(ax, fold, 0.03) * fold_height;
        dark += 0.25 * bell(y, mouth + f.lower_lip + 0.05, 0.03) * bell(ax, 0.0, 0.17);
        dark += 0.25 * bell(ax, f.alar + 0.055, 0.02) * bell(y, nose + 0.03, 0.06);
        dark += 0.30 * bell(ax, 0.0, 0.16) * bell(y, nose + 0.115, 0.03);
        dark += 0.10 * f.lines * (bell(y, -0.62, 0.012) + bell(y, -0.75, 0.012)) * bell(ax, 0.0, 0.4);
        dark += 0.25 * step(0.80, 1.0, ax / spot.half.max(1e-3)) * step(0.1, 0.5, y);
        let shaded = scaled(skin, 1.0 - dark.clamp(0.0, 0.7));
        let across = (ax - 0.105) / 0.058;
        let down = (y - nose - 0.075 - 0.1 * (ax - 0.1)) / 0.027;
        let nostril = (1.3 * (-(across * across + down * down)).exp()).clamp(0.0, 1.0);
        mix(shaded, scaled(f.skin, 0.16), 0.9 * nostril)
    }

    fn lips(&self, under: Triple, spot: &Spot) -> Triple {
        let f = self.features;
        let (ax, y) = (spot.x.abs(), spot.y - f.mouth_y);
        let width = (1.0 - (ax / f.mouth_w).powi(2)).clamp(0.0, 1.0);
        let bow = (1.0 - 0.28 * bell(ax, 0.0, 0.045)) * (1.0 + 0.12 * bell(ax, 0.11, 0.06));
        let top = -f.upper_lip * width.powf(0.8) * bow;
        let bottom = f.lower_lip * width.powf(0.75);
        let inside = step(-0.014, 0.014, y - top) * step(0.014, -0.014, y - bottom) * mask(ax < f.mouth_w);
        let shine = 1.0 + 0.15 * bell(y, f.lower_lip * 0.55, 0.03) * bell(ax, 0.0, 0.13);
        let shade = (1.0 - 0.18 * step(0.02, -0.05, y)) * (1.0 + 0.03 * spot.grain[2]) * shine;
        let painted = mix(under, scaled(f.lip, shade), inside * 0.9);
        let gap =
            0.75 * bell(y, 0.012 * (ax * 14.0).cos(), 0.013) * step(f.mouth_w * 1.03, f.mouth_w * 0.9, ax);
        scaled(painted, 1.0 - (gap + 0.4 * bell(ax, f.mouth_w, 0.03) * bell(y, 0.0, 0.025)))
    }

    fn eyes(&self, under: Triple, spot: &Spot) -> Triple {
        let f = self.features;
        let eye = self.eye(spot);
        let ex = eye.x.abs();
        let lid = (1.0 - (eye.x / (f.eye_a * 1.15)).powi(2)).clamp(0.0, 1.0).sqrt();
        let crease = bell(eye.y, -0.135 * f.eye_h * lid - 0.012, 0.014) * mask(ex < f.eye_a * 1.15);
        let mut colour = scaled(under, 1.0 - f.lid_crease * 0.38 * crease);
        let open = step(-0.010, 0.010, eye.y - eye.upper_lid)
            * step(0.010, -0.010, eye.y - eye.lower_lid)
            * mask(ex < f.eye_a)
            * (1.0 - step(0.7, 1.0, self.blink));
        if open > 0.0 {
            colour = mix(colour, self.eye_ball(spot, &eye), open);
        }
        let lash = bell(eye.y, eye.upper_lid - 0.004, 0.014 + 0.008 * step(-0.1, 0.2, eye.x));
        let lash = (0.95 * lash * mask(ex < f.eye_a * 1.04)).clamp(0.0, 1.0);
        colour = mix(colour, [0.07, 0.05, 0.05], lash);
        let below = bell(eye.y, eye.lower_lid + 0.004, 0.010) * mask(ex < f.eye_a);
        mix(colour, scaled(f.skin, 0.45), 0.45 * below)
    }

    fn eye(&self, spot: &Spot) -> Eye {
        let f = self.features;
        let x = spot.x.abs() - f.eye_x;
        let low = (1.0 - (x / f.eye_a).powi(2)).clamp(0.0, 1.0);
        let high = (1.0 - ((x + 0.04) / (f.eye_a + 0.04)).powi(2)).clamp(0.0, 1.0);
        let lower_lid = 0.058 * f.eye_h * low.powf(0.9);
        let open = -0.085 * f.eye_h * high.powf(0.7);
        let upper_lid = open + (lower_lid - open) * self.blink;
        Eye { x, y: spot.y + f.slant * x / 0.2, upper_lid, lower_lid }
    }

    fn eye_ball(&self, spot: &Spot, eye: &Eye) -> Triple {
        const IRIS_RADIUS: f32 = 0.088;
        let f = self.features;
        let (x, y) = (eye.x, eye.y);
        let lid_shadow = step(0.05, 0.0, y - eye.upper_lid);
        let white = 1.0 - 0.35 * lid_shadow - 0.25 * step(0.6, 1.0, x.abs() / f.eye_a);
        let ball = scaled([0.86, 0.83, 0.81], white);
        let ball = mix(ball, [0.75, 0.45, 0.42], 0.8 * bell(x, -f.eye_a, 0.035));
        let r = x.hypot(y + 0.012);
        let rays = 1.0 + 0.25 * (y.atan2(x) * 19.0).cos();
        let ring = (1.15 - 0.5 * step(0.6, 1.0, r / IRIS_RADIUS)) * (1.0 + 0.5 * step(-0.02, 0.06, y));
        let iris = mix(scaled(f.iris, rays * ring), [0.02; 3], step(0.040, 0.032, r));
        let iris = scaled(iris, 1.0 - 0.35 * step(0.045, 0.0, y - eye.upper_lid));
        let ball = mix(ball, iris, step(IRIS_RADIUS + 0.008, IRIS_RADIUS - 0.008, r));
        let glint = (spot.x - spot.x.signum() * f.eye_x + 0.028).hypot(y + 0.045);
        mix(ball, [1.0; 3], step(0.020, 0.012, glint))
    }

    fn brows(&self, under: Triple, spot: &Spot) -> Triple {
        let f = self.features;
        let along = (spot.x.abs() - f.eye_x - 0.03) / 0.30;
        let middle = f.brow_y + f.brow_slope * along - f.brow_arch * (1.0 - along * along);
        let taper = (1.0 - 0.55 * step(-0.2, 1.0, along)).clamp(0.0, 1.0);
        let thick = f.brow_t * taper * step(-1.05, -0.75, along) * step(1.02, 0.6, along);
        let body = (-((spot.y - middle) / thick.max(1e-3) * 0.9).powi(4)).exp() * mask(thick > 0.004);
        let cover = 0.9 * body * (0.85 + 0.22 * spot.grain[0]).clamp(0.0, 1.0);
        mix(under, scaled(f.hair, 0.9).map(|c| c + 0.02), cover.clamp(0.0, 0.93))
    }

    fn hair(&self, spot: &Spot) -> Triple {
        let strands = 1.0 + 0.28 * spot.grain[3] + 0.15 * spot.grain[2];
        let shine = 1.0 + 0.5 * bell(spot.y, -1.1, 0.18) * spot.face;
        scaled(self.features.hair, strands * shine).map(|c| c.clamp(0.01, 1.0))
    }

    fn rim(&self, spot: &Spot) -> f32 {
        let f = self.features;
        let (ax, y) = (spot.x.abs(), spot.y);
        let shape = ((ax - f.eye_x).abs() / 0.30).powi(3) + ((y - 0.03).abs() / 0.22).powi(3);
        let glass = (-((shape - 1.0) / 0.16).powi(2)).exp();
        let bridge = bell(y, -0.03, 0.025) * mask(ax < 0.17);
        let arm = bell(y, -0.06, 0.025) * mask(ax > f.eye_x + 0.28);
        glass.max(bridge).max(arm)
    }
}
