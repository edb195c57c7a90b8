//! Places of exams, subjects and sites. The database counts them, so that no number of parallel takers gets one too many.

use domain::id::ExamId;
use domain::registration::Place;

use crate::statement::statements;
use crate::{Error, Tx};

statements! {
    TAKE = "UPDATE exams SET taken = taken + 1 WHERE id = $1 AND (capacity IS NULL OR taken < capacity)";
    GIVE_BACK = "UPDATE exams SET taken = taken - 1 WHERE id = $1 AND taken > 0";
    TAKE_IN_SUBJECT = "UPDATE subjects SET taken = taken + 1 WHERE exam_id = $1 AND code = $2 \
        AND (capacity IS NULL OR taken < capacity)";
    GIVE_BACK_IN_SUBJECT = "UPDATE subjects SET taken = taken - 1 WHERE exam_id = $1 AND code = $2 AND taken > 0";
    TAKE_AT_SITE = "UPDATE sites SET taken = taken + 1 WHERE exam_id = $1 AND code = $2 \
        AND (capacity IS NULL OR taken < capacity)";
    GIVE_BACK_AT_SITE = "UPDATE sites SET taken = taken - 1 WHERE exam_id = $1 AND code = $2 AND taken > 0";
}

/// What came of asking for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Asked {
    /// It is held now, and what was held before is free.
    Held,
    /// None is left in the subject. The transaction must be undone.
    SubjectFull,
    /// None is left at the site. The transaction must be undone.
    SiteFull,
    /// None is left in the exam. The transaction must be undone.
    ExamFull,
}

/// How the places of one kind are counted.
struct Counted {
    take: &'static str,
    give_back: &'static str,
    column: &'static str,
}

const SUBJECTS: Counted =
    Counted { take: TAKE_IN_SUBJECT, give_back: GIVE_BACK_IN_SUBJECT, column: "subjects.taken" };
const SITES: Counted = Counted { take: TAKE_AT_SITE, give_back: GIVE_BACK_AT_SITE, column: "sites.taken" };

/// Exchanges the place that is held for another; `None` is no place. In one order for everybody (subjects by code, then
/// sites by code, then the exam), so that two exchanges never wait for each other.
pub async fn exchange(
    tx: &mut Tx<'_>,
    exam: &ExamId,
    held: Option<&Place>,
    wanted: Option<&Place>,
) -> Result<Asked, Error> {
    let subjects = [held, wanted].map(|place| place.map(|place| place.subject.as_str()));
    if !exchange_in(tx, &SUBJECTS, exam, subjects).await? {
        return Ok(Asked::SubjectFull);
    }
    let sites = [held, wanted].map(|place| place.and_then(|place| place.site.as_deref()));
    if !exchange_in(tx, &SITES, exam, sites).await? {
        return Ok(Asked::SiteFull);
    }
    match (held, wanted) {
        (None, Some(_)) if !run(tx, TAKE, exam).await? => Ok(Asked::ExamFull),
        (Some(_), None) if !run(tx, GIVE_BACK, exam).await? => Err(Error::Corrupt("exams.taken")),
        _ => Ok(Asked::Held),
    }
}

/// Exchanges a place of one kind, the lower code first. Answers whether there was one.
async fn exchange_in(
    tx: &mut Tx<'_>,
    counted: &Counted,
    exam: &ExamId,
    [held, wanted]: [Option<&str>; 2],
) -> Result<bool, Error> {
    if held == wanted {
        return Ok(true);
    }
    let mut moves: Vec<(&str, bool)> = Vec::new();
    moves.extend(held.map(|code| (code, false)));
    moves.extend(wanted.map(|code| (code, true)));
    moves.sort_unstable();
    for (code, takes) in moves {
        let text = if takes { counted.take } else { counted.give_back };
        let done = tx.run(sqlx::query(text).bind(exam.as_str()).bind(code)).await? == 1;
        match (done, takes) {
            (true, _) => {}
            (false, true) => return Ok(false),
            (false, false) => return Err(Error::Corrupt(counted.column)),
        }
    }
    Ok(true)
}

async fn run(tx: &mut Tx<'_>, text: &'static str, exam: &ExamId) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(text).bind(exam.as_str())).await? == 1)
}
