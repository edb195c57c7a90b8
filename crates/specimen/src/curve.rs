//! The few curves everything here is drawn with.

/// A colour in sRGB (0..1 each) or a point in space; which, the name says.
pub(crate) type Triple = [f32; 3];

/// Gaussian bump of height 1 around `centre`.
pub(crate) fn bell(x: f32, centre: f32, sigma: f32) -> f32 {
    let t = (x - centre) / sigma;
    (-0.5 * t * t).exp()
}

/// Smooth step from 0 at `from` to 1 at `to`; falls when `from > to`.
pub(crate) fn step(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// 1 where the condition holds, else 0.
pub(crate) fn mask(condition: bool) -> f32 {
    if condition { 1.0 } else { 0.0 }
}

/// `share` = 0 gives `a`, 1 gives `b`.
pub(crate) fn mix(a: Triple, b: Triple, share: f32) -> Triple {
    [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share]
}

/// Every component times `factor`.
pub(crate) fn scaled(a: Triple, factor: f32) -> Triple {
    a.map(|c| c * factor)
}

/// Component by component.
pub(crate) fn times(a: Triple, b: Triple) -> Triple {
    [a[0] * b[0], a[1] * b[1], a[2] * b[2]]
}

/// Sum of two vectors.
pub(crate) fn plus(a: Triple, b: Triple) -> Triple {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

/// Scalar product.
pub(crate) fn dot(a: Triple, b: Triple) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// Vector product.
pub(crate) fn cross(a: Triple, b: Triple) -> Triple {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// Same direction, length 1 (a zero vector stays zero).
pub(crate) fn unit(a: Triple) -> Triple {
    scaled(a, 1.0 / (dot(a, a).sqrt() + 1e-9))
}
