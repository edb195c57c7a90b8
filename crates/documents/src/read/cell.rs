//! One cell: what Excel or the text says, and what may be made of it.

use calamine::{DataRef, ExcelDateTime};
use time::{Date, Month};

use super::CellProblem;
use super::form::Kind;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'a> {
    Empty,
    Text(&'a str),
    Owned(String),
    Number(f64),
    Whole(i64),
    Day(ExcelDateTime),
    Error,
    Formula,
}

/// From here on Excel's numbers, which keep fifteen digits, are no longer what was typed.
const EXACT: f64 = 1e15;

impl<'a> From<DataRef<'a>> for Cell<'a> {
    fn from(data: DataRef<'a>) -> Self {
        match data {
            DataRef::Empty => Self::Empty,
            DataRef::SharedString(text) => Self::Text(text),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                Self::Owned(text)
            }
            DataRef::Int(number) => Self::Whole(number),
            DataRef::Float(number) => Self::Number(number),
            DataRef::DateTime(day) => Self::Day(day),
            DataRef::Bool(value) => Self::Text(if value { "TRUE" } else { "FALSE" }),
            DataRef::Error(_) => Self::Error,
        }
    }
}

impl Cell<'_> {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()),
            Self::Owned(text) => Some(text.trim()),
            Self::Empty | Self::Number(_) | Self::Whole(_) | Self::Day(_) | Self::Error | Self::Formula => {
                None
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::Empty || self.text() == Some("")
    }

    /// As a title of a column; what is no text is none.
    pub fn title(&self) -> String {
        self.text().unwrap_or_default().to_owned()
    }

    /// The value for a column of this kind; none for an empty cell.
    pub fn read(&self, kind: Kind, most_chars: usize) -> Result<Option<String>, CellProblem> {
        if self.is_empty() {
            return Ok(None);
        }
        let value = match (self, kind) {
            (Self::Error, _) => return Err(CellProblem::Error),
            (Self::Formula, _) => return Err(CellProblem::Formula),
            (Self::Day(day), Kind::Date) => iso(*day)?,
            (Self::Day(_), Kind::Text | Kind::Digits | Kind::Code | Kind::Number) => {
                return Err(CellProblem::TurnedIntoDate);
            }
            (Self::Number(_) | Self::Whole(_), Kind::Date) => return Err(CellProblem::DateAsNumber),
            (Self::Number(number), Kind::Text | Kind::Digits | Kind::Code | Kind::Number) => {
                written(*number)?
            }
            (Self::Whole(number), Kind::Text | Kind::Digits | Kind::Code | Kind::Number) => {
                written(*number as f64)?
            }
            (Self::Text(_) | Self::Owned(_) | Self::Empty, _) => self.text().unwrap_or_default().to_owned(),
        };
        if value.chars().count() > most_chars {
            return Err(CellProblem::TooLong);
        }
        match kind {
            Kind::Text => Ok(value),
            Kind::Digits => digits(&value),
            Kind::Code => code(&value),
            Kind::Date => date(&value),
            Kind::Number => number(value),
        }
        .map(Some)
    }
}

/// A number as somebody would write it, if Excel still has all of it.
fn written(number: f64) -> Result<String, CellProblem> {
    if number.abs() >= EXACT { Err(CellProblem::DigitsLost) } else { Ok(format!("{number}")) }
}

/// `4.30104E+17`, which a csv inherits from Excel.
fn is_scientific(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let Some((head, power)) = upper.split_once('E') else { return false };
    let is_number = |text: &str, extra: &[char]| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || extra.contains(&c))
    };
    is_number(head, &['.']) && is_number(power.trim_start_matches(['+', '-']), &[])
}

/// A leading `'`, or the backtick of 微信 bills, only says that the number is text.
fn code(text: &str) -> Result<String, CellProblem> {
    if is_scientific(text) {
        return Err(CellProblem::DigitsLost);
    }
    Ok(domain::document::normalise(text.trim_start_matches(['\'', '`'])))
}

fn digits(text: &str) -> Result<String, CellProblem> {
    let text = code(text)?;
    let body = text.strip_suffix('X').unwrap_or(&text);
    let fits = !body.is_empty() && body.bytes().all(|digit| digit.is_ascii_digit());
    if fits { Ok(text) } else { Err(CellProblem::NotDigits) }
}

fn number(text: String) -> Result<String, CellProblem> {
    let body = text.strip_prefix('-').unwrap_or(&text);
    let plain = body.chars().all(|c| c.is_ascii_digit() || c == '.') && body.parse::<f64>().is_ok();
    if plain { Ok(text) } else { Err(CellProblem::NotANumber) }
}

fn iso(day: ExcelDateTime) -> Result<String, CellProblem> {
    if !day.is_datetime() {
        return Err(CellProblem::NotADate);
    }
    let (year, month, day, ..) = day.to_ymd_hms_milli();
    checked(i32::from(year), month, day).ok_or(CellProblem::NotADate)
}

/// `2026-12-19`, `2026/12/19`, `2026.12.19`, `2026年12月19日`, `20261219`.
fn date(text: &str) -> Result<String, CellProblem> {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> =
        day.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let compact = day.len() == 8 && day.bytes().all(|digit| digit.is_ascii_digit());
    let parts = match (parts.as_slice(), compact) {
        ([whole], true) => [whole.get(..4), whole.get(4..6), whole.get(6..)].map(Option::unwrap_or_default),
        ([number], false) if number.bytes().all(|digit| digit.is_ascii_digit()) => {
            return Err(CellProblem::DateAsNumber);
        }
        ([year, month, day], _) if year.len() == 4 => [*year, *month, *day],
        _ => return Err(CellProblem::NotADate),
    };
    let [year, month, day] = parts;
    let day = (|| checked(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))();
    day.ok_or(CellProblem::NotADate)
}

fn checked(year: i32, month: u8, day: u8) -> Option<String> {
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
    Some(format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()))
}
