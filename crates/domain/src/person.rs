//! Names, phones, passwords and regions.

use serde::{Deserialize, Serialize};
use std::fmt;

/// 地区
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// 中国大陆
    Mainland,
    /// 港澳台
    HongKongMacaoTaiwan,
}

impl Region {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Mainland, Self::HongKongMacaoTaiwan];

    /// The name under which the region is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mainland => "mainland",
            Self::HongKongMacaoTaiwan => "hong_kong_macao_taiwan",
        }
    }

    /// The region stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.code() == code)
    }
}

/// Why a name is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NameProblem {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// More than 50 characters.
    #[error("too long")]
    TooLong,
    /// A digit, a sign or a control character.
    #[error("wrong character")]
    Characters,
}

/// Longest name, in Unicode scalars. Uyghur and Tibetan names in hanzi reach about 25.
pub const MAX_NAME_CHARS: usize = 50;

/// A person's name as the card prints it, with `·` U+00B7 between the parts of minority names.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);

impl PersonName {
    /// Reads what somebody typed: outer and doubled spaces go, look-alikes of the middle dot become `·`.
    pub fn parse(typed: &str) -> Result<Self, NameProblem> {
        let text = normalise_name(typed);
        if text.is_empty() {
            return Err(NameProblem::Empty);
        }
        if text.chars().count() > MAX_NAME_CHARS {
            return Err(NameProblem::TooLong);
        }
        let fits = |c: char| c.is_alphabetic() || matches!(c, '·' | ' ' | '\'' | '-' | '〇');
        if !text.chars().all(fits) || !text.chars().any(char::is_alphabetic) {
            return Err(NameProblem::Characters);
        }
        Ok(Self(text))
    }

    /// The name. Never for a log or a URL.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(***)")
    }
}

/// One spelling for comparison: look-alikes of `·` become it, full-width letters half-width, spaces collapse;
/// between two hanzi a space carries no meaning and goes.
pub fn normalise_name(typed: &str) -> String {
    let mapped = typed.chars().map(|c| match c {
        '•' | '‧' | '∙' | '⋅' | '・' | '･' | '．' | '。' | '.' | '●' | '᛫' => '·',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ if c.is_whitespace() => ' ',
        _ => c,
    });
    let mut name = String::new();
    let mut space_waits = false;
    for c in mapped.filter(|c| !matches!(c, '\u{200B}'..='\u{200D}' | '\u{FEFF}')) {
        if c == ' ' {
            space_waits = !name.is_empty();
            continue;
        }
        let between_letters = c.is_ascii_alphabetic() && name.ends_with(|p: char| p.is_ascii_alphabetic());
        if space_waits && between_letters {
            name.push(' ');
        }
        space_waits = false;
        name.push(c);
    }
    name
}

/// Why a phone number is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PhoneProblem {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Not a mainland mobile number: 1, then 3 to 9, then nine digits.
    #[error("not a mobile number")]
    NotMobile,
}

/// A mainland mobile number, `^1[3-9]\d{9}$`. Proven by SMS; no list of prefixes, they age.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// Reads what somebody typed; `+86`, spaces and hyphens are taken as meant.
    pub fn parse(typed: &str) -> Result<Self, PhoneProblem> {
        let text = crate::document::normalise(typed);
        let text = text.strip_prefix("+86").unwrap_or(&text);
        if text.is_empty() {
            return Err(PhoneProblem::Empty);
        }
        match text.as_bytes() {
            [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 && rest.iter().all(u8::is_ascii_digit) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(PhoneProblem::NotMobile),
        }
    }

    /// The number. Never for a log or a URL.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// `138****5678`
    pub fn masked(&self) -> String {
        match (self.0.get(..3), self.0.get(7..)) {
            (Some(head), Some(tail)) => format!("{head}****{tail}"),
            _ => "***".to_owned(),
        }
    }
}

impl PersonName {
    /// Its first character, and a star for each other one: `张**`.
    pub fn masked(&self) -> String {
        let mut characters = self.expose().chars();
        let first = characters.next().into_iter();
        first.chain(characters.map(|_| '*')).collect()
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(***)")
    }
}

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PasswordProblem {
    /// Fewer characters than the setting asks for.
    #[error("too short")]
    TooShort,
    /// More characters than the setting allows.
    #[error("too long")]
    TooLong,
    /// Among the passwords that are guessed first.
    #[error("too common")]
    TooCommon,
    /// Contains the last digits of the document number.
    #[error("document number")]
    DocumentTail,
    /// Contains the phone number.
    #[error("phone number")]
    Phone,
    /// Contains the name that staff sign in with.
    #[error("login name")]
    LoginName,
}

/// How long a password may be, in characters. The manual says 6–20; we allow more at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordRule {
    /// Fewest characters.
    pub min_chars: u32,
    /// Most characters.
    pub max_chars: u32,
}

impl Default for PasswordRule {
    fn default() -> Self {
        Self { min_chars: 6, max_chars: 64 }
    }
}

/// Digits at the end of the document number that a password must not contain; the printed habit is the last six.
const TAIL_CHARS: usize = 6;

impl PasswordRule {
    /// Length, the number's own tail and the phone. How common it is, only the server knows (the list is large).
    pub fn check(
        self,
        password: &str,
        number: Option<&str>,
        phone: Option<&str>,
    ) -> Result<(), PasswordProblem> {
        let chars = password.chars().count();
        if chars < self.min_chars as usize {
            return Err(PasswordProblem::TooShort);
        }
        if chars > self.max_chars as usize {
            return Err(PasswordProblem::TooLong);
        }
        let upper = password.to_ascii_uppercase();
        let tail = number.filter(|n| n.len() >= TAIL_CHARS).and_then(|n| n.get(n.len() - TAIL_CHARS..));
        if tail.is_some_and(|tail| upper.contains(tail)) {
            return Err(PasswordProblem::DocumentTail);
        }
        if phone.is_some_and(|phone| !phone.is_empty() && upper.contains(phone)) {
            return Err(PasswordProblem::Phone);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b6_look_alikes_of_the_middle_dot_are_one() {
        for dot in ["·", "•", "．", "・", ".", " · "] {
            assert_eq!(normalise_name(&format!("阿依古丽{dot}买买提")), "阿依古丽·买买提");
        }
        assert_eq!(normalise_name(" 张 三 "), "张三");
        assert_eq!(normalise_name("Jane  Doe"), "Jane Doe");
    }

    #[test]
    fn b6_names_of_one_hanzi_and_rare_hanzi_are_names() {
        assert!(PersonName::parse("𬭎").is_ok() && PersonName::parse("翀").is_ok());
        assert_eq!(PersonName::parse("张3").unwrap_err(), NameProblem::Characters);
        assert_eq!(PersonName::parse("·").unwrap_err(), NameProblem::Characters);
        assert_eq!(PersonName::parse(&"张".repeat(51)).unwrap_err(), NameProblem::TooLong);
    }

    #[test]
    fn a6_a_phone_is_taken_with_country_code_and_spaces() {
        assert_eq!(Phone::parse("+86 138-0000-5678").unwrap().masked(), "138****5678");
        assert_eq!(Phone::parse("12800005678").unwrap_err(), PhoneProblem::NotMobile);
        assert_eq!(Phone::parse("1380000567").unwrap_err(), PhoneProblem::NotMobile);
    }

    #[test]
    fn a7_five_characters_the_tail_and_the_phone_are_refused() {
        let check = |password| {
            PasswordRule::default()
                .check(password, Some("430111199506150028"), Some("13800005678"))
                .unwrap_err()
        };
        assert_eq!(check("abcde"), PasswordProblem::TooShort);
        assert_eq!(check("my150028pw"), PasswordProblem::DocumentTail);
        assert_eq!(check("x13800005678"), PasswordProblem::Phone);
        assert_eq!(check(&"长".repeat(65)), PasswordProblem::TooLong);
    }
}
