//! Sessions, signed in or not. The token itself is never stored, only the hash that `service` makes of it.

use domain::id::{AccountId, SessionId};
use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO sessions (id, account_id, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    FIND = "SELECT id, account_id, created_at, expires_at FROM sessions WHERE token_hash = $1 AND expires_at > $2";
    DELETE = "DELETE FROM sessions WHERE id = $1";
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
}

/// A new session. [`Error::Taken`] when the token is in use.
pub async fn insert(tx: &mut Tx<'_>, session: &Session, token_hash: &str) -> Result<(), Error> {
    let query = sqlx::query(INSERT)
        .bind(session.id.as_str())
        .bind(session.account.as_ref().map(AccountId::as_str))
        .bind(token_hash)
        .bind(session.created.as_millis())
        .bind(session.expires.as_millis());
    tx.run(query).await.map(drop)
}

/// The session of this token, unless it has expired.
pub async fn find_by_token(
    r: &mut Reader<'_>,
    token_hash: &str,
    now: Instant,
) -> Result<Option<Session>, Error> {
    let query = sqlx::query(FIND).bind(token_hash).bind(now.as_millis());
    let Some(row) = r.find(query).await? else { return Ok(None) };
    Ok(Some(Session {
        id: row.id("sessions.id")?,
        account: row.maybe_id("sessions.account_id")?,
        created: row.instant("sessions.created_at")?,
        expires: row.instant("sessions.expires_at")?,
    }))
}

/// Ends a session; its sign-up draft goes with it.
pub async fn delete(tx: &mut Tx<'_>, id: &SessionId) -> Result<(), Error> {
    tx.run(sqlx::query(DELETE).bind(id.as_str())).await.map(drop)
}

/// Clears away what expired at or before `now`, and says how many there were.
pub async fn delete_expired(tx: &mut Tx<'_>, now: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_EXPIRED).bind(now.as_millis())).await
}
