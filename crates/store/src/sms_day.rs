//! How many SMS left on a day: the budget that nobody can run up by asking for codes all day.

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    OPEN = "INSERT INTO sms_days (day, sent) VALUES ($1, 0) ON CONFLICT (day) DO NOTHING";
    SPEND = "UPDATE sms_days SET sent = sent + 1 WHERE day = $1 AND sent < $2";
    SENT = "SELECT COALESCE(MAX(sent), 0) AS sent FROM sms_days WHERE day = $1";
    FORGET = "DELETE FROM sms_days WHERE day < $1";
}

/// Spends one of the day's SMS. `false` when `budget` have left already. Days count from 1970-01-01 in Shanghai.
pub async fn spend(tx: &mut Tx<'_>, day: i64, budget: i64) -> Result<bool, Error> {
    tx.run(sqlx::query(OPEN).bind(day)).await?;
    Ok(tx.run(sqlx::query(SPEND).bind(day).bind(budget)).await? == 1)
}

/// How many SMS have left on that day.
pub async fn sent(r: &mut Reader<'_>, day: i64) -> Result<i64, Error> {
    r.one(sqlx::query(SENT).bind(day)).await?.number("sms_days.sent")
}

/// Clears away the days before `day`, and says how many there were.
pub async fn forget(tx: &mut Tx<'_>, day: i64) -> Result<u64, Error> {
    tx.run(sqlx::query(FORGET).bind(day)).await
}
