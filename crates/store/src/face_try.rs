//! How often a face check was tried, and which pictures it has seen. The limits stand in the update itself, so that no
//! number of taps, tabs and processes gets past them.

use domain::id::{AccountId, ChallengeId};

use crate::statement::statements;
use crate::{Error, Reader, Tx, Vault};

statements! {
    COUNT = "SELECT tries FROM face_tries WHERE account_id = $1 AND scope = $2";
    TAKE = "INSERT INTO face_tries (account_id, scope, tries) VALUES ($1, $2, 1) \
        ON CONFLICT (account_id, scope) DO UPDATE SET tries = face_tries.tries + 1 WHERE face_tries.tries < $3";
    MARK = "INSERT INTO face_marks (account_id, mark, challenge_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    FIND_MARK = "SELECT challenge_id FROM face_marks WHERE account_id = $1 AND mark = $2";
}

/// Rounds begun in this scope: a registration, or a day.
pub async fn count(r: &mut Reader<'_>, account: &AccountId, scope: &str) -> Result<u32, Error> {
    const TRIES: &str = "face_tries.tries";
    let Some(row) = r.find(sqlx::query(COUNT).bind(account.as_str()).bind(scope)).await? else {
        return Ok(0);
    };
    u32::try_from(row.number(TRIES)?).map_err(|_| Error::Corrupt(TRIES))
}

/// Counts one more round, if there were fewer than `most`, which is at least one. `false` when there were not.
pub async fn take(tx: &mut Tx<'_>, account: &AccountId, scope: &str, most: u32) -> Result<bool, Error> {
    let query = sqlx::query(TAKE).bind(account.as_str()).bind(scope).bind(i64::from(most));
    Ok(tx.run(query).await? == 1)
}

/// What a picture is known again by: a keyed hash of its pixels, so that other metadata make no other picture. Takes a
/// millisecond for each megabyte: compute it before the transaction.
pub fn mark(vault: &Vault, pixels: &[u8]) -> String {
    vault.fingerprint_of_bytes("face_marks.mark", pixels)
}

/// Remembers a picture by its [`mark`]. `false` when an earlier round of this account had the same one.
pub async fn see(
    tx: &mut Tx<'_>,
    account: &AccountId,
    challenge: &ChallengeId,
    mark: &str,
) -> Result<bool, Error> {
    let query = sqlx::query(MARK).bind(account.as_str()).bind(mark).bind(challenge.as_str());
    if tx.run(query).await? == 1 {
        return Ok(true);
    }
    // The same picture twice in one round is no old picture.
    let row = tx.find(sqlx::query(FIND_MARK).bind(account.as_str()).bind(mark)).await?;
    let first: Option<ChallengeId> = row.map(|row| row.id("face_marks.challenge_id")).transpose()?;
    Ok(first.as_ref() == Some(challenge))
}
