//! Browsers that have signed in to an account before. Who guesses does not have one, so its tries are not slowed down
//! by the guesses of others. The token itself is never stored, only the hash that `service` makes of it.

use domain::id::AccountId;
use domain::instant::Instant;

use crate::account::login_hash;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    IS_KNOWN = "SELECT COUNT(*) AS devices FROM known_devices d JOIN accounts a ON a.id = d.account_id \
        WHERE a.login_hash = $1 AND d.token_hash = $2 AND d.expires_at > $3";
    REMEMBER = "INSERT INTO known_devices (account_id, token_hash, expires_at) VALUES ($1, $2, $3) \
        ON CONFLICT (account_id, token_hash) DO UPDATE SET expires_at = excluded.expires_at";
    FORGET_OTHERS = "DELETE FROM known_devices WHERE account_id = $1 AND token_hash <> $2";
    DELETE_EXPIRED = "DELETE FROM known_devices WHERE expires_at <= $1";
}

/// Whether the account of this normalised number was signed in to from this browser before.
pub async fn is_known(
    r: &mut Reader<'_>,
    normalised_number: &str,
    token_hash: &str,
    now: Instant,
) -> Result<bool, Error> {
    let query =
        sqlx::query(IS_KNOWN).bind(login_hash(r, normalised_number)).bind(token_hash).bind(now.as_millis());
    Ok(r.one(query).await?.number("known_devices.devices")? > 0)
}

/// The account was signed in to from this browser.
pub async fn remember(
    tx: &mut Tx<'_>,
    account: &AccountId,
    token_hash: &str,
    expires: Instant,
) -> Result<(), Error> {
    let query = sqlx::query(REMEMBER).bind(account.as_str()).bind(token_hash).bind(expires.as_millis());
    tx.run(query).await.map(drop)
}

/// Forgets every browser of an account but this one.
pub async fn forget_others(tx: &mut Tx<'_>, account: &AccountId, token_hash: &str) -> Result<u64, Error> {
    tx.run(sqlx::query(FORGET_OTHERS).bind(account.as_str()).bind(token_hash)).await
}

/// Clears away what expired at or before `now`, and says how many there were.
pub async fn delete_expired(tx: &mut Tx<'_>, now: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_EXPIRED).bind(now.as_millis())).await
}
