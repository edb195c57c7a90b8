//! Who did what, when. Nothing here changes or deletes an entry, and the database refuses it, too.
//!
//! That nobody has gone round the database is shown by the chain ([`crate::audit_chain`]).

use domain::id::AuditId;
use domain::instant::Instant;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    ADD = "INSERT INTO audit (id, noted_at, actor, event, subject, detail) VALUES ($1, $2, $3, $4, $5, $6)";
    LIST = "SELECT noted_at, event FROM audit WHERE subject = $1 ORDER BY noted_at, id";
    FIND = "SELECT id, noted_at, actor, event, subject, detail FROM audit WHERE id = $1";
    PAGE = "SELECT id, noted_at, actor, event, subject, detail FROM audit \
        WHERE (noted_at < $1 OR (noted_at = $1 AND id < $2)) AND noted_at >= $3 \
        AND ($4 = '' OR subject = $4) AND ($5 = '' OR actor = $5) AND ($6 = '' OR event = $6) \
        ORDER BY noted_at DESC, id DESC LIMIT $7";
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub id: AuditId,
    /// When it was written.
    pub at: Instant,
    /// `candidate:acc_…`, `operator:…` or `system`.
    pub actor: String,
    /// A code.
    pub event: String,
    /// The identifier of what it happened to.
    pub subject: String,
    /// From what to what, or why, with personal data masked.
    pub detail: Option<String>,
}

impl Entry {
    pub(crate) fn read(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: row.id("audit.id")?,
            at: row.instant("audit.noted_at")?,
            actor: row.text("audit.actor")?,
            event: row.text("audit.event")?,
            subject: row.text("audit.subject")?,
            detail: row.maybe_text("audit.detail")?,
        })
    }
}

/// Adds an entry, in the transaction of what it tells of; none of its texts carries personal data that is not masked.
pub async fn add(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), Error> {
    let query = sqlx::query(ADD)
        .bind(entry.id.as_str())
        .bind(entry.at.as_millis())
        .bind(&entry.actor)
        .bind(&entry.event)
        .bind(&entry.subject)
        .bind(&entry.detail);
    tx.run(query).await.map(drop)
}

/// Adds an entry that needs no more words.
pub async fn record(
    tx: &mut Tx<'_>,
    id: &AuditId,
    at: Instant,
    actor: &str,
    event: &str,
    subject: &str,
) -> Result<(), Error> {
    let (actor, event, subject) = (actor.to_owned(), event.to_owned(), subject.to_owned());
    add(tx, &Entry { id: id.clone(), at, actor, event, subject, detail: None }).await
}

/// What happened to `subject`, the earliest first: when, and the event's code.
pub async fn list_for(r: &mut Reader<'_>, subject: &str) -> Result<Vec<(Instant, String)>, Error> {
    let rows = r.list(sqlx::query(LIST).bind(subject)).await?;
    rows.iter().map(|row| Ok((row.instant("audit.noted_at")?, row.text("audit.event")?))).collect()
}

/// The entry of this identifier.
pub async fn find(r: &mut Reader<'_>, id: &str) -> Result<Option<Entry>, Error> {
    r.find(sqlx::query(FIND).bind(id)).await?.map(|row| Entry::read(&row)).transpose()
}

/// Which entries somebody looks for; what is empty does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// About this identifier.
    pub subject: String,
    /// By this actor.
    pub actor: String,
    /// Of this code.
    pub event: String,
    /// Not before this moment.
    pub since: Option<Instant>,
    /// Only what comes after this entry in the list, which begins with the newest.
    pub after: Option<(Instant, AuditId)>,
}

/// A page of the log, the newest first, at most `count` entries.
pub async fn page(r: &mut Reader<'_>, wanted: &Wanted, count: i64) -> Result<Vec<Entry>, Error> {
    let (before, id) = match &wanted.after {
        Some((at, id)) => (at.as_millis(), id.as_str()),
        None => (i64::MAX, ""),
    };
    let query = sqlx::query(PAGE)
        .bind(before)
        .bind(id)
        .bind(wanted.since.map_or(i64::MIN, Instant::as_millis))
        .bind(&wanted.subject)
        .bind(&wanted.actor)
        .bind(&wanted.event)
        .bind(count);
    r.list(query).await?.iter().map(Entry::read).collect()
}
