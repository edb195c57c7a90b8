//! 学校设置: what was changed in the app of what the configuration says, and every privacy text that stood on its page.

use domain::instant::Instant;
use domain::site::SchoolChanges;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    FIND = "SELECT version, changes, seal, changed_at FROM school_settings WHERE id = 'school'";
    VERSION = "SELECT version FROM school_settings WHERE id = 'school'";
    INSERT = "INSERT INTO school_settings (id, version, changes, seal, changed_at) VALUES ('school', 1, $1, $2, $3) \
        ON CONFLICT (id) DO NOTHING";
    SAVE = "UPDATE school_settings SET version = version + 1, changes = $2, seal = $3, changed_at = $4 \
        WHERE id = 'school' AND version = $1";
    TEXTS = "SELECT version, text, since_at FROM school_texts ORDER BY version";
    ADD_TEXT = "INSERT INTO school_texts (version, text, since_at) VALUES ($1, $2, $3)";
}

/// The one row.
const SCHOOL: &str = "school";
const SEAL: &str = "school_settings.seal";
const CHANGES: &str = "school_settings.changes";

/// What was changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// Counts up with each change; 0 where nothing was ever changed.
    pub version: i64,
    /// The settings.
    pub changes: SchoolChanges,
    /// A PNG in our own encoding.
    pub seal: Option<Vec<u8>>,
    /// When they were changed last.
    pub changed: Option<Instant>,
}

/// A privacy text that stood, or stands, on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivacyText {
    /// From 1.
    pub version: i64,
    /// Markdown; empty where the school said nothing.
    pub text: String,
    /// From when on.
    pub since: Instant,
}

/// What was changed, if anything.
pub async fn find(r: &mut Reader<'_>) -> Result<Kept, Error> {
    let Some(row) = r.find(sqlx::query(FIND)).await? else { return Ok(Kept::default()) };
    Ok(Kept {
        version: row.number("school_settings.version")?,
        changes: serde_json::from_str(&row.text(CHANGES)?).map_err(|_| Error::Corrupt(CHANGES))?,
        seal: row.maybe_sealed(SEAL, SCHOOL)?,
        changed: Some(row.instant("school_settings.changed_at")?),
    })
}

/// Which version holds: what a process asks again and again.
pub async fn version(r: &mut Reader<'_>) -> Result<i64, Error> {
    let row = r.find(sqlx::query(VERSION)).await?;
    row.map_or(Ok(0), |row| row.number("school_settings.version"))
}

/// Keeps what was changed of the version that was seen. [`Error::Stale`] when somebody was faster.
pub async fn save(
    tx: &mut Tx<'_>,
    seen: i64,
    (changes, seal): (&SchoolChanges, Option<&[u8]>),
    now: Instant,
) -> Result<(), Error> {
    let changes = serde_json::to_string(changes).map_err(|_| Error::Corrupt(CHANGES))?;
    let seal = seal.map(|seal| tx.seal(SEAL, SCHOOL, seal));
    let query = if seen == 0 { sqlx::query(INSERT) } else { sqlx::query(SAVE).bind(seen) };
    tx.run_guarded(query.bind(changes).bind(seal).bind(now.as_millis())).await
}

/// Every privacy text, the first one first.
pub async fn list_texts(r: &mut Reader<'_>) -> Result<Vec<PrivacyText>, Error> {
    let rows = r.list(sqlx::query(TEXTS)).await?;
    let text = |row: &crate::row::Row<'_>| {
        Ok(PrivacyText {
            version: row.number("school_texts.version")?,
            text: row.text("school_texts.text")?,
            since: row.instant("school_texts.since_at")?,
        })
    };
    rows.iter().map(text).collect()
}

/// Another text stands on the page from now on.
pub async fn add_text(tx: &mut Tx<'_>, text: &PrivacyText) -> Result<(), Error> {
    let query = sqlx::query(ADD_TEXT).bind(text.version).bind(&text.text).bind(text.since.as_millis());
    tx.run(query).await.map(drop)
}
