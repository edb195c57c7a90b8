//! 考试管理

use domain::exam::{Exam, ExamProblem, Phase, Status, WindowName, Windows};
use domain::id::ExamId;
use domain::instant::{Instant, Window};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// One exam in the list.
#[derive(Clone, Serialize, Deserialize)]
pub struct ExamLine {
    /// Identifier.
    pub id: ExamId,
    /// Title.
    pub title: String,
    /// Who sees it.
    pub status: Status,
    /// What a candidate could do with it now.
    pub phase: Phase,
    /// When one registers.
    pub register: Window,
    /// Places held or taken.
    pub taken: i64,
    /// Places there are, where they are counted.
    pub capacity: Option<i64>,
    /// Whether it is a test.
    pub is_test: bool,
}

/// One exam, with what stands in the way of publishing it.
#[derive(Clone, Serialize, Deserialize)]
pub struct ExamDeskView {
    /// The exam.
    pub exam: Exam,
    /// Which version of it was seen.
    pub version: i64,
    /// What must be mended first.
    pub unfit: Vec<ExamProblem>,
    /// Majors that candidates choose from.
    pub majors: Vec<String>,
}

/// The windows as date and time fields send them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowsSent {
    pub register_start: String,
    pub register_end: String,
    pub edit_start: String,
    pub edit_end: String,
    pub pay_start: String,
    pub pay_end: String,
    pub review_start: String,
    pub review_end: String,
    pub ticket_start: String,
    pub ticket_end: String,
    pub score_start: String,
    pub score_end: String,
}

/// 考试管理
#[server(endpoint = "staff/exams", output = Json, client = Fresh)]
pub async fn load_exams() -> Result<Framed<Vec<ExamLine>>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let (exams, now) = (service::exam_desk::list(&cx, &staff.clone().into()).await?, cx.now());
    let lines = exams.into_iter().map(|exam| ExamLine {
        phase: exam.phase(now),
        register: exam.windows.register,
        taken: exam.places.taken,
        capacity: exam.places.capacity,
        is_test: exam.is_test,
        id: exam.id,
        title: exam.title,
        status: exam.status,
    });
    framed(&cx, &staff, lines.collect()).await
}

/// One exam.
#[server(endpoint = "staff/exam", output = Json, client = Fresh)]
pub async fn load_exam_desk(id: ExamId) -> Result<Framed<ExamDeskView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let opened = service::exam_desk::open(&cx, &staff.clone().into(), &id).await?;
    let majors = service::exam_desk::majors(&cx, &staff.clone().into()).await?;
    let view = ExamDeskView { exam: opened.exam, version: opened.version, unfit: opened.unfit, majors };
    framed(&cx, &staff, view).await
}

/// A draft for another term.
#[server(endpoint = "staff/exam/clone", output = Json)]
pub async fn clone_exam(id: ExamId, months: i32) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    // What the form offers, and nothing that leads out of the calendar.
    let months = months.clamp(1, 24);
    let next = service::exam_desk::clone(&cx, &operator, &id, months).await?;
    redirect(&paths::admin_exam(&next));
    Ok(())
}

/// Shows it to candidates.
#[server(endpoint = "staff/exam/publish", output = Json)]
pub async fn publish_exam(id: ExamId, seen: i64) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::exam_desk::publish(&cx, &operator, &id, seen).await?;
    redirect(&paths::admin_exam(&id));
    Ok(())
}

/// Takes it off the home page.
#[server(endpoint = "staff/exam/close", output = Json)]
pub async fn close_exam(id: ExamId, seen: i64) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::exam_desk::close(&cx, &operator, &id, seen).await?;
    redirect(&paths::admin_exam(&id));
    Ok(())
}

/// A draft that has a name and nothing else.
#[server(endpoint = "staff/exam/new", output = Json)]
pub async fn begin_exam(
    #[server(default)] year: String,
    #[server(default)] half: String,
    #[server(default)] name: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let id = service::exam_desk::begin(&cx, &operator, &year, half == "2", &name).await?;
    redirect(&paths::admin_exam(&id));
    Ok(())
}

/// Shows again what was closed.
#[server(endpoint = "staff/exam/reopen", output = Json)]
pub async fn reopen_exam(id: ExamId, seen: i64, #[server(default)] reason: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::exam_desk::reopen(&cx, &operator, &id, seen, &reason).await?;
    redirect(&paths::admin_exam(&id));
    Ok(())
}

/// Deletes a test with everybody in it.
#[server(endpoint = "staff/exam/wipe", output = Json)]
pub async fn wipe_exam(id: ExamId, seen: i64, #[server(default)] name: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::exam_desk::test::wipe(&cx, &operator, &id, seen, &name).await?;
    redirect(paths::admin_exams());
    Ok(())
}

/// Name, and whether it is a test.
#[server(endpoint = "staff/exam/basics", output = Json)]
pub async fn save_exam_basics(
    id: ExamId,
    seen: i64,
    #[server(default)] title: String,
    #[server(default)] is_test: bool,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::exam_desk::edit(&cx, &operator, &id, seen, |exam| {
        title.trim().clone_into(&mut exam.title);
        exam.is_test = is_test;
        Ok(())
    })
    .await?;
    redirect(&paths::admin_exam(&id));
    Ok(())
}

/// When what is allowed.
#[server(endpoint = "staff/exam/windows", output = Json)]
pub async fn save_exam_windows(
    id: ExamId,
    seen: i64,
    #[server(default)] sent: WindowsSent,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::exam_desk::edit(&cx, &operator, &id, seen, |exam| {
        exam.windows = sent.read()?;
        let conflicts = exam.windows.conflicts();
        if conflicts.is_empty() {
            return Ok(());
        }
        Err(conflicts.into_iter().map(ExamProblem::Windows).collect())
    })
    .await?;
    redirect(&paths::admin_exam(&id));
    Ok(())
}

impl WindowsSent {
    /// The windows, or every one that has no beginning or no end.
    pub fn read(&self) -> Result<Windows, Vec<ExamProblem>> {
        let mut problems = Vec::new();
        let mut window = |name: WindowName, start: &str, end: &str| {
            let read = Instant::parse_shanghai(start).zip(Instant::parse_shanghai(end));
            let Some((start, end)) = read else {
                problems.push(ExamProblem::NotAMoment(name));
                return Window { start: Instant::from_millis(0), end: Instant::from_millis(0) };
            };
            Window { start, end }
        };
        let windows = Windows {
            register: window(WindowName::Register, &self.register_start, &self.register_end),
            edit: window(WindowName::Edit, &self.edit_start, &self.edit_end),
            pay: window(WindowName::Pay, &self.pay_start, &self.pay_end),
            review: window(WindowName::Review, &self.review_start, &self.review_end),
            ticket: window(WindowName::Ticket, &self.ticket_start, &self.ticket_end),
            score: window(WindowName::Score, &self.score_start, &self.score_end),
        };
        if problems.is_empty() { Ok(windows) } else { Err(problems) }
    }
}
