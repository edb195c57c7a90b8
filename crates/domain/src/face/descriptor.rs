//! The 128 numbers that tell one face from another.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A face in 128 numbers (dlib's residual network, mean of the face and its mirror image).
/// Biometric data: never shown by `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<f32>", into = "Vec<f32>")]
pub struct Descriptor([f32; Descriptor::LENGTH]);

/// Not 128 finite numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a descriptor has 128 finite numbers")]
pub struct WrongLength;

impl Descriptor {
    /// How many numbers it has.
    pub const LENGTH: usize = 128;

    /// Wraps what the network gave.
    pub fn new(values: [f32; Self::LENGTH]) -> Self {
        Self(values)
    }

    /// The numbers, for encrypted storage. Never for a log or a URL.
    pub fn expose(&self) -> &[f32; Self::LENGTH] {
        &self.0
    }

    /// L2 distance, 0 and up. Two photographs of one person lie below 0.54, of two people above 0.65 (1,484 pairs,
    /// five identities; see [`super::FacePolicy`]).
    pub fn distance(&self, other: &Self) -> f32 {
        self.0.iter().zip(&other.0).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt()
    }
}

impl TryFrom<Vec<f32>> for Descriptor {
    type Error = WrongLength;

    fn try_from(values: Vec<f32>) -> Result<Self, WrongLength> {
        // A NaN would make every comparison false, and so pass whatever asks for "not farther than".
        if !values.iter().all(|v| v.is_finite()) {
            return Err(WrongLength);
        }
        values.try_into().map(Self).map_err(|_| WrongLength)
    }
}

impl From<Descriptor> for Vec<f32> {
    fn from(descriptor: Descriptor) -> Self {
        descriptor.0.to_vec()
    }
}

impl fmt::Debug for Descriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Descriptor(***)")
    }
}
