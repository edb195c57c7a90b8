//! From bytes that somebody sent to a picture that is safe to keep, and back to bytes of our own.

mod jpeg;

use super::Picture;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};
use std::io::Cursor;

/// Longest edge of a document photo we keep, in pixels.
/// At 1 600 px the digits of a full-frame card are about 40 px high, twice what the recogniser needs.
pub const MAX_PHOTO_EDGE_PX: usize = 1_600;

/// Pictures above this are refused by their header: the largest phone cameras give 48 megapixels.
const MAX_PIXELS: u64 = 50_000_000;
/// Most bytes a decoded picture may take: 50 megapixels in eight-bit RGBA.
const MAX_DECODED_BYTES: u64 = 4 * MAX_PIXELS;
/// Below this a side shows nothing that could be read.
const MIN_EDGE_PX: u32 = 32;

/// What an upload may be.
#[derive(Clone, Copy, Debug)]
pub struct UploadLimits {
    /// Most pixels by the header, before anything is decoded.
    pub max_pixels: u64,
    /// Longest edge of the result in pixels; larger pictures are shrunk.
    pub max_edge_px: usize,
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self { max_pixels: MAX_PIXELS, max_edge_px: MAX_PHOTO_EDGE_PX }
    }
}

/// Why an upload is no picture to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeProblem {
    /// Apple's format or its sister AVIF, which the phone would have converted had it been asked for JPEG.
    #[error("a HEIC picture")]
    Heic,
    /// Neither JPEG nor PNG by its first bytes, whatever its name says.
    #[error("neither JPEG nor PNG")]
    UnknownFormat,
    /// More pixels than allowed.
    #[error("too many pixels")]
    TooLarge,
    /// Too small to show anything.
    #[error("too few pixels")]
    TooSmall,
    /// Cut off or damaged.
    #[error("broken picture")]
    Broken,
}

/// The picture could not be encoded.
#[derive(Debug, thiserror::Error)]
#[error("the picture could not be encoded")]
pub struct EncodeError(#[source] ImageError);

/// Decodes an upload: the format by its first bytes, the size by its header before any pixel is decoded, EXIF
/// orientation applied, shrunk to `limits.max_edge_px`. Nothing of the original's metadata remains.
///
/// Takes up to `limits.max_pixels * 4` bytes for a moment: run it in a [`crate::Pool`].
pub fn decode_upload(bytes: &[u8], limits: UploadLimits) -> Result<Picture, DecodeProblem> {
    let format = format_of(bytes)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder_limits = Limits::default();
    decoder_limits.max_alloc = Some(2 * MAX_DECODED_BYTES);
    reader.limits(decoder_limits);
    let mut decoder = reader.into_decoder().map_err(|problem| problem_of(&problem))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.max_pixels || decoder.total_bytes() > MAX_DECODED_BYTES {
        return Err(DecodeProblem::TooLarge);
    }
    if width.min(height) < MIN_EDGE_PX {
        return Err(DecodeProblem::TooSmall);
    }
    if format == ImageFormat::Jpeg && !jpeg::is_whole(bytes) {
        return Err(DecodeProblem::Broken);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|problem| problem_of(&problem))?;
    let picture = Picture::try_from(image.into_rgb8())?.shrunk_to(limits.max_edge_px);
    if orientation == Orientation::NoTransforms { Ok(picture) } else { picture.oriented(orientation) }
}

fn format_of(bytes: &[u8]) -> Result<ImageFormat, DecodeProblem> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Ok(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Ok(ImageFormat::Png),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => {
            let heic = [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"];
            let is_heic = heic.iter().any(|known| brand.starts_with(*known));
            Err(if is_heic { DecodeProblem::Heic } else { DecodeProblem::UnknownFormat })
        }
        _ => Err(DecodeProblem::UnknownFormat),
    }
}

fn problem_of(problem: &ImageError) -> DecodeProblem {
    if matches!(problem, ImageError::Limits(_)) { DecodeProblem::TooLarge } else { DecodeProblem::Broken }
}

impl TryFrom<RgbImage> for Picture {
    type Error = DecodeProblem;

    fn try_from(image: RgbImage) -> Result<Self, DecodeProblem> {
        let (width, height) = image.dimensions();
        Self::new(width as usize, height as usize, image.into_raw()).ok_or(DecodeProblem::Broken)
    }
}

impl Picture {
    /// The picture as a JPEG of our own making, without metadata. `quality` from 1 to 100.
    pub fn to_jpeg(&self, quality: u8) -> Result<Vec<u8>, EncodeError> {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, quality)
            .encode(&self.rgb, self.width as u32, self.height as u32, image::ExtendedColorType::Rgb8)
            .map_err(EncodeError)?;
        Ok(bytes)
    }

    fn shrunk_to(self, max_edge: usize) -> Self {
        let longest = self.width.max(self.height);
        if longest <= max_edge {
            return self;
        }
        let side = |edge: usize| ((edge * max_edge + longest / 2) / longest).max(1);
        self.resized(side(self.width), side(self.height))
    }

    fn oriented(self, orientation: Orientation) -> Result<Self, DecodeProblem> {
        let image = RgbImage::from_raw(self.width as u32, self.height as u32, self.rgb);
        let mut image = DynamicImage::from(image.ok_or(DecodeProblem::Broken)?);
        image.apply_orientation(orientation);
        Self::try_from(image.into_rgb8())
    }
}

#[cfg(test)]
mod tests;
