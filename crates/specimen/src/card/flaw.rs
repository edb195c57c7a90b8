//! What goes wrong when people photograph cards: a copy without colours, a reflection, an edge outside.

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
