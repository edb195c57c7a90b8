//! Resets that staff made with the document in hand: the phone that is to be, sealed, and the keyed hash of the code that was
//! handed over.

use domain::id::AccountId;
use domain::instant::Instant;
use domain::person::Phone;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    SAVE = "INSERT INTO candidate_resets (account_id, phone, code_hash, tries, made_at, good_until) \
        VALUES ($1, $2, $3, 0, $4, $5) ON CONFLICT (account_id) DO UPDATE SET phone = excluded.phone, \
        code_hash = excluded.code_hash, tries = 0, made_at = excluded.made_at, good_until = excluded.good_until";
    FIND = "SELECT phone, made_at, good_until FROM candidate_resets WHERE account_id = $1 AND good_until > $2";
    TAKE_TRY = "UPDATE candidate_resets SET tries = tries + 1 WHERE account_id = $1 AND good_until > $2 AND tries < $3 \
        RETURNING tries, code_hash";
    DELETE = "DELETE FROM candidate_resets WHERE account_id = $1";
    DELETE_EXPIRED = "DELETE FROM candidate_resets WHERE good_until <= $1";
}

const PHONE: &str = "candidate_resets.phone";

/// A reset that waits for its candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateReset {
    /// The phone that the account will have.
    pub phone: Phone,
    /// When it was made.
    pub made: Instant,
    /// First instant at which it is worth nothing.
    pub until: Instant,
}

/// A reset with this code. It takes the place of an earlier one.
pub async fn save(
    tx: &mut Tx<'_>,
    account: &AccountId,
    reset: &CandidateReset,
    code: &str,
) -> Result<(), Error> {
    let id = account.as_str();
    let query = sqlx::query(SAVE)
        .bind(id)
        .bind(tx.seal(PHONE, id, reset.phone.expose().as_bytes()))
        .bind(code_hash(tx, account, code))
        .bind(reset.made.as_millis())
        .bind(reset.until.as_millis());
    tx.run(query).await.map(drop)
}

/// The reset of this account that is good at this moment.
pub async fn find(
    r: &mut Reader<'_>,
    account: &AccountId,
    now: Instant,
) -> Result<Option<CandidateReset>, Error> {
    let query = sqlx::query(FIND).bind(account.as_str()).bind(now.as_millis());
    let Some(row) = r.find(query).await? else { return Ok(None) };
    let phone = row.sealed_text(PHONE, account.as_str())?;
    Ok(Some(CandidateReset {
        phone: Phone::parse(&phone).map_err(|_| Error::Corrupt(PHONE))?,
        made: row.instant("candidate_resets.made_at")?,
        until: row.instant("candidate_resets.good_until")?,
    }))
}

/// Compares a code, which costs one of `most` tries: whether it is the one, and how many were taken with this one. Nothing
/// where no try is left, or no reset is there.
pub async fn compare(
    tx: &mut Tx<'_>,
    account: &AccountId,
    code: &str,
    most: i64,
    now: Instant,
) -> Result<Option<(bool, i64)>, Error> {
    let hash = code_hash(tx, account, code);
    let query = sqlx::query(TAKE_TRY).bind(account.as_str()).bind(now.as_millis()).bind(most);
    let Some(row) = tx.find(query).await? else { return Ok(None) };
    let right = row.text("candidate_resets.code_hash")? == hash;
    Ok(Some((right, row.number("candidate_resets.tries")?)))
}

/// Forgets it.
pub async fn delete(tx: &mut Tx<'_>, account: &AccountId) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(DELETE).bind(account.as_str())).await? == 1)
}

/// Clears away what expired at or before `now`, and says how many there were.
pub async fn delete_expired(tx: &mut Tx<'_>, now: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_EXPIRED).bind(now.as_millis())).await
}

/// The same code for two accounts has two hashes.
fn code_hash(r: &Reader<'_>, account: &AccountId, code: &str) -> String {
    r.fingerprint("candidate_resets.code", &format!("{account}\n{code}"))
}
