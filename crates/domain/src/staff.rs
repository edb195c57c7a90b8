//! Staff: who they are, what each role may do and where, and what they prove at the door.
//!
//! | module | what it holds |
//! |---|---|
//! | [`role`] | the seven roles |
//! | [`permission`] | what can be allowed, and the one table that says which roles may |
//! | [`scope`] | in which exams and at which sites a role is held |
//! | [`login`] | the name that staff sign in with |
//! | [`totp`] | codes of an authenticator app |
//! | [`recovery`] | codes on paper for whoever lost the app |

pub mod login;
pub mod permission;
pub mod recovery;
pub mod role;
pub mod scope;
pub mod totp;

use serde::{Deserialize, Serialize};

use crate::id::StaffId;
use crate::instant::Instant;
use crate::person::{PasswordProblem, PasswordRule, PersonName};

pub use login::{LoginName, LoginProblem};
pub use permission::Permission;
pub use role::Role;
pub use scope::{Grant, Place, Scope, SiteCode};

/// How long a password of staff may be: they reach what belongs to thousands of people.
pub const PASSWORD_RULE: PasswordRule = PasswordRule { min_chars: 10, max_chars: 64 };

/// Seconds within which somebody who was added or reset must have signed in with the one-time password: a weekend and a day.
pub const INVITATION_SECONDS: i64 = 3 * 86_400;

/// Seconds after which a session ends in which nothing was done. Desks in offices are left open.
pub const IDLE_SECONDS: i64 = 30 * 60;

/// Seconds after which a session ends in any case: the longest working day.
pub const SESSION_SECONDS: i64 = 12 * 3_600;

/// Seconds within which the second step must follow the password.
pub const SECOND_STEP_SECONDS: i64 = 10 * 60;

/// Seconds for which a password that was typed again counts.
pub const CONFIRMED_SECONDS: i64 = 10 * 60;

/// Where an account of staff stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum StaffState {
    /// Has a one-time password and nothing else.
    Invited {
        /// First instant at which that password is worth nothing.
        until: Instant,
    },
    /// Has a password of their own and an authenticator app.
    Active,
    /// May not sign in.
    Disabled {
        /// Since when.
        at: Instant,
    },
}

/// One member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    /// Identifier.
    pub id: StaffId,
    /// What they sign in with.
    pub login: LoginName,
    /// 姓名
    pub name: PersonName,
    /// Where the account stands.
    pub state: StaffState,
    /// When it was made.
    pub created: Instant,
    /// Counts up with each change; a change names the version that it has seen.
    pub version: i64,
}

/// Why an act on accounts of staff is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum StaffRefusal {
    /// Login name and password do not go together, or the account cannot be signed in to; which is not said.
    #[error("login name and password do not go together")]
    SignIn,
    /// Nobody would be left who can manage staff.
    #[error("this is the last super admin")]
    LastSuperAdmin,
    /// One's own account is another's to disable or to reset.
    #[error("this is one's own account")]
    OwnAccount,
    /// Disabled accounts are reset first.
    #[error("the account is disabled")]
    Disabled,
}

impl StaffMember {
    /// Whether the one-time password still opens the door.
    pub fn is_invited(&self, now: Instant) -> bool {
        matches!(self.state, StaffState::Invited { until } if now < until)
    }

    /// A one-time password again, good for a while from `now`.
    #[must_use]
    pub fn invited_again(self, now: Instant) -> Self {
        let until = now.plus_seconds(INVITATION_SECONDS);
        Self { state: StaffState::Invited { until }, ..self }
    }

    /// Enrolled: has a password of their own and an app.
    #[must_use]
    pub fn enrolled(self) -> Self {
        Self { state: StaffState::Active, ..self }
    }

    /// Disabled; who is disabled already stays so since then.
    #[must_use]
    pub fn disabled(self, now: Instant) -> Self {
        match self.state {
            StaffState::Disabled { .. } => self,
            StaffState::Invited { .. } | StaffState::Active => {
                Self { state: StaffState::Disabled { at: now }, ..self }
            }
        }
    }
}

/// What can be known of a new password without the large list: its length, and that it does not hold the login name.
pub fn check_password(password: &str, login: &LoginName) -> Result<(), PasswordProblem> {
    PASSWORD_RULE.check(password, None, None)?;
    if password.to_ascii_lowercase().contains(login.as_str()) {
        return Err(PasswordProblem::LoginName);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(state: StaffState) -> StaffMember {
        StaffMember {
            id: StaffId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap(),
            login: LoginName::parse("wang.fang").unwrap(),
            name: PersonName::parse("王芳").unwrap(),
            state,
            created: Instant::from_millis(0),
            version: 1,
        }
    }

    #[test]
    fn f1_a_one_time_password_is_good_for_three_days() {
        let now = Instant::from_millis(1_000);
        let invited = member(StaffState::Active).invited_again(now);
        assert!(invited.is_invited(now.plus_seconds(3 * 86_400 - 1)));
        assert!(!invited.is_invited(now.plus_seconds(3 * 86_400)));
        assert!(!invited.clone().enrolled().is_invited(now));
        assert!(!invited.disabled(now).is_invited(now));
    }

    #[test]
    fn f1_who_is_disabled_stays_so_since_the_first_time() {
        let (first, later) = (Instant::from_millis(1), Instant::from_millis(2));
        let once = member(StaffState::Active).disabled(first);
        assert_eq!(once.clone().disabled(later), once);
    }

    #[test]
    fn f1_a_password_of_staff_has_ten_characters_and_not_the_login_name() {
        let check = |password| check_password(password, &LoginName::parse("wang.fang").unwrap());
        assert_eq!(check("kT4-brook"), Err(PasswordProblem::TooShort));
        assert_eq!(check("kT4-brook-"), Ok(()));
        assert_eq!(check("Wang.Fang-2026"), Err(PasswordProblem::LoginName));
        assert_eq!(check(&"长".repeat(65)), Err(PasswordProblem::TooLong));
    }
}
