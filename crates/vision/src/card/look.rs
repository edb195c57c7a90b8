//! The coarse light and dark by which a picture is recognised when it comes again.

use crate::pixels::Picture;
use domain::card::{LOOK_BYTES, Look};

/// Places across and down; each is compared with its right neighbour.
const SIDE: usize = 16;
/// A neighbour must be brighter by this much, of 255: the wall beside the card stays even under any compression.
const MARGIN: i16 = 3;

impl Picture {
    /// What the picture looks like from afar: a difference hash of 16 × 16 bits.
    pub fn look(&self) -> Look {
        let small = self.resized(SIDE + 1, SIDE);
        let luma: Vec<i16> = small.luma().into_iter().map(|value| value.round() as i16).collect();
        let mut look = [0; LOOK_BYTES];
        for (y, row) in luma.chunks_exact(SIDE + 1).enumerate() {
            for (x, pair) in row.windows(2).enumerate() {
                if pair[1] - pair[0] >= MARGIN {
                    look[2 * y + x / 8] |= 1 << (x % 8);
                }
            }
        }
        Look(look)
    }
}

#[cfg(test)]
mod tests {
    use crate::pixels::{Picture, UploadLimits, decode_upload};

    /// Squares of many greys, another pattern for each seed.
    fn pattern(seed: usize) -> Picture {
        let value = |x: usize, y: usize| ((x / 20 * 37 + y / 20 * 91 + seed * 53) * 29 % 200 + 20) as u8;
        let rgb = (0..240).flat_map(|y| (0..320).flat_map(move |x| [value(x, y); 3])).collect();
        Picture::new(320, 240, rgb).unwrap()
    }

    #[test]
    fn b10_a_picture_is_known_again_in_another_size_and_compression() {
        let picture = pattern(1);
        let again = decode_upload(&picture.to_jpeg(40).unwrap(), UploadLimits::default()).unwrap();
        assert!(picture.look().is_same_picture(&again.look()));
        assert!(picture.look().is_same_picture(&picture.resized(200, 150).look()));
    }

    #[test]
    fn b10_another_picture_looks_otherwise() {
        assert!(!pattern(1).look().is_same_picture(&pattern(2).look()));
    }
}
