//! Counting tries so that guessing is slow, also where many are made at once: a try is counted as failed before it is
//! judged, under the key's turn, and taken back when it was right.

use domain::instant::Instant;
use domain::tries::{WINDOW_SECONDS, seconds_left};
use store::{Tx, attempt, turn};

use crate::{Error, Refused};

/// Counts a try of `kind` on `key`, or refuses it when it has to wait.
pub(crate) async fn begin(
    tx: &mut Tx<'_>,
    kind: &str,
    key: &str,
    pause: fn(i64) -> i64,
    now: Instant,
) -> Result<(), Error> {
    turn::take(tx, kind, key, now).await?;
    pass(tx, kind, key, pause, now).await?;
    Ok(attempt::record(tx, kind, key, now).await?)
}

/// Refuses when a further try of `kind` on `key` has to wait. Counts nothing; the turn is taken already.
pub(crate) async fn pass(
    tx: &mut Tx<'_>,
    kind: &str,
    key: &str,
    pause: fn(i64) -> i64,
    now: Instant,
) -> Result<(), Error> {
    let tries = attempt::since(tx, kind, key, now.plus_seconds(-WINDOW_SECONDS)).await?;
    match seconds_left(tries.last, pause(tries.count), now) {
        0 => Ok(()),
        seconds => Err(Refused::TooManyTries { seconds }.into()),
    }
}
