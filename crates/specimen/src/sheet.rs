//! A sheet to set text and shapes on.

use image::{Rgb, RgbImage};

use crate::fonts::{Fonts, Style};

/// sRGB, 0..=255.
pub(crate) type Ink = [u8; 3];

/// A picture being drawn.
pub(crate) struct Sheet<'a> {
    pub(crate) picture: RgbImage,
    fonts: &'a Fonts,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(picture: RgbImage, fonts: &'a Fonts) -> Self {
        Self { picture, fonts }
    }

    /// Sets a line with its upper left corner at the given pixel.
    pub(crate) fn text(&mut self, style: Style, at: [f32; 2], ink: Ink, text: &str) {
        let Self { picture, fonts } = self;
        fonts.trace(style, at, text, |x, y, share| blend(picture, x, y, ink, share));
    }

    /// As [`text`](Self::text), centred on `at`'s column.
    pub(crate) fn centred(&mut self, style: Style, at: [f32; 2], ink: Ink, text: &str) {
        let left = at[0] - self.fonts.width(style, text) / 2.0;
        self.text(style, [left, at[1]], ink, text);
    }

    /// A text of several lines, `pitch` pixels apart, no wider than `limit`; says how many lines it took.
    pub(crate) fn paragraph(
        &mut self,
        style: Style,
        at: [f32; 2],
        (limit, pitch): (f32, f32),
        ink: Ink,
        text: &str,
    ) -> usize {
        let lines = self.fonts.lines(style, limit, text);
        for (i, line) in lines.iter().enumerate() {
            self.text(style, [at[0], at[1] + pitch * i as f32], ink, line);
        }
        lines.len()
    }

    /// A filled rectangle with rounded corners: left, top, right, bottom.
    pub(crate) fn block(&mut self, [left, top, right, bottom]: [f32; 4], radius: f32, ink: Ink) {
        for y in top.floor() as i32..=bottom.ceil() as i32 {
            for x in left.floor() as i32..=right.ceil() as i32 {
                let share = rounded([left, top, right, bottom], radius, x as f32 + 0.5, y as f32 + 0.5);
                blend(&mut self.picture, x, y, ink, share);
            }
        }
    }

    /// A filled disc.
    pub(crate) fn disc(&mut self, [x, y]: [f32; 2], radius: f32, ink: Ink) {
        self.block([x - radius, y - radius, x + radius, y + radius], radius, ink);
    }
}

/// How much of the pixel at (x, y) lies in the rounded rectangle, 0..1.
pub(crate) fn rounded([left, top, right, bottom]: [f32; 4], radius: f32, x: f32, y: f32) -> f32 {
    let beyond = |v: f32, low: f32, high: f32| (low + radius - v).max(v - (high - radius));
    let (dx, dy) = (beyond(x, left, right), beyond(y, top, bottom));
    let outside = dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - radius;
    (0.5 - outside).clamp(0.0, 1.0)
}

/// Lays `share` of the ink over one pixel; beyond the border nothing happens.
fn blend(picture: &mut RgbImage, x: i32, y: i32, ink: Ink, share: f32) {
    let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
    if let Some(Rgb(pixel)) = picture.get_pixel_mut_checked(x, y) {
        for (value, ink) in pixel.iter_mut().zip(ink) {
            *value = (f32::from(*value) + (f32::from(ink) - f32::from(*value)) * share).round() as u8;
        }
    }
}
