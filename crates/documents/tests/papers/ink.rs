//! What is printed where no printer prints.

use image::{GrayImage, Luma};

/// Whether anything is printed in a margin of so many whole millimetres of an A4 sheet at the left, right and bottom.
pub fn ink_beyond_margins(picture: &GrayImage, margin: u32) -> bool {
    let dots = margin * picture.width() / 210;
    let (width, height) = picture.dimensions();
    let is_ink = |(_, _, pixel): &(u32, u32, &Luma<u8>)| pixel.0[0] < 0xC0;
    picture
        .enumerate_pixels()
        .filter(is_ink)
        .any(|(x, y, _)| x < dots || x >= width - dots || y >= height - dots)
}
