//! 缴费 and 上传凭证.

use domain::id::ExamId;
use domain::id::RegistrationId;
use domain::instant::{Instant, Window};
use domain::money::Fen;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::registration::api::Road;

/// 缴费
#[derive(Clone, Serialize, Deserialize)]
pub struct PaymentView {
    /// Top of the page.
    pub road: Road,
    /// Which exam.
    pub exam_id: ExamId,
    /// 应缴
    pub fee: Fen,
    /// 缴费项目
    pub item: String,
    /// The school's payment page.
    pub link: String,
    /// The QR code of the link, an SVG without width and height.
    pub code_svg: String,
    /// Until when.
    pub pay: Window,
    /// The server's clock.
    pub now: Instant,
    /// 姓名, to copy.
    pub name: String,
    /// 手机号, to copy.
    pub phone: String,
    /// 证件号, to copy.
    pub number: String,
}

/// 上传凭证
#[derive(Clone, Serialize, Deserialize)]
pub struct ProofView {
    /// Top of the page.
    pub road: Road,
    /// 应缴
    pub fee: Fen,
    /// Until when.
    pub pay: Window,
    /// 姓名, which the payer's must equal.
    pub name: String,
    /// 手机号, which the payer's must equal.
    pub phone: String,
}

/// 提交成功
#[derive(Clone, Serialize, Deserialize)]
pub struct SubmittedView {
    /// Top of the page.
    pub road: Road,
    /// When the proof came.
    pub at: Instant,
    /// When the review will be done.
    pub review: Window,
}

/// 缴费
#[server(endpoint = "payment")]
pub async fn load_payment(id: RegistrationId) -> Result<PaymentView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let seen =
        service::registration::load_at(&cx, &candidate, &id, domain::registration::Step::Payment).await?;
    let account = service::account::load(&cx, &candidate).await?;
    Ok(PaymentView {
        road: Road::of(&seen),
        fee: seen.exam.fee.amount,
        item: seen.exam.fee.item.clone(),
        code_svg: code_svg(&seen.exam.fee.link),
        link: seen.exam.fee.link.clone(),
        pay: seen.exam.windows.pay,
        exam_id: seen.exam.id.clone(),
        now: cx.now(),
        name: account.name.expose().to_owned(),
        phone: account.phone.expose().to_owned(),
        number: account.number.expose().to_owned(),
    })
}

/// 上传凭证
#[server(endpoint = "payment/proof")]
pub async fn load_proof(id: RegistrationId) -> Result<ProofView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let seen =
        service::registration::load_at(&cx, &candidate, &id, domain::registration::Step::Payment).await?;
    let account = service::account::load(&cx, &candidate).await?;
    Ok(ProofView {
        road: Road::of(&seen),
        fee: seen.exam.fee.amount,
        pay: seen.exam.windows.pay,
        name: account.name.expose().to_owned(),
        phone: account.phone.expose().to_owned(),
    })
}

/// 提交成功
#[server(endpoint = "payment/submitted")]
pub async fn load_submitted(id: RegistrationId) -> Result<SubmittedView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let (seen, at) = service::registration::load_submitted(&cx, &candidate, &id).await?;
    Ok(SubmittedView { road: Road::of(&seen), at, review: seen.exam.windows.review })
}
