//! Eighteen-character numbers: GB 11643-1999, checked by ISO 7064 MOD 11-2.

use serde::{Deserialize, Serialize};
use std::fmt;
use time::{Date, Month};

use super::NumberProblem;

/// Sex as printed on the card; the seventeenth digit of the number is odd for men.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

/// Weights of the first seventeen digits (GB 11643-1999, ISO 7064 MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// The check character for each remainder 0 … 10.
const CHECK_CHARACTERS: &[u8; 11] = b"10X98765432";

/// Nobody born before this year applies for a degree exam.
const EARLIEST_BIRTH_YEAR: i32 = 1_900;

/// Nobody born after this year does either; the exact minimum age is a rule of each exam.
const LATEST_BIRTH_YEAR: i32 = 2_030;

/// A resident identity number whose area, birth date and check character fit.
/// 17 digits and one of `0-9X` (GB 11643-1999; ISO 7064, MOD 11-2).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdNumber([u8; 18]);

impl IdNumber {
    /// Reads a normalised number (see [`super::normalise`]).
    pub fn parse(text: &str) -> Result<Self, NumberProblem> {
        check_built_like_resident(text)?;
        let bytes: [u8; 18] = text.as_bytes().try_into().map_err(|_| NumberProblem::Length)?;
        // 1–6 and 7 are the regions of the mainland; 8 is given to residence cards, which have a kind of their own.
        if !matches!(bytes[0], b'1'..=b'7') {
            return Err(NumberProblem::Area);
        }
        Ok(Self(bytes))
    }

    /// The number itself. For the owner's eyes, encryption and comparison; never for a log or a URL.
    pub fn expose(&self) -> &str {
        // The constructor admits ASCII only.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Date of birth, from digits 7 to 14.
    pub fn birth(&self) -> Date {
        // The constructor admits real dates only.
        birth_date(&self.0).unwrap_or(Date::MIN)
    }

    /// Sex, from the seventeenth digit.
    pub fn sex(&self) -> Sex {
        if self.0[16] % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// The check character that belongs behind seventeen digits.
    pub fn check_character(first_seventeen: &str) -> Option<char> {
        let digits = first_seventeen.as_bytes();
        (digits.len() == 17 && digits.iter().all(u8::is_ascii_digit)).then(|| char::from(check_byte(digits)))
    }
}

impl TryFrom<String> for IdNumber {
    type Error = NumberProblem;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<IdNumber> for String {
    fn from(number: IdNumber) -> Self {
        number.expose().to_owned()
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdNumber(***)")
    }
}

/// Length, characters, birth date and check character; not the area.
pub(super) fn check_built_like_resident(text: &str) -> Result<(), NumberProblem> {
    let bytes = text.as_bytes();
    match text.chars().count() {
        18 => {}
        15 if bytes.iter().all(u8::is_ascii_digit) => return Err(NumberProblem::FifteenDigits),
        _ => return Err(NumberProblem::Length),
    }
    let (digits, check) = bytes.split_at_checked(17).ok_or(NumberProblem::Characters)?;
    let [check] = check else { return Err(NumberProblem::Characters) };
    if !digits.iter().all(u8::is_ascii_digit) || !(check.is_ascii_digit() || *check == b'X') {
        return Err(NumberProblem::Characters);
    }
    if bytes[0] == b'0' {
        return Err(NumberProblem::Area);
    }
    birth_date(bytes).ok_or(NumberProblem::BirthDate)?;
    if check_byte(digits) == *check { Ok(()) } else { Err(NumberProblem::CheckCharacter) }
}

/// 港澳台居民居住证: built like a resident number, with one of three areas of its own.
pub(super) fn check_residence_card(text: &str) -> Result<(), NumberProblem> {
    check_built_like_resident(text)?;
    if ["810000", "820000", "830000"].iter().any(|area| text.starts_with(area)) {
        Ok(())
    } else {
        Err(NumberProblem::Area)
    }
}

fn check_byte(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECK_CHARACTERS[(sum % 11) as usize]
}

fn birth_date(bytes: &[u8]) -> Option<Date> {
    let number = |from: usize, to: usize| -> Option<i32> {
        std::str::from_utf8(bytes.get(from..to)?).ok()?.parse().ok()
    };
    let year = number(6, 10).filter(|year| (EARLIEST_BIRTH_YEAR..=LATEST_BIRTH_YEAR).contains(year))?;
    let month = Month::try_from(u8::try_from(number(10, 12)?).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(number(12, 14)?).ok()?).ok()
}
