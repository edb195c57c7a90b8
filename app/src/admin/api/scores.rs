//! 成绩管理

use domain::id::{ExamId, RegistrationId};
use domain::instant::Instant;
use domain::score::{Mark, Outcome, RowProblem};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 成绩管理
#[derive(Clone, Serialize, Deserialize)]
pub struct ScoresView {
    /// Exams that can be chosen: identifier and title.
    pub exams: Vec<(ExamId, String)>,
    /// The chosen one.
    pub chosen: Option<ExamScores>,
}

/// The scores of one exam.
#[derive(Clone, Serialize, Deserialize)]
pub struct ExamScores {
    /// Which.
    pub exam: ExamId,
    /// How many have a ticket.
    pub tickets: usize,
    /// With a mark.
    pub marked: usize,
    /// 缺考
    pub absent: usize,
    /// 违纪
    pub violation: usize,
    /// Shown to their owners.
    pub published: usize,
    /// Taken back.
    pub withdrawn: usize,
    /// At the pass line or above it.
    pub passed: usize,
    /// Mean of the marks.
    pub mean: Option<Mark>,
    /// What passes, and when scores were last published.
    pub sheet: Option<(Mark, Instant)>,
    /// A file that waits to be taken over.
    pub preview: Option<PreviewView>,
    /// Who asks for another look.
    pub rechecks: Vec<RecheckView>,
}

/// What a file would change.
#[derive(Clone, Serialize, Deserialize)]
pub struct PreviewView {
    /// What taking it over has to name.
    pub version: i64,
    /// When it came.
    pub created: Instant,
    /// People who have no score yet.
    pub new: usize,
    /// People whose score is the same.
    pub same: usize,
    /// Scores that become others: 准考证号, before, after.
    pub changed: Vec<(String, Outcome, Outcome)>,
    /// People with a ticket of whom neither the file nor what is kept says anything.
    pub missing: usize,
    /// Rows that act on nobody: number, column, why.
    pub problems: Vec<(u32, String, RowProblem)>,
}

/// Somebody who asks for another look.
#[derive(Clone, Serialize, Deserialize)]
pub struct RecheckView {
    /// Their registration.
    pub id: RegistrationId,
    /// 准考证号
    pub number: String,
    /// 姓名
    pub name: String,
    /// Their score.
    pub outcome: Outcome,
    /// Since when.
    pub since: Instant,
}

/// 成绩管理, of this exam or else of the newest.
#[server(endpoint = "staff/scores", output = Json, client = Fresh)]
pub async fn load_scores(exam: Option<ExamId>) -> Result<Framed<ScoresView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let found = service::score::look(&cx, &staff.clone().into(), exam.as_ref()).await?;
    framed(&cx, &staff, ScoresView::of(found)).await
}

/// Keeps what the file that was seen says.
#[server(endpoint = "staff/scores/take-over", output = Json)]
pub async fn take_scores_over(
    exam: ExamId,
    version: i64,
    #[server(default)] leave_out: bool,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::score::take_over(&cx, &operator, &exam, version, leave_out).await?;
    redirect(&paths::admin_scores_of(&exam));
    Ok(())
}

/// Forgets the file that was seen.
#[server(endpoint = "staff/scores/discard", output = Json)]
pub async fn discard_scores(exam: ExamId, version: i64) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::score::discard(&cx, &operator, &exam, version).await?;
    redirect(&paths::admin_scores_of(&exam));
    Ok(())
}

/// Shows every score to its owner.
#[server(endpoint = "staff/scores/publish", output = Json)]
pub async fn publish_scores(exam: ExamId, #[server(default)] pass_line: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::score::publish(&cx, &operator, &exam, &pass_line).await?;
    redirect(&paths::admin_scores_of(&exam));
    Ok(())
}

/// Takes every published score back.
#[server(endpoint = "staff/scores/withdraw", output = Json)]
pub async fn withdraw_scores(exam: ExamId, #[server(default)] reason: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::score::withdraw(&cx, &operator, &exam, &reason).await?;
    redirect(&paths::admin_scores_of(&exam));
    Ok(())
}

/// Answers who asked for another look.
#[server(endpoint = "staff/scores/recheck", output = Json)]
pub async fn answer_recheck(id: RegistrationId, #[server(default)] corrected: bool) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let exam = service::score::answer_recheck(&cx, &operator, &id, corrected).await?;
    redirect(&paths::admin_scores_of(&exam));
    Ok(())
}
