//! Messages to one candidate, sealed, and where the SMS beside each stands.

use domain::id::{AccountId, JobId, MessageId};
use domain::instant::Instant;
use domain::message::{Delivery, Origin};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO messages (id, account_id, origin, body, sent_at, job_id) VALUES ($1, $2, $3, $4, $5, $6)";
    LIST = "SELECT m.id AS id, m.origin AS origin, m.body AS body, m.sent_at AS sent_at, m.read_at AS read_at, \
        m.job_id AS job_id, j.state AS state, j.attempts AS attempts \
        FROM messages m LEFT JOIN jobs j ON j.id = m.job_id \
        WHERE m.account_id = $1 ORDER BY m.sent_at DESC, m.id DESC LIMIT $2";
    UNREAD = "SELECT COUNT(*) AS number FROM messages WHERE account_id = $1 AND read_at IS NULL";
    READ = "UPDATE messages SET read_at = $3 WHERE account_id = $1 AND read_at IS NULL AND sent_at <= $2";
}

const BODY: &str = "messages.body";

/// A message as it is kept. What it says may be personal, so that `Debug` does not exist.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Identifier.
    pub id: MessageId,
    /// Who has written it.
    pub origin: Origin,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub sent: Instant,
    /// When its candidate said that it was read.
    pub read: Option<Instant>,
    /// Where the SMS beside it stands.
    pub delivery: Delivery,
}

/// A message to this account, with the job of the SMS beside it, if one leaves.
pub async fn insert(
    tx: &mut Tx<'_>,
    id: &MessageId,
    account: &AccountId,
    (origin, text): (Origin, &str),
    job: Option<&JobId>,
    sent: Instant,
) -> Result<(), Error> {
    let query = sqlx::query(INSERT)
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(origin.code())
        .bind(tx.seal(BODY, id.as_str(), text.as_bytes()))
        .bind(sent.as_millis())
        .bind(job.map(JobId::as_str));
    tx.run(query).await.map(drop)
}

/// The latest `most` messages to this account, the newest first.
pub async fn list(r: &mut Reader<'_>, account: &AccountId, most: i64) -> Result<Vec<Message>, Error> {
    let rows = r.list(sqlx::query(LIST).bind(account.as_str()).bind(most)).await?;
    rows.iter().map(message).collect()
}

/// How many this account has not read.
pub async fn count_unread(r: &mut Reader<'_>, account: &AccountId) -> Result<i64, Error> {
    r.one(sqlx::query(UNREAD).bind(account.as_str())).await?.number("messages.number")
}

/// What this account was sent until `last` is read. How many there were.
pub async fn mark_read(
    tx: &mut Tx<'_>,
    account: &AccountId,
    last: Instant,
    now: Instant,
) -> Result<u64, Error> {
    tx.run(sqlx::query(READ).bind(account.as_str()).bind(last.as_millis()).bind(now.as_millis())).await
}

fn message(row: &Row<'_>) -> Result<Message, Error> {
    let id: MessageId = row.id("messages.id")?;
    let origin = Origin::from_code(&row.text("messages.origin")?);
    Ok(Message {
        origin: origin.ok_or(Error::Corrupt("messages.origin"))?,
        text: row.sealed_text(BODY, id.as_str())?,
        sent: row.instant("messages.sent_at")?,
        read: row.maybe_instant("messages.read_at")?,
        delivery: delivery(row)?,
        id,
    })
}

fn delivery(row: &Row<'_>) -> Result<Delivery, Error> {
    if row.maybe_text("messages.job_id")?.is_none() {
        return Ok(Delivery::InApp);
    }
    Ok(match row.maybe_text("jobs.state")?.as_deref() {
        // Jobs that were done are forgotten after some days; those that were given up stay.
        None | Some("done") => Delivery::Sent,
        Some("dead") => Delivery::Failed,
        Some("waiting") if row.maybe_number("jobs.attempts")?.unwrap_or_default() > 0 => Delivery::Retried,
        Some("waiting") => Delivery::Waiting,
        Some(_) => return Err(Error::Corrupt("jobs.state")),
    })
}
