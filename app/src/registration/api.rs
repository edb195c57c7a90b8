//! The road of a registration: notice, face check, exam information, and 我的报名.

use domain::exam::Subject;
use domain::face::FaceCheck;
use domain::id::{ExamId, RegistrationId};
use domain::instant::{Instant, Window};
use domain::money::Fen;
use domain::registration::{AnswersForm, Event, State, Step};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What every page of the road shows on top.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Road {
    /// The registration.
    pub id: RegistrationId,
    /// Title of the exam.
    pub exam: String,
    /// First step that is not done.
    pub step: Step,
}

/// 须知
#[derive(Clone, Serialize, Deserialize)]
pub struct NoticeView {
    /// Top of the page.
    pub road: Road,
    /// Version of the text, sent back when it is accepted.
    pub version: i64,
    /// The text as sanitised HTML.
    pub html: String,
    /// Whether it was accepted before.
    pub accepted: bool,
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
    /// Choices of 考试科目.
    pub subjects: Vec<Subject>,
    /// What was chosen before.
    pub form: AnswersForm,
    /// What it will cost.
    pub fee: Fen,
}

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
    /// Where the face check stands.
    pub face: FaceCheck,
    /// Name of the chosen subject.
    pub subject: Option<String>,
    /// What was chosen.
    pub form: AnswersForm,
    /// What it costs.
    pub fee: Fen,
    /// Until when the fee is taken.
    pub pay: Window,
    /// What happened, the newest last.
    pub timeline: Vec<(Instant, Event)>,
    /// The server's clock.
    pub now: Instant,
}

/// 开始报名: goes on where it was left, or begins.
#[server(endpoint = "registration/begin")]
pub async fn begin(exam: ExamId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let (id, step) = service::registration::begin(&cx, &candidate, &exam).await?;
    redirect(&paths::step(&id, step));
    Ok(())
}

/// 须知
#[server(endpoint = "registration/notice")]
pub async fn load_notice(id: RegistrationId) -> Result<NoticeView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let seen = service::registration::load(&cx, &candidate, &id).await?;
    Ok(NoticeView {
        road: Road::of(&seen),
        version: seen.exam.notice.version,
        html: notice_html(&seen.exam.notice.text),
        accepted: seen.registration.notice.is_some(),
    })
}

/// 【我已阅读并了解】
#[server(endpoint = "registration/notice/accept")]
pub async fn accept_notice(id: RegistrationId, version: i64) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let step = service::registration::accept_notice(&cx, &candidate, &id, version).await?;
    redirect(&paths::step(&id, step));
    Ok(())
}

/// 报考信息
#[server(endpoint = "registration/answers")]
pub async fn load_answers(id: RegistrationId) -> Result<AnswersView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let seen = service::registration::load_at(&cx, &candidate, &id, Step::Answers).await?;
    let account = service::account::load(&cx, &candidate).await?;
    Ok(AnswersView {
        road: Road::of(&seen),
        name: account.name.expose().to_owned(),
        number: account.number.grouped(),
        phone: account.phone.expose().to_owned(),
        candidate_type: account.candidate_type,
        major: account.major,
        form: seen.registration.answers.as_ref().map(AnswersForm::from).unwrap_or_default(),
        subjects: seen.exam.subjects,
        fee: seen.exam.fee.amount,
    })
}

/// 提交报名: confirms the finished draft; payment comes next.
#[server(endpoint = "registration/confirm")]
pub async fn confirm(
    id: RegistrationId,
    #[server(default)] subject: String,
    #[server(default)] enrolment: String,
    #[server(default)] thesis: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let form = AnswersForm { subject, enrolment, thesis };
    service::registration::confirm(&cx, &candidate, &id, &form).await?;
    redirect(&paths::payment(&id));
    Ok(())
}

/// 我的报名
#[server(endpoint = "registration/list")]
pub async fn load_registrations() -> Result<Vec<RegistrationCard>, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let list = service::registration::list(&cx, &candidate).await?;
    Ok(list
        .into_iter()
        .map(|seen| RegistrationCard {
            step: seen.step(),
            id: seen.registration.id,
            exam: seen.exam.title,
            state: seen.registration.state,
            created: seen.registration.created,
        })
        .collect())
}

/// 报名详情, with its timeline.
#[server(endpoint = "registration/detail")]
pub async fn load_registration(id: RegistrationId) -> Result<RegistrationView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let seen = service::registration::load(&cx, &candidate, &id).await?;
    let timeline = service::registration::timeline(&cx, &candidate, &id).await?;
    let form = seen.registration.answers.as_ref().map(AnswersForm::from).unwrap_or_default();
    Ok(RegistrationView {
        road: Road::of(&seen),
        state: seen.registration.state,
        face: seen.registration.face,
        subject: seen.exam.subject(&form.subject).map(|subject| subject.name.clone()),
        form,
        fee: seen.exam.fee.amount,
        pay: seen.exam.windows.pay,
        exam_id: seen.exam.id,
        timeline,
        now: cx.now(),
    })
}
