//! 考场材料: what somebody has ordered of a site or a room, how far it has come, and the file that came of it.

use domain::id::{ExamId, PhotoId, PrintId};
use domain::instant::Instant;
use domain::print::{NotDrawn, Order, Packing, PaperKind};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

macro_rules! columns {
    () => {
        "id, exam_id, site, room, papers, packing, actor, asked_at, state, rooms_done, rooms_total, edition, \
         file, bytes, report, ended_at"
    };
}

statements! {
    INSERT = "INSERT INTO paper_batches (id, exam_id, site, room, papers, packing, actor, asked_at, state, rooms_done, \
        rooms_total) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9)";
    FIND = concat!("SELECT ", columns!(), " FROM paper_batches WHERE id = $1");
    OF_EXAM = concat!("SELECT ", columns!(), " FROM paper_batches WHERE exam_id = $1 ORDER BY asked_at DESC, id DESC LIMIT $2");
    // Without a room the comparison is with -1, which no room has.
    WAITING = "SELECT id FROM paper_batches WHERE exam_id = $1 AND site = $2 AND COALESCE(room, -1) = $3 \
        AND papers = $4 AND packing = $5 AND actor = $6 AND state = 'waiting' ORDER BY asked_at LIMIT 1";
    ADVANCE = "UPDATE paper_batches SET rooms_done = $2, rooms_total = $3 WHERE id = $1 AND state = 'waiting'";
    FINISH = "UPDATE paper_batches SET state = 'done', rooms_done = rooms_total, edition = $2, file = $3, bytes = $4, \
        report = $5, ended_at = $6 WHERE id = $1 AND state = 'waiting'";
    FAIL = "UPDATE paper_batches SET state = 'failed', ended_at = $2 WHERE id = $1 AND state = 'waiting'";
    OLD = "SELECT id, file FROM paper_batches WHERE ended_at <= $1 ORDER BY ended_at LIMIT $2";
    DELETE = "DELETE FROM paper_batches WHERE id = $1 AND state <> 'waiting'";
}

const REPORT: &str = "paper_batches.report";
const PAPERS: &str = "paper_batches.papers";
const STATE: &str = "paper_batches.state";
const NO_ROOM: i64 = -1;

/// How far a batch has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchState {
    /// It is being drawn, or waits for its turn.
    Waiting,
    /// It can be fetched.
    Done(Printed),
    /// It was tried often enough, and came to nothing.
    Failed,
}

/// What came of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Which edition of the plan it shows.
    pub edition: u16,
    /// Its file.
    pub file: PhotoId,
    /// Length of the file before sealing.
    pub bytes: i64,
    /// Names of which no typeface draws everything.
    pub report: Vec<NotDrawn>,
}

/// Papers that somebody has ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Which.
    pub id: PrintId,
    /// Of which exam.
    pub exam: ExamId,
    /// What was ordered.
    pub order: Order,
    /// By whom, as the audit log names them.
    pub actor: String,
    /// When.
    pub asked: Instant,
    /// Rooms that are done, of how many.
    pub rooms: (i64, i64),
    /// How far it has come.
    pub state: BatchState,
    /// When it was done, or given up.
    pub ended: Option<Instant>,
}

/// An order, written down.
#[derive(Debug, Clone, Copy)]
pub struct Ordered<'a> {
    /// Which.
    pub id: &'a PrintId,
    /// Of which exam.
    pub exam: &'a ExamId,
    /// What.
    pub order: &'a Order,
    /// By whom.
    pub actor: &'a str,
    /// Of how many rooms.
    pub rooms: i64,
}

/// Writes an order down.
pub async fn insert(tx: &mut Tx<'_>, new: Ordered<'_>, now: Instant) -> Result<(), Error> {
    let Ordered { id, exam, order, actor, rooms } = new;
    let query = sqlx::query(INSERT)
        .bind(id.as_str())
        .bind(exam.as_str())
        .bind(&order.site)
        .bind(order.room.map(i64::from))
        .bind(papers(order))
        .bind(order.packing.code())
        .bind(actor)
        .bind(now.as_millis())
        .bind(rooms);
    tx.run(query).await.map(drop)
}

/// One batch.
pub async fn find(r: &mut Reader<'_>, id: &PrintId) -> Result<Option<Batch>, Error> {
    r.find(sqlx::query(FIND).bind(id.as_str())).await?.as_ref().map(batch).transpose()
}

/// The batches of an exam, the newest first, at most `most`.
pub async fn list(r: &mut Reader<'_>, exam: &ExamId, most: i64) -> Result<Vec<Batch>, Error> {
    r.list(sqlx::query(OF_EXAM).bind(exam.as_str()).bind(most)).await?.iter().map(batch).collect()
}

/// The same order of the same person that is not done yet: whoever taps twice has one.
pub async fn find_waiting(
    r: &mut Reader<'_>,
    exam: &ExamId,
    order: &Order,
    actor: &str,
) -> Result<Option<PrintId>, Error> {
    let query = sqlx::query(WAITING)
        .bind(exam.as_str())
        .bind(&order.site)
        .bind(order.room.map_or(NO_ROOM, i64::from))
        .bind(papers(order))
        .bind(order.packing.code())
        .bind(actor);
    r.find(query).await?.map(|row| row.id("paper_batches.id")).transpose()
}

/// So many rooms of so many are done. Nothing once it has ended.
pub async fn advance(tx: &mut Tx<'_>, id: &PrintId, (done, total): (i64, i64)) -> Result<(), Error> {
    tx.run(sqlx::query(ADVANCE).bind(id.as_str()).bind(done).bind(total)).await.map(drop)
}

/// The batch is done. [`Error::Stale`] when it has ended before, or is gone.
pub async fn finish(tx: &mut Tx<'_>, id: &PrintId, printed: &Printed, now: Instant) -> Result<(), Error> {
    let report = serde_json::to_vec(&printed.report).map_err(|_| Error::Corrupt(REPORT))?;
    let sealed = tx.seal(REPORT, id.as_str(), &report);
    let query = sqlx::query(FINISH)
        .bind(id.as_str())
        .bind(i64::from(printed.edition))
        .bind(printed.file.as_str())
        .bind(printed.bytes)
        .bind(sealed)
        .bind(now.as_millis());
    tx.run_guarded(query).await
}

/// The batch came to nothing.
pub async fn fail(tx: &mut Tx<'_>, id: &PrintId, now: Instant) -> Result<(), Error> {
    tx.run(sqlx::query(FAIL).bind(id.as_str()).bind(now.as_millis())).await.map(drop)
}

/// Batches that ended at or before `until`, each with its file, the oldest first, at most `most`.
pub async fn list_old(
    r: &mut Reader<'_>,
    until: Instant,
    most: i64,
) -> Result<Vec<(PrintId, Option<PhotoId>)>, Error> {
    let rows = r.list(sqlx::query(OLD).bind(until.as_millis()).bind(most)).await?;
    rows.iter().map(|row| Ok((row.id("paper_batches.id")?, row.maybe_id("paper_batches.file")?))).collect()
}

/// Forgets a batch that has ended. Its file is deleted by whoever called, once this is committed.
pub async fn delete(tx: &mut Tx<'_>, id: &PrintId) -> Result<(), Error> {
    tx.run(sqlx::query(DELETE).bind(id.as_str())).await.map(drop)
}

fn papers(order: &Order) -> String {
    order.papers.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(",")
}

fn batch(row: &Row<'_>) -> Result<Batch, Error> {
    let id: PrintId = row.id("paper_batches.id")?;
    let kinds = row.text(PAPERS)?.split(',').map(PaperKind::parse).collect::<Option<Vec<_>>>();
    let packing = Packing::parse(&row.text("paper_batches.packing")?);
    let order = Order {
        site: row.text("paper_batches.site")?,
        room: row.maybe_number("paper_batches.room")?.map(|n| small(n, "paper_batches.room")).transpose()?,
        papers: kinds.ok_or(Error::Corrupt(PAPERS))?,
        packing: packing.ok_or(Error::Corrupt("paper_batches.packing"))?,
    };
    Ok(Batch {
        exam: row.id("paper_batches.exam_id")?,
        order,
        actor: row.text("paper_batches.actor")?,
        asked: row.instant("paper_batches.asked_at")?,
        rooms: (row.number("paper_batches.rooms_done")?, row.number("paper_batches.rooms_total")?),
        state: match row.text(STATE)?.as_str() {
            "waiting" => BatchState::Waiting,
            "done" => BatchState::Done(printed(row, &id)?),
            "failed" => BatchState::Failed,
            _ => return Err(Error::Corrupt(STATE)),
        },
        ended: row.maybe_instant("paper_batches.ended_at")?,
        id,
    })
}

fn printed(row: &Row<'_>, id: &PrintId) -> Result<Printed, Error> {
    let report = row.sealed(REPORT, id.as_str())?;
    Ok(Printed {
        edition: small(row.number("paper_batches.edition")?, "paper_batches.edition")?,
        file: row.id("paper_batches.file")?,
        bytes: row.number("paper_batches.bytes")?,
        report: serde_json::from_slice(&report).map_err(|_| Error::Corrupt(REPORT))?,
    })
}

fn small(number: i64, place: &'static str) -> Result<u16, Error> {
    u16::try_from(number).map_err(|_| Error::Corrupt(place))
}
