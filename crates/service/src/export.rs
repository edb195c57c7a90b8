//! 导出: registrations of an exam as a file, made by a job, kept sealed for a day, and given to nobody but whoever asked (F7).

mod file;
mod rows;
mod run;

use documents::write::NameRule;
use domain::exam::Exam;
use domain::export::{
    DEFAULT_RULE, ExportFailure, ExportKind, ExportRefusal, ExportState, KEPT_SECONDS, MOST_LIVE,
    MOST_REASON, STATES, Wish,
};
use domain::id::{ExamId, ExportId};
use domain::instant::Instant;
use domain::staff::{Permission, Place};
pub use store::export::Export;
use store::{Reader, SealedFiles, SealedIn, Tx};

use crate::staff::Reach;
use crate::{Cx, Error, Operator, Refused, Staff, audit, jobs, random};

pub(crate) use run::run;

/// Exports that are shown.
const MOST_SHOWN: i64 = 50;

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// A code of [`ExportKind`].
    pub kind: String,
    /// Only this state, or all.
    pub state: String,
    /// Only this site, or all.
    pub site: String,
    /// Only this subject, or all.
    pub subject: String,
    /// How names of pictures are made, or as usual.
    pub rule: String,
    /// With names and numbers as they are.
    pub full: bool,
    /// What whole names and numbers are needed for.
    pub reason: String,
}

/// What the page offers.
pub struct Look {
    /// Exams of which whoever looks may take something out, the one that opens last first.
    pub exams: Vec<(ExamId, String)>,
    /// The chosen one, or else the newest, with the sites that can be chosen there; none where there is no exam.
    pub chosen: Option<Chosen>,
}

/// The exam that something is taken out of.
pub struct Chosen {
    /// The exam.
    pub exam: Exam,
    /// Whether all its sites may be taken together.
    pub whole: bool,
    /// The sites that may be chosen: code and name.
    pub sites: Vec<(String, String)>,
}

/// One of one's own exports.
pub struct Listed {
    /// It.
    pub export: Export,
    /// Title of its exam.
    pub title: String,
}

/// A file on its way to whoever asked for it.
pub struct Download {
    /// What it is.
    pub kind: ExportKind,
    /// Whether it is the list beside the file.
    pub is_list: bool,
    file: SealedIn,
}

impl Download {
    /// The next part; nothing behind the last.
    pub async fn next(self) -> Result<Option<(Vec<u8>, Self)>, Error> {
        let mut own = self;
        let read = tokio::task::spawn_blocking(move || own.file.next_page().map(|page| (page, own)));
        let (page, own) = read.await.map_err(Error::internal)??;
        Ok(page.map(|page| (page, own)))
    }
}

/// The exams, and what can be chosen of this one or else of the newest.
pub async fn look(cx: &Cx, staff: &Operator, wanted: Option<&ExamId>) -> Result<Look, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::ExportMasked, now).await?;
            let mut exams = store::exam::list_all(r).await?;
            exams.retain(|exam| reaches(&reach, exam));
            let chosen = match wanted {
                Some(id) => Some(exams.iter().find(|exam| exam.id == *id).ok_or(Error::Forbidden)?.clone()),
                None => exams.first().cloned(),
            };
            let exams = exams.into_iter().map(|exam| (exam.id, exam.title)).collect();
            Ok(Look { exams, chosen: chosen.map(|exam| offered(&reach, exam)) })
        })
        .await
}

fn reaches(reach: &Reach, exam: &Exam) -> bool {
    let at = |site: &domain::exam::Site| reach.covers(Place::Registration(&exam.id, Some(&site.code)));
    reach.covers(Place::Exam(&exam.id)) || exam.sites.iter().any(at)
}

fn offered(reach: &Reach, exam: Exam) -> Chosen {
    let sites = exam
        .sites
        .iter()
        .filter(|site| reach.covers(Place::Registration(&exam.id, Some(&site.code))))
        .map(|site| (site.code.clone(), site.name.clone()));
    Chosen { whole: reach.covers(Place::Exam(&exam.id)), sites: sites.collect(), exam }
}

/// One's own exports, the newest first.
pub async fn list(cx: &Cx, staff: &Staff) -> Result<Vec<Listed>, Error> {
    let (now, operator) = (cx.now(), Operator::from(staff.clone()));
    cx.store()
        .read(async |r| {
            operator.reach(r, Permission::ExportMasked, now).await?;
            let mut listed = Vec::new();
            for export in store::export::list(r, staff.id(), MOST_SHOWN).await? {
                let title = store::exam::load(r, &export.exam).await?.title;
                listed.push(Listed { export, title });
            }
            Ok(listed)
        })
        .await
}

/// Asks for an export. The same one twice is one, as long as it has not ended.
pub async fn ask(cx: &Cx, staff: &Staff, exam: &ExamId, typed: &Typed) -> Result<(), Error> {
    let (now, operator) = (cx.now(), Operator::from(staff.clone()));
    let id = ExportId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    let permission = permission(typed.full);
    // Who may is asked before anything else is said.
    let found = cx.store().read(async |r| {
        operator.reach(r, permission, now).await?;
        store::exam::find(r, exam).await?.ok_or(Error::NotFound)
    });
    let wish = wish(&found.await?, typed)?;
    if wish.full {
        operator.confirmed(cx)?;
    }
    let reason = typed.reason.trim();
    if (wish.full && reason.is_empty()) || reason.chars().count() > MOST_REASON {
        return Err(refused(ExportRefusal::Reason));
    }
    cx.store()
        .write(async |tx| {
            operator.require(tx, permission, place(exam, &wish), now).await?;
            if !store::export::insert(tx, &id, (staff.id(), exam), &wish, now).await? {
                return Ok(());
            }
            if store::export::count_live(tx, staff.id()).await? > MOST_LIVE {
                return Err(refused(ExportRefusal::TooMany));
            }
            jobs::push_export(tx, &id, now).await?;
            let detail = [&told(exam, &wish), " reason=", reason].concat();
            let actor = operator.actor();
            audit::record_change(tx, now, &actor, "export.asked", id.as_str(), detail).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// What it takes, with whole names and numbers or without.
fn permission(full: bool) -> Permission {
    if full { Permission::ExportFull } else { Permission::ExportMasked }
}

fn place<'p>(exam: &'p ExamId, wish: &'p Wish) -> Place<'p> {
    match &wish.site {
        Some(site) => Place::Registration(exam, Some(site)),
        None => Place::Exam(exam),
    }
}

fn refused(refusal: ExportRefusal) -> Error {
    Refused::Export(refusal).into()
}

/// What was typed, where it can be.
fn wish(exam: &Exam, typed: &Typed) -> Result<Wish, Error> {
    let kind = ExportKind::from_code(&typed.kind).ok_or(refused(ExportRefusal::Filter))?;
    let only = |code: &str| (!code.is_empty()).then(|| code.to_owned());
    let (state, site, subject) = (only(&typed.state), only(&typed.site), only(&typed.subject));
    let is_known = state.as_deref().is_none_or(|state| STATES.contains(&state))
        && site.as_deref().is_none_or(|site| exam.site(site).is_some())
        && subject.as_deref().is_none_or(|subject| exam.subject(subject).is_some());
    if !is_known {
        return Err(refused(ExportRefusal::Filter));
    }
    if kind.is_always_full() && !typed.full {
        return Err(refused(ExportRefusal::AlwaysFull));
    }
    let rule = match (kind, typed.rule.trim()) {
        (ExportKind::Photos, "") => Some(DEFAULT_RULE.to_owned()),
        (ExportKind::Photos, rule) => Some(rule.to_owned()),
        _ => None,
    };
    if rule
        .as_deref()
        .is_some_and(|rule| rule.chars().count() > MOST_REASON || NameRule::parse(rule).is_err())
    {
        return Err(refused(ExportRefusal::Rule));
    }
    Ok(Wish { kind, state, site, subject, rule, full: typed.full })
}

/// As the log has it: codes only.
fn told(exam: &ExamId, wish: &Wish) -> String {
    let only = |only: &Option<String>| only.as_deref().unwrap_or("*").to_owned();
    let form = if wish.full { "full" } else { "masked" };
    let (kind, state, site, subject) =
        (wish.kind.code(), only(&wish.state), only(&wish.site), only(&wish.subject));
    format!("{exam} {kind} {form} state={state} site={site} subject={subject}")
}

/// One's own export. Nobody else's is there.
async fn own(r: &mut Reader<'_>, staff: &Staff, id: &ExportId) -> Result<Export, Error> {
    let found = store::export::find(r, id).await?;
    found.filter(|export| export.staff == *staff.id()).ok_or(Error::NotFound)
}

/// What ends an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It goes no further.
    Stop,
    /// It has ended, and what came of it is thrown away.
    Delete,
}

/// Stops one's own export, or throws its file away. Whoever comes second finds it done.
pub async fn end(cx: &Cx, staff: &Staff, id: &ExportId, end: End) -> Result<(), Error> {
    let (now, operator) = (cx.now(), Operator::from(staff.clone()));
    let has_ended = cx
        .store()
        .write(async |tx| {
            operator.reach(tx, Permission::ExportMasked, now).await?;
            match own(tx, staff, id).await {
                // Thrown away by the first of two taps, or never one's own: which of them is not said.
                Err(Error::NotFound) => return Ok(false),
                found => found?,
            };
            let kept = (now, now.plus_seconds(KEPT_SECONDS));
            let (done, event) = match end {
                End::Stop => (store::export::cancel(tx, id, kept).await?, "export.canceled"),
                End::Delete => (store::export::delete(tx, id).await?, "export.deleted"),
            };
            if !done {
                return Ok(false);
            }
            audit::record(tx, now, &operator.actor(), event, id.as_str()).await?;
            Ok::<_, Error>(true)
        })
        .await?;
    if has_ended { delete_files(cx, &format!("{id}."), None).await } else { Ok(()) }
}

/// One's own file, or the list beside it. That it was taken is in the log.
pub async fn download(cx: &Cx, staff: &Staff, id: &ExportId, is_list: bool) -> Result<Download, Error> {
    let (now, operator) = (cx.now(), Operator::from(staff.clone()));
    let export = cx
        .store()
        .write(async |tx| {
            operator.reach(tx, Permission::ExportMasked, now).await?;
            let export = own(tx, staff, id).await?;
            // A role that was taken away since takes the file with it.
            operator
                .require(tx, permission(export.wish.full), place(&export.exam, &export.wish), now)
                .await?;
            let is_there = export.state == ExportState::Done && export.expires.is_some_and(|end| now < end);
            if !is_there || (is_list && export.list_bytes == 0) {
                return Err(Error::NotFound);
            }
            let event = if is_list { "export.list_downloaded" } else { "export.downloaded" };
            audit::record(tx, now, &operator.actor(), event, id.as_str()).await?;
            Ok(export)
        })
        .await?;
    let name = file_name(id, export.run, is_list);
    let file = on_disk(cx, move |files| files.read(&name).map_err(Error::from)).await?;
    Ok(Download { kind: export.wish.kind, is_list, file })
}

/// A job was tried often enough.
pub(crate) async fn give_up(
    tx: &mut Tx<'_>,
    id: &ExportId,
    reference: &str,
    now: Instant,
) -> Result<(), Error> {
    let kept = (now, now.plus_seconds(KEPT_SECONDS));
    store::export::fail(tx, id, (ExportFailure::Broken, reference), kept).await?;
    audit::record(tx, now, audit::SYSTEM, "export.failed", id.as_str()).await
}

/// Forgets files whose time is over, and those that no export counts any more.
pub(crate) async fn sweep(cx: &Cx) -> Result<(), Error> {
    let now = cx.now();
    cx.store().write(async |tx| store::export::delete_expired(tx, now).await).await?;
    // The files are listed before the rows are read: a run is in its row before its file is there.
    for name in on_disk(cx, |files| files.list().map_err(Error::internal)).await? {
        if !counts(cx, &name).await? {
            on_disk(cx, move |files| files.delete(&name).map_err(Error::internal)).await?;
        }
    }
    Ok(())
}

async fn counts(cx: &Cx, name: &str) -> Result<bool, Error> {
    let mut parts = name.split('.');
    let id = parts.next().and_then(|id| id.parse::<ExportId>().ok());
    let (Some(id), Some(run)) = (id, parts.next().and_then(|run| run.parse::<i64>().ok())) else {
        // None of ours: a file that waits without a name has one for a moment.
        return Ok(true);
    };
    let export = cx.store().read(async |r| store::export::find(r, &id).await).await?;
    let alive = |state| matches!(state, ExportState::Running | ExportState::Done);
    Ok(export.is_some_and(|export| export.run == run && alive(export.state)))
}

fn file_name(id: &ExportId, run: i64, is_list: bool) -> String {
    format!("{id}.{run}.{}", u8::from(is_list))
}

/// Deletes the files whose names begin so, but for those that begin like the others.
pub(crate) async fn delete_files(cx: &Cx, begin: &str, but: Option<&str>) -> Result<(), Error> {
    let (begin, kept) = (begin.to_owned(), but.map(str::to_owned));
    on_disk(cx, move |files| {
        for name in files.list().map_err(Error::internal)? {
            if name.starts_with(&begin) && !kept.as_ref().is_some_and(|kept| name.starts_with(kept.as_str()))
            {
                files.delete(&name).map_err(Error::internal)?;
            }
        }
        Ok(())
    })
    .await
}

/// Disks block: never on an async thread.
async fn on_disk<T: Send + 'static>(
    cx: &Cx,
    work: impl FnOnce(&SealedFiles) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let files = cx.store().sealed_files().clone();
    tokio::task::spawn_blocking(move || work(&files)).await.map_err(Error::internal)?
}
