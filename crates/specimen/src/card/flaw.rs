//! What goes wrong when people photograph cards: a copy without colours, a screen, a reflection, an edge outside.

use image::imageops::crop_imm;
use image::{Rgb, RgbImage};

/// An edge of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Where the labels stand.
    Left,
    /// Where the portrait stands.
    Right,
    /// Above the name.
    Top,
    /// Below the number.
    Bottom,
}

/// Texels of one pixel of a screen: a stripe for each colour, and a dark line below.
const PIXEL: u32 = 3;

/// The card as a copier without colours prints it: grey, its darks a little lighter, on white paper.
pub fn grey_copy(card: &RgbImage) -> RgbImage {
    let mut copy = card.clone();
    for Rgb([r, g, b]) in copy.pixels_mut() {
        let luma = 0.299 * f32::from(*r) + 0.587 * f32::from(*g) + 0.114 * f32::from(*b);
        let printed = (luma * 0.9 + 25.0).min(250.0) as u8;
        (*r, *g, *b) = (printed, printed, printed);
    }
    copy
}

/// The card as a screen shows it, three texels for each of its pixels: stripes of red, green and blue with a dark line
/// under each row. A photograph of it shows the grid, or what the camera's own grid makes of it.
pub fn on_screen(card: &RgbImage) -> RgbImage {
    RgbImage::from_fn(card.width() * PIXEL, card.height() * PIXEL, |x, y| {
        let Rgb(colour) = *card.get_pixel(x / PIXEL, y / PIXEL);
        let row = if y % PIXEL == PIXEL - 1 { 0.55 } else { 1.0 };
        let stripe = (x % PIXEL) as usize;
        let mut shown = [0; 3];
        for (channel, value) in shown.iter_mut().enumerate() {
            // A stripe is not quite dark where its neighbours shine.
            let share = if channel == stripe { 1.0 } else { 0.45 };
            *value = (f32::from(colour[channel]) * share * row * 1.2).min(255.0) as u8;
        }
        Rgb(shown)
    })
}

/// A lamp mirrored on the photographed card: white in the middle, fading out at `radius` pixels.
pub fn with_glare(photo: &RgbImage, [x, y]: [u32; 2], radius: f32) -> RgbImage {
    let mut lit = photo.clone();
    for (column, row, Rgb(colour)) in lit.enumerate_pixels_mut() {
        let (dx, dy) = (column as f32 - x as f32, row as f32 - y as f32);
        let light = 600.0 * (-(dx * dx + dy * dy) / (radius * radius)).exp();
        for value in colour {
            *value = (f32::from(*value) + light).min(255.0) as u8;
        }
    }
    lit
}

/// The photograph without `share` of its width (or height) at one edge, so that the card runs out of it.
pub fn cut(photo: &RgbImage, edge: Edge, share: f32) -> RgbImage {
    let (width, height) = photo.dimensions();
    let lost = |length: u32| (length as f32 * share.clamp(0.0, 0.9)) as u32;
    let (x, y, w, h) = match edge {
        Edge::Left => (lost(width), 0, width - lost(width), height),
        Edge::Right => (0, 0, width - lost(width), height),
        Edge::Top => (0, lost(height), width, height - lost(height)),
        Edge::Bottom => (0, 0, width, height - lost(height)),
    };
    crop_imm(photo, x, y, w, h).to_image()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> RgbImage {
        RgbImage::from_fn(60, 40, |x, y| Rgb([(4 * x) as u8, (6 * y) as u8, 120]))
    }

    #[test]
    fn a_copy_has_no_colour_and_keeps_light_and_dark() {
        let copy = grey_copy(&card());
        assert!(copy.pixels().all(|Rgb([r, g, b])| r == g && g == b));
        assert!(copy.get_pixel(59, 39)[0] > copy.get_pixel(0, 0)[0] + 100);
    }

    #[test]
    fn a_screen_has_stripes_and_lines() {
        let screen = on_screen(&RgbImage::from_pixel(4, 4, Rgb([100, 100, 100])));
        assert_eq!(screen.dimensions(), (12, 12));
        assert!(screen.get_pixel(0, 0)[0] > screen.get_pixel(1, 0)[0], "the first stripe is red");
        assert!(screen.get_pixel(0, 0)[0] > screen.get_pixel(0, 2)[0], "the third line is dark");
    }

    #[test]
    fn glare_is_white_in_its_middle_and_gone_far_away() {
        let lit = with_glare(&card(), [10, 10], 5.0);
        assert_eq!(lit.get_pixel(10, 10).0, [255; 3]);
        assert_eq!(lit.get_pixel(59, 39), card().get_pixel(59, 39));
    }

    #[test]
    fn a_cut_takes_its_edge_away() {
        assert_eq!(cut(&card(), Edge::Left, 0.5).get_pixel(0, 0), card().get_pixel(30, 0));
        assert_eq!(cut(&card(), Edge::Bottom, 0.25).dimensions(), (60, 30));
    }
}
