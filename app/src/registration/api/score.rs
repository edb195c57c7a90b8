//! 成绩, as its owner sees it.

use domain::id::RegistrationId;
use domain::instant::Instant;
use domain::score::{Mark, Outcome, Recheck};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 成绩
#[derive(Clone, Serialize, Deserialize)]
pub struct ScoreView {
    /// Which registration.
    pub id: RegistrationId,
    /// Title of the exam.
    pub exam: String,
    /// 准考证号, in groups.
    pub number: String,
    /// Name of the subject.
    pub subject: String,
    /// How it was sat.
    pub outcome: Outcome,
    /// What passes.
    pub pass_line: Mark,
    /// Whether another look was asked for.
    pub recheck: Option<Recheck>,
    /// Until when it can be read.
    pub until: Instant,
}

/// 成绩
#[server(endpoint = "registration/score", output = Json, client = Fresh)]
pub async fn load_score(id: RegistrationId) -> Result<ScoreView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let own = service::score::load_own(&cx, &candidate, &id).await?;
    Ok(ScoreView {
        id,
        number: own.number.grouped(),
        subject: own.subject,
        outcome: own.outcome,
        pass_line: own.pass_line,
        recheck: own.recheck,
        until: own.exam.windows.score.end,
        exam: own.exam.shown_title(),
    })
}

/// 申请复查
#[server(endpoint = "registration/score/recheck", output = Json)]
pub async fn request_recheck(id: RegistrationId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::score::request_recheck(&cx, &candidate, &id).await?;
    redirect(&paths::score(&id));
    Ok(())
}
