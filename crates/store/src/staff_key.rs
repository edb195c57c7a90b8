//! What else opens the door for staff: recovery codes, of which only keyed hashes are kept, and browsers that are known.

use domain::id::StaffId;
use domain::instant::Instant;

use crate::staff::login_hash;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    ADD_CODE = "INSERT INTO staff_recovery_codes (staff_id, code_hash) VALUES ($1, $2)";
    FORGET_CODES = "DELETE FROM staff_recovery_codes WHERE staff_id = $1";
    USE_CODE = "UPDATE staff_recovery_codes SET used_at = $3 WHERE staff_id = $1 AND code_hash = $2 AND used_at IS NULL";
    CODES_LEFT = "SELECT COUNT(*) AS codes FROM staff_recovery_codes WHERE staff_id = $1 AND used_at IS NULL";
    IS_KNOWN = "SELECT COUNT(*) AS devices FROM staff_devices d JOIN staff t ON t.id = d.staff_id \
        WHERE t.login_hash = $1 AND d.token_hash = $2 AND d.expires_at > $3";
    REMEMBER = "INSERT INTO staff_devices (staff_id, token_hash, expires_at) VALUES ($1, $2, $3) \
        ON CONFLICT (staff_id, token_hash) DO UPDATE SET expires_at = excluded.expires_at";
    FORGET_OTHERS = "DELETE FROM staff_devices WHERE staff_id = $1 AND token_hash <> $2";
    DELETE_EXPIRED = "DELETE FROM staff_devices WHERE expires_at <= $1";
}

/// Other recovery codes in place of all that there were.
pub async fn replace_codes(tx: &mut Tx<'_>, staff: &StaffId, codes: &[String]) -> Result<(), Error> {
    forget_codes(tx, staff).await?;
    for code in codes {
        let hash = code_hash(tx, staff, code);
        tx.run(sqlx::query(ADD_CODE).bind(staff.as_str()).bind(hash)).await?;
    }
    Ok(())
}

/// No recovery codes any more.
pub async fn forget_codes(tx: &mut Tx<'_>, staff: &StaffId) -> Result<(), Error> {
    tx.run(sqlx::query(FORGET_CODES).bind(staff.as_str())).await.map(drop)
}

/// Uses up a recovery code, without dash. `false` when it is none of this member's, or was used before.
pub async fn use_code(tx: &mut Tx<'_>, staff: &StaffId, code: &str, now: Instant) -> Result<bool, Error> {
    let hash = code_hash(tx, staff, code);
    let query = sqlx::query(USE_CODE).bind(staff.as_str()).bind(hash).bind(now.as_millis());
    Ok(tx.run(query).await? == 1)
}

/// How many recovery codes are left.
pub async fn codes_left(r: &mut Reader<'_>, staff: &StaffId) -> Result<i64, Error> {
    r.one(sqlx::query(CODES_LEFT).bind(staff.as_str())).await?.number("staff_recovery_codes.codes")
}

/// Whether the member of this normalised login name has signed in with this browser before.
pub async fn is_known(
    r: &mut Reader<'_>,
    login: &str,
    token_hash: &str,
    now: Instant,
) -> Result<bool, Error> {
    let query = sqlx::query(IS_KNOWN).bind(login_hash(r, login)).bind(token_hash).bind(now.as_millis());
    Ok(r.one(query).await?.number("staff_devices.devices")? > 0)
}

/// The member has signed in with this browser.
pub async fn remember(
    tx: &mut Tx<'_>,
    staff: &StaffId,
    token_hash: &str,
    expires: Instant,
) -> Result<(), Error> {
    let query = sqlx::query(REMEMBER).bind(staff.as_str()).bind(token_hash).bind(expires.as_millis());
    tx.run(query).await.map(drop)
}

/// Forgets every browser of a member but this one.
pub async fn forget_others(tx: &mut Tx<'_>, staff: &StaffId, token_hash: &str) -> Result<u64, Error> {
    tx.run(sqlx::query(FORGET_OTHERS).bind(staff.as_str()).bind(token_hash)).await
}

/// Clears away browsers that were known until `now` or before, and says how many there were.
pub async fn delete_expired(tx: &mut Tx<'_>, now: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_EXPIRED).bind(now.as_millis())).await
}

/// The same code of two members has two hashes.
fn code_hash(r: &Reader<'_>, staff: &StaffId, code: &str) -> String {
    r.fingerprint("staff_recovery_codes.code", &format!("{staff}\n{code}"))
}
