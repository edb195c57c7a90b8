//! 更换手机号: the password and the new number → a code from each phone that still answers.

use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldProblems, Problem};
use crate::instant::Instant;
use crate::person::Phone;

/// Seconds for which a password that was typed again counts.
pub const CONFIRMED_SECONDS: i64 = 15 * 60;

/// Seconds for which a number that did not agree to its own replacement can still recover the account: whoever took the
/// account over with a stolen password cannot keep it from an owner whose phone does answer.
pub const FORMER_PHONE_SECONDS: i64 = 7 * 86_400;

/// The change as far as a session has come.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneChangeDraft {
    /// The new number, as typed.
    pub phone: String,
    /// When the password was typed again, rightly.
    pub confirmed: Option<Instant>,
}

impl PhoneChangeDraft {
    /// The new number, once the password was typed again, not too long ago.
    pub fn confirmed_phone(&self, now: Instant) -> Option<Phone> {
        let confirmed = self.confirmed?;
        let fresh = now < confirmed.plus_seconds(CONFIRMED_SECONDS);
        Phone::parse(&self.phone).ok().filter(|_| fresh)
    }
}

/// What was typed on the page of the codes.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodesForm {
    /// The code that the new phone got.
    pub code: String,
    /// The code that the old phone got.
    pub old_code: String,
    /// Set when the old phone does not answer any more.
    pub old_phone_gone: bool,
}

impl CodesForm {
    /// Every problem that can be known before the codes are compared.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        if self.code.trim().is_empty() {
            problems.add(Field::Code, Problem::Missing);
        }
        if self.old_code.trim().is_empty() && !self.old_phone_gone {
            problems.add(Field::OldCode, Problem::OldCodeMissing);
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a10_the_old_phone_agrees_or_is_said_to_be_gone() {
        let form = |old_code: &str, old_phone_gone| CodesForm {
            code: "123456".into(),
            old_code: old_code.into(),
            old_phone_gone,
        };
        assert!(form("123456", false).check().is_ok());
        assert!(form("", true).check().is_ok());
        let silent = form("", false).check().unwrap_err();
        assert_eq!(silent.of(Field::OldCode), Some(Problem::OldCodeMissing));
    }

    #[test]
    fn a10_a_typed_password_counts_for_a_quarter_of_an_hour() {
        let confirmed = Instant::from_millis(0);
        let mut draft = PhoneChangeDraft { phone: "13800005678".into(), confirmed: Some(confirmed) };
        assert!(draft.confirmed_phone(confirmed.plus_seconds(CONFIRMED_SECONDS - 1)).is_some());
        assert!(draft.confirmed_phone(confirmed.plus_seconds(CONFIRMED_SECONDS)).is_none());
        draft.confirmed = None;
        assert!(draft.confirmed_phone(confirmed).is_none());
    }
}
