//! Staff, and what they sign in with. Login name, name and secret are sealed; the login name is found by fingerprint.

use domain::id::StaffId;
use domain::instant::Instant;
use domain::person::PersonName;
use domain::staff::totp::{SECRET_BYTES, TotpSecret};
use domain::staff::{LoginName, StaffMember, StaffState};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, login, name, state, state_at, created_at, version FROM staff ", $rest)
    };
}

statements! {
    INSERT = "INSERT INTO staff (id, login, login_hash, name, password_hash, state, state_at, created_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    FIND = select!("WHERE id = $1");
    FIND_BY_LOGIN = select!("WHERE login_hash = $1");
    LIST = select!("ORDER BY created_at, id");
    COUNT = "SELECT COUNT(*) AS members FROM staff";
    PASSWORD = "SELECT password_hash FROM staff WHERE id = $1";
    SET_PASSWORD = "UPDATE staff SET password_hash = $2 WHERE id = $1";
    SAVE_STATE = "UPDATE staff SET state = $3, state_at = $4, version = version + 1 WHERE id = $1 AND version = $2";
    TOTP = "SELECT id, totp, totp_step FROM staff WHERE id = $1 AND totp IS NOT NULL";
    SET_TOTP = "UPDATE staff SET totp = $2 WHERE id = $1";
    USE_STEP = "UPDATE staff SET totp_step = $2 WHERE id = $1 AND totp_step < $2";
}

const LOGIN: &str = "staff.login";
const NAME: &str = "staff.name";
const SECRET: &str = "staff.totp";

/// A new member of staff. [`Error::Taken`] when somebody has the login name.
pub async fn insert(tx: &mut Tx<'_>, member: &StaffMember, password_hash: &str) -> Result<(), Error> {
    let id = member.id.as_str();
    let (state, at) = columns(member.state);
    let query = sqlx::query(INSERT)
        .bind(id)
        .bind(tx.seal(LOGIN, id, member.login.as_str().as_bytes()))
        .bind(login_hash(tx, member.login.as_str()))
        .bind(tx.seal(NAME, id, member.name.expose().as_bytes()))
        .bind(password_hash)
        .bind(state)
        .bind(at)
        .bind(member.created.as_millis())
        .bind(member.version);
    tx.run(query).await.map(drop)
}

/// The member of this identifier.
pub async fn find(r: &mut Reader<'_>, id: &StaffId) -> Result<Option<StaffMember>, Error> {
    r.find(sqlx::query(FIND).bind(id.as_str())).await?.as_ref().map(member).transpose()
}

/// The member who signs in with this normalised name.
pub async fn find_by_login(r: &mut Reader<'_>, login: &str) -> Result<Option<StaffMember>, Error> {
    let hash = login_hash(r, login);
    r.find(sqlx::query(FIND_BY_LOGIN).bind(hash)).await?.as_ref().map(member).transpose()
}

/// Everybody, the longest there first.
pub async fn list(r: &mut Reader<'_>) -> Result<Vec<StaffMember>, Error> {
    r.list(sqlx::query(LIST)).await?.iter().map(member).collect()
}

/// How many there are, whatever their state.
pub async fn count(r: &mut Reader<'_>) -> Result<i64, Error> {
    r.one(sqlx::query(COUNT)).await?.number("staff.members")
}

/// The hash of a member's password.
pub async fn load_password(r: &mut Reader<'_>, id: &StaffId) -> Result<String, Error> {
    r.one(sqlx::query(PASSWORD).bind(id.as_str())).await?.text("staff.password_hash")
}

/// Another password.
pub async fn set_password(tx: &mut Tx<'_>, id: &StaffId, password_hash: &str) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(SET_PASSWORD).bind(id.as_str()).bind(password_hash)).await
}

/// Writes where the account stands. [`Error::Stale`] unless `member.version` is still the stored one.
pub async fn save_state(tx: &mut Tx<'_>, member: &StaffMember) -> Result<(), Error> {
    let (state, at) = columns(member.state);
    let query = sqlx::query(SAVE_STATE).bind(member.id.as_str()).bind(member.version).bind(state).bind(at);
    tx.run_guarded(query).await
}

/// What the app of this member shares with us, and the last step that was used.
pub async fn find_totp(r: &mut Reader<'_>, id: &StaffId) -> Result<Option<(TotpSecret, i64)>, Error> {
    let Some(row) = r.find(sqlx::query(TOTP).bind(id.as_str())).await? else { return Ok(None) };
    let secret = row.sealed(SECRET, id.as_str())?;
    let secret: [u8; SECRET_BYTES] = secret.try_into().map_err(|_| Error::Corrupt(SECRET))?;
    Ok(Some((TotpSecret::new(secret), row.number("staff.totp_step")?)))
}

/// Another secret, or none. The steps that were used stay used.
pub async fn set_totp(tx: &mut Tx<'_>, id: &StaffId, secret: Option<&TotpSecret>) -> Result<(), Error> {
    let sealed = secret.map(|secret| tx.seal(SECRET, id.as_str(), secret.expose()));
    tx.run_guarded(sqlx::query(SET_TOTP).bind(id.as_str()).bind(sealed)).await
}

/// Uses up a step and all before it. `false` when that was done before, also by somebody who was faster.
pub async fn use_step(tx: &mut Tx<'_>, id: &StaffId, step: i64) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(USE_STEP).bind(id.as_str()).bind(step)).await? == 1)
}

fn columns(state: StaffState) -> (&'static str, Option<i64>) {
    match state {
        StaffState::Invited { until } => ("invited", Some(until.as_millis())),
        StaffState::Active => ("active", None),
        StaffState::Disabled { at } => ("disabled", Some(at.as_millis())),
    }
}

fn state(row: &Row<'_>) -> Result<StaffState, Error> {
    let at = row.maybe_number("staff.state_at")?.map(Instant::from_millis);
    match (row.text("staff.state")?.as_str(), at) {
        ("invited", Some(until)) => Ok(StaffState::Invited { until }),
        ("active", None) => Ok(StaffState::Active),
        ("disabled", Some(at)) => Ok(StaffState::Disabled { at }),
        _ => Err(Error::Corrupt("staff.state")),
    }
}

fn member(row: &Row<'_>) -> Result<StaffMember, Error> {
    let id: StaffId = row.id("staff.id")?;
    let login = row.sealed_text(LOGIN, id.as_str())?;
    let name = row.sealed_text(NAME, id.as_str())?;
    Ok(StaffMember {
        login: LoginName::parse(&login).map_err(|_| Error::Corrupt(LOGIN))?,
        name: PersonName::parse(&name).map_err(|_| Error::Corrupt(NAME))?,
        state: state(row)?,
        created: row.instant("staff.created_at")?,
        version: row.number("staff.version")?,
        id,
    })
}

/// Under what a login name is looked up.
pub(crate) fn login_hash(r: &Reader<'_>, login: &str) -> String {
    r.fingerprint("staff.login", login)
}
