//! The door of staff: login name and password, then a code of the authenticator app or one from paper.
//!
//! Each step has one answer for every failure, as slow whether the account exists or not. Sessions are apart from those of
//! candidates, end sooner, and get another token with each step.

use domain::form::{Field, Problem};
use domain::id::{StaffId, StaffSessionId};
use domain::instant::Instant;
use domain::staff::totp::TotpSecret;
use domain::staff::{
    SECOND_STEP_SECONDS, SESSION_SECONDS, StaffMember, StaffRefusal, StaffState, login, recovery,
};
use domain::tries::code_pause;
use store::staff_session::{self, StaffSession, Stage};
use store::{Tx, attempt, staff_key};

use super::{Staff, actor, idle_since};
use crate::door::{Door, Knocker, Tried};
use crate::{Client, Cx, Error, audit, client, random, tries};

/// The door of staff.
pub(super) const DOOR: Door = Door {
    account: "staff_sign_in",
    device: "staff_sign_in_device",
    address: "staff_sign_in_address",
    open: "staff_sign_in_open",
};

/// Kind under which codes of the second step are counted.
pub(super) const CODE: &str = "staff_code";

/// Seconds that a browser is known to an account after it signed in: from one exam to the next, twice a year.
const KNOWN_SECONDS: i64 = 400 * 86_400;

/// Milliseconds after which a session is noted as seen again: not every picture of a page needs a write.
const SEEN_AGAIN_MILLIS: i64 = 60_000;

/// How far somebody has come in.
#[derive(Debug, Clone)]
pub enum Entered {
    /// The password was right: the second step is missing.
    Code(Pending),
    /// The one-time password was right: the account is to be set up.
    Enrol(Pending),
    /// Signed in.
    Open(Staff),
}

impl Entered {
    /// The signed-in member, if both steps are done.
    pub fn into_staff(self) -> Option<Staff> {
        match self {
            Self::Open(staff) => Some(staff),
            Self::Code(_) | Self::Enrol(_) => None,
        }
    }
}

/// Somebody between two steps.
#[derive(Debug, Clone)]
pub struct Pending {
    pub(super) id: StaffId,
    pub(super) session: StaffSessionId,
    pub(super) stage: Stage,
}

/// What a browser is given with each step.
pub struct SignedInStaff {
    /// The session's token, for its cookie.
    pub session: String,
    /// The browser's own token, for the cookie that stays; only once somebody is signed in.
    pub device: Option<String>,
    /// Whether the account is to be set up now.
    pub must_enrol: bool,
}

/// How far the holder of this token has come. Looking counts as doing something.
pub async fn find(cx: &Cx, token: &str) -> Result<Option<Entered>, Error> {
    let (now, hash) = (cx.now(), token_hash(cx, token));
    let idle = idle_since(now);
    let found = cx.store().read(async |r| staff_session::find_by_token(r, &hash, now, idle).await).await?;
    let Some(found) = found else { return Ok(None) };
    if now.since(found.seen) >= SEEN_AGAIN_MILLIS {
        cx.store().write(async |tx| staff_session::see(tx, &found.id, now).await).await?;
    }
    let StaffSession { id: session, staff: id, stage, confirmed, .. } = found;
    Ok(Some(match stage {
        Stage::Code => Entered::Code(Pending { id, session, stage }),
        Stage::Enrol => Entered::Enrol(Pending { id, session, stage }),
        Stage::Open => Entered::Open(Staff { id, session, confirmed }),
    }))
}

/// First step. What the browser is given opens nothing but the second one.
pub async fn with_password(
    cx: &Cx,
    client: &Client,
    typed: &str,
    password: &str,
) -> Result<SignedInStaff, Error> {
    let (now, login) = (cx.now(), login::normalise(typed));
    let device = client.device_hash(cx);
    let (tried, member, hash) = cx
        .store()
        .write(async |tx| {
            let is_known = match &device {
                Some(device) => staff_key::is_known(tx, &login, device, now).await?,
                None => false,
            };
            let knocker = Knocker { client, device: device.as_deref(), is_known };
            let tried = Tried::begin(tx, &DOOR, &knocker, &login, now).await?;
            let member = store::staff::find_by_login(tx, &login).await?;
            let hash = match &member {
                Some(member) => Some(store::staff::load_password(tx, &member.id).await?),
                None => None,
            };
            Ok::<_, Error>((tried, member, hash))
        })
        .await?;
    let fits = match cx.hasher().verify(password, hash.as_deref()).await {
        Ok(fits) => fits,
        Err(error) => {
            cx.store().write(async |tx| tried.take_back(tx).await).await?;
            return Err(error);
        }
    };
    let Some(member) = member.filter(|member| fits && may_knock(member, now)) else {
        cx.store().write(async |tx| tried.failed(tx).await).await?;
        return Err(StaffRefusal::SignIn.into());
    };
    go_on(cx, client, &member, &tried).await
}

/// Whether a right password opens the door.
fn may_knock(member: &StaffMember, now: Instant) -> bool {
    match member.state {
        StaffState::Active => true,
        StaffState::Invited { .. } => member.is_invited(now),
        StaffState::Disabled { .. } => false,
    }
}

async fn go_on(
    cx: &Cx,
    client: &Client,
    member: &StaffMember,
    tried: &Tried,
) -> Result<SignedInStaff, Error> {
    let must_enrol = member.state != StaffState::Active;
    let stage = if must_enrol { Stage::Enrol } else { Stage::Code };
    let entry = Entry::new(&member.id, stage, client, cx.now())?;
    let secret = TotpSecret::new(random::bytes()?);
    cx.store()
        .write(async |tx| {
            tried.succeeded(tx).await?;
            if must_enrol {
                // Of several pages on which the account could be set up, the last one counts.
                store::staff::set_totp(tx, &member.id, Some(&secret)).await?;
            }
            entry.write(tx, cx).await
        })
        .await?;
    Ok(SignedInStaff { session: entry.token, device: None, must_enrol })
}

/// Second step: a code of the app, or one from paper. Each is good once, for whoever comes first.
pub async fn with_code(
    cx: &Cx,
    client: &Client,
    pending: &Pending,
    typed: &str,
) -> Result<SignedInStaff, Error> {
    if pending.stage != Stage::Code {
        // Whoever holds a one-time password sets the account up, and does nothing else.
        return Err(Error::Stale);
    }
    if typed.trim().is_empty() {
        return Err(Error::field(Field::Code, Problem::Missing));
    }
    let now = cx.now();
    let entry = Entry::new(&pending.id, Stage::Open, client, now)?;
    let device = Entry::device(client)?;
    let entered = cx
        .store()
        .write(async |tx| {
            tries::begin(tx, CODE, pending.id.as_str(), code_pause, now).await?;
            let Some(how) = judge(tx, &pending.id, typed, now).await? else { return Ok(false) };
            attempt::clear(tx, CODE, pending.id.as_str()).await?;
            if !staff_session::delete(tx, &pending.session).await? {
                // It was ended meanwhile: by a reset, or because the account was disabled.
                return Err(Error::Stale);
            }
            entry.write(tx, cx).await?;
            remember(tx, cx, &pending.id, &device, now).await?;
            audit::record(tx, now, &actor(&pending.id), how, pending.id.as_str()).await?;
            Ok::<_, Error>(true)
        })
        .await?;
    if entered {
        Ok(SignedInStaff { session: entry.token, device: Some(device), must_enrol: false })
    } else {
        Err(Error::field(Field::Code, Problem::SecondStepWrong))
    }
}

/// Uses the code up, if it is one; answers the event's code.
async fn judge(
    tx: &mut Tx<'_>,
    staff: &StaffId,
    typed: &str,
    now: Instant,
) -> Result<Option<&'static str>, Error> {
    if let Some(code) = recovery::parse(typed) {
        let used = staff_key::use_code(tx, staff, &code, now).await?;
        return Ok(used.then_some("staff.signed_in_by_recovery_code"));
    }
    let Some((secret, last)) = store::staff::find_totp(tx, staff).await? else { return Ok(None) };
    let Some(step) = secret.accept(typed, last, now) else { return Ok(None) };
    Ok(store::staff::use_step(tx, staff, step).await?.then_some("staff.signed_in"))
}

/// The browser is known from now on.
pub(super) async fn remember(
    tx: &mut Tx<'_>,
    cx: &Cx,
    staff: &StaffId,
    device: &str,
    now: Instant,
) -> Result<(), Error> {
    let until = now.plus_seconds(KNOWN_SECONDS);
    Ok(staff_key::remember(tx, staff, &client::device_hash(cx, device), until).await?)
}

/// Ends the session, however far it has come.
pub async fn end(cx: &Cx, entered: &Entered) -> Result<(), Error> {
    let (session, staff) = match entered {
        Entered::Code(pending) | Entered::Enrol(pending) => (&pending.session, None),
        Entered::Open(staff) => (&staff.session, Some(&staff.id)),
    };
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let ended = staff_session::delete(tx, session).await?;
            match staff {
                Some(staff) if ended => {
                    audit::record(tx, now, &actor(staff), "staff.signed_out", staff.as_str()).await
                }
                _ => Ok(()),
            }
        })
        .await
}

/// A session that is about to begin.
pub(super) struct Entry {
    session: StaffSession,
    pub(super) token: String,
}

impl Entry {
    /// Nothing is written yet.
    pub(super) fn new(staff: &StaffId, stage: Stage, client: &Client, now: Instant) -> Result<Self, Error> {
        let seconds = if stage == Stage::Open { SESSION_SECONDS } else { SECOND_STEP_SECONDS };
        let session = StaffSession {
            id: StaffSessionId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?,
            staff: staff.clone(),
            stage,
            created: now,
            seen: now,
            ends: now.plus_seconds(seconds),
            confirmed: now,
            device: Some(client.device()),
        };
        Ok(Self { session, token: random::token()? })
    }

    pub(super) fn id(&self) -> &StaffSessionId {
        &self.session.id
    }

    pub(super) async fn write(&self, tx: &mut Tx<'_>, cx: &Cx) -> Result<(), Error> {
        Ok(staff_session::insert(tx, &self.session, &token_hash(cx, &self.token)).await?)
    }

    /// The browser's own token; a fresh one where it has none.
    pub(super) fn device(client: &Client) -> Result<String, Error> {
        match client.device_token() {
            Some(token) => Ok(token.to_owned()),
            None => random::token(),
        }
    }
}

fn token_hash(cx: &Cx, token: &str) -> String {
    cx.store().vault().fingerprint("staff_sessions.token", token)
}
