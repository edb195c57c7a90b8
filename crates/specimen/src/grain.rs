//! Seeded noise: the same seed gives the same picture on every run.

use fastrand::Rng;

/// A stream of random numbers that follows from its seed alone.
pub(crate) struct Grain(Rng);

impl Grain {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    /// Uniform in `low..high`.
    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + self.0.f32() * (high - low)
    }

    /// Uniform in `0..end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.0.u32(0..end)
    }

    /// Any element; `all` must not be empty.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.0.usize(0..all.len())]
    }

    /// Nearly normal, mean 0, deviation 1: four uniform numbers out of one draw, added.
    /// The tails end at ±3.5, which no eye sees, and it costs a fraction of an exact one.
    pub(crate) fn normal(&mut self) -> f32 {
        let bits = self.0.u64(..);
        let sum = (bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48);
        (sum as f32 / 65_535.0 - 2.0) * 3.0_f32.sqrt()
    }
}
