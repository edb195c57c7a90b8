//! 缴费, 上传凭证, 提交成功.

#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;
mod pay;
mod proof;
mod submitted;

pub use pay::PaymentPage;
pub use proof::ProofPage;
pub use submitted::SubmittedPage;

/// The QR code of the payment link as an SVG without width and height; empty when the link is longer than a code holds.
#[cfg(feature = "ssr")]
pub fn code_svg(link: &str) -> String {
    use qrcode::QrCode;
    use qrcode::types::Color;
    let Ok(code) = QrCode::new(link) else { return String::new() };
    let (width, quiet) = (code.width(), 4);
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", place % width + quiet, place / width + quiet));
        }
    }
    let side = width + 2 * quiet;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
         aria-hidden=\"true\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}
