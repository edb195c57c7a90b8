//! 考场材料, and the poster of the portal.

use std::collections::BTreeMap;

use domain::id::{ExamId, PrintId};
use domain::instant::Instant;
use domain::print::{NotDrawn, Order};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 考场材料
#[derive(Clone, Serialize, Deserialize)]
pub struct PrintsView {
    /// Exams that can be chosen: identifier and title.
    pub exams: Vec<(ExamId, String)>,
    /// The chosen one.
    pub chosen: Option<ExamPrints>,
}

/// What can be printed of one exam.
#[derive(Clone, Serialize, Deserialize)]
pub struct ExamPrints {
    /// Which.
    pub exam: ExamId,
    /// Sites with somebody in a room: code, name, and the rooms as number, where, how many people.
    pub sites: Vec<SitePrints>,
    /// What was ordered, the newest first.
    pub batches: Vec<BatchView>,
}

/// One site.
#[derive(Clone, Serialize, Deserialize)]
pub struct SitePrints {
    /// Its code; empty where the exam names none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Number, where, how many people.
    pub rooms: Vec<(u16, String, usize)>,
}

/// Papers that were ordered.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchView {
    /// Which.
    pub id: PrintId,
    /// Name of the site.
    pub site: String,
    /// What.
    pub order: Order,
    /// By whom; empty for the command line.
    pub by: String,
    /// When.
    pub asked: Instant,
    /// How far it has come.
    pub state: BatchStateView,
}

/// How far a batch has come.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum BatchStateView {
    /// So many rooms of so many are done.
    Waiting { done: i64, total: i64 },
    /// It can be fetched.
    Done {
        /// Length of the file.
        bytes: i64,
        /// Until when.
        until: Instant,
        /// Seats were exchanged or added since.
        outdated: bool,
        /// Names of which no typeface draws everything.
        report: Vec<NotDrawn>,
    },
    /// It came to nothing.
    Failed,
}

impl BatchView {
    /// Whether it is still being drawn.
    pub fn waits(&self) -> bool {
        matches!(self.state, BatchStateView::Waiting { .. })
    }
}

/// 宣传海报
#[derive(Clone, Serialize, Deserialize)]
pub struct PosterView {
    /// Exams that can stand on it: identifier and title.
    pub exams: Vec<(ExamId, String)>,
    /// The chosen one, if there is one.
    pub chosen: Option<ExamId>,
}

/// 考场材料, of this exam or else of the newest.
#[server(endpoint = "staff/papers", output = Json, client = Fresh)]
pub async fn load_prints(exam: Option<ExamId>) -> Result<Framed<PrintsView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let found = service::print::look(&cx, &staff.clone().into(), exam.as_ref()).await?;
    framed(&cx, &staff, PrintsView::of(found)).await
}

/// How far what was ordered has come: asked again and again while something is being drawn.
#[server(endpoint = "staff/papers/follow", output = Json, client = Fresh)]
pub async fn follow_prints(exam: ExamId) -> Result<Vec<BatchView>, AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let seen = service::print::follow(&cx, &operator, &exam).await?;
    Ok(seen.into_iter().map(BatchView::of).collect())
}

/// Orders papers. `place` is `site/room`, without a number for all rooms; `papers` has the code of each that was ticked.
#[server(endpoint = "staff/papers/order", output = Json)]
pub async fn order_prints(
    exam: ExamId,
    #[server(default)] place: String,
    #[server(default)] papers: BTreeMap<String, String>,
    #[server(default)] packing: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let codes: Vec<String> = papers.into_keys().collect();
    service::print::order(&cx, &operator, &exam, (&place, &codes, &packing)).await?;
    redirect(&paths::admin_papers_of(&exam));
    Ok(())
}

/// 宣传海报
#[server(endpoint = "staff/poster", output = Json, client = Fresh)]
pub async fn load_poster(exam: Option<ExamId>) -> Result<Framed<PosterView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let exams = service::exam_desk::list(&cx, &staff.clone().into()).await?;
    let exams: Vec<_> = exams.into_iter().map(|exam| (exam.id, exam.title)).collect();
    let known = exam.filter(|wanted| exams.iter().any(|(id, _)| id == wanted));
    let chosen = known.or_else(|| exams.first().map(|(id, _)| id.clone()));
    framed(&cx, &staff, PosterView { exams, chosen }).await
}
