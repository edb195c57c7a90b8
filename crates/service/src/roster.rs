//! 学籍: a file is read and looked at, then taken over; from then on it says who of the exam's candidates may (C9).

mod file;

use domain::exam::Exam;
use domain::id::{ExamId, RosterId};
use domain::instant::Instant;
use domain::list::ListRefusal;
use domain::roster::Standing;
use domain::staff::{Permission, Place};
use store::account::Account;
pub use store::roster::{BadLine, RosterFile};
use store::roster::{State, tally};
use store::{Reader, Tx};

use crate::table::Bad;
use crate::{Cx, Error, Operator, Refused, audit, random};

/// Lines that are written in one go: everybody else waits for their turn no longer than these take.
const BATCH: usize = 1_000;
/// Seconds after which a file that is still being read was left by whoever read it.
const LEFT_SECONDS: i64 = 3_600;

/// What the page shows.
pub struct Look {
    /// Exams whose roster whoever looks may see, the one that opens last first.
    pub exams: Vec<(ExamId, String)>,
    /// The chosen one, or else the newest; none where there is no exam.
    pub chosen: Option<Roster>,
}

/// The roster of one exam.
pub struct Roster {
    /// The exam.
    pub exam: Exam,
    /// What holds.
    pub live: Option<RosterFile>,
    /// A file that waits to be taken over.
    pub waits: Option<RosterFile>,
}

/// The roster of this exam or else of the newest.
pub async fn look(cx: &Cx, staff: &Operator, wanted: Option<&ExamId>) -> Result<Look, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::SeeLists, now).await?;
            let mut exams = store::exam::list_all(r).await?;
            exams.retain(|exam| reach.covers(Place::Exam(&exam.id)));
            let chosen = match wanted {
                Some(id) => Some(exams.iter().find(|exam| exam.id == *id).ok_or(Error::Forbidden)?.clone()),
                None => exams.first().cloned(),
            };
            let exams = exams.into_iter().map(|exam| (exam.id, exam.title)).collect();
            let chosen = match chosen {
                Some(exam) => Some(Roster {
                    live: store::roster::find(r, &exam.id, State::Live).await?,
                    waits: store::roster::find(r, &exam.id, State::Waiting).await?,
                    exam,
                }),
                None => None,
            };
            Ok(Look { exams, chosen })
        })
        .await
}

/// Reads a file and keeps what it says until somebody takes it over. An earlier file that waits gives way.
pub async fn receive(cx: &Cx, staff: &Operator, exam: &ExamId, bytes: Vec<u8>) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            must(r, staff, exam, now).await?;
            store::exam::find(r, exam).await?.map(drop).ok_or(Error::NotFound)
        })
        .await?;
    let read = cx.see(move |_| file::read(bytes)).await?;
    let (lines, bad) = read.map_err(Refused::List)?;
    let id = RosterId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    cx.store()
        .write(async |tx| {
            must(tx, staff, exam, now).await?;
            let left = now.plus_seconds(-LEFT_SECONDS);
            Ok::<_, Error>(store::roster::begin(tx, &id, exam, now, left).await?)
        })
        .await?;
    for some in lines.chunks(BATCH) {
        cx.store().write(async |tx| store::roster::insert_lines(tx, &id, some).await).await?;
    }
    let counted = tally(&lines);
    match finish(cx, staff, exam, &id, counted, &bad).await {
        // Two files at once: the other one waits now, and gives way.
        Err(Error::Stale) => finish(cx, staff, exam, &id, counted, &bad).await?,
        other => other?,
    }
    sweep(cx, exam).await
}

async fn finish(
    cx: &Cx,
    staff: &Operator,
    exam: &ExamId,
    id: &RosterId,
    counted: (i64, i64),
    bad: &Bad,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            must(tx, staff, exam, now).await?;
            let done = store::roster::finish(tx, id, exam, counted, (bad.lines, &bad.problems)).await;
            done.map_err(|error| match error {
                store::Error::Taken => Error::Stale,
                other => other.into(),
            })?;
            let detail = format!("{} lines, {} problems", counted.0 + counted.1, bad.lines);
            note(tx, staff, exam, "roster.file_read", detail, now).await
        })
        .await
}

/// The file that was seen holds from now on. Lines with problems must be left out on purpose. Whoever comes second finds it
/// done; a file that says what holds already changes nothing.
pub async fn take_over(
    cx: &Cx,
    staff: &Operator,
    exam: &ExamId,
    seen: &RosterId,
    leave_out: bool,
) -> Result<(), Error> {
    let now = cx.now();
    let done = cx
        .store()
        .write(async |tx| {
            must(tx, staff, exam, now).await?;
            let Some(waits) = store::roster::find(tx, exam, State::Waiting).await? else { return Ok(()) };
            if waits.id != *seen {
                return Err(Error::Stale);
            }
            if waits.bad_lines > 0 && !leave_out {
                return Err(Refused::List(ListRefusal::LinesLeft).into());
            }
            let live = store::roster::find(tx, exam, State::Live).await?;
            if live.is_some() && waits.differences.are_none() {
                return Ok(store::roster::discard(tx, seen).await?);
            }
            store::roster::take_over(tx, exam, seen, now).await?;
            let store::roster::Differences { new, changed, gone } = waits.differences;
            let detail = format!("{new} new, {changed} changed, {gone} gone");
            note(tx, staff, exam, "roster.imported", detail, now).await
        })
        .await;
    or_gone(cx, exam, done).await?;
    sweep(cx, exam).await
}

/// Forgets the file that was seen.
pub async fn discard(cx: &Cx, staff: &Operator, exam: &ExamId, seen: &RosterId) -> Result<(), Error> {
    let now = cx.now();
    let done = cx
        .store()
        .write(async |tx| {
            must(tx, staff, exam, now).await?;
            let Some(waits) = store::roster::find(tx, exam, State::Waiting).await? else { return Ok(()) };
            if waits.id != *seen {
                return Err(Error::Stale);
            }
            store::roster::discard(tx, seen).await?;
            note(tx, staff, exam, "roster.file_discarded", String::new(), now).await
        })
        .await;
    or_gone(cx, exam, done).await?;
    sweep(cx, exam).await
}

/// How a candidate stands to the roster of an exam.
pub(crate) async fn standing(
    r: &mut Reader<'_>,
    exam: &ExamId,
    account: &Account,
) -> Result<Standing, Error> {
    if store::roster::find(r, exam, State::Live).await?.is_none() {
        return Ok(Standing::NoRoster);
    }
    let record = store::roster::find_record(r, exam, &account.number).await?;
    Ok(Standing::of(&account.name, record))
}

/// Two taps at once: whoever was later finds that nothing waits any more.
async fn or_gone(cx: &Cx, exam: &ExamId, done: Result<(), Error>) -> Result<(), Error> {
    let waits = async |r: &mut Reader<'_>| store::roster::find(r, exam, State::Waiting).await;
    if matches!(done, Err(Error::Stale)) && cx.store().read(waits).await?.is_none() {
        return Ok(());
    }
    done
}

/// Deletes what holds no more, a little at a time.
async fn sweep(cx: &Cx, exam: &ExamId) -> Result<(), Error> {
    while cx.store().write(async |tx| store::roster::sweep(tx, exam).await).await? {}
    Ok(())
}

async fn must(r: &mut Reader<'_>, staff: &Operator, exam: &ExamId, now: Instant) -> Result<(), Error> {
    staff.require(r, Permission::EditLists, Place::Exam(exam), now).await
}

async fn note(
    tx: &mut Tx<'_>,
    staff: &Operator,
    exam: &ExamId,
    event: &str,
    detail: String,
    now: Instant,
) -> Result<(), Error> {
    audit::record_change(tx, now, &staff.actor(), event, exam.as_str(), detail).await
}
