//! 成绩: what is kept of an exam's scores, a file that waits to be taken over, and requests to check a score again.

use domain::id::{ExamId, RegistrationId};
use domain::instant::Instant;
use domain::score::{Mark, Outcome, Recheck, RowProblem, ScoreState};
use domain::seating::TicketNumber;
use serde::{Deserialize, Serialize};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    FIND = "SELECT registration_id, outcome, mark, state, changed_at FROM scores WHERE registration_id = $1";
    OF_EXAM = "SELECT registration_id, outcome, mark, state, changed_at FROM scores WHERE exam_id = $1 ORDER BY registration_id";
    INSERT = "INSERT INTO scores (registration_id, exam_id, outcome, mark, state, changed_at) \
        VALUES ($1, $2, $3, $4, 'imported', $5) ON CONFLICT (registration_id) DO NOTHING";
    CHANGE = "UPDATE scores SET outcome = $2, mark = $3, state = 'imported', changed_at = $4 WHERE registration_id = $1";
    PUBLISH = "UPDATE scores SET state = 'published', changed_at = $2 WHERE exam_id = $1 AND state <> 'published'";
    WITHDRAW = "UPDATE scores SET state = 'withdrawn', changed_at = $2 WHERE exam_id = $1 AND state = 'published'";
    SHEET = "SELECT pass_line, published_at FROM score_sheets WHERE exam_id = $1";
    SAVE_SHEET = "INSERT INTO score_sheets (exam_id, pass_line, published_at) VALUES ($1, $2, $3) \
        ON CONFLICT (exam_id) DO UPDATE SET pass_line = excluded.pass_line, published_at = excluded.published_at";
    // What was taken over or discarded leaves its version behind: no later file has the same one.
    DRAFT = "SELECT version, found, problems, created_at FROM score_drafts WHERE exam_id = $1 AND found <> ''";
    SAVE_DRAFT = "INSERT INTO score_drafts (exam_id, version, found, problems, created_at) VALUES ($1, 1, $2, $3, $4) \
        ON CONFLICT (exam_id) DO UPDATE SET version = score_drafts.version + 1, found = excluded.found, \
        problems = excluded.problems, created_at = excluded.created_at";
    DROP_DRAFT = "UPDATE score_drafts SET found = '', problems = '', version = version + 1 \
        WHERE exam_id = $1 AND version = $2 AND found <> ''";
    OWNERS = "SELECT t.number, t.registration_id, a.name, a.id AS account_id FROM tickets t \
        JOIN registrations r ON r.id = t.registration_id JOIN accounts a ON a.id = r.account_id WHERE t.exam_id = $1";
    ASK = "INSERT INTO score_rechecks (registration_id, asked_at) VALUES ($1, $2) ON CONFLICT (registration_id) DO NOTHING";
    ANSWER = "UPDATE score_rechecks SET answer = $2, answered_at = $3 WHERE registration_id = $1 AND answer IS NULL";
    RECHECK = "SELECT asked_at, answer, answered_at FROM score_rechecks WHERE registration_id = $1";
    WAITING = "SELECT c.registration_id, c.asked_at FROM score_rechecks c JOIN scores s ON s.registration_id = c.registration_id \
        WHERE s.exam_id = $1 AND c.answer IS NULL ORDER BY c.asked_at, c.registration_id LIMIT $2";
}

const OUTCOME: &str = "scores.outcome";
const STATE: &str = "scores.state";
const PASS_LINE: &str = "score_sheets.pass_line";
const FOUND: &str = "score_drafts.found";
const PROBLEMS: &str = "score_drafts.problems";
const ANSWERED: &str = "score_rechecks.answer";

/// What is kept of one ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Whose.
    pub registration: RegistrationId,
    /// How it was sat.
    pub outcome: Outcome,
    /// Who sees it.
    pub state: ScoreState,
    /// Since when it is as it is.
    pub changed: Instant,
}

/// What passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// The pass line.
    pub pass_line: Mark,
    /// When scores were last published.
    pub published: Instant,
}

/// What a file says of one ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Whose.
    pub registration: RegistrationId,
    /// What.
    pub outcome: Outcome,
}

/// A row that acts on nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRow {
    /// Its number as the spreadsheet shows it.
    pub row: u32,
    /// Title of the column.
    pub column: String,
    /// Why.
    pub problem: RowProblem,
}

/// A file that waits to be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Counts up with each file.
    pub version: i64,
    /// What it says.
    pub found: Vec<Found>,
    /// What it says to nobody.
    pub problems: Vec<BadRow>,
    /// When it came.
    pub created: Instant,
}

/// A ticket and the name of its owner.
pub struct TicketOwner {
    /// 准考证号
    pub number: TicketNumber,
    /// Their registration.
    pub registration: RegistrationId,
    /// 姓名
    pub name: String,
}

/// The score of a registration.
pub async fn find(r: &mut Reader<'_>, id: &RegistrationId) -> Result<Option<Score>, Error> {
    r.find(sqlx::query(FIND).bind(id.as_str())).await?.as_ref().map(score).transpose()
}

/// Every score of an exam.
pub async fn list(r: &mut Reader<'_>, exam: &ExamId) -> Result<Vec<Score>, Error> {
    r.list(sqlx::query(OF_EXAM).bind(exam.as_str())).await?.iter().map(score).collect()
}

/// Keeps what a file says of somebody who has no score yet. Whether there was none.
pub async fn insert(tx: &mut Tx<'_>, exam: &ExamId, found: &Found, now: Instant) -> Result<bool, Error> {
    let query = sqlx::query(INSERT)
        .bind(found.registration.as_str())
        .bind(exam.as_str())
        .bind(found.outcome.code())
        .bind(mark(found.outcome))
        .bind(now.as_millis());
    Ok(tx.run(query).await? == 1)
}

/// Keeps another outcome; its owner sees it again once it is published.
pub async fn change(tx: &mut Tx<'_>, found: &Found, now: Instant) -> Result<(), Error> {
    let query = sqlx::query(CHANGE)
        .bind(found.registration.as_str())
        .bind(found.outcome.code())
        .bind(mark(found.outcome))
        .bind(now.as_millis());
    tx.run_guarded(query).await
}

/// Shows every score of the exam to its owner. How many were not shown before.
pub async fn publish(tx: &mut Tx<'_>, exam: &ExamId, pass_line: Mark, now: Instant) -> Result<u64, Error> {
    let query = sqlx::query(SAVE_SHEET).bind(exam.as_str()).bind(i64::from(pass_line.tenths()));
    tx.run(query.bind(now.as_millis())).await?;
    tx.run(sqlx::query(PUBLISH).bind(exam.as_str()).bind(now.as_millis())).await
}

/// Takes every published score back. How many.
pub async fn withdraw(tx: &mut Tx<'_>, exam: &ExamId, now: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(WITHDRAW).bind(exam.as_str()).bind(now.as_millis())).await
}

/// What passes, once something was published.
pub async fn find_sheet(r: &mut Reader<'_>, exam: &ExamId) -> Result<Option<Sheet>, Error> {
    let row = r.find(sqlx::query(SHEET).bind(exam.as_str())).await?;
    let sheet = |row: &Row<'_>| {
        let published = row.instant("score_sheets.published_at")?;
        Ok(Sheet { pass_line: tenths(row.number(PASS_LINE)?, PASS_LINE)?, published })
    };
    row.as_ref().map(sheet).transpose()
}

/// The file that waits.
pub async fn find_draft(r: &mut Reader<'_>, exam: &ExamId) -> Result<Option<Draft>, Error> {
    let row = r.find(sqlx::query(DRAFT).bind(exam.as_str())).await?;
    let draft = |row: &Row<'_>| {
        Ok(Draft {
            version: row.number("score_drafts.version")?,
            found: serde_json::from_str(&row.text(FOUND)?).map_err(|_| Error::Corrupt(FOUND))?,
            problems: serde_json::from_str(&row.text(PROBLEMS)?).map_err(|_| Error::Corrupt(PROBLEMS))?,
            created: row.instant("score_drafts.created_at")?,
        })
    };
    row.as_ref().map(draft).transpose()
}

/// Keeps what a file says, in place of an earlier one.
pub async fn save_draft(
    tx: &mut Tx<'_>,
    exam: &ExamId,
    (found, problems): (&[Found], &[BadRow]),
    now: Instant,
) -> Result<(), Error> {
    let query = sqlx::query(SAVE_DRAFT)
        .bind(exam.as_str())
        .bind(serde_json::to_string(found).map_err(|_| Error::Corrupt(FOUND))?)
        .bind(serde_json::to_string(problems).map_err(|_| Error::Corrupt(PROBLEMS))?)
        .bind(now.as_millis());
    tx.run(query).await.map(drop)
}

/// Forgets the file that was seen. [`Error::Stale`] when another took its place, or it was taken over.
pub async fn drop_draft(tx: &mut Tx<'_>, exam: &ExamId, version: i64) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(DROP_DRAFT).bind(exam.as_str()).bind(version)).await
}

/// Every ticket of an exam with its owner.
pub async fn list_owners(r: &mut Reader<'_>, exam: &ExamId) -> Result<Vec<TicketOwner>, Error> {
    let owner = |row: &Row<'_>| {
        let account = row.text("tickets.account_id")?;
        let number = TicketNumber::parse(&row.text("tickets.number")?);
        Ok(TicketOwner {
            number: number.map_err(|_| Error::Corrupt("tickets.number"))?,
            registration: row.id("tickets.registration_id")?,
            name: row.sealed_text("accounts.name", &account)?,
        })
    };
    r.list(sqlx::query(OWNERS).bind(exam.as_str())).await?.iter().map(owner).collect()
}

/// Asks for another look. Whether it was not asked before.
pub async fn ask(tx: &mut Tx<'_>, id: &RegistrationId, now: Instant) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(ASK).bind(id.as_str()).bind(now.as_millis())).await? == 1)
}

/// Answers who waits. [`Error::Stale`] when nobody does.
pub async fn answer(
    tx: &mut Tx<'_>,
    id: &RegistrationId,
    corrected: bool,
    now: Instant,
) -> Result<(), Error> {
    let answer = if corrected { "corrected" } else { "kept" };
    tx.run_guarded(sqlx::query(ANSWER).bind(id.as_str()).bind(answer).bind(now.as_millis())).await
}

/// Where the request of this registration stands.
pub async fn find_recheck(r: &mut Reader<'_>, id: &RegistrationId) -> Result<Option<Recheck>, Error> {
    let row = r.find(sqlx::query(RECHECK).bind(id.as_str())).await?;
    let recheck = |row: &Row<'_>| {
        let since = row.instant("score_rechecks.asked_at")?;
        let at = row.maybe_instant("score_rechecks.answered_at")?;
        match (row.maybe_text(ANSWERED)?.as_deref(), at) {
            (None, None) => Ok(Recheck::Waiting { since }),
            (Some("kept"), Some(at)) => Ok(Recheck::Kept { at }),
            (Some("corrected"), Some(at)) => Ok(Recheck::Corrected { at }),
            _ => Err(Error::Corrupt(ANSWERED)),
        }
    };
    row.as_ref().map(recheck).transpose()
}

/// Who waits for another look, the longest first.
pub async fn list_waiting(
    r: &mut Reader<'_>,
    exam: &ExamId,
    most: i64,
) -> Result<Vec<(RegistrationId, Instant)>, Error> {
    let rows = r.list(sqlx::query(WAITING).bind(exam.as_str()).bind(most)).await?;
    let waiting = |row: &Row<'_>| {
        Ok((row.id("score_rechecks.registration_id")?, row.instant("score_rechecks.asked_at")?))
    };
    rows.iter().map(waiting).collect()
}

fn score(row: &Row<'_>) -> Result<Score, Error> {
    let mark = row.maybe_number("scores.mark")?.map(|mark| tenths(mark, "scores.mark")).transpose()?;
    let state = ScoreState::from_code(&row.text(STATE)?).ok_or(Error::Corrupt(STATE))?;
    Ok(Score {
        registration: row.id("scores.registration_id")?,
        outcome: Outcome::from_code(&row.text(OUTCOME)?, mark).ok_or(Error::Corrupt(OUTCOME))?,
        state,
        changed: row.instant("scores.changed_at")?,
    })
}

fn mark(outcome: Outcome) -> Option<i64> {
    outcome.mark().map(|mark| i64::from(mark.tenths()))
}

fn tenths(number: i64, place: &'static str) -> Result<Mark, Error> {
    u16::try_from(number).ok().and_then(|tenths| Mark::try_from(tenths).ok()).ok_or(Error::Corrupt(place))
}
