//! Reads a QR code on a picture: a school's own payment code.

use crate::pixels::Picture;

/// Why no QR code was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QrProblem {
    /// There is none, or none that is whole and sharp enough.
    #[error("no QR code can be read on it")]
    None,
    /// There are several, which say different things.
    #[error("more than one QR code is on it")]
    Several,
}

/// What the one QR code on the picture says.
pub fn read_qr(picture: &Picture) -> Result<String, QrProblem> {
    let width = picture.width();
    let grey = |x: usize, y: usize| {
        let at = (y * width + x) * 3;
        let [red, green, blue] = [0, 1, 2].map(|channel| u32::from(picture.rgb()[at + channel]));
        // Of three bytes, weighted as the eye does (ITU-R BT.601): at most 255 again.
        u8::try_from((299 * red + 587 * green + 114 * blue) / 1_000).unwrap_or(u8::MAX)
    };
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, picture.height(), grey);
    let grids = prepared.detect_grids();
    let mut texts: Vec<String> =
        grids.iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect();
    texts.dedup();
    match texts.len() {
        0 => Err(QrProblem::None),
        1 => texts.pop().ok_or(QrProblem::None),
        _ => Err(QrProblem::Several),
    }
}
