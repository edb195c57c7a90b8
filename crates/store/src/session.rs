//! Sessions, signed in or not. The token itself is never stored, only the hash that `service` makes of it.

use domain::device::Device;
use domain::id::{AccountId, SessionId};
use domain::instant::Instant;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO sessions (id, account_id, token_hash, created_at, expires_at, device) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT id, account_id, created_at, expires_at, device FROM sessions \
        WHERE token_hash = $1 AND expires_at > $2";
    LIST = "SELECT id, account_id, created_at, expires_at, device FROM sessions \
        WHERE account_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id DESC";
    EXISTS = "SELECT id FROM sessions WHERE id = $1";
    DELETE = "DELETE FROM sessions WHERE id = $1";
    DELETE_OWN = "DELETE FROM sessions WHERE id = $1 AND account_id = $2";
    DELETE_ALL = "DELETE FROM sessions WHERE account_id = $1";
    DELETE_OTHERS = "DELETE FROM sessions WHERE account_id = $1 AND id <> $2";
    RETIRE = "UPDATE sessions SET account_id = NULL, \
        expires_at = CASE WHEN expires_at < $2 THEN expires_at ELSE $2 END WHERE id = $1";
    DELETE_EXPIRED = "DELETE FROM sessions WHERE expires_at <= $1";
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Identifier.
    pub id: SessionId,
    /// Who is signed in.
    pub account: Option<AccountId>,
    /// When it began.
    pub created: Instant,
    /// First instant at which it is worth nothing.
    pub expires: Instant,
    /// On what it was signed in, where that is known.
    pub device: Option<Device>,
}

/// A new session. [`Error::Taken`] when the token is in use.
pub async fn insert(tx: &mut Tx<'_>, session: &Session, token_hash: &str) -> Result<(), Error> {
    let query = sqlx::query(INSERT)
        .bind(session.id.as_str())
        .bind(session.account.as_ref().map(AccountId::as_str))
        .bind(token_hash)
        .bind(session.created.as_millis())
        .bind(session.expires.as_millis())
        .bind(session.device.map(Device::code));
    tx.run(query).await.map(drop)
}

/// The session of this token, unless it has expired.
pub async fn find_by_token(
    r: &mut Reader<'_>,
    token_hash: &str,
    now: Instant,
) -> Result<Option<Session>, Error> {
    let query = sqlx::query(FIND).bind(token_hash).bind(now.as_millis());
    r.find(query).await?.as_ref().map(session).transpose()
}

/// The live sessions in which this account is signed in, the latest first.
pub async fn list_for(r: &mut Reader<'_>, account: &AccountId, now: Instant) -> Result<Vec<Session>, Error> {
    let rows = r.list(sqlx::query(LIST).bind(account.as_str()).bind(now.as_millis())).await?;
    rows.iter().map(session).collect()
}

/// Whether there is such a session, whosever it is.
pub async fn exists(r: &mut Reader<'_>, id: &SessionId) -> Result<bool, Error> {
    Ok(r.find(sqlx::query(EXISTS).bind(id.as_str())).await?.is_some())
}

/// Ends a session; its drafts go with it.
pub async fn delete(tx: &mut Tx<'_>, id: &SessionId) -> Result<(), Error> {
    tx.run(sqlx::query(DELETE).bind(id.as_str())).await.map(drop)
}

/// Ends a session of this account. `false` when it has none of that name.
pub async fn delete_own(tx: &mut Tx<'_>, account: &AccountId, id: &SessionId) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(DELETE_OWN).bind(id.as_str()).bind(account.as_str())).await? == 1)
}

/// Ends every session of this account but `kept`, and says how many there were.
pub async fn delete_others(tx: &mut Tx<'_>, account: &AccountId, kept: &SessionId) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_OTHERS).bind(account.as_str()).bind(kept.as_str())).await
}

/// Ends every session of this account, and says how many there were.
pub async fn delete_all(tx: &mut Tx<'_>, account: &AccountId) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_ALL).bind(account.as_str())).await
}

/// Takes a session's rights and lets it end at `expires` at the latest: another one has taken its place, and a form that
/// was sent twice may still come with it.
pub async fn retire(tx: &mut Tx<'_>, id: &SessionId, expires: Instant) -> Result<(), Error> {
    tx.run(sqlx::query(RETIRE).bind(id.as_str()).bind(expires.as_millis())).await.map(drop)
}

/// Clears away what expired at or before `now`, and says how many there were.
pub async fn delete_expired(tx: &mut Tx<'_>, now: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_EXPIRED).bind(now.as_millis())).await
}

fn session(row: &Row<'_>) -> Result<Session, Error> {
    Ok(Session {
        id: row.id("sessions.id")?,
        account: row.maybe_id("sessions.account_id")?,
        created: row.instant("sessions.created_at")?,
        expires: row.instant("sessions.expires_at")?,
        // A family that an older or newer program knew is shown as unknown.
        device: row.maybe_text("sessions.device")?.as_deref().and_then(Device::from_code),
    })
}
