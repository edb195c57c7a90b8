//! 报考信息 as it was typed, until it is confirmed. Codes only, nothing personal.

use domain::id::RegistrationId;
use domain::instant::Instant;
use domain::registration::AnswersForm;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    SAVE = "INSERT INTO registration_drafts (registration_id, form, saved_at) VALUES ($1, $2, $3) \
        ON CONFLICT (registration_id) DO UPDATE SET form = excluded.form, saved_at = excluded.saved_at";
    FIND = "SELECT form FROM registration_drafts WHERE registration_id = $1";
    FORGET = "DELETE FROM registration_drafts WHERE registration_id = $1";
}

const FORM: &str = "registration_drafts.form";

/// Keeps what was typed, in place of what was typed before.
pub async fn save(
    tx: &mut Tx<'_>,
    id: &RegistrationId,
    form: &AnswersForm,
    now: Instant,
) -> Result<(), Error> {
    let text = serde_json::to_string(form).map_err(|_| Error::Corrupt(FORM))?;
    tx.run(sqlx::query(SAVE).bind(id.as_str()).bind(text).bind(now.as_millis())).await.map(drop)
}

/// What was typed last, if it was not confirmed yet.
pub async fn find(r: &mut Reader<'_>, id: &RegistrationId) -> Result<Option<AnswersForm>, Error> {
    let Some(row) = r.find(sqlx::query(FIND).bind(id.as_str())).await? else { return Ok(None) };
    serde_json::from_str(&row.text(FORM)?).map(Some).map_err(|_| Error::Corrupt(FORM))
}

/// Forgets it: it was confirmed, or the registration has ended.
pub async fn forget(tx: &mut Tx<'_>, id: &RegistrationId) -> Result<(), Error> {
    tx.run(sqlx::query(FORGET).bind(id.as_str())).await.map(drop)
}
