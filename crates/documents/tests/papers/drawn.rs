//! A page of a PDF as a picture.
#![expect(clippy::expect_used, reason = "a test that cannot begin fails here")]

use hayro::hayro_interpret::InterpreterSettings;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::GrayImage;

/// A page, counted from 0, at this many times 72 dots per inch, in grey.
pub fn draw(bytes: &[u8], page: usize, scale: f32) -> GrayImage {
    let pdf = hayro::hayro_syntax::Pdf::new(bytes.to_vec()).expect("a PDF");
    let size = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let page = &pdf.pages()[page];
    let cache = RenderCache::new();
    let drawn = render(page, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &size);
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let grey = drawn.data_as_u8_slice().chunks(4).map(|pixel| pixel[1]).collect();
    GrayImage::from_raw(width, height, grey).expect("a picture")
}
