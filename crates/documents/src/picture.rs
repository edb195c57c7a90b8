//! Portraits on paper.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageReader, Limits};
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
