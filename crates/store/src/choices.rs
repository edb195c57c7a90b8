//! Lists to choose from: `candidate_type` (考生类型), `major` (专业).

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    CLEAR = "DELETE FROM choices WHERE list = $1";
    ADD = "INSERT INTO choices (list, name, position) VALUES ($1, $2, $3)";
    LIST = "SELECT name FROM choices WHERE list = $1 ORDER BY position";
}

/// Replaces a whole list. [`Error::Taken`] when a name stands in it twice.
pub async fn set(tx: &mut Tx<'_>, list: &str, names: &[&str]) -> Result<(), Error> {
    tx.run(sqlx::query(CLEAR).bind(list)).await?;
    for (position, name) in (0_i64..).zip(names) {
        tx.run(sqlx::query(ADD).bind(list).bind(*name).bind(position)).await?;
    }
    Ok(())
}

/// The names of a list in its order; none for a list that nobody set.
pub async fn list(r: &mut Reader<'_>, list: &str) -> Result<Vec<String>, Error> {
    let rows = r.list(sqlx::query(LIST).bind(list)).await?;
    rows.iter().map(|row| row.text("choices.name")).collect()
}
