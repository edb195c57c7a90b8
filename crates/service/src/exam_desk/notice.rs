//! 报考须知: typed, looked at as a candidate would, kept as a version of its own.

use domain::exam::{Exam, ExamProblem, MOST_NOTICE};
use domain::id::ExamId;
use domain::staff::{Permission, Place};
use store::exam_notice::{Draft, Kept};

use super::{Refusal, edit};
use crate::{Cx, Error, Operator};

/// Versions that the page lists, at most.
const SHOWN: i64 = 10;

/// The notice as its page shows it.
pub struct Desk {
    /// The exam.
    pub exam: Exam,
    /// Its version.
    pub version: i64,
    /// What this officer has typed and not kept.
    pub draft: Option<Draft>,
    /// What was kept, the newest first.
    pub kept: Vec<Kept>,
}

/// The notice of an exam.
pub async fn open(cx: &Cx, staff: &Operator, id: &ExamId) -> Result<Desk, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            staff.require(r, Permission::SeeExams, Place::Registration(id, None), now).await?;
            let (exam, version) = store::exam::find_to_change(r, id).await?.ok_or(Error::NotFound)?;
            let draft = store::exam_notice::find_draft(r, id, &staff.actor()).await?;
            let kept = store::exam_notice::list(r, id, SHOWN).await?;
            Ok(Desk { exam, version, draft, kept })
        })
        .await
}

/// 预览: keeps what was typed for this officer alone, to be looked at. Nothing of the exam changes, so nothing is noted.
pub async fn preview(cx: &Cx, staff: &Operator, id: &ExamId, seen: i64, text: &str) -> Result<(), Refusal> {
    let now = cx.now();
    let draft = Draft { seen, text: text.to_owned() };
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::EditExams, Place::Exam(id), now).await?;
            if store::exam::find(tx, id).await?.is_none() {
                return Err(Error::NotFound.into());
            }
            must_be_short(text)?;
            store::exam_notice::save_draft(tx, id, &staff.actor(), &draft).await?;
            Ok(())
        })
        .await
}

/// Keeps what was typed as the next version; what was accepted under the earlier ones stays.
pub async fn keep(cx: &Cx, staff: &Operator, id: &ExamId, seen: i64, text: &str) -> Result<(), Refusal> {
    edit(cx, staff, id, seen, |exam| {
        must_be_short(text)?;
        text.clone_into(&mut exam.notice.text);
        Ok(())
    })
    .await?;
    forget(cx, staff, id).await
}

/// Throws away what was typed.
pub async fn forget(cx: &Cx, staff: &Operator, id: &ExamId) -> Result<(), Refusal> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::EditExams, Place::Exam(id), now).await?;
            store::exam_notice::forget_draft(tx, id, &staff.actor()).await?;
            Ok::<_, Refusal>(())
        })
        .await
}

impl From<Vec<ExamProblem>> for Refusal {
    fn from(problems: Vec<ExamProblem>) -> Self {
        Self::Problems(problems)
    }
}

fn must_be_short(text: &str) -> Result<(), Vec<ExamProblem>> {
    let fits = text.chars().count() <= MOST_NOTICE;
    if fits { Ok(()) } else { Err(vec![ExamProblem::NoticeTooLong]) }
}
