//! 成绩: a file is read, looked at, taken over, published; its owners see their own, and may ask for another look (E10).

mod file;
mod own;

pub use own::{Own, load_own, request_recheck};

use std::collections::BTreeMap;

use domain::exam::Exam;
use domain::id::{ExamId, RegistrationId};
use domain::instant::Instant;
use domain::score::{Mark, Outcome, Recheck, ScoreRefusal, ScoreState};
use domain::staff::{Permission, Place};
use store::score::{BadRow, Draft, Found, Score, Sheet};
use store::{Reader, Tx};

use crate::{Cx, Error, Operator, Refused, audit};

/// Characters of a reason, at most.
pub const MOST_REASON: usize = 200;
/// Lines of what would change and of who waits, at most, on one page.
const MOST_LINES: usize = 200;

/// What the page shows.
pub struct Look {
    /// Exams whose scores whoever looks may see, the one that opens last first.
    pub exams: Vec<(ExamId, String)>,
    /// The chosen one, or else the newest; none where there is no exam.
    pub chosen: Option<Scores>,
}

/// The scores of one exam.
pub struct Scores {
    /// The exam.
    pub exam: Exam,
    /// How many have a ticket.
    pub tickets: usize,
    /// What is kept.
    pub count: Count,
    /// What passes, once something was published.
    pub sheet: Option<Sheet>,
    /// A file that waits to be taken over.
    pub preview: Option<Preview>,
    /// Who asks for another look, the longest first.
    pub rechecks: Vec<Asked>,
}

/// Scores, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
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
}

/// What a file would change.
pub struct Preview {
    /// What taking it over has to name.
    pub version: i64,
    /// When it came.
    pub created: Instant,
    /// People who have no score yet.
    pub new: usize,
    /// People whose score is the same.
    pub same: usize,
    /// People whose score is another one.
    pub changed: Vec<Change>,
    /// People with a ticket of whom neither the file nor what is kept says anything.
    pub missing: usize,
    /// Rows that act on nobody.
    pub problems: Vec<BadRow>,
}

/// A score that a file changes.
pub struct Change {
    /// 准考证号
    pub number: String,
    /// What is kept.
    pub before: Outcome,
    /// What the file says.
    pub after: Outcome,
}

/// Somebody who asks for another look.
pub struct Asked {
    /// Their registration.
    pub registration: RegistrationId,
    /// 准考证号
    pub number: String,
    /// 姓名
    pub name: String,
    /// Their score.
    pub outcome: Outcome,
    /// Since when.
    pub since: Instant,
}

/// The scores of this exam or else of the newest.
pub async fn look(cx: &Cx, staff: &Operator, wanted: Option<&ExamId>) -> Result<Look, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::SeeScores, now).await?;
            let mut exams = store::exam::list_all(r).await?;
            exams.retain(|exam| reach.covers(Place::Exam(&exam.id)));
            let chosen = match wanted {
                Some(id) => Some(exams.iter().find(|exam| exam.id == *id).ok_or(Error::Forbidden)?.clone()),
                None => exams.first().cloned(),
            };
            let exams = exams.into_iter().map(|exam| (exam.id, exam.title)).collect();
            let chosen = match chosen {
                Some(exam) => Some(scores(r, exam).await?),
                None => None,
            };
            Ok(Look { exams, chosen })
        })
        .await
}

async fn scores(r: &mut Reader<'_>, exam: Exam) -> Result<Scores, Error> {
    let kept = store::score::list(r, &exam.id).await?;
    let sheet = store::score::find_sheet(r, &exam.id).await?;
    let owners = store::score::list_owners(r, &exam.id).await?;
    let people: BTreeMap<&RegistrationId, (String, &str)> = owners
        .iter()
        .map(|owner| (&owner.registration, (owner.number.grouped(), owner.name.as_str())))
        .collect();
    let outcomes: BTreeMap<&RegistrationId, Outcome> =
        kept.iter().map(|score| (&score.registration, score.outcome)).collect();
    let draft = store::score::find_draft(r, &exam.id).await?;
    let preview = draft.map(|draft| preview(draft, &outcomes, &people));
    let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
    let waiting = store::score::list_waiting(r, &exam.id, most).await?;
    let asked = |(id, since): (RegistrationId, Instant)| {
        let (number, name) = people.get(&id)?;
        let outcome = *outcomes.get(&id)?;
        Some(Asked { number: number.clone(), name: (*name).to_owned(), outcome, since, registration: id })
    };
    let rechecks = waiting.into_iter().filter_map(asked).collect();
    let count = count(&kept, sheet.map(|sheet| sheet.pass_line));
    Ok(Scores { tickets: people.len(), count, sheet, preview, rechecks, exam })
}

fn count(kept: &[Score], line: Option<Mark>) -> Count {
    let mut count = Count::default();
    let mut sum = 0_usize;
    for score in kept {
        match score.outcome {
            Outcome::Marked(mark) => {
                count.marked += 1;
                sum += usize::from(mark.tenths());
            }
            Outcome::Absent => count.absent += 1,
            Outcome::Violation => count.violation += 1,
        }
        count.published += usize::from(score.state == ScoreState::Published);
        count.withdrawn += usize::from(score.state == ScoreState::Withdrawn);
        count.passed += usize::from(line.is_some_and(|line| score.outcome.passes(line)));
    }
    count.mean = sum
        .checked_div(count.marked)
        .and_then(|mean| u16::try_from(mean).ok())
        .and_then(|tenths| Mark::try_from(tenths).ok());
    count
}

fn preview(
    draft: Draft,
    kept: &BTreeMap<&RegistrationId, Outcome>,
    people: &BTreeMap<&RegistrationId, (String, &str)>,
) -> Preview {
    let (mut new, mut same, mut changed) = (0, 0, Vec::new());
    for found in &draft.found {
        match kept.get(&found.registration) {
            None => new += 1,
            Some(before) if *before == found.outcome => same += 1,
            Some(before) => {
                let number = people.get(&found.registration).map(|(number, _)| number.clone());
                let number = number.unwrap_or_default();
                changed.push(Change { number, before: *before, after: found.outcome });
            }
        }
    }
    let missing = people.len().saturating_sub(kept.len() + new);
    let Draft { version, created, problems, .. } = draft;
    Preview { version, created, new, same, changed, missing, problems }
}

/// Reads a file and keeps what it says until somebody takes it over. An earlier file that waits gives way.
pub async fn receive(cx: &Cx, staff: &Operator, id: &ExamId, bytes: Vec<u8>) -> Result<(), Error> {
    must(cx, staff, Permission::ImportScores, id).await?;
    let owners = cx.store().read(async |r| store::score::list_owners(r, id).await).await?;
    let read = cx.see(move |_| file::read(bytes, owners)).await?;
    let (found, problems) = read.map_err(Refused::Score)?;
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::ImportScores, Place::Exam(id), now).await?;
            store::score::save_draft(tx, id, (&found, &problems), now).await?;
            let detail = format!("{} rows, {} problems", found.len(), problems.len());
            note(tx, staff, id, "score.file_read", detail, now).await
        })
        .await
}

/// Keeps what the file that was seen says. Rows with problems must be left out on purpose. Whoever comes second finds it done.
pub async fn take_over(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    seen: i64,
    leave_out: bool,
) -> Result<(), Error> {
    let now = cx.now();
    let done = cx
        .store()
        .write(async |tx| {
            staff.require(tx, Permission::ImportScores, Place::Exam(id), now).await?;
            let Some(draft) = store::score::find_draft(tx, id).await? else { return Ok(()) };
            if draft.version != seen {
                return Err(Error::Stale);
            }
            if !draft.problems.is_empty() && !leave_out {
                return Err(Refused::Score(ScoreRefusal::RowsLeft).into());
            }
            let (mut new, mut changed) = (0, 0);
            for found in &draft.found {
                if store::score::insert(tx, id, found, now).await? {
                    new += 1;
                } else if corrected(tx, staff, found, now).await? {
                    changed += 1;
                }
            }
            store::score::drop_draft(tx, id, seen).await?;
            note(tx, staff, id, "score.imported", format!("{new} new, {changed} changed"), now).await
        })
        .await;
    or_gone(cx, id, done).await
}

/// Two taps at once: whoever was later finds that nothing waits any more.
async fn or_gone(cx: &Cx, id: &ExamId, done: Result<(), Error>) -> Result<(), Error> {
    if matches!(done, Err(Error::Stale))
        && cx.store().read(async |r| store::score::find_draft(r, id).await).await?.is_none()
    {
        return Ok(());
    }
    done
}

/// Whether a score was another one. Each such change is in the log by itself.
async fn corrected(tx: &mut Tx<'_>, staff: &Operator, found: &Found, now: Instant) -> Result<bool, Error> {
    let kept = store::score::find(tx, &found.registration).await?.ok_or(Error::NotFound)?;
    if kept.outcome == found.outcome {
        return Ok(false);
    }
    store::score::change(tx, found, now).await?;
    let detail = audit::change(&written(kept.outcome), &written(found.outcome));
    let (actor, who) = (staff.actor(), found.registration.as_str());
    audit::record_change(tx, now, &actor, "score.changed", who, detail).await?;
    Ok(true)
}

fn written(outcome: Outcome) -> String {
    outcome.mark().map_or_else(|| outcome.code().to_owned(), |mark| mark.to_string())
}

/// Forgets the file that was seen.
pub async fn discard(cx: &Cx, staff: &Operator, id: &ExamId, seen: i64) -> Result<(), Error> {
    let now = cx.now();
    let done = cx
        .store()
        .write(async |tx| {
            staff.require(tx, Permission::ImportScores, Place::Exam(id), now).await?;
            if store::score::find_draft(tx, id).await?.is_none() {
                return Ok(());
            }
            store::score::drop_draft(tx, id, seen).await?;
            note(tx, staff, id, "score.file_discarded", String::new(), now).await
        })
        .await;
    or_gone(cx, id, done).await
}

/// Shows every score to its owner, within the exam's window, with this pass line.
pub async fn publish(cx: &Cx, staff: &Operator, id: &ExamId, pass_line: &str) -> Result<(), Error> {
    must(cx, staff, Permission::PublishScores, id).await?;
    let line = Mark::parse(pass_line).map_err(|_| Refused::Score(ScoreRefusal::PassLine))?;
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::PublishScores, Place::Exam(id), now).await?;
            if store::score::list(tx, id).await?.is_empty() {
                return Err(Refused::Score(ScoreRefusal::Nothing).into());
            }
            let before = store::score::find_sheet(tx, id).await?.map(|sheet| sheet.pass_line);
            let shown = store::score::publish(tx, id, line, now).await?;
            if shown == 0 && before == Some(line) {
                return Ok(());
            }
            note(tx, staff, id, "score.published", format!("{shown} scores, pass line {line}"), now).await
        })
        .await
}

/// Takes every published score back, for a reason that stays in the log.
pub async fn withdraw(cx: &Cx, staff: &Operator, id: &ExamId, reason: &str) -> Result<(), Error> {
    must(cx, staff, Permission::PublishScores, id).await?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MOST_REASON {
        return Err(Refused::Score(ScoreRefusal::Reason).into());
    }
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::PublishScores, Place::Exam(id), now).await?;
            if store::score::withdraw(tx, id, now).await? > 0 {
                return note(tx, staff, id, "score.withdrawn", reason.to_owned(), now).await;
            }
            // The second of two taps finds it done.
            let kept = store::score::list(tx, id).await?;
            if kept.iter().any(|score| score.state == ScoreState::Withdrawn) {
                return Ok(());
            }
            Err(Refused::Score(ScoreRefusal::Nothing).into())
        })
        .await
}

/// Answers who asked for another look. A corrected mark comes by an import, like every other.
pub async fn answer_recheck(
    cx: &Cx,
    staff: &Operator,
    who: &RegistrationId,
    corrected: bool,
) -> Result<ExamId, Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::PublishScores, Place::Anywhere, now).await?;
            let (registration, _) =
                store::registration::find_anybodys(tx, who).await?.ok_or(Error::NotFound)?;
            staff.require(tx, Permission::PublishScores, Place::Exam(&registration.exam), now).await?;
            match (store::score::find_recheck(tx, who).await?.ok_or(Error::NotFound)?, corrected) {
                (Recheck::Waiting { .. }, _) => {}
                (Recheck::Kept { .. }, false) | (Recheck::Corrected { .. }, true) => {
                    return Ok(registration.exam);
                }
                _ => return Err(Error::Stale),
            }
            store::score::answer(tx, who, corrected, now).await?;
            let event = if corrected { "score.recheck_corrected" } else { "score.recheck_kept" };
            audit::record(tx, now, &staff.actor(), event, who.as_str()).await?;
            Ok(registration.exam)
        })
        .await
}

/// Asked before what was sent is read, so that nobody learns more than that it is not theirs to do.
async fn must(cx: &Cx, staff: &Operator, permission: Permission, id: &ExamId) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            staff.require(r, permission, Place::Exam(id), now).await?;
            store::exam::find(r, id).await?.map(drop).ok_or(Error::NotFound)
        })
        .await
}

async fn note(
    tx: &mut Tx<'_>,
    staff: &Operator,
    id: &ExamId,
    event: &str,
    detail: String,
    now: Instant,
) -> Result<(), Error> {
    audit::record_change(tx, now, &staff.actor(), event, id.as_str(), detail).await
}
