//! Who agreed to which version of the consent text, and when.

use domain::id::AccountId;
use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    GIVE = "INSERT INTO consents (account_id, version, given_at) VALUES ($1, $2, $3) \
        ON CONFLICT (account_id, version) DO NOTHING";
    FIND = "SELECT given_at FROM consents WHERE account_id = $1 AND version = $2";
}

/// Notes a consent; a second one to the same version changes nothing, the first moment stays.
pub async fn give(tx: &mut Tx<'_>, account: &AccountId, version: i64, now: Instant) -> Result<(), Error> {
    let query = sqlx::query(GIVE).bind(account.as_str()).bind(version).bind(now.as_millis());
    tx.run(query).await.map(drop)
}

/// When this version was agreed to.
pub async fn find(r: &mut Reader<'_>, account: &AccountId, version: i64) -> Result<Option<Instant>, Error> {
    let row = r.find(sqlx::query(FIND).bind(account.as_str()).bind(version)).await?;
    row.map(|row| row.instant("consents.given_at")).transpose()
}
