//! How sharp a part of a picture is.

use std::ops::Range;

/// Variance of the Laplacian (4 × pixel − its four neighbours) inside `columns` × `rows`, borders left out: the common
/// measure of sharpness. `luma` has rows of `width`.
pub(crate) fn laplacian_variance(
    luma: &[f32],
    width: usize,
    columns: Range<usize>,
    rows: Range<usize>,
) -> f32 {
    let (mut sum, mut squares, mut count) = (0.0_f64, 0.0_f64, 0.0_f64);
    for y in rows.start + 1..rows.end.saturating_sub(1) {
        for x in columns.start + 1..columns.end.saturating_sub(1) {
            let at = y * width + x;
            let edge = 4.0 * luma[at] - luma[at - 1] - luma[at + 1] - luma[at - width] - luma[at + width];
            sum += f64::from(edge);
            squares += f64::from(edge * edge);
            count += 1.0;
        }
    }
    if count == 0.0 { 0.0 } else { (squares / count - (sum / count).powi(2)) as f32 }
}
