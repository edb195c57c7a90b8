//! Turns: of all transactions that want the same key, one goes on and the others wait until it has ended.
//!
//! A limit that counts rows and then adds one is no limit where two count at the same time (PostgreSQL's READ
//! COMMITTED): both find room. So whoever counts takes the key's turn first; the counting statement after it sees what
//! everybody before has committed. On SQLite there is one writer anyway. Who needs several turns takes them in one
//! order, the same everywhere, so that no two wait for each other.

use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Tx};

statements! {
    TAKE = "INSERT INTO turns (key_hash, taken_at) VALUES ($1, $2) \
        ON CONFLICT (key_hash) DO UPDATE SET taken_at = excluded.taken_at";
    FORGET = "DELETE FROM turns WHERE taken_at < $1";
}

/// Waits for the turn of `key`, a phone or an address, and holds it until the transaction ends.
pub async fn take(tx: &mut Tx<'_>, kind: &str, key: &str, now: Instant) -> Result<(), Error> {
    let hash = tx.fingerprint("turns.key", &format!("{kind}\n{key}"));
    tx.run(sqlx::query(TAKE).bind(hash).bind(now.as_millis())).await.map(drop)
}

/// Clears away turns that nobody took since `before`, and says how many there were.
pub async fn forget(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(FORGET).bind(before.as_millis())).await
}
