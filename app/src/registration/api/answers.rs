//! 报考信息: loading, keeping what is typed, confirming, changing.

use domain::exam::{Offer, PaymentOrder};
use domain::id::RegistrationId;
use domain::instant::Instant;
use domain::money::Fen;
use domain::registration::{AnswersForm, Refusal};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Road;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// What can be done with 报考信息 now.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswersStage {
    /// It is being filled in.
    Confirm,
    /// It was confirmed and may be changed.
    Change {
        /// Until when.
        until: Instant,
    },
    /// It stays as it is.
    Fixed(Refusal),
}

/// 报考信息
#[derive(Clone, Serialize, Deserialize)]
pub struct AnswersView {
    /// Top of the page.
    pub road: Road,
    /// 姓名
    pub name: String,
    /// 证件号, in groups; its owner reads it back here.
    pub number: String,
    /// 手机号
    pub phone: String,
    /// 考生类型
    pub candidate_type: Option<String>,
    /// 考生专业
    pub major: Option<String>,
    /// What can be chosen, and why not the rest.
    pub offer: Offer,
    /// What was typed or chosen before.
    pub form: AnswersForm,
    /// What it will cost.
    pub fee: Fen,
    /// Whether the fee is due before the review or after it.
    pub order: PaymentOrder,
    /// What can be done.
    pub stage: AnswersStage,
    /// Whether an order screenshot is there, which a change keeps.
    pub has_proof: bool,
    /// Why the exam's roster lets it not be handed in, in the school's words.
    pub barred: Option<String>,
}

/// 报考信息
#[server(endpoint = "registration/answers", output = Json, client = Fresh)]
pub async fn load_answers(id: RegistrationId) -> Result<AnswersView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let filled = service::registration::load_answers(&cx, &candidate, &id).await?;
    let draft = filled.seen.registration.state == domain::registration::State::Draft;
    Ok(AnswersView {
        road: Road::of(&filled.seen),
        name: filled.account.name.expose().to_owned(),
        number: filled.account.number.grouped(),
        phone: filled.account.phone.expose().to_owned(),
        candidate_type: filled.account.candidate_type,
        major: filled.account.major,
        offer: filled.offer,
        form: filled.form,
        fee: filled.seen.exam.fee.amount,
        order: filled.seen.exam.rules.order,
        stage: match filled.change {
            _ if draft => AnswersStage::Confirm,
            Ok(until) => AnswersStage::Change { until },
            Err(refusal) => AnswersStage::Fixed(refusal),
        },
        has_proof: filled.has_proof,
        barred: filled.barred,
    })
}

/// Keeps what was typed so far, for this phone and any other.
#[server(endpoint = "registration/draft", output = Json)]
pub async fn save_draft(
    id: RegistrationId,
    #[server(default)] subject: String,
    #[server(default)] site: String,
    #[server(default)] enrolment: String,
    #[server(default)] thesis: String,
    #[server(default)] graduation: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let form = AnswersForm { subject, site, enrolment, thesis, graduation };
    Ok(service::registration::save_draft(&cx, &candidate, &id, &form).await?)
}

/// 提交报名: confirms the finished draft; payment comes next, or the review.
#[server(endpoint = "registration/confirm", output = Json)]
pub async fn confirm(
    id: RegistrationId,
    #[server(default)] subject: String,
    #[server(default)] site: String,
    #[server(default)] enrolment: String,
    #[server(default)] thesis: String,
    #[server(default)] graduation: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let form = AnswersForm { subject, site, enrolment, thesis, graduation };
    service::registration::confirm(&cx, &candidate, &id, &form).await?;
    let seen = service::registration::load(&cx, &candidate, &id).await?;
    redirect(&paths::step(&id, seen.step()));
    Ok(())
}

/// 修改报考信息: the payment and its proof stay.
#[server(endpoint = "registration/change", output = Json)]
pub async fn change_answers(
    id: RegistrationId,
    #[server(default)] subject: String,
    #[server(default)] site: String,
    #[server(default)] enrolment: String,
    #[server(default)] thesis: String,
    #[server(default)] graduation: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let form = AnswersForm { subject, site, enrolment, thesis, graduation };
    service::registration::change(&cx, &candidate, &id, &form).await?;
    redirect(&paths::registration(&id));
    Ok(())
}
