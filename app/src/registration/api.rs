//! The road of a registration: notice and face check here, 报考信息 in [`answers`], 我的报名 in [`mine`].

pub mod answers;
pub mod mine;
pub mod score;
pub mod ticket;

use domain::id::{ExamId, RegistrationId};
use domain::registration::Step;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::wire::{Fresh, Json};

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

/// 开始报名: goes on where it was left, or begins.
#[server(endpoint = "registration/begin", output = Json)]
pub async fn begin(exam: ExamId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let (id, step) = service::registration::begin(&cx, &candidate, &exam).await?;
    redirect(&paths::step(&id, step));
    Ok(())
}

/// 须知
#[server(endpoint = "registration/notice", output = Json, client = Fresh)]
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
#[server(endpoint = "registration/notice/accept", output = Json)]
pub async fn accept_notice(id: RegistrationId, version: i64) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let step = service::registration::accept_notice(&cx, &candidate, &id, version).await?;
    redirect(&paths::step(&id, step));
    Ok(())
}
