//! Pictures: plain RGB, how they are shrunk, cut out and straightened, and how an upload becomes one.

mod resize;
mod sharpness;
mod upload;
mod warp;

pub(crate) use sharpness::laplacian_variance;
pub use upload::{DecodeProblem, EncodeError, MAX_PHOTO_EDGE_PX, UploadLimits, decode_upload};
pub(crate) use warp::{Affine, Border, Homography, Point};

/// An upright RGB picture, eight bits a channel, without anything else: no EXIF, no position, no thumbnail.
#[derive(Clone)]
pub struct Picture {
    width: usize,
    height: usize,
    /// Rows from the top, pixels from the left, red green blue.
    rgb: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} x {})", self.width, self.height)
    }
}

impl Picture {
    /// Wraps `rgb`, `width * height * 3` bytes; `None` when the sizes do not fit or a side is 0.
    pub fn new(width: usize, height: usize, rgb: Vec<u8>) -> Option<Self> {
        let fits = width > 0 && height > 0 && rgb.len() == width * height * 3;
        fits.then_some(Self { width, height, rgb })
    }

    /// Width in pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Rows from the top, pixels from the left, red green blue.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// A picture of one colour.
    pub(crate) fn filled(width: usize, height: usize, value: u8) -> Self {
        Self { width, height, rgb: vec![value; width * height * 3] }
    }

    /// Sets `other` into this picture, its corner at (`left`, `top`); it must fit.
    pub(crate) fn paste(&mut self, other: &Self, left: usize, top: usize) {
        for (y, row) in other.rgb.chunks_exact(other.width * 3).enumerate() {
            let at = ((top + y) * self.width + left) * 3;
            self.rgb[at..at + row.len()].copy_from_slice(row);
        }
    }

    /// The pixel at (`x`, `y`); outside, the nearest one of the border.
    fn pixel(&self, x: isize, y: isize) -> [f32; 3] {
        let x = x.clamp(0, self.width.cast_signed() - 1).cast_unsigned();
        let y = y.clamp(0, self.height.cast_signed() - 1).cast_unsigned();
        let at = (y * self.width + x) * 3;
        [0, 1, 2].map(|channel| f32::from(self.rgb[at + channel]))
    }

    /// Upside down.
    pub(crate) fn turned_half(&self) -> Self {
        let rgb = self.rgb.as_chunks::<3>().0.iter().rev().flatten().copied().collect();
        Self { width: self.width, height: self.height, rgb }
    }

    /// By 90° against the clock.
    pub(crate) fn turned_left(&self) -> Self {
        let (width, height) = (self.height, self.width);
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..height {
            for x in 0..width {
                let at = (x * self.width + self.width - 1 - y) * 3;
                rgb.extend_from_slice(&self.rgb[at..at + 3]);
            }
        }
        Self { width, height, rgb }
    }

    /// Left and right changed.
    pub(crate) fn mirrored(&self) -> Self {
        let rows = self.rgb.chunks_exact(self.width * 3);
        let rgb = rows.flat_map(|row| row.as_chunks::<3>().0.iter().rev().flatten().copied()).collect();
        Self { width: self.width, height: self.height, rgb }
    }

    /// Brightness of each pixel, 0 to 255 (ITU-R BT.601).
    pub(crate) fn luma(&self) -> Vec<f32> {
        let weigh =
            |[r, g, b]: &[u8; 3]| 0.299 * f32::from(*r) + 0.587 * f32::from(*g) + 0.114 * f32::from(*b);
        self.rgb.as_chunks::<3>().0.iter().map(weigh).collect()
    }

    /// The three colours as planes of floats, as networks take them: `map(channel, value)` for each pixel, channels in
    /// the order given (`[2, 1, 0]` is blue first), rows filled up with 0 to `padded_width`.
    pub(crate) fn planes(
        &self,
        order: [usize; 3],
        padded_width: usize,
        map: impl Fn(usize, u8) -> f32,
    ) -> Vec<f32> {
        let mut planes = vec![0.0; 3 * padded_width * self.height];
        for (plane, channel) in planes.chunks_exact_mut(padded_width * self.height).zip(order) {
            // Every value there is, mapped once.
            let mapped: Vec<f32> = (0..=u8::MAX).map(|value| map(channel, value)).collect();
            let rows = plane.chunks_exact_mut(padded_width).zip(self.rgb.chunks_exact(self.width * 3));
            for (target, row) in rows {
                for (value, pixel) in target.iter_mut().zip(row.as_chunks::<3>().0) {
                    *value = mapped[usize::from(pixel[channel])];
                }
            }
        }
        planes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_by_one() -> Picture {
        Picture::new(2, 1, vec![1, 2, 3, 4, 5, 6]).unwrap()
    }

    #[test]
    fn a_picture_has_three_bytes_a_pixel() {
        assert!(Picture::new(2, 2, vec![0; 11]).is_none());
        assert!(Picture::new(0, 2, vec![]).is_none());
    }

    #[test]
    fn turning_moves_pixels() {
        assert_eq!(two_by_one().turned_half().rgb(), [4, 5, 6, 1, 2, 3]);
        assert_eq!(two_by_one().mirrored().rgb(), [4, 5, 6, 1, 2, 3]);
        let left = two_by_one().turned_left();
        assert_eq!((left.width(), left.height(), left.rgb()), (1, 2, &[4, 5, 6, 1, 2, 3][..]));
    }

    #[test]
    fn planes_are_separate_and_padded_with_zero() {
        let planes = two_by_one().planes([2, 1, 0], 3, |_, value| f32::from(value));
        assert_eq!(planes, [3.0, 6.0, 0.0, 2.0, 5.0, 0.0, 1.0, 4.0, 0.0]);
    }
}
