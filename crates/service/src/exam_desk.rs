//! The office's side of exams: drafts, changes, publishing, the next term; notices in [`notice`], tests in [`test`].

mod changes;
pub mod notice;
pub mod test;

use domain::exam::{Exam, ExamProblem, Status};
use domain::id::ExamId;
use domain::instant::Instant;
use domain::staff::{Permission, Place};

use crate::{Cx, Error, Operator, audit, random};
use changes::changes;

/// An exam as the office sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The exam.
    pub exam: Exam,
    /// Counts up with each change; a change names the one that it has seen.
    pub version: i64,
    /// What must be mended before candidates may see it.
    pub unfit: Vec<ExamProblem>,
}

/// Why an exam stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// What is wrong, everything at once.
    #[error("{0:?}")]
    Problems(Vec<ExamProblem>),
    /// Everything else; [`Error::Stale`] when another officer was faster.
    #[error(transparent)]
    Service(#[from] Error),
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        Self::Service(error.into())
    }
}

/// Every exam, the one that opens last first.
pub async fn list(cx: &Cx, staff: &Operator) -> Result<Vec<Exam>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::SeeExams, now).await?;
            let mut exams = store::exam::list_all(r).await?;
            exams.retain(|exam| reach.covers(Place::Registration(&exam.id, None)));
            Ok(exams)
        })
        .await
}

/// One exam.
pub async fn open(cx: &Cx, staff: &Operator, id: &ExamId) -> Result<Opened, Error> {
    let now = cx.now();
    let found = cx.store().read(async |r| {
        staff.require(r, Permission::SeeExams, Place::Registration(id, None), now).await?;
        Ok::<_, Error>(store::exam::find_to_change(r, id).await?)
    });
    let (exam, version) = found.await?.ok_or(Error::NotFound)?;
    let unfit = exam.unfit();
    Ok(Opened { exam, version, unfit })
}

/// 专业 that candidates choose from, for the rules that name them.
pub async fn majors(cx: &Cx, staff: &Operator) -> Result<Vec<String>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            staff.require(r, Permission::SeeExams, Place::Anywhere, now).await?;
            Ok(store::choices::list(r, "major").await?)
        })
        .await
}

/// Keeps a draft of a new exam, which need not be whole. Its identifier is made here.
pub async fn draft(cx: &Cx, staff: &Operator, exam: Exam) -> Result<ExamId, Error> {
    let now = cx.now();
    let exam = Exam { id: new_id(now)?, status: Status::Draft, ..exam };
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::EditExams, Place::School, now).await?;
            store::exam::insert(tx, &exam, now).await?;
            let detail = String::new();
            audit::record_change(tx, now, &staff.actor(), "exam.drafted", exam.id.as_str(), detail).await
        })
        .await?;
    Ok(exam.id)
}

/// A draft of which only the name is known. Asked twice, while the first is as it was made, it is the same one: nobody who
/// taps twice has two.
pub async fn begin(
    cx: &Cx,
    staff: &Operator,
    year: &str,
    second_half: bool,
    name: &str,
) -> Result<ExamId, Refusal> {
    let now = cx.now();
    let id = new_id(now)?;
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::EditExams, Place::School, now).await?;
            if name.trim().is_empty() {
                return Err(Refusal::Problems(vec![ExamProblem::NoTitle]));
            }
            let title = Exam::title_of(year, second_half, name);
            let title = title.ok_or_else(|| Refusal::Problems(vec![ExamProblem::BadYear]))?;
            let blank = Exam::blank(id.clone(), title);
            let there = store::exam::list_all(tx).await?;
            let same = |other: &&Exam| Exam { id: blank.id.clone(), ..(*other).clone() } == blank;
            if let Some(same) = there.iter().find(same) {
                return Ok(same.id.clone());
            }
            store::exam::insert(tx, &blank, now).await?;
            let detail = String::new();
            audit::record_change(tx, now, &staff.actor(), "exam.drafted", blank.id.as_str(), detail).await?;
            Ok(blank.id)
        })
        .await
}

/// A draft for another term, so many months later, after this exam. Asked twice, while the first is as it was made, it is
/// the same one: nobody who taps twice has two.
pub async fn clone(cx: &Cx, staff: &Operator, id: &ExamId, months: i32) -> Result<ExamId, Error> {
    let now = cx.now();
    let new_id = new_id(now)?;
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::EditExams, Place::School, now).await?;
            let found = store::exam::find_to_change(tx, id).await?;
            let (exam, _) = found.ok_or(Error::NotFound)?;
            let next = exam.for_next_term(new_id.clone(), months);
            let there = store::exam::list_all(tx).await?;
            let same = |other: &&Exam| Exam { id: next.id.clone(), ..(*other).clone() } == next;
            if let Some(same) = there.iter().find(same) {
                return Ok(same.id.clone());
            }
            store::exam::insert(tx, &next, now).await?;
            let detail = audit::change(id.as_str(), next.id.as_str());
            audit::record_change(tx, now, &staff.actor(), "exam.cloned", next.id.as_str(), detail).await?;
            Ok::<_, Error>(next.id)
        })
        .await
}

/// Keeps what an officer has changed of the version that they have seen. What candidates have chosen or were asked to pay
/// stays, and a published exam stays one that can be published. A changed notice has a new version, which whoever has not
/// accepted one yet will read.
pub async fn save(cx: &Cx, staff: &Operator, seen: i64, exam: Exam) -> Result<(), Refusal> {
    let act = Act { event: "exam.changed", why: "" };
    change(cx, staff, &exam.id.clone(), seen, act, |before, _| {
        let mut exam = Exam { status: before.status, ..exam };
        let is_new = exam.notice.text != before.notice.text;
        exam.notice.version = before.notice.version + i64::from(is_new);
        let mut problems = before.cannot_become(&exam);
        if matches!(before.status, Status::Published { .. }) {
            let unfit = exam.unfit();
            let new: Vec<_> = unfit.into_iter().filter(|found| !problems.contains(found)).collect();
            problems.extend(new);
        }
        if problems.is_empty() { Ok(exam) } else { Err(problems) }
    })
    .await
}

/// Changes a part of the version that an officer has seen, as [`save`] keeps it. The second of two taps finds done what it
/// wanted.
pub async fn edit(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    seen: i64,
    apply: impl Fn(&mut Exam) -> Result<(), Vec<ExamProblem>>,
) -> Result<(), Refusal> {
    let done = save(cx, staff, seen, applied(cx, staff, id, &apply).await?.2).await;
    if !matches!(done, Err(Refusal::Service(Error::Stale))) {
        return done;
    }
    let (exam, version, next) = applied(cx, staff, id, &apply).await?;
    if version == seen.saturating_add(1) && next == exam { Ok(()) } else { done }
}

/// The exam, its version, and the exam with the change.
async fn applied(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    apply: impl Fn(&mut Exam) -> Result<(), Vec<ExamProblem>>,
) -> Result<(Exam, i64, Exam), Refusal> {
    let now = cx.now();
    let found = cx.store().read(async |r| {
        staff.require(r, Permission::EditExams, Place::Exam(id), now).await?;
        Ok::<_, Error>(store::exam::find_to_change(r, id).await?)
    });
    let (exam, version) = found.await?.ok_or(Error::NotFound)?;
    let mut next = exam.clone();
    apply(&mut next).map_err(Refusal::Problems)?;
    Ok((exam, version, next))
}

/// Shows an exam to candidates. Refused while anything of it cannot be, and once it was closed: that is [`reopen`]'s.
pub async fn publish(cx: &Cx, staff: &Operator, id: &ExamId, seen: i64) -> Result<(), Refusal> {
    let act = Act { event: "exam.published", why: "" };
    let done = change(cx, staff, id, seen, act, |before, now| {
        if matches!(before.status, Status::Closed { .. }) {
            return Err(vec![ExamProblem::Closed]);
        }
        let problems = before.unfit();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Exam { status: Status::Published { at: now }, ..before.clone() })
    });
    is_so(cx, staff, id, seen, done.await, |status| matches!(status, Status::Published { .. })).await
}

/// Takes an exam off the home page: nobody begins any more, what has begun goes on.
pub async fn close(cx: &Cx, staff: &Operator, id: &ExamId, seen: i64) -> Result<(), Refusal> {
    let act = Act { event: "exam.closed", why: "" };
    let done = change(cx, staff, id, seen, act, |before, now| {
        Ok(Exam { status: Status::Closed { at: now }, ..before.clone() })
    });
    is_so(cx, staff, id, seen, done.await, |status| matches!(status, Status::Closed { .. })).await
}

/// The one line that remains of a test.
const EVENT_WIPED: &str = "exam.wiped";

/// Characters of a reason, at most.
pub const MOST_REASON: usize = 200;

/// Shows again what was closed, for a reason that the log keeps.
pub async fn reopen(cx: &Cx, staff: &Operator, id: &ExamId, seen: i64, why: &str) -> Result<(), Refusal> {
    let why = why.trim();
    let act = Act { event: "exam.reopened", why };
    let done = change(cx, staff, id, seen, act, |before, now| {
        if !matches!(before.status, Status::Closed { .. }) {
            return Err(vec![ExamProblem::NotClosed]);
        }
        if !(1..=MOST_REASON).contains(&why.chars().count()) {
            return Err(vec![ExamProblem::NoReason]);
        }
        let problems = before.unfit();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Exam { status: Status::Published { at: now }, ..before.clone() })
    });
    is_so(cx, staff, id, seen, done.await, |status| matches!(status, Status::Published { .. })).await
}

/// The second of two taps comes too late for the version that it has seen, and finds done what it wanted.
async fn is_so(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    seen: i64,
    done: Result<(), Refusal>,
    wanted: impl FnOnce(Status) -> bool,
) -> Result<(), Refusal> {
    if !matches!(done, Err(Refusal::Service(Error::Stale))) {
        return done;
    }
    let there = open(cx, staff, id).await?;
    if there.version == seen.saturating_add(1) && wanted(there.exam.status) { Ok(()) } else { done }
}

/// What is written down about a change.
#[derive(Clone, Copy)]
struct Act<'a> {
    event: &'a str,
    /// Why, where a reason was asked for.
    why: &'a str,
}

async fn change(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    seen: i64,
    act: Act<'_>,
    next: impl FnOnce(&Exam, Instant) -> Result<Exam, Vec<ExamProblem>>,
) -> Result<(), Refusal> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::EditExams, Place::Exam(id), now).await?;
            let found = store::exam::find_to_change(tx, id).await?;
            let (before, version) = found.ok_or(Error::NotFound)?;
            if version != seen {
                return Err(Error::Stale.into());
            }
            let exam = next(&before, now).map_err(Refusal::Problems)?;
            store::exam::save(tx, &before, &exam, now, seen).await?;
            let detail = [changes(&before, &exam).as_str(), act.why].join("; ");
            let detail = detail.trim_end_matches("; ").to_owned();
            audit::record_change(tx, now, &staff.actor(), act.event, id.as_str(), detail).await?;
            Ok(())
        })
        .await
}

fn new_id(now: Instant) -> Result<ExamId, Error> {
    ExamId::from_ulid(&random::ulid(now)?).map_err(Error::internal)
}
