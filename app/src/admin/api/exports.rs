//! 导出

use domain::export::{ExportFailure, ExportKind, ExportState};
use domain::id::{ExamId, ExportId};
use domain::instant::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 导出
#[derive(Clone, Serialize, Deserialize)]
pub struct ExportsView {
    /// Exams that can be chosen: identifier and title.
    pub exams: Vec<(ExamId, String)>,
    /// The chosen one.
    pub chosen: Option<ExportChoices>,
}

/// What can be chosen of one exam.
#[derive(Clone, Serialize, Deserialize)]
pub struct ExportChoices {
    /// Which.
    pub exam: ExamId,
    /// Whether all its sites may be taken together.
    pub whole: bool,
    /// Sites: code and name.
    pub sites: Vec<(String, String)>,
    /// Subjects: code and name.
    pub subjects: Vec<(String, String)>,
}

/// One of one's own exports.
#[derive(Clone, Serialize, Deserialize)]
pub struct ExportView {
    /// Identifier.
    pub id: ExportId,
    /// Title of its exam.
    pub title: String,
    /// What kind of file.
    pub kind: ExportKind,
    /// With names and numbers as they are.
    pub full: bool,
    /// State, site and subject that it was limited to.
    pub only: [Option<String>; 3],
    /// How far it has come.
    pub state: ExportState,
    /// How many registrations there are.
    pub people: i64,
    /// How many of them are written.
    pub written: i64,
    /// Bytes of the file.
    pub bytes: i64,
    /// Lines of the list beside it.
    pub listed: i64,
    /// Whether that list is a file of its own.
    pub has_list: bool,
    /// Why no file came of it, and the code beside the cause in the log.
    pub failure: Option<(ExportFailure, String)>,
    /// When it was asked for.
    pub asked: Instant,
    /// When it goes.
    pub expires: Option<Instant>,
}

/// 导出, of this exam or else of the newest.
#[server(endpoint = "staff/exports", output = Json, client = Fresh)]
pub async fn load_exports(exam: Option<ExamId>) -> Result<Framed<ExportsView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let found = service::export::look(&cx, &staff.clone().into(), exam.as_ref()).await?;
    framed(&cx, &staff, ExportsView::of(found)).await
}

/// One's own exports, and how far they are.
#[server(endpoint = "staff/exports/mine", output = Json, client = Fresh)]
pub async fn load_my_exports() -> Result<Vec<ExportView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let listed = service::export::list(&cx, &staff).await?;
    Ok(listed.into_iter().map(ExportView::of).collect())
}

/// Asks for an export.
#[server(endpoint = "staff/exports/ask", output = Json)]
pub async fn ask_for_export(
    exam: ExamId,
    #[server(default)] kind: String,
    #[server(default)] state: String,
    #[server(default)] site: String,
    #[server(default)] subject: String,
    #[server(default)] rule: String,
    #[server(default)] full: bool,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let typed = service::export::Typed { kind, state, site, subject, rule, full, reason };
    if let Err(error) = service::export::ask(&cx, &staff, &exam, &typed).await.map_err(AppError::from) {
        if error == AppError::ConfirmationExpired {
            redirect(&paths::admin_confirm_then(&paths::admin_exports_of(&exam)));
        }
        return Err(error);
    }
    redirect(&paths::admin_exports_of(&exam));
    Ok(())
}

/// Stops an export, or throws its file away.
#[server(endpoint = "staff/exports/end", output = Json)]
pub async fn end_export(
    id: ExportId,
    #[server(default)] stop: bool,
    exam: Option<ExamId>,
) -> Result<(), AppError> {
    use crate::ssr::*;
    use service::export::{End, end};
    let (cx, staff) = staff().await?;
    end(&cx, &staff, &id, if stop { End::Stop } else { End::Delete }).await?;
    redirect(&exam.map_or(paths::admin_exports().to_owned(), |exam| paths::admin_exports_of(&exam)));
    Ok(())
}
