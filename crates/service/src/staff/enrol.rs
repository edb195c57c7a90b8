//! The first sign-in, with the one-time password: a password of one's own, the authenticator app, recovery codes.

use domain::form::{Field, FieldProblems, Problem};
use domain::staff::totp::TotpSecret;
use domain::staff::{LoginName, StaffMember, StaffState, check_password, recovery};
use domain::tries::code_pause;
use store::staff_session::{self, Stage};
use store::{Tx, attempt, staff_key};

use super::actor;
use super::security::Once;
use super::sign_in::{CODE, Entry, Pending, SignedInStaff, remember};
use crate::{Client, Cx, Error, audit, password, random, tries};

/// What the page shows: what to type into the app, or to scan.
pub struct Enrolment {
    /// The login name.
    pub login: LoginName,
    /// The secret in groups of four.
    pub secret: String,
    /// What the QR code holds.
    pub uri: String,
}

/// What is to be set up.
pub async fn load(cx: &Cx, pending: &Pending) -> Result<Enrolment, Error> {
    let (member, secret) = cx.store().read(async |r| invited(r, pending).await).await?;
    Ok(Enrolment {
        secret: secret.grouped(),
        uri: secret.to_uri(&cx.school().name, member.login.as_str()),
        login: member.login,
    })
}

/// Sets the account up and signs in. The recovery codes are shown on the next page, until it is told that they were kept.
pub async fn finish(
    cx: &Cx,
    client: &Client,
    pending: &Pending,
    code: &str,
    (new, again): (&str, &str),
) -> Result<SignedInStaff, Error> {
    let now = cx.now();
    let (member, hash) = cx
        .store()
        .read(async |r| {
            let (member, _) = invited(r, pending).await?;
            let hash = store::staff::load_password(r, &member.id).await?;
            Ok::<_, Error>((member, hash))
        })
        .await?;
    let mut problems = check_pair(&member.login, (new, again)).err().unwrap_or_default();
    if code.trim().is_empty() {
        problems.add(Field::Code, Problem::Missing);
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    if cx.hasher().verify(new, Some(&hash)).await? {
        return Err(Error::field(Field::Password, Problem::SamePassword));
    }
    let hash = cx.hasher().hash(new).await?;
    let entry = Entry::new(&member.id, Stage::Open, client, now)?;
    let (device, codes) = (Entry::device(client)?, recovery_codes()?);
    let entered = cx
        .store()
        .write(async |tx| {
            tries::begin(tx, CODE, member.id.as_str(), code_pause, now).await?;
            let (member, secret) = invited(tx, pending).await?;
            let Some(step) = secret.accept(code, 0, now) else { return Ok(false) };
            attempt::clear(tx, CODE, member.id.as_str()).await?;
            store::staff::use_step(tx, &member.id, step).await?;
            store::staff::set_password(tx, &member.id, &hash).await?;
            store::staff::save_state(tx, &member.clone().enrolled()).await?;
            staff_session::delete_all(tx, &member.id).await?;
            entry.write(tx, cx).await?;
            remember(tx, cx, &member.id, &device, now).await?;
            give_codes(tx, &member, &entry, &codes).await?;
            audit::record(tx, now, &actor(&member.id), "staff.enrolled", member.id.as_str()).await?;
            Ok::<_, Error>(true)
        })
        .await?;
    if entered {
        Ok(SignedInStaff { session: entry.token, device: Some(device), must_enrol: false })
    } else {
        Err(Error::field(Field::Code, Problem::SecondStepWrong))
    }
}

async fn give_codes(
    tx: &mut Tx<'_>,
    member: &StaffMember,
    entry: &Entry,
    codes: &[String],
) -> Result<(), Error> {
    staff_key::replace_codes(tx, &member.id, &stored(codes)).await?;
    let once = Once::RecoveryCodes { codes: codes.to_vec() };
    Ok(staff_session::show(tx, entry.id(), Some(&once.to_text()?)).await?)
}

/// Ten fresh ones, as they are read.
pub(super) fn recovery_codes() -> Result<Vec<String>, Error> {
    (0..recovery::COUNT).map(|_| Ok(recovery::from_bytes(random::bytes()?))).collect()
}

/// As they are compared: without dash.
pub(super) fn stored(codes: &[String]) -> Vec<String> {
    codes.iter().filter_map(|code| recovery::parse(code)).collect()
}

/// A new password and its repetition, by all rules for staff.
pub(super) fn check_pair(login: &LoginName, (new, again): (&str, &str)) -> Result<(), FieldProblems> {
    let mut problems = FieldProblems::default();
    let checked = check_password(new, login).and_then(|()| password::check_common(new, &[login.as_str()]));
    problems.keep(Field::Password, checked.map_err(Problem::from));
    if problems.is_empty() && new != again {
        problems.add(Field::PasswordAgain, Problem::PasswordsDiffer);
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The member and the secret that was made for them; the invitation may have ended meanwhile, or have been used.
async fn invited(r: &mut store::Reader<'_>, pending: &Pending) -> Result<(StaffMember, TotpSecret), Error> {
    let member = store::staff::find(r, &pending.id).await?.ok_or(Error::NotFound)?;
    let (secret, _) = store::staff::find_totp(r, &pending.id).await?.ok_or(Error::Stale)?;
    if pending.stage != Stage::Enrol
        || !matches!(member.state, StaffState::Invited { .. })
        || !staff_session::exists(r, &pending.session).await?
    {
        return Err(Error::Stale);
    }
    Ok((member, secret))
}
