//! The screenshot of a paid order, as a payment app's 订单详情 would show it; drawn neutrally, nobody's brand.

use image::{Rgb, RgbImage};

use crate::fonts::{Fonts, bold, regular};
use crate::sheet::{Ink, Sheet};

/// Width and height of the screenshot in pixels.
pub const SCREEN: [u32; 2] = [1080, 2100];

const MARK: &str = "演示 非真实付款";
const INK: Ink = [25, 25, 28];
const GREY: Ink = [128, 128, 134];
const LINE: Ink = [228, 228, 232];
const LABEL_LEFT: f32 = 60.0;
const VALUE_LEFT: f32 = 300.0;
/// Widest value; longer ones go on in the next line.
const VALUE_WIDTH: f32 = 720.0;

/// What the screenshot shows.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Paid amount in fen; shown in yuan with a minus, as money that left.
    pub amount_fen: u64,
    /// 商户全称
    pub payee: String,
    /// 商品
    pub item: String,
    /// 支付时间, as shown: `2026-11-23 10:15:30`
    pub paid_at: String,
    /// 交易单号, 28 digits
    pub transaction: String,
    /// 商户单号
    pub merchant_order: String,
}

/// The screenshot, [`SCREEN`] pixels.
pub fn draw_receipt(receipt: &Receipt, fonts: &Fonts) -> RgbImage {
    let mut sheet = Sheet::new(RgbImage::from_pixel(SCREEN[0], SCREEN[1], Rgb([255; 3])), fonts);
    let middle = SCREEN[0] as f32 / 2.0;
    sheet.block([0.0, 0.0, SCREEN[0] as f32, 210.0], 0.0, [244, 244, 247]);
    sheet.centred(bold(48.0), [middle, 112.0], INK, "订单详情");
    draw_mark(&mut sheet, 240.0);
    sheet.disc([middle, 440.0], 64.0, [88, 120, 168]);
    let initial: String = receipt.payee.chars().take(1).collect();
    sheet.centred(bold(64.0), [middle, 393.0], [255; 3], &initial);
    sheet.centred(regular(44.0), [middle, 530.0], INK, &receipt.payee);
    let amount = format!("-{}.{:02}", receipt.amount_fen / 100, receipt.amount_fen % 100);
    sheet.centred(bold(92.0), [middle, 610.0], INK, &amount);
    let end = draw_rows(&mut sheet, receipt, 800.0);
    sheet.block([LABEL_LEFT, end + 20.0, SCREEN[0] as f32 - LABEL_LEFT, end + 22.0], 0.0, LINE);
    draw_mark(&mut sheet, SCREEN[1] as f32 - 170.0);
    sheet.picture
}

/// The labelled rows, downwards from `top`; gives where they end.
fn draw_rows(sheet: &mut Sheet<'_>, receipt: &Receipt, top: f32) -> f32 {
    sheet.block([LABEL_LEFT, top - 40.0, SCREEN[0] as f32 - LABEL_LEFT, top - 38.0], 0.0, LINE);
    let mut y = top;
    for (label, value) in [
        ("当前状态", "支付成功"),
        ("商品", &receipt.item),
        ("商户全称", &receipt.payee),
        ("支付时间", &receipt.paid_at),
        ("支付方式", "零钱"),
        ("交易单号", &receipt.transaction),
        ("商户单号", &receipt.merchant_order),
    ] {
        sheet.text(regular(40.0), [LABEL_LEFT, y], GREY, label);
        let lines = sheet.paragraph(regular(40.0), [VALUE_LEFT, y], (VALUE_WIDTH, 62.0), INK, value);
        y += 62.0 * lines as f32 + 44.0;
    }
    y
}

/// A band across the screen that says what this is.
fn draw_mark(sheet: &mut Sheet<'_>, top: f32) {
    let (left, right) = (LABEL_LEFT, SCREEN[0] as f32 - LABEL_LEFT);
    sheet.block([left, top, right, top + 90.0], 20.0, [253, 236, 208]);
    sheet.centred(bold(44.0), [f32::midpoint(left, right), top + 12.0], [150, 66, 20], MARK);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_receipt() -> Receipt {
        Receipt {
            amount_fen: 10_000,
            payee: "示例大学".to_owned(),
            item: "成人高等教育学士学位外语水平考试费".to_owned(),
            paid_at: "2026-11-23 10:15:30".to_owned(),
            transaction: "4200009999202611230000000001".to_owned(),
            merchant_order: "DEMO202611230001".to_owned(),
        }
    }

    #[test]
    fn a_receipt_is_drawn_the_same_every_time_and_shows_its_amount() {
        let fonts = Fonts::load().unwrap();
        let picture = draw_receipt(&a_receipt(), &fonts);
        assert_eq!([picture.width(), picture.height()], SCREEN);
        assert_eq!(picture, draw_receipt(&a_receipt(), &fonts));
        assert_ne!(picture, draw_receipt(&Receipt { amount_fen: 12_050, ..a_receipt() }, &fonts));
    }
}
