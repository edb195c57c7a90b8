//! Tries that failed, counted to slow the next ones down. What was tried is kept as a fingerprint only.

use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    RECORD = "INSERT INTO attempts (kind, key_hash, tried_at) VALUES ($1, $2, $3)";
    COUNT = "SELECT COUNT(*) AS tries FROM attempts WHERE kind = $1 AND key_hash = $2 AND tried_at >= $3";
    CLEAR = "DELETE FROM attempts WHERE kind = $1 AND key_hash = $2";
}

/// Notes one try of `kind` on `key` (a number, an address).
pub async fn record(tx: &mut Tx<'_>, kind: &str, key: &str, now: Instant) -> Result<(), Error> {
    let hash = key_hash(tx, key);
    tx.run(sqlx::query(RECORD).bind(kind).bind(hash).bind(now.as_millis())).await.map(drop)
}

/// How many tries there were at or after `since`.
pub async fn count_since(r: &mut Reader<'_>, kind: &str, key: &str, since: Instant) -> Result<i64, Error> {
    let hash = key_hash(r, key);
    r.one(sqlx::query(COUNT).bind(kind).bind(hash).bind(since.as_millis())).await?.number("attempts.tries")
}

/// Forgets every try of `kind` on `key`.
pub async fn clear(tx: &mut Tx<'_>, kind: &str, key: &str) -> Result<(), Error> {
    let hash = key_hash(tx, key);
    tx.run(sqlx::query(CLEAR).bind(kind).bind(hash)).await.map(drop)
}

fn key_hash(r: &Reader<'_>, key: &str) -> String {
    r.fingerprint("attempts.key", key)
}
