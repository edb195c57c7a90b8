//! 找回密码: document number and phone → code → new password.

use serde::{Deserialize, Serialize};

use crate::document::{NumberProblem, any_number};
use crate::form::{Field, FieldProblems, Problem};
use crate::instant::Instant;
use crate::person::Phone;

/// What was typed on the first page, as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ResetForm {
    /// 证件号
    #[serde(default)]
    pub number: String,
    /// 手机号
    #[serde(default)]
    pub phone: String,
}

/// The first page, checked. Whether the two belong together, only the server knows, and does not say.
#[derive(Clone, PartialEq, Eq)]
pub struct Reset {
    /// 证件号, normalised, of whatever kind.
    pub number: String,
    /// 手机号
    pub phone: Phone,
}

impl ResetForm {
    /// Every problem at once, in the order of the form.
    pub fn check(&self) -> Result<Reset, FieldProblems> {
        let mut problems = FieldProblems::default();
        let number = problems.keep(
            Field::Number,
            any_number(&self.number).map_err(|problem| match problem {
                NumberProblem::Empty => Problem::Missing,
                other => Problem::Number(other),
            }),
        );
        let phone = problems.keep(Field::Phone, Phone::parse(&self.phone).map_err(Problem::from));
        match (number, phone) {
            (Some(number), Some(phone)) => Ok(Reset { number, phone }),
            _ => Err(problems),
        }
    }
}

/// How far a reset has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResetPage {
    /// Number and phone.
    Person,
    /// 验证码
    Code,
    /// 设置新密码
    Password,
}

/// The pages' values as the server keeps them.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ResetDraft {
    /// First page, as typed.
    pub form: ResetForm,
    /// Whether a code was asked for.
    #[serde(default)]
    pub asked: bool,
    /// When a code has proven that number and phone are this person's.
    #[serde(default)]
    pub proven: Option<Instant>,
}

/// Seconds for which a proven code opens the last page.
pub const PROVEN_SECONDS: i64 = 15 * 60;

impl ResetDraft {
    /// The first page that is not finished; later ones cannot be opened yet.
    pub fn furthest(&self, now: Instant) -> ResetPage {
        let proven = self.proven.is_some_and(|proven| now < proven.plus_seconds(PROVEN_SECONDS));
        match (self.form.check().is_ok() && self.asked, proven) {
            (false, _) => ResetPage::Person,
            (true, false) => ResetPage::Code,
            (true, true) => ResetPage::Password,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(number: &str, phone: &str) -> ResetForm {
        ResetForm { number: number.into(), phone: phone.into() }
    }

    #[test]
    fn a9_an_empty_page_names_both_fields() {
        let problems = ResetForm::default().check().err().unwrap();
        assert_eq!(problems.of(Field::Number), Some(Problem::Missing));
        assert!(problems.of(Field::Phone).is_some());
    }

    #[test]
    fn a9_any_kind_of_number_is_taken_as_typed_at_sign_up() {
        let checked = form(" ｈ1234 5678 ", "+86 138 0000 5678").check().unwrap();
        assert_eq!(checked.number, "H12345678");
        let mistyped = form("43011119950615002", "13800005678").check().err().unwrap();
        assert_eq!(mistyped.of(Field::Number), Some(Problem::Number(NumberProblem::Length)));
    }

    #[test]
    fn a9_the_new_password_comes_after_the_code() {
        let now = Instant::from_millis(0);
        let mut draft = ResetDraft { form: form("H12345678", "13800005678"), ..ResetDraft::default() };
        assert_eq!(draft.furthest(now), ResetPage::Person);
        draft.asked = true;
        assert_eq!(draft.furthest(now), ResetPage::Code);
        draft.proven = Some(now);
        assert_eq!(draft.furthest(now), ResetPage::Password);
        let late = now.plus_seconds(PROVEN_SECONDS);
        assert_eq!(draft.furthest(late), ResetPage::Code);
        draft.form = ResetForm::default();
        assert_eq!(draft.furthest(now), ResetPage::Person);
    }
}
