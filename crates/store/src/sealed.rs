//! Every sealed column by name, and sealing all of them anew with the newest key, a step at a time.
//!
//! A step is one short transaction, so that a running server is hardly disturbed. What is done is seen by the number in
//! front of each value: work that was cut off is simply begun again, and passes over what is done.

use crate::row::Row;
use crate::statement::Statement;
use crate::transaction::sealed_place;
use crate::{Error, Reader, Store, Tx};

/// Values of one column that one transaction looks at.
const STEP: i64 = 200;

/// One sealed column.
pub struct Column {
    /// `table.column`.
    pub place: &'static str,
    page: &'static str,
    swap: &'static str,
    count: &'static str,
}

macro_rules! page {
    ($table:literal, $key:literal, $column:literal) => {
        concat!(
            "SELECT ",
            $key,
            " AS id, ",
            $column,
            " AS sealed FROM ",
            $table,
            " WHERE ",
            $key,
            " > $1 AND ",
            $column,
            " IS NOT NULL ORDER BY ",
            $key,
            " LIMIT $2"
        )
    };
}

/// Only over the value that was seen: who wrote meanwhile has sealed with the newest key anyway, or comes in the next run.
macro_rules! swap {
    ($table:literal, $key:literal, $column:literal) => {
        concat!("UPDATE ", $table, " SET ", $column, " = $3 WHERE ", $key, " = $1 AND ", $column, " = $2")
    };
}

macro_rules! count {
    ($table:literal, $column:literal) => {
        concat!(
            "SELECT SUBSTR(",
            $column,
            ", 1, 1) AS key_number, COUNT(*) AS sealed_values FROM ",
            $table,
            " WHERE ",
            $column,
            " IS NOT NULL GROUP BY SUBSTR(",
            $column,
            ", 1, 1)"
        )
    };
}

/// Table, its primary key and the column. What a value is tied to is `table.column:key` (`transaction::sealed_place`).
macro_rules! sealed_columns {
    ($($table:literal $key:literal $column:literal;)+) => {
        /// Every sealed column. A test compares it with the columns of the database that hold bytes.
        pub const COLUMNS: &[Column] = &[$(Column {
            place: concat!($table, ".", $column),
            page: page!($table, $key, $column),
            swap: swap!($table, $key, $column),
            count: count!($table, $column),
        }),+];
        pub(crate) const STATEMENTS: &[Statement] = &[$(
            Statement { name: concat!($table, ".", $column, " page"), text: page!($table, $key, $column), only: None },
            Statement { name: concat!($table, ".", $column, " swap"), text: swap!($table, $key, $column), only: None },
            Statement { name: concat!($table, ".", $column, " count"), text: count!($table, $column), only: None },
        )+];
    };
}

sealed_columns! {
    "accounts" "id" "name";
    "accounts" "id" "number";
    "accounts" "id" "phone";
    "candidate_resets" "account_id" "phone";
    "demo_messages" "id" "phone";
    "demo_messages" "id" "body";
    "former_phones" "account_id" "phone";
    "identities" "account_id" "portrait";
    "jobs" "id" "payload";
    "messages" "id" "body";
    "number_changes" "id" "number";
    "paper_batches" "id" "report";
    "proofs" "id" "payer_name";
    "proofs" "id" "payer_phone";
    "refused_pictures" "photo_id" "look";
    "renames" "id" "name";
    "renames" "id" "remark";
    "roster_lines" "id" "record";
    "school_settings" "id" "seal";
    "session_drafts" "session_id || ':' || kind" "draft";
    "sign_up_drafts" "session_id" "draft";
    "staff" "id" "login";
    "staff" "id" "name";
    "staff" "id" "totp";
    "staff_sessions" "id" "search";
    "staff_sessions" "id" "shown";
    "vault_checks" "id" "sealed";
}

/// Where the walk through a column has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// Keys of the rows whose value does not open.
    pub unopened: Vec<String>,
    /// Values looked at.
    pub seen: usize,
    /// Values that were sealed anew.
    pub resealed: usize,
    /// The last key; none when the column is through.
    pub next: Option<String>,
}

/// Opens up to 200 values of the column after `after`, and says which do not open.
pub async fn look(r: &mut Reader<'_>, column: &Column, after: &str) -> Result<Walked, Error> {
    let (mut walked, rows) = page(r, column, after).await?;
    for row in rows {
        let (id, sealed) = (row.text("sealed.id")?, row.bytes("sealed.sealed")?);
        if r.vault().open(&sealed_place(column.place, &id), &sealed).is_err() {
            walked.unopened.push(id);
        }
    }
    Ok(walked)
}

/// Seals up to 200 values of the column after `after` anew, where another key than the newest has sealed them.
pub async fn reseal(tx: &mut Tx<'_>, column: &Column, after: &str) -> Result<Walked, Error> {
    let (mut walked, rows) = page(tx, column, after).await?;
    for row in rows {
        let (id, sealed) = (row.text("sealed.id")?, row.bytes("sealed.sealed")?);
        let Ok(anew) = tx.vault().reseal(&sealed_place(column.place, &id), &sealed) else {
            walked.unopened.push(id);
            continue;
        };
        let Some(anew) = anew else { continue };
        tx.run(sqlx::query(column.swap).bind(id).bind(sealed).bind(anew)).await?;
        walked.resealed += 1;
    }
    Ok(walked)
}

/// How many values of the column each key has sealed: the key's number, and how many.
pub async fn count(r: &mut Reader<'_>, column: &Column) -> Result<Vec<(u8, i64)>, Error> {
    let rows = r.list(sqlx::query(column.count)).await?;
    let number = |row: &Row<'_>| {
        let first = row.bytes("sealed.key_number")?;
        Ok((first.first().copied().unwrap_or_default(), row.number("sealed.sealed_values")?))
    };
    rows.iter().map(number).collect()
}

async fn page<'c>(r: &mut Reader<'c>, column: &Column, after: &str) -> Result<(Walked, Vec<Row<'c>>), Error> {
    let rows = r.list(sqlx::query(column.page).bind(after).bind(STEP)).await?;
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == STEP);
    let next = if full { rows.last().map(|row| row.text("sealed.id")).transpose()? } else { None };
    Ok((Walked { unopened: Vec::new(), seen: rows.len(), resealed: 0, next }, rows))
}

impl Store {
    /// Seals every value of the column anew that another key than the newest has sealed, step by step. Gives how many,
    /// and the keys of the rows whose value does not open.
    pub async fn reseal_column(&self, column: &Column) -> Result<(usize, Vec<String>), Error> {
        let (mut after, mut resealed, mut unopened) = (String::new(), 0, Vec::new());
        loop {
            let walked = self.write(async |tx| reseal(tx, column, &after).await).await?;
            resealed += walked.resealed;
            unopened.extend(walked.unopened);
            let Some(next) = walked.next else { return Ok((resealed, unopened)) };
            after = next;
        }
    }

    /// The keys of the rows whose value in the column does not open, and how many values there are.
    pub async fn look_at_column(&self, column: &Column) -> Result<(usize, Vec<String>), Error> {
        let (mut after, mut seen, mut unopened) = (String::new(), 0, Vec::new());
        loop {
            let walked = self.read(async |r| look(r, column, &after).await).await?;
            seen += walked.seen;
            unopened.extend(walked.unopened);
            let Some(next) = walked.next else { return Ok((seen, unopened)) };
            after = next;
        }
    }
}
