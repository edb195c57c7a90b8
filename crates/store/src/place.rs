//! Places of exams and subjects. The database counts them, so that no number of parallel takers gets one too many.

use domain::id::ExamId;

use crate::statement::statements;
use crate::{Error, Tx};

statements! {
    TAKE = "UPDATE exams SET taken = taken + 1 WHERE id = $1 AND (capacity IS NULL OR taken < capacity)";
    GIVE_BACK = "UPDATE exams SET taken = taken - 1 WHERE id = $1 AND taken > 0";
    TAKE_IN_SUBJECT = "UPDATE subjects SET taken = taken + 1 WHERE exam_id = $1 AND code = $2 \
        AND (capacity IS NULL OR taken < capacity)";
    GIVE_BACK_IN_SUBJECT = "UPDATE subjects SET taken = taken - 1 WHERE exam_id = $1 AND code = $2 AND taken > 0";
}

/// What came of asking for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Asked {
    /// It is held now, and what was held before is free.
    Held,
    /// None is left in the subject. The transaction must be undone.
    SubjectFull,
    /// None is left in the exam. The transaction must be undone.
    ExamFull,
}

/// Exchanges the place held in one subject for one in another; `None` is no place. In one order for everybody
/// (subjects by code, then the exam), so that two exchanges never wait for each other.
pub async fn exchange(
    tx: &mut Tx<'_>,
    exam: &ExamId,
    held: Option<&str>,
    wanted: Option<&str>,
) -> Result<Asked, Error> {
    if held == wanted {
        return Ok(Asked::Held);
    }
    let mut moves: Vec<(&str, bool)> = Vec::new();
    moves.extend(held.map(|code| (code, false)));
    moves.extend(wanted.map(|code| (code, true)));
    moves.sort_unstable();
    for (code, takes) in moves {
        let text = if takes { TAKE_IN_SUBJECT } else { GIVE_BACK_IN_SUBJECT };
        let done = tx.run(sqlx::query(text).bind(exam.as_str()).bind(code)).await? == 1;
        match (done, takes) {
            (true, _) => {}
            (false, true) => return Ok(Asked::SubjectFull),
            (false, false) => return Err(Error::Corrupt("subjects.taken")),
        }
    }
    match (held, wanted) {
        (None, Some(_)) if !run(tx, TAKE, exam).await? => Ok(Asked::ExamFull),
        (Some(_), None) if !run(tx, GIVE_BACK, exam).await? => Err(Error::Corrupt("exams.taken")),
        _ => Ok(Asked::Held),
    }
}

async fn run(tx: &mut Tx<'_>, text: &'static str, exam: &ExamId) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(text).bind(exam.as_str())).await? == 1)
}
