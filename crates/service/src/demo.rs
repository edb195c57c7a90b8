//! What only the demo does. Every use case here answers [`Error::NotFound`] unless demo mode was asked for.

mod seed;
mod staff;

use domain::form::{Field, PhotoProblem, Problem};
use domain::id::{ExamId, LetterId};
use domain::instant::Instant;
use domain::money::Fen;
use domain::person::Phone;
use store::account::Account;

pub use seed::seed;
pub use staff::first_staff;

use crate::jobs::Letter;
use crate::{Candidate, Cx, Error, random};

/// Messages shown on the demo page.
const SHOWN: i64 = 20;

/// The newest messages: to whom, what, when.
pub async fn messages(cx: &Cx) -> Result<Vec<(Phone, String, Instant)>, Error> {
    must_be_demo(cx)?;
    Ok(cx.store().read(async |r| store::demo::list_messages(r, SHOWN).await).await?)
}

/// Whose specimen card is to be drawn.
pub async fn account(cx: &Cx, who: &Candidate) -> Result<Account, Error> {
    must_be_demo(cx)?;
    crate::account::load(cx, who).await
}

/// The phone of the demo: a page.
pub(crate) async fn receive_message(cx: &Cx, letter: &Letter) -> Result<(), Error> {
    let now = cx.now();
    let id = LetterId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    let (phone, text) = (&letter.phone, letter.text.as_str());
    Ok(cx.store().write(async |tx| store::demo::insert_message(tx, &id, phone, text, now).await).await?)
}

/// Refuses what only the demo does.
pub fn must_be_demo(cx: &Cx) -> Result<(), Error> {
    if cx.is_demo() { Ok(()) } else { Err(Error::NotFound) }
}

/// A random secret that names something for whoever was told it.
pub fn secret() -> Result<String, Error> {
    random::token()
}

/// A snapshot from somebody's camera, decoded within the limits of an upload.
pub async fn decode_snapshot(cx: &Cx, bytes: Vec<u8>) -> Result<image::RgbImage, Error> {
    must_be_demo(cx)?;
    let refused = || Error::field(Field::Front, Problem::Photo(PhotoProblem::Damaged));
    let picture = cx
        .see(move |_engine| vision::decode_upload(&bytes, vision::UploadLimits::default()))
        .await?
        .map_err(|_| refused())?;
    let size = |edge: usize| u32::try_from(edge).unwrap_or_default();
    let (width, height) = (size(picture.width()), size(picture.height()));
    image::RgbImage::from_raw(width, height, picture.rgb().to_vec()).ok_or_else(refused)
}

/// What the pretended payment page would have taken.
pub struct Order {
    /// The fee.
    pub amount: Fen,
    /// Who got it.
    pub payee: String,
    /// 缴费项目
    pub item: String,
    /// `2026-11-23 10:15:30`, in Shanghai.
    pub paid_at: String,
    /// 交易单号, 28 digits that begin like those of `WeChat`.
    pub transaction: String,
    /// 商户单号
    pub merchant_order: String,
}

/// Pretends that the fee of this exam was paid just now.
pub async fn order(cx: &Cx, exam: &ExamId) -> Result<Order, Error> {
    must_be_demo(cx)?;
    let exam = cx.store().read(async |r| store::exam::find(r, exam).await).await?.ok_or(Error::NotFound)?;
    let now = cx.now().in_shanghai();
    let day = format!("{:04}{:02}{:02}", now.year(), u8::from(now.month()), now.day());
    Ok(Order {
        amount: exam.fee.amount,
        payee: cx.school().name.clone(),
        item: exam.fee.item,
        paid_at: format!("{}:{:02}", cx.now().to_minute(), now.second()),
        transaction: format!("4200009999{day}{}", random::digits(10)?),
        merchant_order: format!("DEMO{day}{}", random::digits(8)?),
    })
}
