//! Calendar months, such as the one of a graduation.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::instant::Instant;

/// A month of a year from 1950 to 2099.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i32,
    /// 1 to 12.
    month: u8,
}

/// Text that is no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a month")]
pub struct NotAMonth;

const MONTHS_A_YEAR: i32 = 12;

impl Month {
    /// Reads what a browser's month field sends (`2024-06`) and what people type where there is none: `2024年6月`,
    /// `2024/6`, `2024.06`, `202406`, a whole date, full-width digits.
    pub fn parse(typed: &str) -> Result<Self, NotAMonth> {
        let half_width = typed.chars().map(|c| match c {
            '\u{FF10}'..='\u{FF19}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            _ => c,
        });
        let text: String = half_width.map(|c| if c.is_ascii_digit() { c } else { ' ' }).collect();
        let parts: Vec<&str> = text.split_whitespace().collect();
        match parts.as_slice() {
            [both] if both.len() == 6 => Self::of(&both[..4], &both[4..]),
            [year, month] | [year, month, _] if year.len() == 4 => Self::of(year, month),
            _ => Err(NotAMonth),
        }
    }

    fn of(year: &str, month: &str) -> Result<Self, NotAMonth> {
        let year: i32 = year.parse().map_err(|_| NotAMonth)?;
        let month: u8 = month.parse().map_err(|_| NotAMonth)?;
        if (1950..2100).contains(&year) && (1..=12).contains(&month) {
            Ok(Self { year, month })
        } else {
            Err(NotAMonth)
        }
    }

    /// The month in Shanghai at an instant.
    pub fn at(instant: Instant) -> Self {
        let t = instant.in_shanghai();
        Self { year: t.year(), month: u8::from(t.month()) }
    }

    /// The same month so many years earlier.
    #[must_use]
    pub fn years_before(self, years: u16) -> Self {
        Self { year: self.year.saturating_sub(i32::from(years)), ..self }
    }

    /// Months since the year 0, as the database counts them.
    pub fn as_number(self) -> i64 {
        i64::from(self.year.saturating_mul(MONTHS_A_YEAR).saturating_add(i32::from(self.month) - 1))
    }

    /// The month of [`Self::as_number`].
    pub fn from_number(number: i64) -> Option<Self> {
        let number = i32::try_from(number).ok()?;
        let month = u8::try_from(number.rem_euclid(MONTHS_A_YEAR)).ok()?.checked_add(1)?;
        Some(Self { year: number.div_euclid(MONTHS_A_YEAR), month })
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }
}

impl fmt::Display for Month {
    /// `2024-06`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl TryFrom<String> for Month {
    type Error = NotAMonth;

    fn try_from(text: String) -> Result<Self, NotAMonth> {
        Self::parse(&text)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_however_it_is_written() {
        for typed in ["2024-06", "2024年6月", "2024/6", " 2024.06 ", "202406", "２０２４－０６", "2024-06-30"]
        {
            assert_eq!(Month::parse(typed).map(|m| m.to_string()).as_deref(), Ok("2024-06"), "{typed}");
        }
        for typed in ["", "2024", "2024-13", "2024-00", "1890-06", "六月", "24-06"] {
            assert_eq!(Month::parse(typed), Err(NotAMonth), "{typed}");
        }
    }

    #[test]
    fn a_month_goes_into_a_number_and_back() {
        let june = Month::parse("2024-06").unwrap();
        assert_eq!(Month::from_number(june.as_number()), Some(june));
        assert_eq!(june.years_before(2).to_string(), "2022-06");
        assert!(Month::parse("2023-12").unwrap() < june);
        assert_eq!(Month::from_number(i64::MAX), None);
    }
}
