//! Who looks at which line of a queue. The database itself lets one hold it.

use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    TAKE = "INSERT INTO claims (queue, item, holder, ends_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (queue, item) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at \
        WHERE claims.ends_at <= $5 OR claims.holder = excluded.holder";
    HOLDER = "SELECT holder, ends_at FROM claims WHERE queue = $1 AND item = $2 AND ends_at > $3";
    HELD = "SELECT item, holder FROM claims WHERE queue = $1 AND ends_at > $2";
    END = "DELETE FROM claims WHERE queue = $1 AND item = $2";
    RELEASE = "DELETE FROM claims WHERE queue = $1 AND item = $2 AND holder = $3";
    FORGET = "DELETE FROM claims WHERE ends_at < $1";
}

/// Takes a line until `until`, or keeps it for longer. Whether it is theirs now: nobody takes what another one holds.
pub async fn take(
    tx: &mut Tx<'_>,
    (queue, item): (&str, &str),
    holder: &str,
    now: Instant,
    until: Instant,
) -> Result<bool, Error> {
    let query = sqlx::query(TAKE).bind(queue).bind(item).bind(holder);
    Ok(tx.run(query.bind(until.as_millis()).bind(now.as_millis())).await? == 1)
}

/// Who holds it now, and until when.
pub async fn holder(
    r: &mut Reader<'_>,
    (queue, item): (&str, &str),
    now: Instant,
) -> Result<Option<(String, Instant)>, Error> {
    let row = r.find(sqlx::query(HOLDER).bind(queue).bind(item).bind(now.as_millis())).await?;
    row.map(|row| Ok((row.text("claims.holder")?, row.instant("claims.ends_at")?))).transpose()
}

/// Every line of a queue that somebody holds now, and who.
pub async fn held(r: &mut Reader<'_>, queue: &str, now: Instant) -> Result<Vec<(String, String)>, Error> {
    let rows = r.list(sqlx::query(HELD).bind(queue).bind(now.as_millis())).await?;
    rows.iter().map(|row| Ok((row.text("claims.item")?, row.text("claims.holder")?))).collect()
}

/// Its line has been decided about: nobody holds it any more.
pub async fn end(tx: &mut Tx<'_>, (queue, item): (&str, &str)) -> Result<(), Error> {
    tx.run(sqlx::query(END).bind(queue).bind(item)).await.map(drop)
}

/// Puts one's own line back.
pub async fn release(tx: &mut Tx<'_>, (queue, item): (&str, &str), holder: &str) -> Result<(), Error> {
    tx.run(sqlx::query(RELEASE).bind(queue).bind(item).bind(holder)).await.map(drop)
}

/// Clears away claims that ended before, and says how many there were.
pub async fn forget(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(FORGET).bind(before.as_millis())).await
}
