//! Who acts for the school, and what they may.
//!
//! | module | use cases |
//! |---|---|
//! | [`sign_in`] | the two steps at the door, the end of a session |
//! | [`enrol`] | the first sign-in: a password of one's own, the authenticator app, recovery codes |
//! | [`security`] | one's own sessions, password and recovery codes; the password typed again |
//! | [`account`] | everybody's accounts and roles |
//! | [`welcome`] | how much waits |

pub mod account;
pub mod enrol;
pub mod security;
pub mod sign_in;
pub mod welcome;

use domain::id::{AccountId, StaffId, StaffSessionId};
use domain::instant::Instant;
use domain::registration::Registration;
use domain::staff::scope::allow;
use domain::staff::{CONFIRMED_SECONDS, Grant, IDLE_SECONDS, Permission, Place};
use store::Reader;
use store::staff_grant;

use crate::{Cx, Error, Refused};

pub use sign_in::{Entered, Pending, SignedInStaff};

/// A signed-in member of staff. Only a session makes one. What they may is asked of the database at every act, so holding
/// one is not to be allowed yet.
#[derive(Debug, Clone)]
pub struct Staff {
    id: StaffId,
    session: StaffSessionId,
    confirmed: Instant,
}

impl Staff {
    /// Who it is.
    pub fn id(&self) -> &StaffId {
        &self.id
    }

    pub(crate) fn session(&self) -> &StaffSessionId {
        &self.session
    }

    /// How the audit log names them.
    pub(crate) fn actor(&self) -> String {
        actor(&self.id)
    }

    /// The grants that this member holds at this moment; none where the session or the account has ended meanwhile.
    pub(crate) async fn grants(&self, r: &mut Reader<'_>, now: Instant) -> Result<Vec<Grant>, Error> {
        Ok(staff_grant::list_in_session(r, &self.session, now, idle_since(now)).await?)
    }
}

pub(crate) fn actor(staff: &StaffId) -> String {
    format!("staff:{staff}")
}

/// A session that was last seen at or before this instant has ended.
pub(crate) fn idle_since(now: Instant) -> Instant {
    now.plus_seconds(-IDLE_SECONDS)
}

/// Whoever acts for the school.
#[derive(Debug, Clone)]
pub struct Operator(Kind);

#[derive(Debug, Clone)]
enum Kind {
    /// Somebody with a shell on the school's server. The system lets nobody else start the program with the school's keys, so
    /// holding one is the authority.
    CommandLine,
    /// Somebody with an account, who may what their roles allow.
    Staff(Staff),
}

impl From<Staff> for Operator {
    fn from(staff: Staff) -> Self {
        Self(Kind::Staff(staff))
    }
}

impl Operator {
    /// For the command line only.
    pub fn at_the_command_line() -> Self {
        Self(Kind::CommandLine)
    }

    /// How the audit log names them.
    pub(crate) fn actor(&self) -> String {
        match &self.0 {
            Kind::CommandLine => "operator:command_line".to_owned(),
            Kind::Staff(staff) => staff.actor(),
        }
    }

    /// The member of staff, where it is one.
    pub(crate) fn staff(&self) -> Option<&Staff> {
        match &self.0 {
            Kind::CommandLine => None,
            Kind::Staff(staff) => Some(staff),
        }
    }

    /// Refuses with [`Error::Forbidden`] unless they may do this there at this moment: a role that was taken away since the
    /// page was drawn counts no more. Asked in the transaction of the act.
    pub(crate) async fn require(
        &self,
        r: &mut Reader<'_>,
        permission: Permission,
        place: Place<'_>,
        now: Instant,
    ) -> Result<(), Error> {
        let reach = self.reach(r, permission, now).await?;
        if reach.covers(place) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Where they may do this at this moment. Refuses with [`Error::Forbidden`] where they may nowhere.
    pub(crate) async fn reach(
        &self,
        r: &mut Reader<'_>,
        permission: Permission,
        now: Instant,
    ) -> Result<Reach, Error> {
        let grants = match &self.0 {
            Kind::CommandLine => return Ok(Reach::Everywhere),
            Kind::Staff(staff) => staff.grants(r, now).await?,
        };
        if allow(&grants, permission, Place::School) {
            Ok(Reach::Everywhere)
        } else if allow(&grants, permission, Place::Anywhere) {
            Ok(Reach::Within(grants, permission))
        } else {
            Err(Error::Forbidden)
        }
    }

    /// The same, as somebody who has typed the password within the last ten minutes. At the command line there is none to
    /// type.
    pub fn confirmed(&self, cx: &Cx) -> Result<Confirmed<'_>, Error> {
        match &self.0 {
            Kind::CommandLine => Ok(Confirmed(self)),
            Kind::Staff(staff) if is_confirmed(staff.confirmed, cx.now()) => Ok(Confirmed(self)),
            Kind::Staff(_) => Err(Refused::ConfirmationExpired.into()),
        }
    }
}

fn is_confirmed(confirmed: Instant, now: Instant) -> bool {
    now < confirmed.plus_seconds(CONFIRMED_SECONDS)
}

/// Somebody who has typed the password within the last ten minutes: what cannot be undone, or gives rights away, takes one.
#[derive(Debug, Clone, Copy)]
pub struct Confirmed<'o>(&'o Operator);

impl<'o> Confirmed<'o> {
    pub(crate) fn operator(self) -> &'o Operator {
        self.0
    }
}

/// Where an act on this registration happens.
pub(crate) fn place_of(registration: &Registration) -> Place<'_> {
    let site = registration.answers.as_ref().and_then(|answers| answers.site.as_deref());
    Place::Registration(&registration.exam, site)
}

/// Where somebody may do something.
pub(crate) enum Reach {
    Everywhere,
    Within(Vec<Grant>, Permission),
}

impl Reach {
    pub(crate) fn covers(&self, place: Place<'_>) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Within(grants, permission) => allow(grants, *permission, place),
        }
    }

    /// Refuses unless somebody who is registered here and there is within.
    pub(crate) async fn must_cover_person(
        &self,
        r: &mut Reader<'_>,
        account: &AccountId,
    ) -> Result<(), Error> {
        if self.covers_person(r, account).await? { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// How many lines of a queue are looked at for `lines` that are shown: whoever sees a part of them needs more.
    pub(crate) fn widened(&self, lines: i64) -> i64 {
        match self {
            Self::Everywhere => lines,
            Self::Within(..) => lines.saturating_mul(25),
        }
    }

    /// Whether somebody who is registered here and there is within.
    pub(crate) async fn covers_person(&self, r: &mut Reader<'_>, account: &AccountId) -> Result<bool, Error> {
        match self {
            Self::Everywhere => Ok(true),
            Self::Within(..) => {
                let registered = store::registration::list_places(r, account).await?;
                Ok(self.covers(Place::Person(&registered)))
            }
        }
    }
}
