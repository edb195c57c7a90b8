//! The road of a registration: notice and face check here, 报考信息 in [`answers`], 我的报名 in [`mine`].

pub mod answers;
pub mod mine;

use domain::face::Movement;
use domain::id::{ChallengeId, ExamId, RegistrationId};
use domain::registration::Step;
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

/// 人脸识别
#[derive(Clone, Serialize, Deserialize)]
pub struct FaceView {
    /// Top of the page.
    pub road: Road,
    /// Whether it was passed before.
    pub passed: bool,
    /// Telephone for help.
    pub hotline: String,
}

/// A round of the face check.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChallengeView {
    /// Identifies the round; good for one upload.
    pub id: ChallengeId,
    /// What to do, in this order.
    pub movements: Vec<Movement>,
    /// Seconds until it runs out.
    pub seconds: i64,
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

/// 人脸识别
#[server(endpoint = "registration/face")]
pub async fn load_face(id: RegistrationId) -> Result<FaceView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let seen = service::registration::load_at(&cx, &candidate, &id, Step::Face).await?;
    Ok(FaceView {
        road: Road::of(&seen),
        passed: seen.registration.face_passed.is_some(),
        hotline: cx.school().hotline.clone(),
    })
}

/// A fresh round: two movements in random order, good for one upload.
#[server(endpoint = "registration/face/challenge")]
pub async fn issue_challenge(id: RegistrationId) -> Result<ChallengeView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let issued = service::face::issue(&cx, &candidate, &id).await?;
    Ok(ChallengeView { id: issued.id, movements: issued.movements, seconds: issued.seconds })
}

/// What the server says to the frames of a face check.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceAnswer {
    /// The same person, moving as asked.
    Passed {
        /// The page to go on with.
        next: String,
    },
    /// Not passed, for this reason; another round may be asked for.
    Refused(domain::face::FaceProblem),
    /// Neither surely the same person nor surely another.
    Unsure,
    /// The round was used before, or is too old; another may be asked for.
    Expired,
}
