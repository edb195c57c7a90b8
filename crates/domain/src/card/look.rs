//! By what a picture is recognised when it comes a second time.

use std::fmt;

/// Bytes of a [`Look`]: one bit for each of 16 × 16 places.
pub const LOOK_BYTES: usize = 32;

/// Pictures that differ in no more bits are one picture: the same file in another size or compression differs in 4 at
/// most, the same card photographed once more in dozens.
const SAME_BITS: u32 = 6;

/// The coarse light and dark of a picture. It survives another size and compression, which a hash of the bytes does not,
/// and nothing that stood on the picture can be got out of it; still it is somebody's and `Debug` is mute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Look(pub [u8; LOOK_BYTES]);

impl Look {
    /// Whether both come from the same picture.
    pub fn is_same_picture(&self, other: &Self) -> bool {
        self.distance(other) <= SAME_BITS
    }

    /// In how many places they differ.
    pub fn distance(&self, other: &Self) -> u32 {
        self.0.iter().zip(other.0).map(|(a, b)| (a ^ b).count_ones()).sum()
    }
}

impl fmt::Debug for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Look(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b10_a_few_bits_make_no_other_picture() {
        let (one, mut other) = (Look([0b1010_1010; LOOK_BYTES]), Look([0b1010_1010; LOOK_BYTES]));
        other.0[3] ^= 0b11_1111;
        assert!(one.is_same_picture(&other));
        other.0[4] ^= 1;
        assert!(!one.is_same_picture(&other));
    }
}
