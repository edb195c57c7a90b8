//! Sent SMS codes, bound to session, purpose and phone. The code is stored as the keyed hash that `service` makes, the
//! phone as a fingerprint.

use domain::id::{CodeId, SessionId};
use domain::instant::Instant;
use domain::person::Phone;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO sms_codes (id, session_id, purpose, phone_hash, code_hash, sent_at, expires_at, tries) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND_LIVE = "SELECT id, code_hash, sent_at, expires_at, tries, used_at FROM sms_codes \
        WHERE session_id = $1 AND purpose = $2 AND phone_hash = $3 AND used_at IS NULL AND expires_at > $4 \
        ORDER BY sent_at DESC, id DESC LIMIT 1";
    COUNT_SENT = "SELECT COUNT(*) AS sends FROM sms_codes WHERE phone_hash = $1 AND sent_at >= $2";
    LAST_SENT = "SELECT MAX(sent_at) AS sent_at FROM sms_codes WHERE phone_hash = $1";
    ADD_TRY = "UPDATE sms_codes SET tries = tries + 1 WHERE id = $1 RETURNING tries";
    MARK_USED = "UPDATE sms_codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
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
    /// Wrong tries so far.
    pub tries: i64,
}

/// Notes a code that is being sent.
pub async fn insert(
    tx: &mut Tx<'_>,
    code: &SmsCode,
    session: &SessionId,
    purpose: &str,
    phone: &Phone,
) -> Result<(), Error> {
    let query = sqlx::query(INSERT)
        .bind(code.id.as_str())
        .bind(session.as_str())
        .bind(purpose)
        .bind(phone_hash(tx, phone))
        .bind(&code.code_hash)
        .bind(code.sent.as_millis())
        .bind(code.expires.as_millis())
        .bind(code.tries);
    tx.run(query).await.map(drop)
}

/// The latest code for this session, purpose and phone that is neither used nor expired.
pub async fn find_live(
    r: &mut Reader<'_>,
    session: &SessionId,
    purpose: &str,
    phone: &Phone,
    now: Instant,
) -> Result<Option<SmsCode>, Error> {
    let hash = phone_hash(r, phone);
    let query = sqlx::query(FIND_LIVE).bind(session.as_str()).bind(purpose).bind(hash).bind(now.as_millis());
    let Some(row) = r.find(query).await? else { return Ok(None) };
    Ok(Some(SmsCode {
        id: row.id("sms_codes.id")?,
        code_hash: row.text("sms_codes.code_hash")?,
        sent: row.instant("sms_codes.sent_at")?,
        expires: row.instant("sms_codes.expires_at")?,
        tries: row.number("sms_codes.tries")?,
    }))
}

/// How many codes went to this phone at or after `since`, in whatever session.
pub async fn count_sent_since(r: &mut Reader<'_>, phone: &Phone, since: Instant) -> Result<i64, Error> {
    let hash = phone_hash(r, phone);
    r.one(sqlx::query(COUNT_SENT).bind(hash).bind(since.as_millis())).await?.number("sms_codes.sends")
}

/// When the last code went to this phone, in whatever session.
pub async fn last_sent(r: &mut Reader<'_>, phone: &Phone) -> Result<Option<Instant>, Error> {
    let hash = phone_hash(r, phone);
    r.one(sqlx::query(LAST_SENT).bind(hash)).await?.maybe_instant("sms_codes.sent_at")
}

/// Counts a wrong try and gives the number of tries after it.
pub async fn add_try(tx: &mut Tx<'_>, id: &CodeId) -> Result<i64, Error> {
    tx.one(sqlx::query(ADD_TRY).bind(id.as_str())).await?.number("sms_codes.tries")
}

/// Uses the code up. `false` when it was used before.
pub async fn mark_used(tx: &mut Tx<'_>, id: &CodeId, now: Instant) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(MARK_USED).bind(id.as_str()).bind(now.as_millis())).await? == 1)
}

fn phone_hash(r: &Reader<'_>, phone: &Phone) -> String {
    r.fingerprint("sms_codes.phone", phone.expose())
}
