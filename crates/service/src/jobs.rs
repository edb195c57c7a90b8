//! What happens outside requests. A job is written in the transaction that causes it, so that nothing acknowledged is
//! forgotten when the process dies: the next one finds it, also when its lease ran out in the middle.

use std::time::Duration;

use domain::id::{AccountId, ExportId, JobId, PhotoId, PrintId, RegistrationId};
use domain::instant::Instant;
use domain::person::Phone;
use serde::{Deserialize, Serialize};
use store::Tx;
use store::job::{self, Job};
use tokio::task::JoinSet;

use crate::{
    Cx, Error, audit, export, identity, people, print, random, reference, registration, rename, school,
};

const SMS: &str = "sms";
const CARD_CHECK: &str = "card_check";
const EXPIRY: &str = "registration_expiry";
const PAPERS: &str = "papers";
const PICTURE_DELETION: &str = "picture_deletion";
const EXPORT: &str = "export";

/// An SMS that nobody is to get. It is written and done like one, so that no clock tells the two apart.
const DECOY: &str = "decoy";

/// Jobs that take milliseconds, and that somebody waits for: a code is no use after its five minutes.
const QUICK: [&str; 4] = [SMS, EXPIRY, PICTURE_DELETION, DECOY];

/// Jobs that take a second of a processor each.
const CARDS: [&str; 1] = [CARD_CHECK];

/// Jobs that take minutes.
const EXPORTS: [&str; 1] = [EXPORT];
/// Jobs that take seconds to minutes: one at a time, and nobody else waits for it.
const PRINTS: [&str; 1] = [PAPERS];

/// Which jobs a worker does. In a rush hundreds of cards wait; no message waits behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Messages, expiries, deletions.
    Quick,
    /// Checks of cards.
    Cards,
    /// Files that staff take out, one after the other.
    Exports,
    /// Papers of a site.
    Papers,
}

impl Lane {
    fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Quick => &QUICK,
            Self::Cards => &CARDS,
            Self::Exports => &EXPORTS,
            Self::Papers => &PRINTS,
        }
    }
}

/// Seconds that a job may take before another worker takes it over, unless it says meanwhile that it goes on.
pub(crate) const LEASE_SECONDS: i64 = 120;

/// Tries after which a job is buried, for staff to see.
const MAX_ATTEMPTS: i64 = 6;

/// How often the table is looked at although nobody said that work waits (another process may have written it).
const POLL: Duration = Duration::from_secs(2);

/// An SMS on its way out.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Letter {
    /// To whom.
    pub(crate) phone: Phone,
    /// What it says.
    pub(crate) text: String,
}

/// Writes an SMS down; it leaves after the commit.
pub(crate) async fn push_letter(tx: &mut Tx<'_>, letter: &Letter, now: Instant) -> Result<JobId, Error> {
    let (id, payload) = (job_id(now)?, serde_json::to_vec(letter).map_err(Error::internal)?);
    job::push(tx, &id, SMS, &payload, now).await?;
    Ok(id)
}

/// Writes down an SMS that never leaves.
pub(crate) async fn push_decoy(tx: &mut Tx<'_>, letter: &Letter, now: Instant) -> Result<(), Error> {
    let payload = serde_json::to_vec(letter).map_err(Error::internal)?;
    Ok(job::push(tx, &job_id(now)?, DECOY, &payload, now).await?)
}

/// Writes down that an account's card is to be checked.
pub(crate) async fn push_card_check(tx: &mut Tx<'_>, account: &AccountId, now: Instant) -> Result<(), Error> {
    Ok(job::push(tx, &job_id(now)?, CARD_CHECK, account.as_str().as_bytes(), now).await?)
}

/// Writes down that a file is to be taken out.
pub(crate) async fn push_export(tx: &mut Tx<'_>, id: &ExportId, now: Instant) -> Result<(), Error> {
    Ok(job::push(tx, &job_id(now)?, EXPORT, id.as_str().as_bytes(), now).await?)
}

/// Writes down that the file of a picture, which no row names any more, is to be deleted.
pub(crate) async fn push_picture_deletion(
    tx: &mut Tx<'_>,
    photo: &PhotoId,
    now: Instant,
) -> Result<(), Error> {
    Ok(job::push(tx, &job_id(now)?, PICTURE_DELETION, photo.as_str().as_bytes(), now).await?)
}

/// Writes down that papers are to be printed.
pub(crate) async fn push_papers(tx: &mut Tx<'_>, print: &PrintId, now: Instant) -> Result<(), Error> {
    Ok(job::push(tx, &job_id(now)?, PAPERS, print.as_str().as_bytes(), now).await?)
}

/// Writes down that a registration expires at `due` unless it is paid by then.
pub(crate) async fn push_expiry(
    tx: &mut Tx<'_>,
    registration: &RegistrationId,
    due: Instant,
    now: Instant,
) -> Result<(), Error> {
    Ok(job::push(tx, &job_id(now)?, EXPIRY, registration.as_str().as_bytes(), due).await?)
}

fn job_id(now: Instant) -> Result<JobId, Error> {
    JobId::from_ulid(&random::ulid(now)?).map_err(Error::internal)
}

/// Takes up what the last process left in the middle, at once where it cannot be in another one's hands; else the leases
/// run out by themselves.
pub async fn resume(cx: &Cx) -> Result<u64, Error> {
    if !cx.store().has_one_server() {
        return Ok(0);
    }
    Ok(cx.store().write(async |tx| job::release_all(tx).await).await?)
}

/// Does every job that is due, and those that they cause.
pub async fn run_due(cx: &Cx) -> Result<(), Error> {
    while run_next(cx, Lane::Quick).await?
        || run_next(cx, Lane::Cards).await?
        || run_next(cx, Lane::Exports).await?
        || run_next(cx, Lane::Papers).await?
    {}
    Ok(())
}

/// Does jobs for ever: one worker for what is quick, and for cards as many as there are threads for pictures. Run it in a
/// task of its own; dropping it leaves the running jobs to their leases.
pub async fn run(cx: Cx) {
    let mut workers = JoinSet::new();
    workers.spawn(work(cx.clone(), Lane::Quick));
    workers.spawn(work(cx.clone(), Lane::Exports));
    workers.spawn(work(cx.clone(), Lane::Papers));
    workers.spawn(follow_settings(cx.clone()));
    for _ in 0..cx.picture_threads().get() {
        workers.spawn(work(cx.clone(), Lane::Cards));
    }
    workers.spawn(link_the_log(cx));
    workers.join_all().await;
}

/// Entries of the audit log get their links as soon as somebody looks.
async fn link_the_log(cx: Cx) {
    loop {
        if let Err(error) = audit::link(&cx).await {
            tracing::error!(code = reference(), cause = %error, "the audit log could not be linked");
        }
        tokio::time::sleep(POLL).await;
    }
}

/// How often a process asks whether another one has changed the school's settings.
const SETTINGS_POLL: Duration = Duration::from_secs(15);

/// What was changed in another process holds here a moment later.
async fn follow_settings(cx: Cx) {
    loop {
        if let Err(error) = school::refresh(&cx).await {
            tracing::error!(code = reference(), cause = %error, "the school's settings could not be read");
        }
        tokio::time::sleep(SETTINGS_POLL).await;
    }
}

async fn work(cx: Cx, lane: Lane) {
    loop {
        match run_next(&cx, lane).await {
            Ok(true) => {}
            Ok(false) => {
                let _ = tokio::time::timeout(POLL, cx.until_work_waits(lane)).await;
            }
            Err(error) => {
                tracing::error!(code = reference(), cause = %error, "the jobs' table could not be read");
                tokio::time::sleep(POLL).await;
            }
        }
    }
}

/// Does the next job of the lane that is due. Answers whether there was one.
pub async fn run_next(cx: &Cx, lane: Lane) -> Result<bool, Error> {
    let now = cx.now();
    let until = now.plus_seconds(LEASE_SECONDS);
    let claimed = cx.store().write(async |tx| job::claim(tx, lane.kinds(), now, until).await).await?;
    let Some(job) = claimed else { return Ok(false) };
    let done = perform(cx, &job).await;
    let now = cx.now();
    cx.store()
        .write(async |tx| match &done {
            Ok(()) => Ok::<_, Error>(job::finish(tx, &job.id, now).await?),
            Err(error) => {
                let code = reference();
                tracing::error!(code, job = job.kind, attempts = job.attempts, cause = %error, "a job failed");
                if job.attempts >= MAX_ATTEMPTS {
                    job::bury(tx, &job.id, now, &code).await?;
                    mourn(tx, &job, &code, now).await
                } else {
                    Ok(job::retry(tx, &job.id, now.plus_seconds(backoff(job.attempts)), &code).await?)
                }
            }
        })
        .await?;
    Ok(true)
}

async fn perform(cx: &Cx, job: &Job) -> Result<(), Error> {
    match job.kind.as_str() {
        SMS => {
            let letter: Letter = serde_json::from_slice(&job.payload).map_err(Error::internal)?;
            send(cx, &letter).await
        }
        CARD_CHECK => identity::check_card(cx, &account_of(job)?).await,
        PICTURE_DELETION => {
            let photo = String::from_utf8(job.payload.clone()).map_err(Error::internal)?;
            let photo: PhotoId = photo.try_into().map_err(Error::internal)?;
            Ok(cx.store().files().delete(&photo).await?)
        }
        EXPIRY => {
            let id = String::from_utf8(job.payload.clone()).map_err(Error::internal)?;
            registration::expire(cx, &id.try_into().map_err(Error::internal)?).await
        }
        EXPORT => export::run(cx, &export_of(job)?, job).await,
        PAPERS => print::make(cx, &job.id, &print_of(job)?).await,
        DECOY => Ok(()),
        _ => Err(Error::internal("a job of unknown kind")),
    }
}

/// Nobody may wait for ever for a job that was buried: a card that could not be checked goes to a person, and whoever wanted
/// a file or ordered papers is told.
async fn mourn(tx: &mut Tx<'_>, job: &Job, code: &str, now: Instant) -> Result<(), Error> {
    match job.kind.as_str() {
        CARD_CHECK => identity::leave_to_person(tx, &account_of(job)?, now).await,
        EXPORT => export::give_up(tx, &export_of(job)?, code, now).await,
        PAPERS => store::print::fail(tx, &print_of(job)?, now).await.map_err(Error::from),
        _ => Ok(()),
    }
}

fn export_of(job: &Job) -> Result<ExportId, Error> {
    let export = String::from_utf8(job.payload.clone()).map_err(Error::internal)?;
    export.try_into().map_err(Error::internal)
}

fn print_of(job: &Job) -> Result<PrintId, Error> {
    let print = String::from_utf8(job.payload.clone()).map_err(Error::internal)?;
    print.try_into().map_err(Error::internal)
}

fn account_of(job: &Job) -> Result<AccountId, Error> {
    let account = String::from_utf8(job.payload.clone()).map_err(Error::internal)?;
    account.try_into().map_err(Error::internal)
}

async fn send(cx: &Cx, letter: &Letter) -> Result<(), Error> {
    if cx.is_demo() {
        return crate::demo::receive_message(cx, letter).await;
    }
    cx.sms().send(&letter.phone, &letter.text).await.map_err(Error::internal)
}

/// 2, 8, 32, 128 … seconds.
fn backoff(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.clamp(1, 6)).unwrap_or(1);
    2_i64.saturating_mul(4_i64.saturating_pow(doublings - 1))
}

/// Seconds for which a finished job is kept, so that the hotline can see that a message went out.
const DONE_KEPT_SECONDS: i64 = 7 * 86_400;

/// Seconds for which codes and tries are kept: what the longest limit, a day, looks back to, and some more.
const KEEP_TRIES_SECONDS: i64 = 2 * 86_400;

/// Forgets what has run out (sessions and what hangs on them, codes and tries that no limit looks at any more, pictures
/// that are not needed any more, jobs that were done long ago), ends overdue registrations that have no job, and learns
/// of a new key. Run from time to time. Says how many rows went; buried jobs stay.
pub async fn sweep(cx: &Cx) -> Result<u64, Error> {
    let now = cx.now();
    if let Err(problem) = cx.store().vault().reload() {
        tracing::error!(code = reference(), cause = %problem, "the key file could not be read again");
    }
    identity::sweep(cx).await?;
    rename::sweep(cx).await?;
    print::sweep(cx).await?;
    let old = now.plus_seconds(-KEEP_TRIES_SECONDS);
    registration::expire_overdue(cx).await?;
    let gone = cx
        .store()
        .write(async |tx| {
            Ok::<_, Error>(
                store::session::delete_expired(tx, now).await?
                    + store::staff_session::delete_expired(tx, now, crate::staff::idle_since(now)).await?
                    + store::staff_key::delete_expired(tx, now).await?
                    + job::delete_done(tx, now.plus_seconds(-DONE_KEPT_SECONDS)).await?
                    + store::device::delete_expired(tx, now).await?
                    + store::former_phone::delete_expired(tx, now).await?
                    + store::candidate_reset::delete_expired(tx, now).await?
                    + store::sms_code::forget(tx, old).await?
                    + store::attempt::forget(tx, old).await?
                    + store::turn::forget(tx, old).await?
                    + store::claim::forget(tx, old).await?
                    + store::sms_day::forget(tx, crate::code::day_of(old)).await?,
            )
        })
        .await?;
    export::sweep(cx).await?;
    // Last: whoever cannot be made findable keeps nothing else from being done.
    people::fill(cx).await?;
    Ok(gone)
}
