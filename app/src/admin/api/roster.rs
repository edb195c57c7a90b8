//! 学籍名单

use domain::id::{ExamId, RosterId};
use domain::instant::Instant;
use domain::list::LineProblem;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 学籍名单
#[derive(Clone, Serialize, Deserialize)]
pub struct RosterView {
    /// Exams that can be chosen: identifier and title.
    pub exams: Vec<(ExamId, String)>,
    /// The chosen one.
    pub chosen: Option<ExamRoster>,
}

/// The roster of one exam.
#[derive(Clone, Serialize, Deserialize)]
pub struct ExamRoster {
    /// Which.
    pub exam: ExamId,
    /// What holds.
    pub live: Option<RosterFileView>,
    /// A file that waits to be taken over.
    pub waits: Option<RosterFileView>,
}

/// A file.
#[derive(Clone, Serialize, Deserialize)]
pub struct RosterFileView {
    /// What taking it over has to name.
    pub id: RosterId,
    /// When it was taken over, or else read.
    pub at: Instant,
    /// People who may.
    pub eligible: i64,
    /// People who may not.
    pub ineligible: i64,
    /// People whom only the file knows.
    pub new: i64,
    /// People of whom it says something else.
    pub changed: i64,
    /// People whom only the live one knows.
    pub gone: i64,
    /// Lines that act on nobody.
    pub bad: i64,
    /// The first of them.
    pub problems: Vec<BadLineView>,
}

/// A line that acts on nothing: its number, its column, why.
pub type BadLineView = (u32, String, LineProblem);

/// 学籍名单, of this exam or else of the newest.
#[server(endpoint = "staff/roster", output = Json, client = Fresh)]
pub async fn load_roster(exam: Option<ExamId>) -> Result<Framed<RosterView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let found = service::roster::look(&cx, &staff.clone().into(), exam.as_ref()).await?;
    framed(&cx, &staff, RosterView::of(found)).await
}

/// The file that was seen holds from now on.
#[server(endpoint = "staff/roster/take-over", output = Json)]
pub async fn take_roster_over(
    exam: ExamId,
    file: RosterId,
    #[server(default)] leave_out: bool,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::roster::take_over(&cx, &operator, &exam, &file, leave_out).await?;
    redirect(&paths::admin_roster_of(&exam));
    Ok(())
}

/// Forgets the file that was seen.
#[server(endpoint = "staff/roster/discard", output = Json)]
pub async fn discard_roster(exam: ExamId, file: RosterId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::roster::discard(&cx, &operator, &exam, &file).await?;
    redirect(&paths::admin_roster_of(&exam));
    Ok(())
}
