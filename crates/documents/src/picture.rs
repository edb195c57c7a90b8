//! Portraits on paper.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use krilla::image::Image;

use crate::paper::PaperError;

/// Dots per millimetre that a portrait is printed with. The usual portraits of examination offices have half as many.
const DOTS: f32 = 220.0 / 25.4;
/// Places on papers in millimetres: the largest is that of the ticket.
pub(crate) const ON_TICKET: [f32; 2] = [36.0, 48.0];
/// JPEG qualities, tried until a portrait is small enough. At print size nobody sees the first from the original.
const QUALITIES: [u8; 4] = [80, 68, 55, 42];
/// Bytes of a portrait, of which ninety thousand are a whole ticket's. A JPEG of no more goes into the paper as it is.
const MAX_BYTES: usize = 18_000;
/// Longest edge of a picture that is taken at all, in pixels.
const MAX_EDGE: u32 = 12_000;
/// Memory that decoding one may take, in bytes: 50 megapixels.
const MAX_MEMORY: u64 = 200 * 1_024 * 1_024;

/// A portrait as it goes into a PDF.
#[derive(Clone)]
pub struct Portrait(Image);

impl Portrait {
    /// Out of a JPEG or PNG, for a place of this size in millimetres. A JPEG as small as [`prepare`] makes it is not
    /// touched, which is a hundred times as fast.
    pub fn read(bytes: &[u8], [width, height]: [f32; 2]) -> Result<Self, PaperError> {
        let is_jpeg = bytes.starts_with(&[0xFF, 0xD8, 0xFF]);
        if is_jpeg && bytes.len() <= MAX_BYTES {
            return embed(bytes.to_vec());
        }
        embed(smaller(bytes, [width, height])?)
    }

    pub(crate) fn image(&self) -> &Image {
        &self.0
    }
}

/// The portrait as papers want it, to be stored once: JPEG of about eighteen kilobytes, 220 dots per inch, three to four.
/// Printing from it is a hundred times as fast as from the original.
pub fn prepare(bytes: &[u8]) -> Result<Vec<u8>, PaperError> {
    smaller(bytes, ON_TICKET)
}

/// Pixels of a seal's longest edge, tried until it is small enough to be loaded over bad networks.
const SEAL_EDGES: [u32; 4] = [512, 384, 256, 160];

/// A school's seal in our own encoding: PNG, with what is see-through in it, of `most` bytes. Nothing where what came is no
/// PNG or JPEG, or is as small as it gets and still too large.
pub fn seal(bytes: &[u8], most: usize) -> Result<Vec<u8>, PaperError> {
    let picture = decode(bytes)?;
    for edge in SEAL_EDGES {
        let picture = if picture.width() > edge || picture.height() > edge {
            picture.resize(edge, edge, FilterType::Triangle)
        } else {
            picture.clone()
        };
        let mut png = std::io::Cursor::new(Vec::new());
        let rgba = DynamicImage::ImageRgba8(picture.into_rgba8());
        rgba.write_to(&mut png, ImageFormat::Png).map_err(|_| PaperError::Picture)?;
        if png.get_ref().len() < most {
            return Ok(png.into_inner());
        }
    }
    Err(PaperError::Picture)
}

fn smaller(bytes: &[u8], [width, height]: [f32; 2]) -> Result<Vec<u8>, PaperError> {
    let picture = decode(bytes)?;
    let (dots_wide, dots_high) = ((width * DOTS).ceil() as u32, (height * DOTS).ceil() as u32);
    let picture = if picture.width() > dots_wide && picture.height() > dots_high {
        picture.resize_to_fill(dots_wide, dots_high, FilterType::Triangle)
    } else {
        picture
    };
    let picture = picture.into_rgb8();
    let mut jpeg = Vec::new();
    for quality in QUALITIES {
        jpeg.clear();
        let encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
        picture.write_with_encoder(encoder).map_err(|_| PaperError::Picture)?;
        if jpeg.len() <= MAX_BYTES {
            break;
        }
    }
    Ok(jpeg)
}

fn embed(jpeg: Vec<u8>) -> Result<Portrait, PaperError> {
    Image::from_jpeg(jpeg.into(), true).map(Portrait).map_err(|_| PaperError::Picture)
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, PaperError> {
    let mut reader = ImageReader::new(std::io::Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| PaperError::Picture)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_EDGE);
    limits.max_image_height = Some(MAX_EDGE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    reader.decode().map_err(|_| PaperError::Picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture that PNG squeezes badly.
    fn noise(edge: u32) -> Vec<u8> {
        let dot = |x: u32, y: u32| {
            let n = (x + edge * y).wrapping_mul(2_654_435_761);
            image::Rgba([
                (n >> 24) as u8,
                (n >> 16) as u8,
                (n >> 8) as u8,
                if x < edge / 2 { 0 } else { 255 },
            ])
        };
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbaImage::from_fn(edge, edge, dot).write_to(&mut png, ImageFormat::Png).unwrap();
        png.into_inner()
    }

    #[test]
    fn f12_a_seal_is_encoded_anew_and_stays_see_through() {
        let mut sent = noise(64);
        sent.extend_from_slice(b"<script>alert(1)</script>");
        let kept = seal(&sent, 64 * 1_024).unwrap();
        assert!(!kept.windows(8).any(|part| part == b"<script>"), "what came behind the picture is gone");
        let picture = image::load_from_memory(&kept).unwrap().into_rgba8();
        assert_eq!(
            (picture.width(), picture.get_pixel(0, 0).0[3], picture.get_pixel(63, 0).0[3]),
            (64, 0, 255)
        );
    }

    #[test]
    fn f12_a_seal_that_is_large_is_made_small_and_what_is_no_picture_is_refused() {
        let kept = seal(&noise(700), 200 * 1_024).unwrap();
        assert!(kept.len() < 200 * 1_024 && image::load_from_memory(&kept).unwrap().width() < 512);
        assert!(seal(&noise(700), 500).is_err(), "the control: as small as it gets and still too large");
        for bytes in [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"", b"\x89PNG\r\n\x1a\n"] {
            assert!(seal(bytes, 64 * 1_024).is_err());
        }
    }
}
