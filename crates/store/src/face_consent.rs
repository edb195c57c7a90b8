//! Who agreed to a face check, to which version of its text, and until when: given for the face alone, apart from the
//! consent to the real-name check.

use domain::id::AccountId;
use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    GIVE = "INSERT INTO face_consents (account_id, version, given_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    FIND = "SELECT given_at FROM face_consents WHERE account_id = $1 AND version = $2 AND withdrawn_at IS NULL";
    WITHDRAW = "UPDATE face_consents SET withdrawn_at = $2 WHERE account_id = $1 AND withdrawn_at IS NULL";
    LIST = "SELECT version, given_at, withdrawn_at FROM face_consents WHERE account_id = $1 ORDER BY given_at";
}

/// One consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaceConsent {
    /// Version of the text.
    pub version: i64,
    /// When it was given.
    pub given: Instant,
    /// When it was withdrawn.
    pub withdrawn: Option<Instant>,
}

/// Notes a consent; while one to the same version is in force a second one changes nothing.
pub async fn give(tx: &mut Tx<'_>, account: &AccountId, version: i64, now: Instant) -> Result<bool, Error> {
    let query = sqlx::query(GIVE).bind(account.as_str()).bind(version).bind(now.as_millis());
    Ok(tx.run(query).await? == 1)
}

/// Since when this version is agreed to; none once it was withdrawn.
pub async fn find(r: &mut Reader<'_>, account: &AccountId, version: i64) -> Result<Option<Instant>, Error> {
    let row = r.find(sqlx::query(FIND).bind(account.as_str()).bind(version)).await?;
    row.map(|row| row.instant("face_consents.given_at")).transpose()
}

/// Withdraws whatever is in force. Answers whether anything was.
pub async fn withdraw(tx: &mut Tx<'_>, account: &AccountId, now: Instant) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(WITHDRAW).bind(account.as_str()).bind(now.as_millis())).await? > 0)
}

/// Every consent of this account, the oldest first.
pub async fn list(r: &mut Reader<'_>, account: &AccountId) -> Result<Vec<FaceConsent>, Error> {
    let rows = r.list(sqlx::query(LIST).bind(account.as_str())).await?;
    rows.iter()
        .map(|row| {
            Ok(FaceConsent {
                version: row.number("face_consents.version")?,
                given: row.instant("face_consents.given_at")?,
                withdrawn: row.maybe_instant("face_consents.withdrawn_at")?,
            })
        })
        .collect()
}
