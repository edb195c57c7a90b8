//! Messages that the demo shows on a page instead of sending them. Phone and text are sealed.

use domain::id::LetterId;
use domain::instant::Instant;
use domain::person::Phone;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO demo_messages (id, phone, body, sent_at) VALUES ($1, $2, $3, $4)";
    LIST = "SELECT id, phone, body, sent_at FROM demo_messages ORDER BY sent_at DESC, id DESC LIMIT $1";
}

const PHONE: &str = "demo_messages.phone";
const BODY: &str = "demo_messages.body";

/// Keeps a message. [`Error::Taken`] when this letter was kept before.
pub async fn insert_message(
    tx: &mut Tx<'_>,
    id: &LetterId,
    phone: &Phone,
    text: &str,
    now: Instant,
) -> Result<(), Error> {
    let query = sqlx::query(INSERT)
        .bind(id.as_str())
        .bind(tx.seal(PHONE, id.as_str(), phone.expose().as_bytes()))
        .bind(tx.seal(BODY, id.as_str(), text.as_bytes()))
        .bind(now.as_millis());
    tx.run(query).await.map(drop)
}

/// The latest `limit` messages, the newest first: to whom, what, when.
pub async fn list_messages(r: &mut Reader<'_>, limit: i64) -> Result<Vec<(Phone, String, Instant)>, Error> {
    let rows = r.list(sqlx::query(LIST).bind(limit)).await?;
    rows.iter().map(message).collect()
}

fn message(row: &Row<'_>) -> Result<(Phone, String, Instant), Error> {
    let id = row.text("demo_messages.id")?;
    let phone = Phone::parse(&row.sealed_text(PHONE, &id)?).map_err(|_| Error::Corrupt(PHONE))?;
    Ok((phone, row.sealed_text(BODY, &id)?, row.instant("demo_messages.sent_at")?))
}
