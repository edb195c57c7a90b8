//! Portraits on paper.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageReader, Limits};
use krilla::image::Image;

use crate::paper::PaperError;

/// Dots per millimetre that a portrait is printed with: 300 dpi.
const DOTS: f32 = 300.0 / 25.4;
/// JPEG quality of a portrait that had to be made smaller; at print size nobody sees the difference to 95.
const QUALITY: u8 = 82;
/// A JPEG of no more bytes goes into the paper as it is: portraits that were made for tickets are smaller.
const AS_IT_IS_BYTES: usize = 48 * 1_024;
/// Longest edge of a picture that is taken at all, in pixels.
const MAX_EDGE: u32 = 12_000;
/// Memory that decoding one may take, in bytes: 50 megapixels.
const MAX_MEMORY: u64 = 200 * 1_024 * 1_024;

/// A portrait as it goes into a PDF.
#[derive(Clone)]
pub struct Portrait(Image);

impl Portrait {
    /// Out of a JPEG or PNG, for a place of this size in millimetres: at most 300 dots per inch, cut to the place's
    /// proportions. A small JPEG is not touched.
    pub fn read(bytes: &[u8], [width, height]: [f32; 2]) -> Result<Self, PaperError> {
        let is_jpeg = bytes.starts_with(&[0xFF, 0xD8, 0xFF]);
        if is_jpeg && bytes.len() <= AS_IT_IS_BYTES {
            return embed(bytes.to_vec());
        }
        let picture = decode(bytes)?;
        let (dots_wide, dots_high) = ((width * DOTS).ceil() as u32, (height * DOTS).ceil() as u32);
        let picture = if picture.width() > dots_wide && picture.height() > dots_high {
            picture.resize_to_fill(dots_wide, dots_high, FilterType::Triangle)
        } else {
            picture
        };
        let mut jpeg = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
        picture.into_rgb8().write_with_encoder(encoder).map_err(|_| PaperError::Picture)?;
        embed(jpeg)
    }

    pub(crate) fn image(&self) -> &Image {
        &self.0
    }
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
