//! What is one's own: sessions, password, recovery codes; and the password typed again before what matters most.

use domain::device::Device;
use domain::form::{Field, Problem};
use domain::id::StaffSessionId;
use domain::instant::Instant;
use domain::person::PersonName;
use domain::staff::{Grant, LoginName};
use domain::tries::account_pause;
use serde::{Deserialize, Serialize};
use store::{attempt, staff_key, staff_session};

use super::enrol::{check_pair, recovery_codes, stored};
use super::{Confirmed, Staff, idle_since};
use crate::{Client, Cx, Error, audit, tries};

/// Kind under which wrong passwords of somebody who is signed in are counted.
const CONFIRM: &str = "staff_confirm";

/// What is shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Once {
    /// One's own recovery codes.
    RecoveryCodes {
        /// As they are read.
        codes: Vec<String>,
    },
    /// The one-time password of somebody who was added or reset.
    OneTimePassword {
        /// Whose.
        login: String,
        /// The password.
        password: String,
    },
    /// The reset code of a candidate whose document was compared.
    CandidateReset {
        /// Whose, masked.
        name: String,
        /// What is handed over.
        code: String,
    },
}

impl Once {
    pub(crate) fn to_text(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(Error::internal)
    }
}

/// Who is signed in, and what they hold at this moment.
pub struct Me {
    /// What they sign in with.
    pub login: LoginName,
    /// 姓名
    pub name: PersonName,
    /// Roles, and where they are held.
    pub grants: Vec<Grant>,
}

/// One session.
pub struct OwnSession {
    /// Identifier.
    pub id: StaffSessionId,
    /// On what, where that is known.
    pub device: Device,
    /// When it was signed in.
    pub since: Instant,
    /// When something was last done in it.
    pub seen: Instant,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// One's own account.
pub struct Security {
    /// Live sessions, the latest first.
    pub sessions: Vec<OwnSession>,
    /// Recovery codes that are left.
    pub codes_left: i64,
}

/// Who is signed in.
pub async fn me(cx: &Cx, who: &Staff) -> Result<Me, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let member = store::staff::find(r, who.id()).await?.ok_or(Error::NotFound)?;
            Ok(Me { login: member.login, name: member.name, grants: who.grants(r, now).await? })
        })
        .await
}

/// One's own sessions and codes.
pub async fn load(cx: &Cx, who: &Staff) -> Result<Security, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let sessions = staff_session::list_for(r, who.id(), now, idle_since(now)).await?.into_iter();
            let own = |session: staff_session::StaffSession| OwnSession {
                is_this: session.id == *who.session(),
                device: session.device.unwrap_or(Device::UNKNOWN),
                since: session.created,
                seen: session.seen,
                id: session.id,
            };
            let codes_left = staff_key::codes_left(r, who.id()).await?;
            Ok(Security { sessions: sessions.map(own).collect(), codes_left })
        })
        .await
}

/// What this session still has to show once.
pub async fn once(cx: &Cx, who: &Staff) -> Result<Option<Once>, Error> {
    let text = cx.store().read(async |r| staff_session::shown(r, who.session()).await).await?;
    text.map(|text| serde_json::from_str(&text).map_err(Error::internal)).transpose()
}

/// It was read: it is shown no more.
pub async fn was_read(cx: &Cx, who: &Staff) -> Result<(), Error> {
    Ok(cx.store().write(async |tx| staff_session::show(tx, who.session(), None).await).await?)
}

/// The password typed again: for ten minutes what matters most can be done. Wrong ones slow the next one down.
pub async fn confirm(cx: &Cx, who: &Staff, typed: &str) -> Result<(), Error> {
    if !is_password(cx, who, typed).await? {
        return Err(Error::field(Field::CurrentPassword, Problem::PasswordWrong));
    }
    let now = cx.now();
    Ok(cx.store().write(async |tx| staff_session::confirm(tx, who.session(), now).await).await?)
}

/// Whether `typed` is the password. Wrong ones slow the next one down, whatever comes of it.
async fn is_password(cx: &Cx, who: &Staff, typed: &str) -> Result<bool, Error> {
    if typed.is_empty() {
        return Err(Error::field(Field::CurrentPassword, Problem::Missing));
    }
    let now = cx.now();
    let hash = cx
        .store()
        .write(async |tx| {
            tries::begin(tx, CONFIRM, who.id().as_str(), account_pause, now).await?;
            Ok::<_, Error>(store::staff::load_password(tx, who.id()).await?)
        })
        .await?;
    let fits = cx.hasher().verify(typed, Some(&hash)).await?;
    if fits {
        cx.store().write(async |tx| attempt::clear(tx, CONFIRM, who.id().as_str()).await).await?;
    }
    Ok(fits)
}

/// Another password. Every other session ends, and other browsers are strangers again.
pub async fn change_password(
    cx: &Cx,
    client: &Client,
    who: &Staff,
    current: &str,
    (new, again): (&str, &str),
) -> Result<(), Error> {
    if !is_password(cx, who, current).await? {
        // The second of two taps: what it asks for has been done.
        let hash = cx.store().read(async |r| store::staff::load_password(r, who.id()).await).await?;
        if !new.is_empty() && new == again && cx.hasher().verify(new, Some(&hash)).await? {
            return Ok(());
        }
        return Err(Error::field(Field::CurrentPassword, Problem::PasswordWrong));
    }
    let login = me(cx, who).await?.login;
    check_pair(&login, (new, again))?;
    if new == current {
        return Err(Error::field(Field::Password, Problem::SamePassword));
    }
    let hash = cx.hasher().hash(new).await?;
    let now = cx.now();
    let kept_device = client.device_hash(cx).unwrap_or_default();
    cx.store()
        .write(async |tx| {
            store::staff::set_password(tx, who.id(), &hash).await?;
            staff_session::delete_others(tx, who.id(), who.session()).await?;
            staff_session::confirm(tx, who.session(), now).await?;
            staff_key::forget_others(tx, who.id(), &kept_device).await?;
            audit::record(tx, now, &who.actor(), "staff.password_changed", who.id().as_str()).await
        })
        .await
}

/// Other recovery codes in place of all that there were. They are shown once. At the command line there is nobody whose
/// codes they could be.
pub async fn renew_codes(cx: &Cx, who: Confirmed<'_>) -> Result<(), Error> {
    let who = who.operator().staff().ok_or(Error::Forbidden)?;
    let (now, codes) = (cx.now(), recovery_codes()?);
    let once = Once::RecoveryCodes { codes: codes.clone() }.to_text()?;
    cx.store()
        .write(async |tx| {
            staff_key::replace_codes(tx, who.id(), &stored(&codes)).await?;
            staff_session::show(tx, who.session(), Some(&once)).await?;
            audit::record(tx, now, &who.actor(), "staff.recovery_codes_renewed", who.id().as_str()).await
        })
        .await
}

/// Ends one of one's own sessions; tapped twice, it has ended. Whether it was the one that asks.
pub async fn end_session(cx: &Cx, who: &Staff, id: &StaffSessionId) -> Result<bool, Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            if !staff_session::delete_own(tx, who.id(), id).await? {
                let is_anothers = staff_session::exists(tx, id).await?;
                return if is_anothers { Err(Error::NotFound) } else { Ok(()) };
            }
            audit::record(tx, now, &who.actor(), "staff.session_ended", who.id().as_str()).await
        })
        .await?;
    Ok(id == who.session())
}

/// Ends all of one's sessions but the one that asks.
pub async fn end_others(cx: &Cx, who: &Staff) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            staff_session::delete_others(tx, who.id(), who.session()).await?;
            audit::record(tx, now, &who.actor(), "staff.sessions_ended", who.id().as_str()).await
        })
        .await
}
