//! Who did what, when. Nothing here changes or deletes an entry, and the database refuses it, too.

use domain::id::AuditId;
use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    RECORD = "INSERT INTO audit (id, noted_at, actor, event, subject) VALUES ($1, $2, $3, $4, $5)";
    LIST = "SELECT noted_at, event FROM audit WHERE subject = $1 ORDER BY noted_at, id";
}

/// Adds an entry, in the transaction of what it tells of. `actor` is `candidate:acc_…` or `system`, `event` a code,
/// `subject` the identifier of what it happened to; none of them carries personal data.
pub async fn record(
    tx: &mut Tx<'_>,
    id: &AuditId,
    at: Instant,
    actor: &str,
    event: &str,
    subject: &str,
) -> Result<(), Error> {
    let query =
        sqlx::query(RECORD).bind(id.as_str()).bind(at.as_millis()).bind(actor).bind(event).bind(subject);
    tx.run(query).await.map(drop)
}

/// What happened to `subject`, the earliest first: when, and the event's code.
pub async fn list_for(r: &mut Reader<'_>, subject: &str) -> Result<Vec<(Instant, String)>, Error> {
    let rows = r.list(sqlx::query(LIST).bind(subject)).await?;
    rows.iter().map(|row| Ok((row.instant("audit.noted_at")?, row.text("audit.event")?))).collect()
}
