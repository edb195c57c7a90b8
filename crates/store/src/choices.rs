//! Lists to choose from: `candidate_type` (考生类型), `major` (专业), and files for them that wait.

use domain::instant::Instant;
use domain::list::{Entry, List};
use serde::{Deserialize, Serialize};

use crate::roster::BadLine;
use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    CLEAR = "DELETE FROM choices WHERE list = $1";
    ADD = "INSERT INTO choices (list, name, position, language) VALUES ($1, $2, $3, $4)";
    LIST = "SELECT name FROM choices WHERE list = $1 AND retired_at IS NULL ORDER BY position, name";
    ENTRIES = "SELECT name, language, retired_at FROM choices WHERE list = $1 ORDER BY position, name";
    LANGUAGE = "SELECT language FROM choices WHERE list = 'major' AND name = $1";
    PLACE = "UPDATE choices SET position = $3 WHERE list = $1 AND name = $2";
    RETIRE = "UPDATE choices SET retired_at = $3 WHERE list = $1 AND name = $2";
    SET_LANGUAGE = "UPDATE choices SET language = $3 WHERE list = $1 AND name = $2";
    RENAME = "UPDATE choices SET name = $3 WHERE list = $1 AND name = $2";
    // A name is a label: whoever chose it has it under its new one, and nothing that was decided is touched.
    RENAME_TYPE_OF_ACCOUNTS = "UPDATE accounts SET candidate_type = $2, version = version + 1 WHERE candidate_type = $1";
    RENAME_MAJOR_OF_ACCOUNTS = "UPDATE accounts SET major = $2, version = version + 1 WHERE major = $1";
    RENAME_TYPE_OF_REGISTRATIONS = "UPDATE registrations SET candidate_type = $2 WHERE candidate_type = $1";
    RENAME_MAJOR_OF_REGISTRATIONS = "UPDATE registrations SET major = $2 WHERE major = $1";
    DRAFT = "SELECT version, found, problems, bad_lines, created_at FROM list_drafts WHERE list = $1 AND found <> ''";
    SAVE_DRAFT = "INSERT INTO list_drafts (list, version, found, problems, bad_lines, created_at) \
        VALUES ($1, 1, $2, $3, $4, $5) ON CONFLICT (list) DO UPDATE SET version = list_drafts.version + 1, \
        found = excluded.found, problems = excluded.problems, bad_lines = excluded.bad_lines, \
        created_at = excluded.created_at";
    DROP_DRAFT = "UPDATE list_drafts SET found = '', problems = '', version = version + 1 \
        WHERE list = $1 AND version = $2 AND found <> ''";
}

const FOUND: &str = "list_drafts.found";
const PROBLEMS: &str = "list_drafts.problems";

/// What a file says of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// Of a major: the code of its own language. Nothing where the file has no such column.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "said")]
    pub language: Option<Option<String>>,
}

/// What is there was said, also where it says that there is none.
#[expect(clippy::option_option, reason = "said or not, and what")]
fn said<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// A file that waits to be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListDraft {
    /// Counts up with each file.
    pub version: i64,
    /// What it says.
    pub found: Vec<Found>,
    /// How many lines act on nothing.
    pub bad_lines: i64,
    /// The first of them.
    pub problems: Vec<BadLine>,
    /// When it came.
    pub created: Instant,
}

/// Replaces a whole list. [`Error::Taken`] when a name stands in it twice.
pub async fn set(tx: &mut Tx<'_>, list: &str, names: &[&str]) -> Result<(), Error> {
    tx.run(sqlx::query(CLEAR).bind(list)).await?;
    for (position, name) in (0_i64..).zip(names) {
        tx.run(sqlx::query(ADD).bind(list).bind(*name).bind(position).bind(None::<&str>)).await?;
    }
    Ok(())
}

/// The names of a list that are offered, in its order; none for a list that nobody set.
pub async fn list(r: &mut Reader<'_>, list: &str) -> Result<Vec<String>, Error> {
    let rows = r.list(sqlx::query(LIST).bind(list)).await?;
    rows.iter().map(|row| row.text("choices.name")).collect()
}

/// Every entry of a list in its order, the retired ones, too.
pub async fn entries(r: &mut Reader<'_>, list: List) -> Result<Vec<Entry>, Error> {
    let rows = r.list(sqlx::query(ENTRIES).bind(list.code())).await?;
    let entry = |row: &Row<'_>| {
        Ok(Entry {
            name: row.text("choices.name")?,
            language: row.maybe_text("choices.language")?,
            retired: row.maybe_instant("choices.retired_at")?.is_some(),
        })
    };
    rows.iter().map(entry).collect()
}

/// The code of the subject that this major may not sit, if it is one of a language.
pub async fn language_of(r: &mut Reader<'_>, major: &str) -> Result<Option<String>, Error> {
    let row = r.find(sqlx::query(LANGUAGE).bind(major)).await?;
    row.map_or(Ok(None), |row| row.maybe_text("choices.language"))
}

/// A further entry at this position. [`Error::Taken`] when there is one of its name.
pub async fn add(
    tx: &mut Tx<'_>,
    list: List,
    (name, language): (&str, Option<&str>),
    position: i64,
) -> Result<(), Error> {
    tx.run(sqlx::query(ADD).bind(list.code()).bind(name).bind(position).bind(language)).await.map(drop)
}

/// Where an entry stands in its list.
pub async fn place(tx: &mut Tx<'_>, list: List, name: &str, position: i64) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(PLACE).bind(list.code()).bind(name).bind(position)).await
}

/// Offers an entry no more, or again.
pub async fn retire(tx: &mut Tx<'_>, list: List, name: &str, at: Option<Instant>) -> Result<(), Error> {
    let query = sqlx::query(RETIRE).bind(list.code()).bind(name).bind(at.map(Instant::as_millis));
    tx.run_guarded(query).await
}

/// Which language a major studies, if any.
pub async fn set_language(
    tx: &mut Tx<'_>,
    list: List,
    name: &str,
    language: Option<&str>,
) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(SET_LANGUAGE).bind(list.code()).bind(name).bind(language)).await
}

/// Another name for an entry, wherever it was chosen. [`Error::Taken`] when another entry has it.
pub async fn rename(tx: &mut Tx<'_>, list: List, name: &str, to: &str) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(RENAME).bind(list.code()).bind(name).bind(to)).await?;
    let (accounts, registrations) = match list {
        List::CandidateType => (RENAME_TYPE_OF_ACCOUNTS, RENAME_TYPE_OF_REGISTRATIONS),
        List::Major => (RENAME_MAJOR_OF_ACCOUNTS, RENAME_MAJOR_OF_REGISTRATIONS),
    };
    tx.run(sqlx::query(accounts).bind(name).bind(to)).await?;
    tx.run(sqlx::query(registrations).bind(name).bind(to)).await.map(drop)
}

/// The file that waits.
pub async fn find_draft(r: &mut Reader<'_>, list: List) -> Result<Option<ListDraft>, Error> {
    let row = r.find(sqlx::query(DRAFT).bind(list.code())).await?;
    let draft = |row: &Row<'_>| {
        Ok(ListDraft {
            version: row.number("list_drafts.version")?,
            found: serde_json::from_str(&row.text(FOUND)?).map_err(|_| Error::Corrupt(FOUND))?,
            bad_lines: row.number("list_drafts.bad_lines")?,
            problems: serde_json::from_str(&row.text(PROBLEMS)?).map_err(|_| Error::Corrupt(PROBLEMS))?,
            created: row.instant("list_drafts.created_at")?,
        })
    };
    row.as_ref().map(draft).transpose()
}

/// Keeps what a file says, in place of an earlier one.
pub async fn save_draft(
    tx: &mut Tx<'_>,
    list: List,
    found: &[Found],
    (bad_lines, problems): (i64, &[BadLine]),
    now: Instant,
) -> Result<(), Error> {
    let query = sqlx::query(SAVE_DRAFT)
        .bind(list.code())
        .bind(serde_json::to_string(found).map_err(|_| Error::Corrupt(FOUND))?)
        .bind(serde_json::to_string(problems).map_err(|_| Error::Corrupt(PROBLEMS))?)
        .bind(bad_lines)
        .bind(now.as_millis());
    tx.run(query).await.map(drop)
}

/// Forgets the file that was seen. [`Error::Stale`] when another took its place, or it was taken over.
pub async fn drop_draft(tx: &mut Tx<'_>, list: List, version: i64) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(DROP_DRAFT).bind(list.code()).bind(version)).await
}
