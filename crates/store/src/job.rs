//! Work for later, written in the transaction that causes it. A worker claims a job for the time of a lease; when it
//! dies, the lease runs out and another one claims the job again. So a job may run twice, and must bear it.

use domain::id::JobId;
use domain::instant::Instant;

use crate::engine::Engine;
use crate::statement::statements;
use crate::{Error, Tx};

/// One text; PostgreSQL's parallel writers step over a row that another one is claiming. The list of kinds comes as one
/// text, `,a,b,`, since the two engines share no way to bind a list.
macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "UPDATE jobs SET leased_until = $3, attempts = attempts + 1 WHERE id = (\
                SELECT id FROM jobs WHERE state = 'waiting' AND run_at <= $2 \
                AND (leased_until IS NULL OR leased_until <= $2) \
                AND REPLACE($1, ',' || kind || ',', '') <> $1 \
                ORDER BY run_at, id LIMIT 1",
            $lock,
            ") RETURNING id, kind, payload, attempts"
        )
    };
}

statements! {
    PUSH = "INSERT INTO jobs (id, kind, payload, state, run_at, attempts) VALUES ($1, $2, $3, 'waiting', $4, 0)";
    CLAIM on Sqlite = claim!("");
    CLAIM_SKIPPING_LOCKED on Postgres = claim!(" FOR UPDATE SKIP LOCKED");
    FINISH = "UPDATE jobs SET state = 'done', ended_at = $2, leased_until = NULL, last_error = NULL \
        WHERE id = $1 AND state = 'waiting'";
    EXTEND = "UPDATE jobs SET leased_until = $3 WHERE id = $1 AND attempts = $2 AND state = 'waiting'";
    RETRY = "UPDATE jobs SET run_at = $2, leased_until = NULL, last_error = $3 WHERE id = $1 AND state = 'waiting'";
    BURY = "UPDATE jobs SET state = 'dead', ended_at = $2, leased_until = NULL, last_error = $3 \
        WHERE id = $1 AND state = 'waiting'";
    RENEW = "UPDATE jobs SET leased_until = $2 WHERE id = $1 AND state = 'waiting'";
    RELEASE = "UPDATE jobs SET leased_until = NULL WHERE state = 'waiting' AND leased_until IS NOT NULL";
    DELETE_DONE = "DELETE FROM jobs WHERE state = 'done' AND ended_at <= $1";
}

const PAYLOAD: &str = "jobs.payload";

/// A claimed job. Its payload may name people, so that `Debug` does not exist.
#[derive(Clone, PartialEq, Eq)]
pub struct Job {
    /// Identifier.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// What it needs to know, opened.
    pub payload: Vec<u8>,
    /// How often it was claimed, this time included.
    pub attempts: i64,
}

/// A job that may be claimed from `run_at` on.
pub async fn push(
    tx: &mut Tx<'_>,
    id: &JobId,
    kind: &str,
    payload: &[u8],
    run_at: Instant,
) -> Result<(), Error> {
    let query = sqlx::query(PUSH)
        .bind(id.as_str())
        .bind(kind)
        .bind(tx.seal(PAYLOAD, id.as_str(), payload))
        .bind(run_at.as_millis());
    tx.run(query).await.map(drop)
}

/// The oldest job of these kinds that is due and not leased, leased from now until `lease_until`.
pub async fn claim(
    tx: &mut Tx<'_>,
    kinds: &[&str],
    now: Instant,
    lease_until: Instant,
) -> Result<Option<Job>, Error> {
    let text = match tx.engine() {
        Engine::Sqlite => CLAIM,
        Engine::Postgres => CLAIM_SKIPPING_LOCKED,
    };
    // Two commas between the kinds, since REPLACE takes away those around one.
    let kinds = format!(",{},", kinds.join(",,"));
    let query = sqlx::query(text).bind(kinds).bind(now.as_millis()).bind(lease_until.as_millis());
    let Some(row) = tx.find(query).await? else { return Ok(None) };
    let id: JobId = row.id("jobs.id")?;
    Ok(Some(Job {
        kind: row.text("jobs.kind")?,
        payload: row.sealed(PAYLOAD, id.as_str())?,
        attempts: row.number("jobs.attempts")?,
        id,
    }))
}

/// Whoever works on it goes on: the lease runs until `lease_until`. [`Error::Stale`] when another worker has taken it over.
pub async fn extend(tx: &mut Tx<'_>, job: &Job, lease_until: Instant) -> Result<(), Error> {
    let query = sqlx::query(EXTEND).bind(job.id.as_str()).bind(job.attempts);
    tx.run_guarded(query.bind(lease_until.as_millis())).await
}

/// The job is done. Ended jobs stay as they ended.
pub async fn finish(tx: &mut Tx<'_>, id: &JobId, now: Instant) -> Result<(), Error> {
    tx.run(sqlx::query(FINISH).bind(id.as_str()).bind(now.as_millis())).await.map(drop)
}

/// The job failed and may be claimed again from `run_at` on. `error_code` carries no personal data.
pub async fn retry(tx: &mut Tx<'_>, id: &JobId, run_at: Instant, error_code: &str) -> Result<(), Error> {
    tx.run(sqlx::query(RETRY).bind(id.as_str()).bind(run_at.as_millis()).bind(error_code)).await.map(drop)
}

/// The job failed for good; it stays for staff to see. `error_code` carries no personal data.
pub async fn bury(tx: &mut Tx<'_>, id: &JobId, now: Instant, error_code: &str) -> Result<(), Error> {
    tx.run(sqlx::query(BURY).bind(id.as_str()).bind(now.as_millis()).bind(error_code)).await.map(drop)
}

/// The job goes on, and nobody else claims it before `until`.
pub async fn renew(tx: &mut Tx<'_>, id: &JobId, until: Instant) -> Result<(), Error> {
    tx.run(sqlx::query(RENEW).bind(id.as_str()).bind(until.as_millis())).await.map(drop)
}

/// Ends every lease. For the start of a process that is the database's only one: whoever held them is gone.
pub async fn release_all(tx: &mut Tx<'_>) -> Result<u64, Error> {
    tx.run(sqlx::query(RELEASE)).await
}

/// Forgets the jobs that were done at or before `until`, and says how many. Buried ones stay for staff to see.
pub async fn delete_done(tx: &mut Tx<'_>, until: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_DONE).bind(until.as_millis())).await
}
