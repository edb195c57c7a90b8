//! What was typed in a wizard, sealed as one text per session and kind; it goes when its session goes.
//! (The sign-up's own draft stands in [`crate::signup`].)

use domain::id::SessionId;
use domain::instant::Instant;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    SAVE = "INSERT INTO session_drafts (session_id, kind, draft, saved_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (session_id, kind) DO UPDATE SET draft = excluded.draft, saved_at = excluded.saved_at";
    FIND = "SELECT draft FROM session_drafts WHERE session_id = $1 AND kind = $2";
    DELETE = "DELETE FROM session_drafts WHERE session_id = $1 AND kind = $2";
}

const DRAFT: &str = "session_drafts.draft";

/// Keeps the draft of a session in place of an earlier one of its kind.
pub async fn save<T: Serialize>(
    tx: &mut Tx<'_>,
    session: &SessionId,
    kind: &str,
    draft: &T,
    now: Instant,
) -> Result<(), Error> {
    let plain = serde_json::to_vec(draft).map_err(|_| Error::Corrupt(DRAFT))?;
    let sealed = tx.seal(DRAFT, &row(session, kind), &plain);
    let query = sqlx::query(SAVE).bind(session.as_str()).bind(kind).bind(sealed).bind(now.as_millis());
    tx.run(query).await.map(drop)
}

/// The draft of this kind of a session.
pub async fn find<T: DeserializeOwned>(
    r: &mut Reader<'_>,
    session: &SessionId,
    kind: &str,
) -> Result<Option<T>, Error> {
    let Some(found) = r.find(sqlx::query(FIND).bind(session.as_str()).bind(kind)).await? else {
        return Ok(None);
    };
    let plain = found.sealed(DRAFT, &row(session, kind))?;
    serde_json::from_slice(&plain).map(Some).map_err(|_| Error::Corrupt(DRAFT))
}

/// Forgets the draft of this kind of a session.
pub async fn delete(tx: &mut Tx<'_>, session: &SessionId, kind: &str) -> Result<(), Error> {
    tx.run(sqlx::query(DELETE).bind(session.as_str()).bind(kind)).await.map(drop)
}

/// What a draft's seal is tied to: the two columns that name its row, as SQL's `session_id || ':' || kind`.
fn row(session: &SessionId, kind: &str) -> String {
    format!("{session}:{kind}")
}
