//! 公告: what the school says on the home page.

use domain::exam::Announcement;
use domain::id::AnnouncementId;
use domain::instant::Instant;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO announcements (id, title, body, published_at, version) VALUES ($1, $2, $3, $4, 1)";
    SHOWN = "SELECT title, body, published_at FROM announcements WHERE withdrawn_at IS NULL \
        ORDER BY published_at DESC, id DESC LIMIT $1";
    ALL = "SELECT id, title, body, published_at, version, withdrawn_at FROM announcements \
        ORDER BY published_at DESC, id DESC LIMIT $1";
    FIND = "SELECT id, title, body, published_at, version, withdrawn_at FROM announcements WHERE id = $1";
    SAVE = "UPDATE announcements SET title = $3, body = $4, version = version + 1 \
        WHERE id = $1 AND version = $2 AND withdrawn_at IS NULL";
    WITHDRAW = "UPDATE announcements SET withdrawn_at = $2, version = version + 1 \
        WHERE id = $1 AND withdrawn_at IS NULL";
}

/// An announcement as the office has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Identifier.
    pub id: AnnouncementId,
    /// What is said, and since when.
    pub said: Announcement,
    /// A correction names the version that it has seen.
    pub version: i64,
    /// Since when it is not shown any more.
    pub withdrawn: Option<Instant>,
}

/// Publishes an announcement at `announcement.at`.
pub async fn insert(tx: &mut Tx<'_>, id: &AnnouncementId, announcement: &Announcement) -> Result<(), Error> {
    let query = sqlx::query(INSERT)
        .bind(id.as_str())
        .bind(&announcement.title)
        .bind(&announcement.text)
        .bind(announcement.at.as_millis());
    tx.run(query).await.map(drop)
}

/// The latest `limit` announcements that are shown, the newest first.
pub async fn list_shown(r: &mut Reader<'_>, limit: i64) -> Result<Vec<Announcement>, Error> {
    r.list(sqlx::query(SHOWN).bind(limit)).await?.iter().map(said).collect()
}

/// The latest `limit` announcements, those that were withdrawn among them.
pub async fn list(r: &mut Reader<'_>, limit: i64) -> Result<Vec<Posted>, Error> {
    r.list(sqlx::query(ALL).bind(limit)).await?.iter().map(posted).collect()
}

/// One announcement.
pub async fn find(r: &mut Reader<'_>, id: &AnnouncementId) -> Result<Option<Posted>, Error> {
    r.find(sqlx::query(FIND).bind(id.as_str())).await?.as_ref().map(posted).transpose()
}

/// Corrects the version that was seen. [`Error::Stale`] when somebody was faster, or it was withdrawn.
pub async fn save(
    tx: &mut Tx<'_>,
    id: &AnnouncementId,
    seen: i64,
    (title, text): (&str, &str),
) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(SAVE).bind(id.as_str()).bind(seen).bind(title).bind(text)).await
}

/// Shows it no more. Whether it was shown.
pub async fn withdraw(tx: &mut Tx<'_>, id: &AnnouncementId, now: Instant) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(WITHDRAW).bind(id.as_str()).bind(now.as_millis())).await? == 1)
}

fn posted(row: &Row<'_>) -> Result<Posted, Error> {
    Ok(Posted {
        id: row.id("announcements.id")?,
        said: said(row)?,
        version: row.number("announcements.version")?,
        withdrawn: row.maybe_instant("announcements.withdrawn_at")?,
    })
}

fn said(row: &Row<'_>) -> Result<Announcement, Error> {
    Ok(Announcement {
        title: row.text("announcements.title")?,
        text: row.text("announcements.body")?,
        at: row.instant("announcements.published_at")?,
    })
}
