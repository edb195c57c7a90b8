//! Tries, counted to slow the next ones down. What was tried is kept as a fingerprint only.
//!
//! Whoever counts and then records holds the key's [`crate::turn`], or many at once would all find room.

use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    RECORD = "INSERT INTO attempts (kind, key_hash, tried_at) VALUES ($1, $2, $3)";
    COUNT = "SELECT COUNT(*) AS tries, MAX(tried_at) AS last_at FROM attempts \
        WHERE kind = $1 AND key_hash = $2 AND tried_at >= $3";
    CLEAR = "DELETE FROM attempts WHERE kind = $1 AND key_hash = $2";
    WITHDRAW = "DELETE FROM attempts WHERE kind = $1 AND key_hash = $2 AND tried_at = $3";
    FORGET = "DELETE FROM attempts WHERE tried_at < $1";
}

/// How many tries there were, and when the last one was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub count: i64,
    /// The last one.
    pub last: Option<Instant>,
}

/// Notes one try of `kind` on `key` (a number, an address).
pub async fn record(tx: &mut Tx<'_>, kind: &str, key: &str, now: Instant) -> Result<(), Error> {
    let hash = key_hash(tx, key);
    tx.run(sqlx::query(RECORD).bind(kind).bind(hash).bind(now.as_millis())).await.map(drop)
}

/// The tries at or after `since`.
pub async fn since(r: &mut Reader<'_>, kind: &str, key: &str, since: Instant) -> Result<Tries, Error> {
    let hash = key_hash(r, key);
    let row = r.one(sqlx::query(COUNT).bind(kind).bind(hash).bind(since.as_millis())).await?;
    Ok(Tries { count: row.number("attempts.tries")?, last: row.maybe_instant("attempts.last_at")? })
}

/// Forgets every try of `kind` on `key`.
pub async fn clear(tx: &mut Tx<'_>, kind: &str, key: &str) -> Result<(), Error> {
    let hash = key_hash(tx, key);
    tx.run(sqlx::query(CLEAR).bind(kind).bind(hash)).await.map(drop)
}

/// Forgets the try that was noted at that instant.
pub async fn withdraw(tx: &mut Tx<'_>, kind: &str, key: &str, noted: Instant) -> Result<(), Error> {
    let hash = key_hash(tx, key);
    tx.run(sqlx::query(WITHDRAW).bind(kind).bind(hash).bind(noted.as_millis())).await.map(drop)
}

/// Clears away tries of any kind before `before`, and says how many there were.
pub async fn forget(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(FORGET).bind(before.as_millis())).await
}

fn key_hash(r: &Reader<'_>, key: &str) -> String {
    r.fingerprint("attempts.key", key)
}
