//! 样本 resident identity cards: laid out like the real one so that a reader can be tried on them, printed in other
//! colours, without its emblem and security features, and marked on both sides.

pub mod flaw;
mod ground;
mod photo;
pub mod screen;

pub use photo::{PHOTO, photograph};

use domain::document::{IdNumber, Sex};
use image::RgbImage;
use image::imageops::{FilterType, crop_imm, overlay, resize};
use time::Date;

use crate::fonts::{Fonts, bold, regular};
use crate::sheet::{Ink, Sheet};

/// Width and height of a card in pixels, 300 to the inch.
pub const CARD: [u32; 2] = [1012, 638];

/// Stands on both sides, away from every field.
const MARK: &str = "样本 SPECIMEN 非真实证件";
const MARK_INK: Ink = [178, 58, 58];
const LABEL_INK: Ink = [58, 112, 160];
const VALUE_INK: Ink = [28, 26, 30];

/// Left, top, width and height of the portrait on the front.
const PORTRAIT: [u32; 4] = [640, 92, 300, 366];

/// What the front says.
#[derive(Clone, Debug)]
pub struct FrontFields {
    /// 姓名
    pub name: String,
    /// 性别
    pub sex: Sex,
    /// 民族, without 族
    pub nation: String,
    /// 出生
    pub birth: Date,
    /// 住址
    pub address: String,
    /// 公民身份号码; printed as it is, right or wrong.
    pub number: String,
}

impl FrontFields {
    /// A front whose sex and birth follow from the number; 民族 is 汉.
    pub fn new(name: &str, number: &IdNumber, address: &str) -> Self {
        Self {
            name: name.to_owned(),
            sex: number.sex(),
            nation: "汉".to_owned(),
            birth: number.birth(),
            address: address.to_owned(),
            number: number.expose().to_owned(),
        }
    }
}

/// What the back says.
#[derive(Clone, Debug)]
pub struct BackFields {
    /// 签发机关
    pub issuer: String,
    /// 有效期限, as printed: `2020.01.01-2040.01.01` or `2020.01.01-长期`
    pub valid: String,
}

/// The front, [`CARD`] pixels. The portrait may have any size; its middle is cut to the card's shape.
pub fn draw_front(fields: &FrontFields, portrait: &RgbImage, fonts: &Fonts) -> RgbImage {
    let mut sheet = Sheet::new(ground::front(), fonts);
    for (x, y, label) in [
        (70.0, 78.0, "姓 名"),
        (70.0, 158.0, "性 别"),
        (268.0, 158.0, "民 族"),
        (70.0, 236.0, "出 生"),
        (290.0, 236.0, "年"),
        (390.0, 236.0, "月"),
        (480.0, 236.0, "日"),
        (70.0, 318.0, "住 址"),
        (70.0, 548.0, "公民身份号码"),
    ] {
        sheet.text(regular(30.0), [x, y], LABEL_INK, label);
    }
    let sex = match fields.sex {
        Sex::Male => "男",
        Sex::Female => "女",
    };
    let value = regular(36.0);
    sheet.text(regular(42.0), [178.0, 68.0], VALUE_INK, &fields.name);
    sheet.text(value, [178.0, 153.0], VALUE_INK, sex);
    sheet.text(value, [374.0, 153.0], VALUE_INK, &fields.nation);
    draw_birth(&mut sheet, fields.birth);
    sheet.paragraph(value, [178.0, 312.0], (410.0, 52.0), VALUE_INK, &fields.address);
    let digits = (0_u8..).zip(fields.number.chars());
    for (i, digit) in digits {
        let x = 340.0 + 33.0 * f32::from(i);
        sheet.text(bold(44.0), [x, 540.0], VALUE_INK, digit.encode_utf8(&mut [0; 4]));
    }
    let [left, top, width, height] = PORTRAIT;
    let portrait = cut_to(portrait, width, height);
    overlay(&mut sheet.picture, &portrait, left.into(), top.into());
    sheet.text(bold(24.0), [330.0, 18.0], MARK_INK, MARK);
    sheet.picture
}

fn draw_birth(sheet: &mut Sheet<'_>, birth: Date) {
    let value = regular(36.0);
    let (month, day) = (u8::from(birth.month()), birth.day());
    // One digit stands a little further right than two.
    let left = |number: u8, one: f32, two: f32| if number < 10 { one } else { two };
    sheet.text(value, [178.0, 231.0], VALUE_INK, &birth.year().to_string());
    sheet.text(value, [left(month, 338.0, 332.0), 231.0], VALUE_INK, &month.to_string());
    sheet.text(value, [left(day, 432.0, 428.0), 231.0], VALUE_INK, &day.to_string());
}

/// The back, [`CARD`] pixels.
pub fn draw_back(fields: &BackFields, fonts: &Fonts) -> RgbImage {
    let mut sheet = Sheet::new(ground::back(), fonts);
    sheet.disc([150.0, 140.0], 80.0, [196, 60, 50]);
    sheet.disc([150.0, 140.0], 70.0, [206, 84, 70]);
    sheet.centred(bold(56.0), [150.0, 99.0], [246, 226, 160], "样本");
    sheet.text(bold(50.0), [330.0, 70.0], VALUE_INK, "中 华 人 民 共 和 国");
    sheet.text(bold(76.0), [310.0, 160.0], VALUE_INK, "居 民 身 份 证");
    for (y, label, value) in [(456.0, "签发机关", &fields.issuer), (536.0, "有效期限", &fields.valid)]
    {
        sheet.text(bold(30.0), [196.0, y], VALUE_INK, label);
        sheet.text(regular(36.0), [352.0, y - 4.0], VALUE_INK, value);
    }
    sheet.text(bold(24.0), [330.0, 18.0], MARK_INK, MARK);
    sheet.picture
}

/// The largest part of the picture with this shape, from its top and the middle of its width, in this size.
fn cut_to(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let (w, h) = picture.dimensions();
    let cut_w = w.min(h * width / height).max(1);
    let cut_h = h.min(cut_w * height / width).max(1);
    let cut = crop_imm(picture, (w - cut_w) / 2, 0, cut_w, cut_h).to_image();
    resize(&cut, width, height, FilterType::Lanczos3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::invent;

    fn front_of(seed: u64) -> RgbImage {
        let portrait = RgbImage::from_pixel(358, 441, image::Rgb([120, 90, 80]));
        draw_front(&invent(seed).front(), &portrait, &Fonts::load().unwrap())
    }

    #[test]
    fn a_card_is_drawn_the_same_every_time_and_differs_between_people() {
        let front = front_of(1);
        assert_eq!([front.width(), front.height()], CARD);
        assert_eq!(front, front_of(1));
        assert_ne!(front, front_of(2));
    }

    #[test]
    fn a_portrait_of_any_shape_fills_its_place() {
        for (w, h) in [(358, 441), (640, 480), (300, 900), (1, 1)] {
            let cut = cut_to(&RgbImage::new(w, h), 300, 366);
            assert_eq!(cut.dimensions(), (300, 366));
        }
    }

    #[test]
    fn both_sides_carry_the_red_mark() {
        let back = draw_back(&invent(3).back(), &Fonts::load().unwrap());
        assert_eq!([back.width(), back.height()], CARD);
        for side in [front_of(3), back] {
            let band = crop_imm(&side, 330, 18, 340, 36).to_image();
            let red = band.pixels().filter(|p| p[0] > p[1].saturating_add(60)).count();
            assert!(red > 1000, "{red} red pixels where the mark belongs");
        }
    }

    #[test]
    fn a_photograph_follows_from_card_and_seed() {
        let front = front_of(4);
        let photo = photograph(&front, 9);
        assert_eq!([photo.width(), photo.height()], PHOTO);
        assert_eq!(photo, photograph(&front, 9));
        assert_ne!(photo, photograph(&front, 10));
    }
}
