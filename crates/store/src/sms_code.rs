//! Sent SMS codes, bound to session, purpose and phone. The code is stored as the keyed hash that `service` makes, the
//! phone as a fingerprint. Whoever sends one holds the phone's [`crate::turn`].

use domain::code::Purpose;
use domain::id::{CodeId, SessionId};
use domain::instant::Instant;
use domain::person::Phone;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO sms_codes (id, session_id, purpose, phone_hash, code_hash, sent_at, expires_at, tries) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND_LATEST = "SELECT id, code_hash, sent_at, expires_at, tries, used_at FROM sms_codes \
        WHERE session_id = $1 AND purpose = $2 AND phone_hash = $3 ORDER BY sent_at DESC, id DESC LIMIT 1";
    LATEST_SENDS = "SELECT sent_at FROM sms_codes WHERE phone_hash = $1 ORDER BY sent_at DESC LIMIT $2";
    TAKE_TRY = "UPDATE sms_codes SET tries = tries + 1 WHERE id = $1 AND tries < $2 RETURNING tries";
    MARK_USED = "UPDATE sms_codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    FORGET = "DELETE FROM sms_codes WHERE sent_at < $1";
}

/// A sent code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsCode {
    /// Identifier.
    pub id: CodeId,
    /// Keyed hash of the code.
    pub code_hash: String,
    /// When it was sent.
    pub sent: Instant,
    /// First instant at which it is worth nothing.
    pub expires: Instant,
    /// Tries so far.
    pub tries: i64,
    /// When it was used up.
    pub used: Option<Instant>,
}

/// Notes a code that is being sent.
pub async fn insert(
    tx: &mut Tx<'_>,
    code: &SmsCode,
    session: &SessionId,
    purpose: Purpose,
    phone: &Phone,
) -> Result<(), Error> {
    let query = sqlx::query(INSERT)
        .bind(code.id.as_str())
        .bind(session.as_str())
        .bind(purpose.code())
        .bind(phone_hash(tx, phone))
        .bind(&code.code_hash)
        .bind(code.sent.as_millis())
        .bind(code.expires.as_millis())
        .bind(code.tries);
    tx.run(query).await.map(drop)
}

/// The latest code for this session, purpose and phone, whatever became of it: it alone counts, so that no earlier one
/// comes back to life when it is used up.
pub async fn find_latest(
    r: &mut Reader<'_>,
    session: &SessionId,
    purpose: Purpose,
    phone: &Phone,
) -> Result<Option<SmsCode>, Error> {
    let hash = phone_hash(r, phone);
    let query = sqlx::query(FIND_LATEST).bind(session.as_str()).bind(purpose.code()).bind(hash);
    let Some(row) = r.find(query).await? else { return Ok(None) };
    Ok(Some(SmsCode {
        id: row.id("sms_codes.id")?,
        code_hash: row.text("sms_codes.code_hash")?,
        sent: row.instant("sms_codes.sent_at")?,
        expires: row.instant("sms_codes.expires_at")?,
        tries: row.number("sms_codes.tries")?,
        used: row.maybe_instant("sms_codes.used_at")?,
    }))
}

/// When the last codes went to this phone, in whatever session, the latest first; at most `most`.
pub async fn latest_sends(r: &mut Reader<'_>, phone: &Phone, most: i64) -> Result<Vec<Instant>, Error> {
    let hash = phone_hash(r, phone);
    let rows = r.list(sqlx::query(LATEST_SENDS).bind(hash).bind(most)).await?;
    rows.iter().map(|row| row.instant("sms_codes.sent_at")).collect()
}

/// Takes one of the `most` tries that a code has, before it is compared, and gives the number of tries taken.
/// `None` when there is none left: of many tries at once no more than `most` are compared.
pub async fn take_try(tx: &mut Tx<'_>, id: &CodeId, most: i64) -> Result<Option<i64>, Error> {
    let taken = tx.find(sqlx::query(TAKE_TRY).bind(id.as_str()).bind(most)).await?;
    taken.map(|row| row.number("sms_codes.tries")).transpose()
}

/// Uses the code up. `false` when it was used before.
pub async fn mark_used(tx: &mut Tx<'_>, id: &CodeId, now: Instant) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(MARK_USED).bind(id.as_str()).bind(now.as_millis())).await? == 1)
}

/// Clears away codes sent before `before`, and says how many there were.
pub async fn forget(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(FORGET).bind(before.as_millis())).await
}

fn phone_hash(r: &Reader<'_>, phone: &Phone) -> String {
    r.fingerprint("sms_codes.phone", phone.expose())
}
