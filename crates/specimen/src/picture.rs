//! From numbers to pictures and to JPEG bytes.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

use crate::curve::Triple;
use crate::plane::{Edge, Plane};

/// Colours 0..1, row by row, softened by a Gaussian of `blur` pixels.
pub(crate) fn picture_of(width: usize, height: usize, colours: &[Triple], blur: f32) -> RgbImage {
    let channels = [0, 1, 2].map(|channel| {
        Plane::from_fn(width, height, |x, y| colours[y * width + x][channel].clamp(0.0, 1.0)).blurred(
            blur,
            blur,
            Edge::Repeat,
        )
    });
    RgbImage::from_fn(width as u32, height as u32, |x, y| {
        let i = y as usize * width + x as usize;
        Rgb([0, 1, 2].map(|channel| (channels[channel].values[i] * 255.0) as u8))
    })
}

/// A baseline JPEG; `quality` 1..=100.
///
/// # Panics
/// When a side is 0 or above 65 535 pixels; nothing this crate draws is.
#[expect(clippy::expect_used, reason = "writing to a Vec cannot fail and every picture here fits the format")]
pub fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture).expect("a JPEG in memory");
    bytes
}
