//! 账号安全: one's own sessions, and the password.

use domain::device::Device;
use domain::form::{Field, Problem};
use domain::id::SessionId;
use domain::instant::Instant;
use domain::person::Phone;

use crate::{Candidate, Client, Cx, Error, audit, confirm, password};

/// A session as its owner sees it.
pub struct OwnSession {
    /// Identifier.
    pub id: SessionId,
    /// On what, where that is known.
    pub device: Device,
    /// When it was signed in.
    pub since: Instant,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// 账号安全
pub struct Security {
    /// The number that codes go to.
    pub phone: Phone,
    /// Live sessions, the latest first.
    pub sessions: Vec<OwnSession>,
}

/// 账号安全
pub async fn load(cx: &Cx, who: &Candidate) -> Result<Security, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let phone = store::account::load(r, who.id()).await?.phone;
            let sessions = store::session::list_for(r, who.id(), now).await?.into_iter();
            let own = |session: store::session::Session| OwnSession {
                is_this: session.id == *who.session(),
                device: session.device.unwrap_or(Device::UNKNOWN),
                since: session.created,
                id: session.id,
            };
            Ok(Security { phone, sessions: sessions.map(own).collect() })
        })
        .await
}

/// Ends one of one's own sessions; tapped twice, it has ended. Whether it was the one that asks.
pub async fn end_session(cx: &Cx, who: &Candidate, id: &SessionId) -> Result<bool, Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            if !store::session::delete_own(tx, who.id(), id).await? {
                let is_anothers = store::session::exists(tx, id).await?;
                return if is_anothers { Err(Error::NotFound) } else { Ok(()) };
            }
            audit::record(tx, now, &who.actor(), "account.session_ended", who.id().as_str()).await
        })
        .await?;
    Ok(id == who.session())
}

/// Ends all of one's sessions but the one that asks.
pub async fn end_others(cx: &Cx, who: &Candidate) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            store::session::delete_others(tx, who.id(), who.session()).await?;
            audit::record(tx, now, &who.actor(), "account.sessions_ended", who.id().as_str()).await
        })
        .await
}

/// Another password. Every other session ends, and other browsers are strangers again.
pub async fn change_password(
    cx: &Cx,
    client: &Client,
    who: &Candidate,
    current: &str,
    (new, again): (&str, &str),
) -> Result<(), Error> {
    if !confirm::is_password(cx, who, current).await? {
        // The second of two taps: what it asks for has been done.
        let hash = cx.store().read(async |r| store::account::load_password(r, who.id()).await).await?;
        if !new.is_empty() && cx.hasher().verify(new, Some(&hash)).await? {
            return Ok(());
        }
        return Err(Error::field(Field::CurrentPassword, Problem::PasswordWrong));
    }
    let account = crate::account::load(cx, who).await?;
    password::check_pair(cx.password_rule(), (new, again), account.number.expose(), account.phone.expose())?;
    if new == current {
        return Err(Error::field(Field::Password, Problem::SamePassword));
    }
    let hash = cx.hasher().hash(new).await?;
    let now = cx.now();
    let kept_device = client.device_hash(cx).unwrap_or_default();
    cx.store()
        .write(async |tx| {
            store::account::set_password(tx, who.id(), &hash).await?;
            // Whoever knows the password needs no reset that was made at the desk.
            store::candidate_reset::delete(tx, who.id()).await?;
            store::session::delete_others(tx, who.id(), who.session()).await?;
            store::device::forget_others(tx, who.id(), &kept_device).await?;
            audit::record(tx, now, &who.actor(), "account.password_changed", who.id().as_str()).await
        })
        .await
}
