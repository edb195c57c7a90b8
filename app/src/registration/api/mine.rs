//! 我的报名: list, detail, giving up.

use domain::face::FaceCheck;
use domain::id::{ExamId, RegistrationId};
use domain::identity::Identity;
use domain::instant::{Instant, Window};
use domain::money::Fen;
use domain::payment::PaymentState;
use domain::registration::{Answers, Changed, Event, State, Step, WayOut};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Road;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// A line of 我的报名.
#[derive(Clone, Serialize, Deserialize)]
pub struct RegistrationCard {
    /// Identifier.
    pub id: RegistrationId,
    /// Title of the exam.
    pub exam: String,
    /// Where it stands.
    pub state: State,
    /// The step to go on with.
    pub step: Step,
    /// When it was begun.
    pub created: Instant,
}

/// 报名详情
#[derive(Clone, Serialize, Deserialize)]
pub struct RegistrationView {
    /// Top of the page.
    pub road: Road,
    /// Which exam.
    pub exam_id: ExamId,
    /// Where it stands.
    pub state: State,
    /// Where the real-name check stands.
    pub identity: Identity,
    /// Where the face check stands.
    pub face: FaceCheck,
    /// Where its payment stands.
    pub payment: PaymentState,
    /// Name of the chosen subject.
    pub subject: Option<String>,
    /// Name and address of the site.
    pub site: Option<(String, String)>,
    /// What was chosen.
    pub answers: Option<Answers>,
    /// What goes back to review.
    pub changed: Vec<Changed>,
    /// What it costs.
    pub fee: Fen,
    /// Until when the fee is taken.
    pub pay: Window,
    /// Until when it is reviewed.
    pub review: Window,
    /// When tickets can be downloaded.
    pub ticket: Window,
    /// When scores can be read.
    pub score: Window,
    /// Until when 报考信息 may be changed, if it may.
    pub change_until: Option<Instant>,
    /// What giving it up means now.
    pub way_out: WayOut,
    /// Since when a request to withdraw waits.
    pub withdrawal: Option<Instant>,
    /// Whether a proof was handed in.
    pub has_proof: bool,
    /// Whether another registration for this exam may begin now.
    pub may_begin_again: bool,
    /// What happened, the newest last.
    pub timeline: Vec<(Instant, Event)>,
    /// The server's clock.
    pub now: Instant,
    /// Telephone for help.
    pub hotline: String,
}

/// What giving a registration up means.
#[derive(Clone, Serialize, Deserialize)]
pub struct WithdrawView {
    /// Top of the page.
    pub road: Road,
    /// What it means now.
    pub way_out: WayOut,
    /// Whether a request waits already.
    pub requested: bool,
}

/// 我的报名
#[server(endpoint = "registration/list", output = Json, client = Fresh)]
pub async fn load_registrations() -> Result<Vec<RegistrationCard>, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let list = service::registration::list(&cx, &candidate).await?;
    Ok(list
        .into_iter()
        .map(|seen| RegistrationCard {
            step: seen.step(),
            id: seen.registration.id,
            exam: seen.exam.shown_title(),
            state: seen.registration.state,
            created: seen.registration.created,
        })
        .collect())
}

/// 报名详情, with its timeline.
#[server(endpoint = "registration/detail", output = Json, client = Fresh)]
pub async fn load_registration(id: RegistrationId) -> Result<RegistrationView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let detail = service::registration::load_detail(&cx, &candidate, &id).await?;
    let (seen, now) = (detail.seen, detail.now);
    let answers = seen.registration.answers.as_ref();
    let subject = answers.and_then(|answers| seen.exam.subject(&answers.subject));
    let site = answers.and_then(|answers| seen.exam.site(answers.site.as_deref()?));
    Ok(RegistrationView {
        road: Road::of(&seen),
        subject: subject.map(|subject| subject.name.clone()),
        site: site.map(|site| (site.name.clone(), site.address.clone())),
        change_until: seen.registration.may_change_until(&seen.exam, now).ok(),
        way_out: seen.registration.way_out(),
        may_begin_again: seen.registration.state.is_over() && seen.exam.windows.register.contains(now),
        state: seen.registration.state,
        identity: seen.identity,
        face: seen.registration.face,
        payment: seen.registration.payment,
        answers: seen.registration.answers,
        changed: seen.registration.changed,
        fee: seen.exam.fee.amount,
        pay: seen.exam.windows.pay,
        review: seen.exam.windows.review,
        ticket: seen.exam.windows.ticket,
        score: seen.exam.windows.score,
        exam_id: seen.exam.id,
        withdrawal: detail.withdrawal,
        has_proof: detail.has_proof,
        timeline: detail.timeline,
        now,
        hotline: cx.school().hotline.clone(),
    })
}

/// What giving it up means now.
#[server(endpoint = "registration/withdrawal", output = Json, client = Fresh)]
pub async fn load_withdrawal(id: RegistrationId) -> Result<WithdrawView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let detail = service::registration::load_detail(&cx, &candidate, &id).await?;
    Ok(WithdrawView {
        road: Road::of(&detail.seen),
        way_out: detail.seen.registration.way_out(),
        requested: detail.withdrawal.is_some(),
    })
}

/// 放弃 or 退出: nothing was paid, so it ends at once.
#[server(endpoint = "registration/withdraw", output = Json)]
pub async fn withdraw(id: RegistrationId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::registration::withdraw(&cx, &candidate, &id).await?;
    redirect(&paths::registration(&id));
    Ok(())
}

/// 申请退出: paid, so staff decide.
#[server(endpoint = "registration/withdrawal/request", output = Json)]
pub async fn request_withdrawal(id: RegistrationId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::registration::request_withdrawal(&cx, &candidate, &id).await?;
    redirect(&paths::registration(&id));
    Ok(())
}

/// 撤回退出申请
#[server(endpoint = "registration/withdrawal/take-back", output = Json)]
pub async fn take_withdrawal_back(id: RegistrationId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::registration::take_withdrawal_back(&cx, &candidate, &id).await?;
    redirect(&paths::registration(&id));
    Ok(())
}
