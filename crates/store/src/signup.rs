//! What was typed while signing up, sealed as one text; it goes when its session goes.

use domain::id::SessionId;
use domain::instant::Instant;
use domain::signup::SignUpDraft;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    SAVE = "INSERT INTO sign_up_drafts (session_id, draft, saved_at) VALUES ($1, $2, $3) \
        ON CONFLICT (session_id) DO UPDATE SET draft = excluded.draft, saved_at = excluded.saved_at";
    FIND = "SELECT draft FROM sign_up_drafts WHERE session_id = $1";
    DELETE = "DELETE FROM sign_up_drafts WHERE session_id = $1";
}

const DRAFT: &str = "sign_up_drafts.draft";

/// Keeps the draft of a session in place of an earlier one.
pub async fn save_draft(
    tx: &mut Tx<'_>,
    session: &SessionId,
    draft: &SignUpDraft,
    now: Instant,
) -> Result<(), Error> {
    let plain = serde_json::to_vec(draft).map_err(|_| Error::Corrupt(DRAFT))?;
    let sealed = tx.seal(DRAFT, session.as_str(), &plain);
    tx.run(sqlx::query(SAVE).bind(session.as_str()).bind(sealed).bind(now.as_millis())).await.map(drop)
}

/// The draft of a session.
pub async fn find_draft(r: &mut Reader<'_>, session: &SessionId) -> Result<Option<SignUpDraft>, Error> {
    let Some(row) = r.find(sqlx::query(FIND).bind(session.as_str())).await? else { return Ok(None) };
    let plain = row.sealed(DRAFT, session.as_str())?;
    serde_json::from_slice(&plain).map(Some).map_err(|_| Error::Corrupt(DRAFT))
}

/// Forgets the draft of a session.
pub async fn delete_draft(tx: &mut Tx<'_>, session: &SessionId) -> Result<(), Error> {
    tx.run(sqlx::query(DELETE).bind(session.as_str())).await.map(drop)
}
