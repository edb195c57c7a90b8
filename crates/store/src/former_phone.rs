//! The phone before the last change, where that phone did not agree to the change itself: for some days it can still
//! recover the account.

use domain::id::AccountId;
use domain::instant::Instant;
use domain::person::Phone;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    KEEP = "INSERT INTO former_phones (account_id, phone, good_until) VALUES ($1, $2, $3) \
        ON CONFLICT (account_id) DO NOTHING";
    FIND = "SELECT phone FROM former_phones WHERE account_id = $1 AND good_until > $2";
    DELETE = "DELETE FROM former_phones WHERE account_id = $1";
    DELETE_EXPIRED = "DELETE FROM former_phones WHERE good_until <= $1";
}

const PHONE: &str = "former_phones.phone";

/// Keeps the phone until then. One that is kept already stays: a second change in a row must not push the owner's out.
pub async fn keep(tx: &mut Tx<'_>, account: &AccountId, phone: &Phone, until: Instant) -> Result<(), Error> {
    let id = account.as_str();
    let sealed = tx.seal(PHONE, id, phone.expose().as_bytes());
    tx.run(sqlx::query(KEEP).bind(id).bind(sealed).bind(until.as_millis())).await.map(drop)
}

/// The phone that can still recover the account.
pub async fn find(r: &mut Reader<'_>, account: &AccountId, now: Instant) -> Result<Option<Phone>, Error> {
    let query = sqlx::query(FIND).bind(account.as_str()).bind(now.as_millis());
    let Some(row) = r.find(query).await? else { return Ok(None) };
    let phone = row.sealed_text(PHONE, account.as_str())?;
    Phone::parse(&phone).map(Some).map_err(|_| Error::Corrupt(PHONE))
}

/// Forgets it.
pub async fn delete(tx: &mut Tx<'_>, account: &AccountId) -> Result<(), Error> {
    tx.run(sqlx::query(DELETE).bind(account.as_str())).await.map(drop)
}

/// Clears away what expired at or before `now`, and says how many there were.
pub async fn delete_expired(tx: &mut Tx<'_>, now: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_EXPIRED).bind(now.as_millis())).await
}
