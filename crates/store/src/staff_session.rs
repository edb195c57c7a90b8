//! Sessions of staff, apart from those of candidates. The token itself is never stored, only its hash.

use domain::device::Device;
use domain::id::{StaffId, StaffSessionId};
use domain::instant::Instant;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, staff_id, stage, created_at, seen_at, ends_at, confirmed_at, device FROM staff_sessions ",
            $rest
        )
    };
}

statements! {
    INSERT = "INSERT INTO staff_sessions (id, staff_id, token_hash, stage, created_at, seen_at, ends_at, confirmed_at, \
        device) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    FIND = select!("WHERE token_hash = $1 AND ends_at > $2 AND seen_at > $3");
    LIST = select!("WHERE staff_id = $1 AND stage = 'open' AND ends_at > $2 AND seen_at > $3 \
        ORDER BY created_at DESC, id DESC");
    SEE = "UPDATE staff_sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
    CONFIRM = "UPDATE staff_sessions SET confirmed_at = $2 WHERE id = $1";
    SHOW = "UPDATE staff_sessions SET shown = $2 WHERE id = $1";
    SHOWN = "SELECT id, shown FROM staff_sessions WHERE id = $1";
    SET_SEARCH = "UPDATE staff_sessions SET search = $2 WHERE id = $1";
    SEARCH = "SELECT search FROM staff_sessions WHERE id = $1";
    DELETE = "DELETE FROM staff_sessions WHERE id = $1";
    DELETE_OWN = "DELETE FROM staff_sessions WHERE id = $1 AND staff_id = $2";
    EXISTS = "SELECT id FROM staff_sessions WHERE id = $1";
    DELETE_OTHERS = "DELETE FROM staff_sessions WHERE staff_id = $1 AND id <> $2";
    DELETE_ALL = "DELETE FROM staff_sessions WHERE staff_id = $1";
    DELETE_EXPIRED = "DELETE FROM staff_sessions WHERE ends_at <= $1 OR seen_at <= $2";
}

const SEARCH_TEXT: &str = "staff_sessions.search";
const SHOWN_ONCE: &str = "staff_sessions.shown";

/// How far somebody has come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The password was right; the second step is missing.
    Code,
    /// The one-time password was right; everything else is to be set up.
    Enrol,
    /// Signed in.
    Open,
}

impl Stage {
    fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Enrol => "enrol",
            Self::Open => "open",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Code, Self::Enrol, Self::Open].into_iter().find(|stage| stage.code() == code)
    }
}

/// A session of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSession {
    /// Identifier.
    pub id: StaffSessionId,
    /// Whose.
    pub staff: StaffId,
    /// How far it has come.
    pub stage: Stage,
    /// When it began.
    pub created: Instant,
    /// When something was last done in it.
    pub seen: Instant,
    /// First instant at which it is worth nothing, whatever is done in it.
    pub ends: Instant,
    /// When the password was last typed.
    pub confirmed: Instant,
    /// On what, where that is known.
    pub device: Option<Device>,
}

/// A new session. [`Error::Taken`] when the token is in use.
pub async fn insert(tx: &mut Tx<'_>, session: &StaffSession, token_hash: &str) -> Result<(), Error> {
    let query = sqlx::query(INSERT)
        .bind(session.id.as_str())
        .bind(session.staff.as_str())
        .bind(token_hash)
        .bind(session.stage.code())
        .bind(session.created.as_millis())
        .bind(session.seen.as_millis())
        .bind(session.ends.as_millis())
        .bind(session.confirmed.as_millis())
        .bind(session.device.map(Device::code));
    tx.run(query).await.map(drop)
}

/// The session of this token, unless it has ended, or was seen last at or before `idle_since`.
pub async fn find_by_token(
    r: &mut Reader<'_>,
    token_hash: &str,
    now: Instant,
    idle_since: Instant,
) -> Result<Option<StaffSession>, Error> {
    let query = sqlx::query(FIND).bind(token_hash).bind(now.as_millis()).bind(idle_since.as_millis());
    r.find(query).await?.as_ref().map(session).transpose()
}

/// The live sessions in which this member is signed in, the latest first.
pub async fn list_for(
    r: &mut Reader<'_>,
    staff: &StaffId,
    now: Instant,
    idle_since: Instant,
) -> Result<Vec<StaffSession>, Error> {
    let query = sqlx::query(LIST).bind(staff.as_str()).bind(now.as_millis()).bind(idle_since.as_millis());
    r.list(query).await?.iter().map(session).collect()
}

/// Something was done in it.
pub async fn see(tx: &mut Tx<'_>, id: &StaffSessionId, now: Instant) -> Result<(), Error> {
    tx.run(sqlx::query(SEE).bind(id.as_str()).bind(now.as_millis())).await.map(drop)
}

/// What is looked for in it.
pub async fn set_search(tx: &mut Tx<'_>, id: &StaffSessionId, text: &str) -> Result<(), Error> {
    let sealed = tx.seal(SEARCH_TEXT, id.as_str(), text.as_bytes());
    tx.run_guarded(sqlx::query(SET_SEARCH).bind(id.as_str()).bind(sealed)).await
}

/// What was looked for last.
pub async fn find_search(r: &mut Reader<'_>, id: &StaffSessionId) -> Result<Option<String>, Error> {
    let Some(row) = r.find(sqlx::query(SEARCH).bind(id.as_str())).await? else { return Ok(None) };
    let bytes = row.maybe_sealed(SEARCH_TEXT, id.as_str())?;
    bytes.map(|bytes| String::from_utf8(bytes).map_err(|_| Error::Corrupt(SEARCH_TEXT))).transpose()
}

/// The password was typed again.
pub async fn confirm(tx: &mut Tx<'_>, id: &StaffSessionId, now: Instant) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(CONFIRM).bind(id.as_str()).bind(now.as_millis())).await
}

/// Keeps what is shown once, until it is told that it was read.
pub async fn show(tx: &mut Tx<'_>, id: &StaffSessionId, text: Option<&str>) -> Result<(), Error> {
    let sealed = text.map(|text| tx.seal(SHOWN_ONCE, id.as_str(), text.as_bytes()));
    tx.run_guarded(sqlx::query(SHOW).bind(id.as_str()).bind(sealed)).await
}

/// What is shown once.
pub async fn shown(r: &mut Reader<'_>, id: &StaffSessionId) -> Result<Option<String>, Error> {
    let Some(row) = r.find(sqlx::query(SHOWN).bind(id.as_str())).await? else { return Ok(None) };
    let Some(text) = row.maybe_sealed(SHOWN_ONCE, id.as_str())? else { return Ok(None) };
    String::from_utf8(text).map(Some).map_err(|_| Error::Corrupt(SHOWN_ONCE))
}

/// Ends a session. `false` when it had ended already.
pub async fn delete(tx: &mut Tx<'_>, id: &StaffSessionId) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(DELETE).bind(id.as_str())).await? == 1)
}

/// Ends a session of this member. `false` when they have none of that name.
pub async fn delete_own(tx: &mut Tx<'_>, staff: &StaffId, id: &StaffSessionId) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(DELETE_OWN).bind(id.as_str()).bind(staff.as_str())).await? == 1)
}

/// Whether there is such a session, whosever it is.
pub async fn exists(r: &mut Reader<'_>, id: &StaffSessionId) -> Result<bool, Error> {
    Ok(r.find(sqlx::query(EXISTS).bind(id.as_str())).await?.is_some())
}

/// Ends every session of this member but `kept`, and says how many there were.
pub async fn delete_others(tx: &mut Tx<'_>, staff: &StaffId, kept: &StaffSessionId) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_OTHERS).bind(staff.as_str()).bind(kept.as_str())).await
}

/// Ends every session of this member, and says how many there were.
pub async fn delete_all(tx: &mut Tx<'_>, staff: &StaffId) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_ALL).bind(staff.as_str())).await
}

/// Clears away what has ended, and says how many there were.
pub async fn delete_expired(tx: &mut Tx<'_>, now: Instant, idle_since: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_EXPIRED).bind(now.as_millis()).bind(idle_since.as_millis())).await
}

fn session(row: &Row<'_>) -> Result<StaffSession, Error> {
    let stage = Stage::from_code(&row.text("staff_sessions.stage")?);
    let device = row.maybe_text("staff_sessions.device")?;
    Ok(StaffSession {
        id: row.id("staff_sessions.id")?,
        staff: row.id("staff_sessions.staff_id")?,
        stage: stage.ok_or(Error::Corrupt("staff_sessions.stage"))?,
        created: row.instant("staff_sessions.created_at")?,
        seen: row.instant("staff_sessions.seen_at")?,
        ends: row.instant("staff_sessions.ends_at")?,
        confirmed: row.instant("staff_sessions.confirmed_at")?,
        device: device.and_then(|code| Device::from_code(&code)),
    })
}
