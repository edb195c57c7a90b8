//! Everybody's accounts: adding, roles, resetting, disabling. There is always somebody left who can manage staff.

use domain::exam::Exam;
use domain::form::{Field, FieldProblems, Problem};
use domain::id::{ExamId, StaffId};
use domain::instant::Instant;
use domain::person::PersonName;
use domain::staff::{
    Grant, INVITATION_SECONDS, LoginName, Permission, Place, Role, Scope, SiteCode, StaffMember,
    StaffRefusal, StaffState,
};
use store::{Reader, Tx, staff_grant, staff_key, staff_session, turn};

use super::security::Once;
use super::{Confirmed, Operator, Staff};
use crate::{Cx, Error, audit, random};

/// The turn of whoever takes a super admin away: two who count at once would both find another one left.
const SUPER_ADMINS: &str = "super_admins";

/// Milliseconds within which the same form is the second of two taps.
const TWO_TAPS_MILLIS: i64 = 10_000;

/// A member, and what they hold.
pub struct Member {
    /// Who.
    pub member: StaffMember,
    /// Roles, and where they are held.
    pub grants: Vec<Grant>,
}

/// Whoever was added or reset, and the password that opens the door once. It is shown once and stored nowhere readable.
pub struct Invitation {
    /// Who.
    pub id: StaffId,
    /// The one-time password.
    pub password: String,
}

/// What was typed to add somebody.
pub struct NewStaff<'f> {
    /// 登录名
    pub login: &'f str,
    /// 姓名
    pub name: &'f str,
    /// A first role at the whole school, by its code; none for nobody yet.
    pub role: &'f str,
}

/// Everybody, the longest there first.
pub async fn list(cx: &Cx, who: &Operator) -> Result<Vec<Member>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            who.require(r, Permission::SeeStaff, Place::School, now).await?;
            let mut list = Vec::new();
            for member in store::staff::list(r).await? {
                let grants = staff_grant::list(r, &member.id).await?;
                list.push(Member { member, grants });
            }
            Ok(list)
        })
        .await
}

/// Refuses whoever may not see the accounts.
pub async fn must_see(cx: &Cx, who: &Operator) -> Result<(), Error> {
    let now = cx.now();
    cx.store().read(async |r| who.require(r, Permission::SeeStaff, Place::School, now).await).await
}

/// Refuses whoever may not change them.
pub async fn must_manage(cx: &Cx, who: &Operator) -> Result<(), Error> {
    let now = cx.now();
    cx.store().read(async |r| who.require(r, Permission::ManageStaff, Place::School, now).await).await
}

/// One member, and the exams to which a role can be limited.
pub async fn load(cx: &Cx, who: &Operator, id: &StaffId) -> Result<(Member, Vec<Exam>), Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            who.require(r, Permission::SeeStaff, Place::School, now).await?;
            let member = find(r, id).await?;
            let grants = staff_grant::list(r, id).await?;
            Ok((Member { member, grants }, store::exam::list_published(r).await?))
        })
        .await
}

/// The member of this login name, as the command line names them.
pub async fn find_by_login(cx: &Cx, who: &Operator, login: &str) -> Result<StaffId, Error> {
    let (now, login) = (cx.now(), domain::staff::login::normalise(login));
    cx.store()
        .read(async |r| {
            who.require(r, Permission::SeeStaff, Place::School, now).await?;
            let member = store::staff::find_by_login(r, &login).await?;
            member.map(|member| member.id).ok_or(Error::NotFound)
        })
        .await
}

/// Adds somebody with a one-time password.
pub async fn add(cx: &Cx, who: Confirmed<'_>, new: &NewStaff<'_>) -> Result<Invitation, Error> {
    must_manage(cx, who.operator()).await?;
    let (login, name, role) = check(new)?;
    let now = cx.now();
    let password = one_time_password()?;
    let hash = cx.hasher().hash(&password).await?;
    let id = StaffId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    let member = StaffMember {
        id: id.clone(),
        login,
        name,
        state: StaffState::Invited { until: now.plus_seconds(INVITATION_SECONDS) },
        created: now,
        version: 1,
    };
    cx.store()
        .write(async |tx| {
            manages(tx, who, now).await?;
            store::staff::insert(tx, &member, &hash).await.map_err(|error| match error {
                store::Error::Taken => Error::field(Field::Login, Problem::Taken),
                other => other.into(),
            })?;
            note(tx, who, now, "staff.added", &id).await?;
            if let Some(role) = role {
                give(tx, who, &id, &Grant::everywhere(role), now).await?;
            }
            show(tx, who, &member.login, &password).await
        })
        .await?;
    Ok(Invitation { id, password })
}

/// Whoever was added under this name with the tap before, for the second of two: what it asks for has been done, and the
/// page shows the password that came of the first.
pub async fn find_just_added(cx: &Cx, who: &Operator, new: &NewStaff<'_>) -> Result<Option<StaffId>, Error> {
    must_manage(cx, who).await?;
    let now = cx.now();
    let (login, name, _) = check(new)?;
    cx.store()
        .read(async |r| {
            who.require(r, Permission::ManageStaff, Place::School, now).await?;
            let member = store::staff::find_by_login(r, login.as_str()).await?;
            let is_twin = |member: &StaffMember| {
                member.name == name && now.since(member.created) < TWO_TAPS_MILLIS && member.is_invited(now)
            };
            Ok(member.filter(is_twin).map(|member| member.id))
        })
        .await
}

fn check(new: &NewStaff<'_>) -> Result<(LoginName, PersonName, Option<Role>), FieldProblems> {
    let mut problems = FieldProblems::default();
    let login = problems.keep(Field::Login, LoginName::parse(new.login).map_err(Problem::from));
    let name = problems.keep(Field::Name, PersonName::parse(new.name).map_err(Problem::from));
    let role = Some(new.role).filter(|role| !role.is_empty()).map(Role::from_code);
    if role == Some(None) {
        problems.add(Field::Role, Problem::NotOffered);
    }
    match (login, name) {
        (Some(login), Some(name)) if problems.is_empty() => Ok((login, name, role.flatten())),
        _ => Err(problems),
    }
}

/// A role and its scope as typed: codes, with nothing for all.
pub fn grant_of(role: &str, exam: &str, site: &str) -> Result<Grant, FieldProblems> {
    let mut problems = FieldProblems::default();
    let chosen =
        Role::from_code(role).ok_or(if role.is_empty() { Problem::Missing } else { Problem::NotOffered });
    let role = problems.keep(Field::Role, chosen);
    let exam = match exam.trim() {
        "" => None,
        exam => problems.keep(Field::Exam, exam.parse::<ExamId>().map_err(|_| Problem::NotOffered)),
    };
    let site = match site.trim() {
        "" => None,
        site => problems.keep(Field::Site, SiteCode::parse(site).map_err(|_| Problem::NotOffered)),
    };
    let Some(role) = role.filter(|_| problems.is_empty()) else { return Err(problems) };
    Grant::new(role, Scope { exam, site }).map_err(|_| FieldProblems::one(Field::Role, Problem::NotLimited))
}

/// Gives a role; given twice, it is held.
pub async fn grant(cx: &Cx, who: Confirmed<'_>, id: &StaffId, grant: &Grant) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            manages(tx, who, now).await?;
            let member = find(tx, id).await?;
            if matches!(member.state, StaffState::Disabled { .. }) {
                return Err(StaffRefusal::Disabled.into());
            }
            if let Some(exam) = &grant.scope.exam
                && store::exam::find(tx, exam).await?.is_none()
            {
                return Err(Error::field(Field::Exam, Problem::NotOffered));
            }
            give(tx, who, id, grant, now).await
        })
        .await
}

/// Takes a role; taken twice, it is gone. It counts from the next act on, also in sessions that are open.
pub async fn revoke(cx: &Cx, who: Confirmed<'_>, id: &StaffId, grant: &Grant) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            manages(tx, who, now).await?;
            turn::take(tx, SUPER_ADMINS, "", now).await?;
            find(tx, id).await?;
            if !staff_grant::remove(tx, id, grant).await? {
                return Ok(());
            }
            must_leave_somebody(tx, who).await?;
            note(tx, who, now, &format!("staff.revoked:{grant}"), id).await
        })
        .await
}

/// A one-time password in place of password, app and recovery codes, for whoever lost them, or comes back. Every session
/// ends. One's own account is another's to reset.
pub async fn reset(cx: &Cx, who: Confirmed<'_>, id: &StaffId) -> Result<Invitation, Error> {
    must_manage(cx, who.operator()).await?;
    let now = cx.now();
    let password = one_time_password()?;
    let hash = cx.hasher().hash(&password).await?;
    cx.store()
        .write(async |tx| {
            manages(tx, who, now).await?;
            not_oneself(who, id)?;
            turn::take(tx, SUPER_ADMINS, "", now).await?;
            let member = find(tx, id).await?;
            let login = member.login.clone();
            store::staff::save_state(tx, &member.invited_again(now)).await?;
            store::staff::set_password(tx, id, &hash).await?;
            store::staff::set_totp(tx, id, None).await?;
            staff_key::forget_codes(tx, id).await?;
            shut(tx, id).await?;
            must_leave_somebody(tx, who).await?;
            note(tx, who, now, "staff.reset", id).await?;
            show(tx, who, &login, &password).await
        })
        .await?;
    Ok(Invitation { id: id.clone(), password })
}

/// Disables an account: every session ends, and nothing opens it until it is reset. Done twice, it is disabled.
pub async fn disable(cx: &Cx, who: Confirmed<'_>, id: &StaffId) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            manages(tx, who, now).await?;
            not_oneself(who, id)?;
            turn::take(tx, SUPER_ADMINS, "", now).await?;
            let member = find(tx, id).await?;
            if matches!(member.state, StaffState::Disabled { .. }) {
                return Ok(());
            }
            store::staff::save_state(tx, &member.disabled(now)).await?;
            shut(tx, id).await?;
            must_leave_somebody(tx, who).await?;
            note(tx, who, now, "staff.disabled", id).await
        })
        .await
}

async fn manages(tx: &mut Tx<'_>, who: Confirmed<'_>, now: Instant) -> Result<(), Error> {
    who.operator().require(tx, Permission::ManageStaff, Place::School, now).await
}

async fn find(r: &mut Reader<'_>, id: &StaffId) -> Result<StaffMember, Error> {
    store::staff::find(r, id).await?.ok_or(Error::NotFound)
}

async fn give(
    tx: &mut Tx<'_>,
    who: Confirmed<'_>,
    id: &StaffId,
    grant: &Grant,
    now: Instant,
) -> Result<(), Error> {
    if !staff_grant::add(tx, id, grant).await? {
        return Ok(());
    }
    note(tx, who, now, &format!("staff.granted:{grant}"), id).await
}

async fn shut(tx: &mut Tx<'_>, id: &StaffId) -> Result<(), Error> {
    staff_session::delete_all(tx, id).await?;
    staff_key::forget_others(tx, id, "").await?;
    Ok(())
}

fn not_oneself(who: Confirmed<'_>, id: &StaffId) -> Result<(), Error> {
    if who.operator().staff().is_some_and(|staff| staff.id() == id) {
        Err(StaffRefusal::OwnAccount.into())
    } else {
        Ok(())
    }
}

/// Within the turn, after the act: an active super admin is left. The command line is the way in where there is none.
async fn must_leave_somebody(tx: &mut Tx<'_>, who: Confirmed<'_>) -> Result<(), Error> {
    if who.operator().staff().is_some() && staff_grant::count_super_admins(tx).await? == 0 {
        return Err(StaffRefusal::LastSuperAdmin.into());
    }
    Ok(())
}

/// The page of whoever asked shows the password once; the command line prints it.
async fn show(tx: &mut Tx<'_>, who: Confirmed<'_>, login: &LoginName, password: &str) -> Result<(), Error> {
    let Some(session) = who.operator().staff().map(Staff::session) else { return Ok(()) };
    let once = Once::OneTimePassword { login: login.as_str().to_owned(), password: password.to_owned() };
    Ok(staff_session::show(tx, session, Some(&once.to_text()?)).await?)
}

async fn note(
    tx: &mut Tx<'_>,
    who: Confirmed<'_>,
    now: Instant,
    event: &str,
    id: &StaffId,
) -> Result<(), Error> {
    audit::record(tx, now, &who.operator().actor(), event, id.as_str()).await
}

/// Four groups of four that can be read out: 79 bits.
pub(crate) fn one_time_password() -> Result<String, Error> {
    const LETTERS: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 31)]);
    let mut bytes = Vec::with_capacity(16);
    while bytes.len() < 16 {
        // 248 is the largest multiple of 31 in a byte.
        bytes.extend(random::bytes::<16>()?.into_iter().filter(|byte| *byte < 248));
    }
    let groups = bytes[..16].chunks(4).map(|four| four.iter().map(letter).collect::<String>());
    Ok(groups.collect::<Vec<_>>().join("-"))
}
