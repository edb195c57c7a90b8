//! The name that staff sign in with.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// 3 to 32 of `a-z 0-9 . _ -`, the first a letter. Large and full-width letters are taken as their small twins.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoginName(String);

/// Why a login name is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LoginProblem {
    /// Nothing typed.
    #[error("empty")]
    Empty,
    /// Shorter than three or longer than 32 characters.
    #[error("length")]
    Length,
    /// A character that it must not hold, or no letter in front.
    #[error("characters")]
    Characters,
}

impl LoginName {
    /// A login name as somebody typed it.
    pub fn parse(typed: &str) -> Result<Self, LoginProblem> {
        let name = normalise(typed);
        if name.is_empty() {
            return Err(LoginProblem::Empty);
        }
        if !(3..=32).contains(&name.chars().count()) {
            return Err(LoginProblem::Length);
        }
        let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
        if !name.bytes().all(known) || !name.starts_with(|first: char| first.is_ascii_lowercase()) {
            return Err(LoginProblem::Characters);
        }
        Ok(Self(name))
    }

    /// The name as it is compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As [`LoginName::parse`] reads it, whether it is one or not: what a failed try is counted under.
pub fn normalise(typed: &str) -> String {
    typed.nfkc().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
}

/// Many are made of somebody's name.
impl fmt::Debug for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginName(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_a_login_name_is_the_same_however_it_is_typed() {
        for typed in ["wang.fang", " Wang.Fang ", "ｗａｎｇ．ｆａｎｇ"] {
            assert_eq!(LoginName::parse(typed).unwrap().as_str(), "wang.fang");
        }
    }

    #[test]
    fn f1_a_login_name_has_three_to_32_plain_characters_and_a_letter_in_front() {
        assert_eq!(LoginName::parse("  ").unwrap_err(), LoginProblem::Empty);
        assert_eq!(LoginName::parse("ab").unwrap_err(), LoginProblem::Length);
        assert_eq!(LoginName::parse(&"a".repeat(33)).unwrap_err(), LoginProblem::Length);
        for wrong in ["王芳王芳", "1abc", "a b/c", "abc@x", ".abc"] {
            assert_eq!(LoginName::parse(wrong).unwrap_err(), LoginProblem::Characters, "{wrong}");
        }
    }
}
