//! 缴费 and 上传凭证.

use domain::id::{ExamId, ProofId, RegistrationId};
use domain::instant::{Instant, Window};
use domain::money::Fen;
use domain::registration::ReturnReason;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::registration::api::Road;
use crate::ui::browser::Family;
use crate::wire::{Fresh, Json};

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
    /// 收款单位; empty where the school does not name it.
    pub payee: String,
    /// The school's payment page, where it has one that a browser opens.
    pub link: Option<String>,
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
    /// Telephone for help.
    pub hotline: String,
}

/// What can be done with the proof now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofStage {
    /// It is due, can be replaced, or was sent back.
    Open,
    /// The pay window has closed; the finance office looks at what comes now.
    Late,
    /// Nothing is to be handed in any more.
    Done,
}

/// 上传凭证
#[derive(Clone, Serialize, Deserialize)]
pub struct ProofView {
    /// Top of the page.
    pub road: Road,
    /// 应缴
    pub fee: Fen,
    /// Until when.
    pub until: Instant,
    /// 姓名, which the payer's must equal.
    pub name: String,
    /// 手机号, which the payer's must equal.
    pub phone: String,
    /// What can be done.
    pub stage: ProofStage,
    /// The proof that is there; it is offered as it is.
    pub last: Option<ProofId>,
    /// Why it was sent back.
    pub sent_back: Option<ReturnReason>,
}

/// 提交成功
#[derive(Clone, Serialize, Deserialize)]
pub struct SubmittedView {
    /// Top of the page.
    pub road: Road,
    /// When the proof came, or what is reviewed before it.
    pub at: Instant,
    /// Whether the fee is due only after the review (C17).
    pub pays_later: bool,
    /// When the review will be done.
    pub review: Window,
    /// The reader's browser.
    pub browser: Family,
}

/// 缴费
#[server(endpoint = "payment", output = Json, client = Fresh)]
pub async fn load_payment(id: RegistrationId) -> Result<PaymentView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let (seen, account) = service::payment::load_payment(&cx, &candidate, &id).await?;
    Ok(PaymentView {
        road: Road::of(&seen),
        fee: seen.exam.fee.amount,
        item: seen.exam.fee.item.clone(),
        payee: seen.exam.fee.payee.clone(),
        link: seen.exam.fee.page().map(str::to_owned),
        pay: seen.exam.windows.pay,
        exam_id: seen.exam.id.clone(),
        now: cx.now(),
        name: account.name.expose().to_owned(),
        phone: account.phone.expose().to_owned(),
        number: account.number.expose().to_owned(),
        hotline: cx.school().hotline.clone(),
    })
}

/// 上传凭证
#[server(endpoint = "payment/proof", output = Json, client = Fresh)]
pub async fn load_proof(id: RegistrationId) -> Result<ProofView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let page = service::payment::load_proof(&cx, &candidate, &id).await?;
    let windows = page.seen.exam.windows;
    let sent_back = page.seen.registration.state.sent_back();
    Ok(ProofView {
        road: Road::of(&page.seen),
        fee: page.seen.exam.fee.amount,
        until: if sent_back.is_some() { windows.review.end } else { windows.pay.end },
        name: page.account.name.expose().to_owned(),
        phone: page.account.phone.expose().to_owned(),
        stage: match page.stage {
            service::payment::ProofStage::Open => ProofStage::Open,
            service::payment::ProofStage::Late => ProofStage::Late,
            service::payment::ProofStage::Done => ProofStage::Done,
        },
        last: page.last.map(|proof| proof.id),
        sent_back,
    })
}

/// 提交成功
#[server(endpoint = "payment/submitted", output = Json, client = Fresh)]
pub async fn load_submitted(id: RegistrationId) -> Result<SubmittedView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let (seen, at) = service::registration::load_submitted(&cx, &candidate, &id).await?;
    Ok(SubmittedView {
        road: Road::of(&seen),
        at,
        pays_later: seen.registration.payment == domain::payment::PaymentState::None,
        review: seen.exam.windows.review,
        browser: browser(),
    })
}
