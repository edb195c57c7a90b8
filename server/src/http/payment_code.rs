//! The payment code as a picture to keep: the QR code of the school's link, with school, item and amount in words, so that
//! whoever finds it in their album knows what it is. Nothing personal is in it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use app::error::AppError;
use app::ssr::{Cx, Display};
use app::words::payment as words;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use domain::exam::Fee;
use domain::id::ExamId;
use image::{GrayImage, ImageFormat, Luma};
use qrcode::QrCode;
use specimen::fonts::{Fonts, Style, bold, regular};

use super::download::picture;
use super::fonts::fonts;

/// Pixels of one module of the code: scanned from the album it must survive the shrinking that chat programs do.
const MODULE_PX: u32 = 12;

/// Narrowest picture, in pixels: a line of twenty hanzi fits into it.
const WIDTH_PX: u32 = 720;

/// Space around everything, in pixels.
const MARGIN_PX: u32 = 40;

/// Drawn codes that are kept: one per exam is asked for by everybody who pays.
const KEPT: usize = 8;

/// How long a browser may keep the picture: it changes only when the school changes its link.
const CACHE: &str = "private, max-age=300";

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What the picture says.
#[derive(Clone, PartialEq)]
struct Said {
    school: String,
    fee: Fee,
    /// In the language of whoever asks.
    note: &'static str,
}

/// What was drawn lately, the newest first.
static DRAWN: Mutex<VecDeque<(Said, Bytes)>> = Mutex::new(VecDeque::new());

/// The payment code of a published exam.
pub async fn payment_code(State(cx): State<Cx>, asked: HeaderMap, Path(id): Path<ExamId>) -> Response {
    let note = Display::of(&asked).with(words::code_note);
    let code = async {
        let fee = service::exam::fee(&cx, &id).await?;
        let said = Said { school: cx.school().name.clone(), fee, note };
        Ok::<_, AppError>(drawn(said).await?)
    };
    let mut response = picture(code.await.map(|bytes| bytes.to_vec()), "image/png");
    if response.status().is_success() {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
    }
    response
}

async fn drawn(said: Said) -> Result<Bytes, service::Error> {
    if let Some(bytes) = kept(&said) {
        return Ok(bytes);
    }
    let drawn = tokio::task::spawn_blocking({
        let said = said.clone();
        move || png(&said)
    });
    let bytes: Bytes =
        drawn.await.map_err(service::Error::internal)?.map_err(service::Error::internal)?.into();
    let mut kept = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    kept.truncate(KEPT - 1);
    kept.push_front((said, bytes.clone()));
    Ok(bytes)
}

fn kept(said: &Said) -> Option<Bytes> {
    let kept = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    kept.iter().find(|(drawn, _)| drawn == said).map(|(_, bytes)| bytes.clone())
}

/// Without the typeface the code stands alone: it must be there in any case.
fn png(said: &Said) -> Result<Vec<u8>, Cause> {
    let code = QrCode::new(&said.fee.link)?;
    let code = code.render::<Luma<u8>>().module_dimensions(MODULE_PX, MODULE_PX).build();
    let picture = match fonts() {
        Ok(fonts) => labelled(&code, said, fonts),
        Err(cause) => {
            tracing::warn!(%cause, "the payment code is drawn without its words");
            code
        }
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "pixels of a picture far smaller than what a float counts exactly"
)]
fn labelled(code: &GrayImage, said: &Said, fonts: &Fonts) -> GrayImage {
    let width = WIDTH_PX.max(code.width() + 2 * MARGIN_PX);
    let limit = (width - 2 * MARGIN_PX) as f32;
    let amount = said.fee.amount.to_string();
    let above = [(bold(36.0), said.school.as_str()), (regular(30.0), said.fee.item.as_str())];
    let below = [(bold(56.0), amount.as_str()), (regular(28.0), said.note)];
    let height_of = |texts: &[(Style, &str)]| -> u32 {
        texts.iter().map(|(style, text)| lines(fonts, *style, limit, text) * pitch(*style)).sum()
    };
    let height = 3 * MARGIN_PX + height_of(&above) + code.height() + height_of(&below);
    let mut sheet = GrayImage::from_pixel(width, height, Luma([255]));
    let top = set(&mut sheet, fonts, &above, MARGIN_PX, limit);
    let left = (width - code.width()) / 2;
    image::imageops::replace(&mut sheet, code, i64::from(left), i64::from(top));
    set(&mut sheet, fonts, &below, top + code.height(), limit);
    sheet
}

/// Sets the texts centred below each other from `top` on; gives where they end.
#[expect(
    clippy::cast_precision_loss,
    reason = "pixels of a picture far smaller than what a float counts exactly"
)]
fn set(sheet: &mut GrayImage, fonts: &Fonts, texts: &[(Style, &str)], top: u32, limit: f32) -> u32 {
    let mut y = top;
    for (style, text) in texts {
        for line in fonts.lines(*style, limit, text) {
            let left = (sheet.width() as f32 - fonts.width(*style, &line)) / 2.0;
            fonts.trace(*style, [left, y as f32], &line, |x, y, share| darken(sheet, x, y, share));
            y += pitch(*style);
        }
    }
    y
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share from 0 to 1 of 255")]
fn darken(sheet: &mut GrayImage, x: i32, y: i32, share: f32) {
    let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
    if x < sheet.width() && y < sheet.height() {
        let ink = 255 - (share.clamp(0.0, 1.0) * 255.0) as u8;
        let pixel = sheet.get_pixel_mut(x, y);
        pixel.0[0] = pixel.0[0].min(ink);
    }
}

fn lines(fonts: &Fonts, style: Style, limit: f32, text: &str) -> u32 {
    u32::try_from(fonts.lines(style, limit, text).len()).unwrap_or(1)
}

/// Pixels from one line to the next.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and above zero")]
fn pitch(style: Style) -> u32 {
    (style.size * 1.5) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::money::Fen;

    fn said(amount: i64) -> Said {
        Said {
            school: "示例大学继续教育学院".into(),
            fee: Fee {
                amount: Fen(amount),
                item: "成人高等教育学士学位外语水平考试费".into(),
                payee: String::new(),
                link: "https://exam.example.edu.cn/pay".into(),
            },
            note: words::code_note(),
        }
    }

    #[test]
    fn d1_the_saved_code_is_a_png_that_shows_school_and_amount() {
        let bytes = png(&said(10_000)).unwrap();
        assert!(bytes.starts_with(b"\x89PNG"));
        let picture = image::load_from_memory(&bytes).unwrap().to_luma8();
        let code = QrCode::new("https://exam.example.edu.cn/pay").unwrap();
        let code = code.render::<Luma<u8>>().module_dimensions(MODULE_PX, MODULE_PX).build();
        assert!(picture.height() > code.height() + 150, "words stand above and below the code");
        assert_ne!(bytes, png(&said(12_000)).unwrap(), "the amount is on it");
        let other = Said { school: "另一所学校".into(), ..said(10_000) };
        assert_ne!(bytes, png(&other).unwrap(), "the school is on it");
    }

    #[test]
    fn d1_the_code_on_the_saved_picture_is_whole() {
        let said = said(10_000);
        let picture = image::load_from_memory(&png(&said).unwrap()).unwrap().to_luma8();
        let code = QrCode::new(&said.fee.link).unwrap();
        let code = code.render::<Luma<u8>>().module_dimensions(MODULE_PX, MODULE_PX).build();
        let left = (picture.width() - code.width()) / 2;
        let is_at = |top: u32| {
            code.enumerate_pixels().all(|(x, y, pixel)| picture.get_pixel(left + x, top + y) == pixel)
        };
        assert!((0..picture.height() - code.height()).any(is_at));
    }
}
