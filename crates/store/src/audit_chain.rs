//! The chain behind the audit log: each link carries a hash over its entry and the link before it, made with a key that is not
//! in the database. Whoever changes, takes out or adds an entry behind the program's back breaks it, and [`walk`] says where.
//!
//! Links are made a moment after their entries, by one transaction at a time. The order of the links is that in which the
//! entries were found, not that of their clocks.

use std::fmt;

use domain::id::AuditId;
use domain::instant::Instant;

use crate::audit::Entry;
use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx, turn};

statements! {
    LAST = "SELECT place, hash, linked_at FROM audit_links ORDER BY place DESC LIMIT 1";
    ADD = "INSERT INTO audit_links (place, audit_id, hash, linked_at) VALUES ($1, $2, $3, $4)";
    UNLINKED = "SELECT a.id, a.noted_at, a.actor, a.event, a.subject, a.detail FROM audit a \
        WHERE a.noted_at >= $1 AND NOT EXISTS (SELECT 1 FROM audit_links l WHERE l.audit_id = a.id) \
        ORDER BY a.noted_at, a.id LIMIT $2";
    LINKS = "SELECT l.place, l.audit_id, l.hash, l.linked_at, a.id, a.noted_at, a.actor, a.event, a.subject, a.detail \
        FROM audit_links l LEFT JOIN audit a ON a.id = l.audit_id WHERE l.place > $1 ORDER BY l.place LIMIT $2";
    LEFT_OUT = "SELECT MIN(a.id) AS id, COUNT(*) AS number FROM audit a \
        WHERE a.noted_at < $1 AND NOT EXISTS (SELECT 1 FROM audit_links l WHERE l.audit_id = a.id)";
    HAS = "SELECT place FROM audit_links WHERE hash = $1";
    WAITING = "SELECT COUNT(*) AS number FROM audit a \
        WHERE a.noted_at >= $1 AND NOT EXISTS (SELECT 1 FROM audit_links l WHERE l.audit_id = a.id)";
}

/// Entries of one transaction, and links of one page of a walk.
const PAGE: i64 = 500;

/// Seconds before the last link in which an entry may still turn up: transactions end out of order, and clocks are set.
/// What is older and has no link was put there by a strange hand.
const LATE_SECONDS: i64 = 3_600;

/// The end of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How many links there are.
    pub links: i64,
    /// The hash of the last one; empty where there is none.
    pub hash: String,
    /// Entries that still wait for their link: the newest ones.
    pub waiting: i64,
}

/// Why a chain does not hold, at its first broken place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// The entry is not as it was when its link was made, or the link is not.
    Changed(AuditId),
    /// The entry is gone.
    Gone(AuditId),
    /// The link at this place is gone.
    LinkGone(i64),
    /// This entry, the first of so many, has no link though those after it do.
    LeftOut(AuditId, i64),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(id) => write!(f, "{} or its link was changed", id.as_str()),
            Self::Gone(id) => write!(f, "{} was taken out", id.as_str()),
            Self::LinkGone(place) => write!(f, "link {place} was taken out"),
            Self::LeftOut(id, count) => write!(f, "{} was put in later ({count} such entries)", id.as_str()),
        }
    }
}

/// Links entries that have none, as many as one transaction takes. Answers whether it took so many that more may wait.
pub async fn link(tx: &mut Tx<'_>, now: Instant) -> Result<bool, Error> {
    turn::take(tx, "audit_chain", "", now).await?;
    let (mut place, mut hash) = match tx.find(sqlx::query(LAST)).await? {
        None => (0, String::new()),
        Some(row) => (row.number("audit_links.place")?, row.text("audit_links.hash")?),
    };
    let since = earliest(tx).await?;
    let rows = tx.list(sqlx::query(UNLINKED).bind(since).bind(PAGE)).await?;
    for row in &rows {
        let entry = Entry::read(row)?;
        place += 1;
        hash = hash_of(tx, &hash, place, &entry, now);
        let add = sqlx::query(ADD).bind(place).bind(entry.id.as_str()).bind(&hash).bind(now.as_millis());
        tx.run(add).await?;
    }
    Ok(i64::try_from(rows.len()) == Ok(PAGE))
}

/// Whether an entry waits for its link.
pub async fn is_behind(r: &mut Reader<'_>) -> Result<bool, Error> {
    let since = earliest(r).await?;
    Ok(r.find(sqlx::query(UNLINKED).bind(since).bind(1_i64)).await?.is_some())
}

/// The earliest moment, in milliseconds, of an entry that may still get a link.
async fn earliest(r: &mut Reader<'_>) -> Result<i64, Error> {
    let Some(last) = r.find(sqlx::query(LAST)).await? else { return Ok(i64::MIN) };
    Ok(last.instant("audit_links.linked_at")?.plus_seconds(-LATE_SECONDS).as_millis())
}

/// Whether there is a link of this hash.
pub async fn has(r: &mut Reader<'_>, hash: &str) -> Result<bool, Error> {
    Ok(r.find(sqlx::query(HAS).bind(hash)).await?.is_some())
}

/// Goes along the whole chain to its head.
pub async fn walk(r: &mut Reader<'_>) -> Result<Result<Head, Broken>, Error> {
    let mut head = Head { links: 0, hash: String::new(), waiting: 0 };
    loop {
        let rows = r.list(sqlx::query(LINKS).bind(head.links).bind(PAGE)).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            if let Err(broken) = follow(r, &mut head, row)? {
                return Ok(Err(broken));
            }
        }
    }
    let since = earliest(r).await?;
    let left_out = r.one(sqlx::query(LEFT_OUT).bind(since)).await?;
    if let Some(id) = left_out.maybe_id("audit.id")? {
        return Ok(Err(Broken::LeftOut(id, left_out.number("audit.number")?)));
    }
    head.waiting = r.one(sqlx::query(WAITING).bind(since)).await?.number("audit.number")?;
    Ok(Ok(head))
}

fn follow(r: &Reader<'_>, head: &mut Head, row: &Row<'_>) -> Result<Result<(), Broken>, Error> {
    let place = row.number("audit_links.place")?;
    if place != head.links + 1 {
        return Ok(Err(Broken::LinkGone(head.links + 1)));
    }
    let id: AuditId = row.id("audit_links.audit_id")?;
    if row.maybe_text("audit.id")?.is_none() {
        return Ok(Err(Broken::Gone(id)));
    }
    let hash = hash_of(r, &head.hash, place, &Entry::read(row)?, row.instant("audit_links.linked_at")?);
    if hash != row.text("audit_links.hash")? {
        return Ok(Err(Broken::Changed(id)));
    }
    *head = Head { links: place, hash, waiting: 0 };
    Ok(Ok(()))
}

/// Over everything that an entry says, each part with its length before it, so that nothing moves from one to the next.
fn hash_of(r: &Reader<'_>, before: &str, place: i64, entry: &Entry, linked_at: Instant) -> String {
    let Entry { id, at, actor, event, subject, detail } = entry;
    let (place, at, linked_at) =
        (place.to_string(), at.as_millis().to_string(), linked_at.as_millis().to_string());
    let detail = detail.as_ref().map_or(String::new(), |detail| format!("={detail}"));
    let parts = [before, &place, id.as_str(), &at, actor, event, subject, &detail, &linked_at];
    let text = parts.map(|part| [&part.len().to_string(), ":", part].concat()).join("\n");
    r.fingerprint("audit_links.hash", &text)
}
