//! 学籍: files of who may sit an exam. One is live, one may wait to be taken over; others are being read, or go.

use domain::document::DocumentNumber;
use domain::id::{ExamId, RosterId};
use domain::instant::Instant;
use domain::list::LineProblem;
use domain::roster::{Record, Verdict};
use serde::{Deserialize, Serialize};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

macro_rules! columns {
    () => {
        "id, created_at, taken_at, eligible, ineligible, added, changed, gone, bad_lines, problems"
    };
}

statements! {
    BEGIN = "INSERT INTO roster_files (id, exam_id, state, created_at, eligible, ineligible, added, changed, gone, \
        bad_lines, problems) VALUES ($1, $2, 'reading', $3, 0, 0, 0, 0, 0, 0, '[]')";
    INSERT = "INSERT INTO roster_lines (id, file_id, person, said, record) VALUES ($2, $1, $3, $4, $5)";
    // As many lines as [`BLOCK`] says: fifty thousand statements of one line each would keep everybody waiting.
    INSERT_BLOCK = "INSERT INTO roster_lines (id, file_id, person, said, record) VALUES \
        ($2, $1, $3, $4, $5), ($6, $1, $7, $8, $9), ($10, $1, $11, $12, $13), \
        ($14, $1, $15, $16, $17), ($18, $1, $19, $20, $21), ($22, $1, $23, $24, $25), \
        ($26, $1, $27, $28, $29), ($30, $1, $31, $32, $33), ($34, $1, $35, $36, $37), \
        ($38, $1, $39, $40, $41), ($42, $1, $43, $44, $45), ($46, $1, $47, $48, $49), \
        ($50, $1, $51, $52, $53), ($54, $1, $55, $56, $57), ($58, $1, $59, $60, $61), \
        ($62, $1, $63, $64, $65), ($66, $1, $67, $68, $69), ($70, $1, $71, $72, $73), \
        ($74, $1, $75, $76, $77), ($78, $1, $79, $80, $81)";
    NEW = "SELECT COUNT(*) AS many FROM roster_lines s WHERE s.file_id = $1 AND NOT EXISTS (\
        SELECT l.id FROM roster_lines l WHERE l.file_id = $2 AND l.person = s.person)";
    CHANGED = "SELECT COUNT(*) AS many FROM roster_lines s JOIN roster_lines l ON l.person = s.person \
        WHERE s.file_id = $1 AND l.file_id = $2 AND l.said <> s.said";
    READ = "UPDATE roster_files SET state = 'waiting', eligible = $2, ineligible = $3, added = $4, changed = $5, \
        gone = $6, bad_lines = $7, problems = $8 WHERE id = $1 AND state = 'reading'";
    END_IN_STATE = "UPDATE roster_files SET state = 'old' WHERE exam_id = $1 AND state = $2";
    END_LEFT = "UPDATE roster_files SET state = 'old' WHERE exam_id = $1 AND state = 'reading' AND created_at < $2";
    END = "UPDATE roster_files SET state = 'old' WHERE id = $1 AND state = 'waiting'";
    TAKE_OVER = "UPDATE roster_files SET state = 'live', taken_at = $2 WHERE id = $1 AND state = 'waiting'";
    IN_STATE = concat!("SELECT ", columns!(), " FROM roster_files WHERE exam_id = $1 AND state = $2");
    OLD = "SELECT id FROM roster_files WHERE exam_id = $1 AND state = 'old' ORDER BY id LIMIT 1";
    SWEEP = "DELETE FROM roster_lines WHERE id IN (\
        SELECT id FROM roster_lines WHERE file_id = $1 LIMIT $2)";
    FORGET = "DELETE FROM roster_files WHERE id = $1 AND state = 'old'";
    PERSON = "SELECT l.id, l.record FROM roster_lines l JOIN roster_files f ON f.id = l.file_id \
        WHERE f.exam_id = $1 AND f.state = 'live' AND l.person = $2";
}

/// Lines of one `INSERT_BLOCK`.
const BLOCK: usize = 20;
/// Lines that one step of [`sweep`] deletes.
const STEP: i64 = 2_000;

const RECORD: &str = "roster_lines.record";
const PROBLEMS: &str = "roster_files.problems";

/// A line of a file that acts on nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadLine {
    /// Its number as the spreadsheet shows it.
    pub row: u32,
    /// Title of the column.
    pub column: String,
    /// Why.
    pub problem: LineProblem,
}

/// What a file says of one person.
pub struct Line {
    /// Its number as the spreadsheet shows it.
    pub row: u32,
    /// Whom it is about.
    pub number: DocumentNumber,
    /// What it says.
    pub record: Record,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterFile {
    /// Identifier.
    pub id: RosterId,
    /// When it was read.
    pub created: Instant,
    /// When it was taken over.
    pub taken: Option<Instant>,
    /// People who may.
    pub eligible: i64,
    /// People who may not.
    pub ineligible: i64,
    /// Against what was live when it was read.
    pub differences: Differences,
    /// Lines that act on nobody.
    pub bad_lines: i64,
    /// The first of them.
    pub problems: Vec<BadLine>,
}

/// How a file differs from the one that is live.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Differences {
    /// People whom only the file knows.
    pub new: i64,
    /// People of whom it says something else.
    pub changed: i64,
    /// People whom only the live one knows.
    pub gone: i64,
}

impl Differences {
    /// Whether taking it over would change nothing.
    pub fn are_none(self) -> bool {
        self == Self::default()
    }
}

/// Where a file stands that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits to be taken over.
    Waiting,
    /// It holds.
    Live,
}

impl State {
    fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Live => "live",
        }
    }
}

/// A file of which nobody sees anything yet. Those of this exam that were begun before `left` were left by whoever read them.
pub async fn begin(
    tx: &mut Tx<'_>,
    id: &RosterId,
    exam: &ExamId,
    now: Instant,
    left: Instant,
) -> Result<(), Error> {
    tx.run(sqlx::query(END_LEFT).bind(exam.as_str()).bind(left.as_millis())).await?;
    tx.run(sqlx::query(BEGIN).bind(id.as_str()).bind(exam.as_str()).bind(now.as_millis())).await.map(drop)
}

/// Keeps some of its lines. [`Error::Taken`] when one person stands in two of them.
pub async fn insert_lines(tx: &mut Tx<'_>, file: &RosterId, lines: &[Line]) -> Result<(), Error> {
    for block in lines.chunks(BLOCK) {
        let texts: &[(&'static str, usize)] =
            if block.len() == BLOCK { &[(INSERT_BLOCK, BLOCK)] } else { &[(INSERT, 1)] };
        for (text, size) in texts {
            for some in block.chunks(*size) {
                let mut query = sqlx::query(*text).bind(file.as_str());
                for line in some {
                    let id = format!("{file}:{}", line.row);
                    let record = serde_json::to_string(&line.record).map_err(|_| Error::Corrupt(RECORD))?;
                    let sealed = tx.seal(RECORD, &id, record.as_bytes());
                    let said = tx.fingerprint("roster.said", &record);
                    query = query.bind(id).bind(person(tx, &line.number)).bind(said).bind(sealed);
                }
                tx.run(query).await?;
            }
        }
    }
    Ok(())
}

/// It is read, and waits in place of an earlier one: what it says is counted against what is live.
pub async fn finish(
    tx: &mut Tx<'_>,
    id: &RosterId,
    exam: &ExamId,
    (eligible, ineligible): (i64, i64),
    (bad_lines, problems): (i64, &[BadLine]),
) -> Result<Differences, Error> {
    let live = find(tx, exam, State::Live).await?.map(|file| file.id.as_str().to_owned()).unwrap_or_default();
    let differences = Differences {
        new: count(tx, NEW, id.as_str(), &live).await?,
        changed: count(tx, CHANGED, id.as_str(), &live).await?,
        gone: count(tx, NEW, &live, id.as_str()).await?,
    };
    tx.run(sqlx::query(END_IN_STATE).bind(exam.as_str()).bind(State::Waiting.code())).await?;
    let query = sqlx::query(READ)
        .bind(id.as_str())
        .bind(eligible)
        .bind(ineligible)
        .bind(differences.new)
        .bind(differences.changed)
        .bind(differences.gone)
        .bind(bad_lines)
        .bind(serde_json::to_string(problems).map_err(|_| Error::Corrupt(PROBLEMS))?);
    tx.run_guarded(query).await?;
    Ok(differences)
}

async fn count(tx: &mut Tx<'_>, text: &'static str, one: &str, other: &str) -> Result<i64, Error> {
    tx.one(sqlx::query(text).bind(one).bind(other)).await?.number("roster_lines.many")
}

/// The file of this exam that waits, or that is live.
pub async fn find(r: &mut Reader<'_>, exam: &ExamId, state: State) -> Result<Option<RosterFile>, Error> {
    let row = r.find(sqlx::query(IN_STATE).bind(exam.as_str()).bind(state.code())).await?;
    row.as_ref().map(file).transpose()
}

/// The file that waits holds from now on, in place of what was live. [`Error::Stale`] when it does not wait.
pub async fn take_over(tx: &mut Tx<'_>, exam: &ExamId, id: &RosterId, now: Instant) -> Result<(), Error> {
    tx.run(sqlx::query(END_IN_STATE).bind(exam.as_str()).bind(State::Live.code())).await?;
    tx.run_guarded(sqlx::query(TAKE_OVER).bind(id.as_str()).bind(now.as_millis())).await
}

/// The file that waits is forgotten. [`Error::Stale`] when it does not wait.
pub async fn discard(tx: &mut Tx<'_>, id: &RosterId) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(END).bind(id.as_str())).await
}

/// Deletes some lines of files that hold no more. Whether there may be others.
pub async fn sweep(tx: &mut Tx<'_>, exam: &ExamId) -> Result<bool, Error> {
    let Some(old) = tx.find(sqlx::query(OLD).bind(exam.as_str())).await? else { return Ok(false) };
    let old = old.text("roster_files.id")?;
    let gone = tx.run(sqlx::query(SWEEP).bind(old.as_str()).bind(STEP)).await?;
    if i64::try_from(gone).is_ok_and(|gone| gone < STEP) {
        tx.run(sqlx::query(FORGET).bind(old.as_str())).await?;
    }
    Ok(true)
}

/// What the live file of this exam says of the person behind a number.
pub async fn find_record(
    r: &mut Reader<'_>,
    exam: &ExamId,
    number: &DocumentNumber,
) -> Result<Option<Record>, Error> {
    let query = sqlx::query(PERSON).bind(exam.as_str()).bind(person(r, number));
    let Some(row) = r.find(query).await? else { return Ok(None) };
    let record = row.sealed_text(RECORD, &row.text("roster_lines.id")?)?;
    serde_json::from_str(&record).map(Some).map_err(|_| Error::Corrupt(RECORD))
}

/// One person, whichever issue of a permit the number comes from.
fn person(r: &Reader<'_>, number: &DocumentNumber) -> String {
    r.fingerprint("roster.person", &format!("{}:{}", number.kind().code(), number.identity_key()))
}

fn file(row: &Row<'_>) -> Result<RosterFile, Error> {
    Ok(RosterFile {
        id: row.id("roster_files.id")?,
        created: row.instant("roster_files.created_at")?,
        taken: row.maybe_instant("roster_files.taken_at")?,
        eligible: row.number("roster_files.eligible")?,
        ineligible: row.number("roster_files.ineligible")?,
        differences: Differences {
            new: row.number("roster_files.added")?,
            changed: row.number("roster_files.changed")?,
            gone: row.number("roster_files.gone")?,
        },
        bad_lines: row.number("roster_files.bad_lines")?,
        problems: serde_json::from_str(&row.text(PROBLEMS)?).map_err(|_| Error::Corrupt(PROBLEMS))?,
    })
}

/// How many may and how many may not.
pub fn tally(lines: &[Line]) -> (i64, i64) {
    let many = |verdict| lines.iter().filter(|line| line.record.verdict == verdict).count();
    let many = |verdict| i64::try_from(many(verdict)).unwrap_or(i64::MAX);
    (many(Verdict::Eligible), many(Verdict::Ineligible))
}
