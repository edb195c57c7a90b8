//! QR codes: on paper, as PNG and as SVG.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use qrcode::{Color, EcLevel, QrCode};

use crate::paper::PaperError;

/// Light modules that a reader needs around the dark ones (ISO/IEC 18004).
const MARGIN: usize = 4;
/// Most pixels along the edge of a PNG.
const MAX_PIXELS: usize = 4_096;

/// A QR code.
#[derive(Debug, Clone)]
pub struct Code {
    size: usize,
    dark: Vec<bool>,
}

/// How much of a code may be torn or dirty and it still reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sturdiness {
    /// 15 %: on a ticket that is folded once.
    Usual,
    /// 25 %: on a wall for weeks.
    Poster,
}

impl Code {
    /// The code of a text.
    pub fn new(text: &str, sturdiness: Sturdiness) -> Result<Self, PaperError> {
        let level = match sturdiness {
            Sturdiness::Usual => EcLevel::M,
            Sturdiness::Poster => EcLevel::Q,
        };
        let code = QrCode::with_error_correction_level(text, level).map_err(|_| PaperError::Code)?;
        Ok(Self {
            size: code.width(),
            dark: code.to_colors().into_iter().map(|c| c == Color::Dark).collect(),
        })
    }

    /// Modules along an edge, with the margin.
    pub(crate) fn size_with_margin(&self) -> f32 {
        (self.size + 2 * MARGIN) as f32
    }

    /// Dark modules in a row as bars: left, top, width, in modules, margin included.
    pub(crate) fn bars(&self) -> Vec<(f32, f32, f32)> {
        let mut bars = Vec::new();
        for (y, row) in self.dark.chunks(self.size).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&true) {
                    bars.push(((x + MARGIN) as f32, (y + MARGIN) as f32, run.len() as f32));
                }
                x += run.len();
            }
        }
        bars
    }

    /// Black on white, as close to `edge` pixels as whole modules come, from above.
    pub fn to_png(&self, edge: u32) -> Result<Vec<u8>, PaperError> {
        let modules = self.size + 2 * MARGIN;
        let scale = (edge as usize).min(MAX_PIXELS).div_ceil(modules).max(1);
        let side = modules * scale;
        let is_dark = |x: usize, y: usize| {
            let (x, y) = ((x / scale).checked_sub(MARGIN), (y / scale).checked_sub(MARGIN));
            matches!((x, y), (Some(x), Some(y)) if x < self.size && self.dark.get(y * self.size + x) == Some(&true))
        };
        let pixels: Vec<u8> =
            (0..side * side).map(|at| if is_dark(at % side, at / side) { 0 } else { 255 }).collect();
        let edge = u32::try_from(side).map_err(|_| PaperError::Code)?;
        let mut png = Vec::new();
        PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::NoFilter)
            .write_image(&pixels, edge, edge, ExtendedColorType::L8)
            .map_err(|_| PaperError::Picture)?;
        Ok(png)
    }

    /// Black on white, without a size of its own.
    pub fn to_svg(&self) -> String {
        use std::fmt::Write as _;
        let side = self.size + 2 * MARGIN;
        let mut path = String::new();
        for (x, y, width) in self.bars() {
            // Writing to a string cannot fail.
            let _ = write!(path, "M{x} {y}h{width}v1h-{width}z");
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
             <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTAL: &str = "https://exam.example.edu.cn/";

    fn read(picture: &image::GrayImage) -> Vec<String> {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let pixel = |x, y| picture.get_pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap()).0[0];
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
        prepared.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
    }

    #[test]
    fn a2_the_png_of_a_code_is_read_again() {
        let png = Code::new(PORTAL, Sturdiness::Poster).unwrap().to_png(1_000).unwrap();
        let picture = image::load_from_memory(&png).unwrap().into_luma8();
        assert!((1_000..1_050).contains(&picture.width()));
        assert_eq!(read(&picture), [PORTAL]);
    }

    #[test]
    fn a2_the_svg_draws_the_same_modules() {
        let code = Code::new(PORTAL, Sturdiness::Poster).unwrap();
        let svg = code.to_svg();
        let edge = code.size + 8;
        assert!(svg.contains(&format!("viewBox=\"0 0 {edge} {edge}\"")));
        let mut drawn = image::GrayImage::from_pixel(
            u32::try_from(edge * 8).unwrap(),
            u32::try_from(edge * 8).unwrap(),
            image::Luma([255]),
        );
        let path = svg.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        for bar in path.split_terminator('z') {
            let numbers: Vec<u32> = bar
                .split(|c: char| !c.is_ascii_digit())
                .filter(|t| !t.is_empty())
                .map(|t| t.parse().unwrap())
                .collect();
            for (x, y) in (0..numbers[2] * 8).flat_map(|x| (0..8).map(move |y| (x, y))) {
                drawn.put_pixel(numbers[0] * 8 + x, numbers[1] * 8 + y, image::Luma([0]));
            }
        }
        assert_eq!(read(&drawn), [PORTAL]);
    }

    #[test]
    fn a2_a_text_that_no_code_holds_is_refused() {
        assert!(matches!(Code::new(&"长".repeat(2_000), Sturdiness::Poster), Err(PaperError::Code)));
    }
}
