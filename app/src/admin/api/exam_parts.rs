//! 考试管理: subjects and sites, rules, payment, notice. Each form sends all of its rows.

use domain::id::ExamId;
use domain::instant::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// A row of subjects or of sites, as it was typed. A row without anything in it is none.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntrySent {
    pub code: String,
    pub name: String,
    pub address: String,
    pub capacity: String,
    /// Where it stands, the smallest first.
    pub place: String,
    pub gone: bool,
}

// Written by hand: what somebody typed is written nowhere, whatever it is.
impl std::fmt::Debug for EntrySent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EntrySent").field("place", &self.place).finish_non_exhaustive()
    }
}

/// A row of majors that may not choose every subject.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MajorSent {
    pub major: String,
    pub only: Vec<String>,
    pub gone: bool,
}

/// The rules as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RulesSent {
    pub documents: Vec<String>,
    pub years: String,
    pub thesis: String,
    pub pending: bool,
    pub order: String,
}

/// What is to be paid, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeeSent {
    pub amount: String,
    pub item: String,
    pub payee: String,
    pub link: String,
}

/// 报考须知, with what the officer has typed.
#[derive(Clone, Serialize, Deserialize)]
pub struct NoticeDeskView {
    /// The exam.
    pub id: ExamId,
    /// Its name.
    pub title: String,
    /// Whether it may be changed.
    pub is_closed: bool,
    /// Which version of the exam was seen.
    pub version: i64,
    /// What stands in the field.
    pub text: String,
    /// What a candidate would see of it, sanitised.
    pub html: String,
    /// Whether it was typed and not kept.
    pub is_draft: bool,
    /// Whether the exam was changed since it was typed.
    pub is_late: bool,
    /// What was kept, the newest first.
    pub kept: Vec<KeptNotice>,
}

/// A version of the notice.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptNotice {
    /// Its number.
    pub version: i64,
    /// When it was kept.
    pub at: Instant,
    /// As a candidate sees it.
    pub html: String,
}

/// Places of the exam, and its subjects.
#[server(endpoint = "staff/exam/subjects", output = Json)]
pub async fn save_exam_subjects(
    id: ExamId,
    seen: i64,
    #[server(default)] capacity: String,
    #[server(default)] sent: Vec<EntrySent>,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::exam_desk::edit(&cx, &operator, &id, seen, |exam| read_subjects(exam, &capacity, &sent)).await?;
    redirect(&paths::admin_exam_part(&id, "subjects"));
    Ok(())
}

/// Where it is sat.
#[server(endpoint = "staff/exam/sites", output = Json)]
pub async fn save_exam_sites(
    id: ExamId,
    seen: i64,
    #[server(default)] sent: Vec<EntrySent>,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::exam_desk::edit(&cx, &operator, &id, seen, |exam| read_sites(exam, &sent)).await?;
    redirect(&paths::admin_exam_part(&id, "subjects"));
    Ok(())
}

/// Who may register, and whether one pays first.
#[server(endpoint = "staff/exam/rules", output = Json)]
pub async fn save_exam_rules(
    id: ExamId,
    seen: i64,
    #[server(default)] sent: RulesSent,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::exam_desk::edit(&cx, &operator, &id, seen, |exam| read_rules(exam, &sent)).await?;
    redirect(&paths::admin_exam_part(&id, "rules"));
    Ok(())
}

/// Which majors may choose which subjects.
#[server(endpoint = "staff/exam/majors", output = Json)]
pub async fn save_exam_majors(
    id: ExamId,
    seen: i64,
    #[server(default)] sent: Vec<MajorSent>,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::exam_desk::edit(&cx, &operator, &id, seen, |exam| {
        exam.rules.majors = read_majors(&sent);
        Ok(())
    })
    .await?;
    redirect(&paths::admin_exam_part(&id, "rules"));
    Ok(())
}

/// What is to be paid, to whom, where.
#[server(endpoint = "staff/exam/payment", output = Json)]
pub async fn save_exam_payment(
    id: ExamId,
    seen: i64,
    #[server(default)] sent: FeeSent,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::exam_desk::edit(&cx, &operator, &id, seen, |exam| {
        exam.fee = read_fee(&sent)?;
        Ok(())
    })
    .await?;
    redirect(&paths::admin_exam_part(&id, "payment"));
    Ok(())
}

/// 报考须知
#[server(endpoint = "staff/exam/notice/load", output = Json, client = Fresh)]
pub async fn load_exam_notice(id: ExamId) -> Result<Framed<NoticeDeskView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let desk = service::exam_desk::notice::open(&cx, &staff.clone().into(), &id).await?;
    let is_late = desk.draft.as_ref().is_some_and(|draft| draft.seen != desk.version);
    let is_draft = desk.draft.is_some();
    let text = desk.draft.map_or(desk.exam.notice.text, |draft| draft.text);
    let kept = desk.kept.into_iter().map(|kept| KeptNotice {
        version: kept.notice.version,
        at: kept.at,
        html: notice_html(&kept.notice.text),
    });
    let view = NoticeDeskView {
        id: desk.exam.id,
        title: desk.exam.title,
        is_closed: matches!(desk.exam.status, domain::exam::Status::Closed { .. }),
        version: desk.version,
        html: notice_html(&text),
        text,
        is_draft,
        is_late,
        kept: kept.collect(),
    };
    framed(&cx, &staff, view).await
}

/// Looks at what was typed, keeps it, or throws it away, by which button was pressed.
#[server(endpoint = "staff/exam/notice", output = Json)]
pub async fn save_exam_notice(
    id: ExamId,
    seen: i64,
    #[server(default)] text: String,
    #[server(default)] act: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    use service::exam_desk::notice::{forget, keep, preview};
    let (cx, operator) = operator().await?;
    // Browsers send the ends of lines in two ways; one text has one version.
    let text = text.replace("\r\n", "\n");
    match act.as_str() {
        "keep" => keep(&cx, &operator, &id, seen, &text).await?,
        "forget" => forget(&cx, &operator, &id).await?,
        _ => preview(&cx, &operator, &id, seen, &text).await?,
    }
    redirect(&paths::admin_exam_part(&id, "notice"));
    Ok(())
}
