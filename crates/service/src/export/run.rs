//! An export's job: page by page out of the database, through a thread that writes, into a sealed file. No page shares a
//! transaction with another, so that nobody waits for an export; what changes meanwhile is in it or not.

use std::time::Duration;

use domain::export::{ExportKind, KEPT_SECONDS};
use domain::id::ExportId;
use store::export::{Export, Made, Person};
use store::job::{self, Job};
use tokio::sync::mpsc::{Sender, channel};

use super::file::{Batch, Ended, Task, write};
use super::{delete_files, file_name};
use crate::{Cx, Error, audit, jobs, portrait, reference};

/// Registrations of one page. Portraits may have to be cut out first, a second each; a lease outlives a page.
const PAGE: i64 = 1_000;
const PAGE_OF_PORTRAITS: i64 = 20;

/// Pages that wait for the disk.
const WAITING: usize = 2;

/// How long somebody waits who finds every thread for pictures taken.
const PAUSE: Duration = Duration::from_millis(200);

/// Makes the file of an export. One that was stopped half-way is begun anew, and what it left goes; one that has ended, or
/// was called off, stays as it is.
pub(crate) async fn run(cx: &Cx, id: &ExportId, job: &Job) -> Result<(), Error> {
    let begun = cx
        .store()
        .write(async |tx| {
            let Some(export) = store::export::find(tx, id).await? else { return Ok(None) };
            let people = store::export::count(tx, &export.exam, &export.wish).await?;
            store::export::begin(tx, id, job.attempts, people).await?;
            let exam = store::exam::load(tx, &export.exam).await?;
            Ok(Some((export, exam)))
        })
        .await;
    let (export, exam) = match begun {
        Ok(Some(begun)) => begun,
        Ok(None) | Err(store::Error::Stale) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    delete_files(cx, &format!("{id}."), Some(&format!("{id}.{}.", job.attempts))).await?;
    let task = Task {
        files: cx.store().sealed_files().clone(),
        names: [false, true].map(|is_list| file_name(id, job.attempts, is_list)),
        exam,
        wish: export.wish.clone(),
        now: cx.now(),
    };
    let (sender, receiver) = channel(WAITING);
    let writer = tokio::task::spawn_blocking(move || write(&task, receiver));
    let fed = feed(cx, &export, job, sender).await;
    let made = writer.await.map_err(Error::internal)?;
    let ended = match (fed, made) {
        (Err(error), _) | (Ok(()), Err(Ended::Broken(error))) => Err(error),
        (Ok(()), Ok(made)) => finish(cx, id, job, made).await,
        (Ok(()), Err(Ended::Failed(failure, cause))) => fail(cx, id, (failure, &cause)).await,
        (Ok(()), Err(Ended::Abandoned)) => Ok(false),
    };
    if !matches!(ended, Ok(true)) {
        // Its own only: whoever has taken the export over is writing beside it.
        delete_files(cx, &format!("{id}.{}.", job.attempts), None).await?;
    }
    ended.map(drop)
}

/// Hands every registration to the writer. Ends in silence when the export was called off, or the writer has stopped: it
/// says why.
async fn feed(cx: &Cx, export: &Export, job: &Job, sender: Sender<Option<Batch>>) -> Result<(), Error> {
    let portraits = export.wish.kind == ExportKind::Photos;
    let most = if portraits { PAGE_OF_PORTRAITS } else { PAGE };
    let (mut after, mut written) = (String::new(), 0);
    loop {
        let chosen = (&export.exam, &export.wish);
        let people = cx.store().read(async |r| store::export::page(r, chosen, &after, most).await).await?;
        let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
        if let Some(last) = people.last() {
            last.id.as_str().clone_into(&mut after);
        }
        let batch = with_portraits(cx, people, portraits).await?;
        if sender.send(Some(batch)).await.is_err() {
            return Ok(());
        }
        written += count;
        if !goes_on(cx, export, job, written).await? {
            return Ok(());
        }
        if count < most {
            // Only now: a writer that just hears nothing more has no whole file.
            let _ = sender.send(None).await;
            return Ok(());
        }
    }
}

/// Says how far it is, and keeps the lease. Not when it was called off, or another worker has taken it over.
async fn goes_on(cx: &Cx, export: &Export, job: &Job, written: i64) -> Result<bool, Error> {
    let until = cx.now().plus_seconds(jobs::LEASE_SECONDS);
    let said = cx.store().write(async |tx| {
        store::export::go_on(tx, &export.id, job.attempts, written).await?;
        job::extend(tx, job, until).await
    });
    match said.await {
        Ok(()) => Ok(true),
        Err(store::Error::Stale) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

async fn with_portraits(cx: &Cx, people: Vec<Person>, wanted: bool) -> Result<Batch, Error> {
    let mut batch = Vec::with_capacity(people.len());
    for person in people {
        let portrait = if wanted { portrait_of(cx, &person).await? } else { None };
        batch.push((person, portrait));
    }
    Ok(batch)
}

/// One that cannot be made is missing, and its owner is on the list; the others are wanted all the same.
async fn portrait_of(cx: &Cx, person: &Person) -> Result<Option<Vec<u8>>, Error> {
    loop {
        match portrait::load(cx, &person.account).await {
            Err(Error::Busy) => tokio::time::sleep(PAUSE).await,
            Err(cause) => {
                tracing::warn!(code = reference(), %cause, "an export goes without a portrait");
                return Ok(None);
            }
            found => return found,
        }
    }
}

/// The file is there; whether it still counts.
async fn finish(cx: &Cx, id: &ExportId, job: &Job, made: Made) -> Result<bool, Error> {
    let now = cx.now();
    let written = cx.store().write(async |tx| {
        let kept = (now, now.plus_seconds(KEPT_SECONDS));
        store::export::finish(tx, (id, job.attempts), made, kept).await?;
        let detail = format!("{} rows, {} listed", made.written, made.listed);
        audit::record_change(tx, now, audit::SYSTEM, "export.made", id.as_str(), detail).await
    });
    match written.await {
        Ok(()) => Ok(true),
        Err(Error::Stale) => Ok(false),
        Err(error) => Err(error),
    }
}

/// It can never be made. The cause names rows and columns, and nobody.
async fn fail(
    cx: &Cx,
    id: &ExportId,
    (failure, cause): (domain::export::ExportFailure, &str),
) -> Result<bool, Error> {
    let (now, code) = (cx.now(), reference());
    tracing::warn!(code, cause, "an export cannot be made");
    cx.store()
        .write(async |tx| {
            let kept = (now, now.plus_seconds(KEPT_SECONDS));
            store::export::fail(tx, id, (failure, &code), kept).await?;
            audit::record(tx, now, audit::SYSTEM, "export.failed", id.as_str()).await
        })
        .await?;
    Ok(false)
}
