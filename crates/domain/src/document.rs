//! Identity documents and their numbers.
//!
//! A number is parsed once, at the edge; whoever holds a [`DocumentNumber`] never checks it again.

mod resident;

use serde::{Deserialize, Serialize};
use std::fmt;

pub use resident::{IdNumber, Sex};

use crate::person::Region;

/// The five kinds of document that the system knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 居民身份证 (GB 11643-1999).
    ResidentId,
    /// 港澳居民来往内地通行证: `H` or `M`, eight digits, and on old ones two more for the issue.
    HongKongMacaoPermit,
    /// 台湾居民来往大陆通行证: eight digits, for life.
    TaiwanPermit,
    /// 港澳台居民居住证: built like a resident number, area 810000, 820000 or 830000.
    HongKongMacaoTaiwanResidence,
    /// 外国人永久居留身份证: since 2023-12 eighteen digits that begin with 9; before, three letters and twelve digits.
    ForeignPermanentResidence,
}

impl DocumentKind {
    /// Every kind, in the order in which a form offers them.
    pub const ALL: [Self; 5] = [
        Self::ResidentId,
        Self::HongKongMacaoPermit,
        Self::TaiwanPermit,
        Self::HongKongMacaoTaiwanResidence,
        Self::ForeignPermanentResidence,
    ];

    /// The kinds a person from `region` may choose from, the likeliest first.
    ///
    /// Region alone does not tell the kind: people from Hong Kong, Macao and Taiwan may hold a permit or a residence card.
    pub fn offered_to(region: Region) -> &'static [Self] {
        match region {
            Region::Mainland => &[Self::ResidentId],
            Region::HongKongMacaoTaiwan => {
                &[Self::HongKongMacaoPermit, Self::TaiwanPermit, Self::HongKongMacaoTaiwanResidence]
            }
        }
    }

    /// The name under which the kind is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::ResidentId => "resident_id",
            Self::HongKongMacaoPermit => "hong_kong_macao_permit",
            Self::TaiwanPermit => "taiwan_permit",
            Self::HongKongMacaoTaiwanResidence => "hong_kong_macao_taiwan_residence",
            Self::ForeignPermanentResidence => "foreign_permanent_residence",
        }
    }

    /// The kind stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether the embedded engine reads this card; the others are checked by a person.
    pub fn is_machine_readable(self) -> bool {
        self == Self::ResidentId
    }
}

/// Why a document number is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NumberProblem {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// A first-generation number of fifteen digits; those cards are no longer valid.
    #[error("fifteen digits")]
    FifteenDigits,
    /// Not as many characters as this kind has.
    #[error("wrong length")]
    Length,
    /// A character that this kind does not have in this place.
    #[error("wrong character")]
    Characters,
    /// The first six digits are no area of this kind of document.
    #[error("wrong area")]
    Area,
    /// Digits 7 to 14 are no date of the calendar, or a date nobody applying was born on.
    #[error("wrong birth date")]
    BirthDate,
    /// The last character does not fit the seventeen before it: a digit was mistyped.
    #[error("wrong check character")]
    CheckCharacter,
    /// A right number, but of another kind of document than was chosen.
    #[error("a number of another kind of document")]
    OtherKind(DocumentKind),
}

/// A document number that fits its kind, in the one spelling that is stored and compared.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DocumentNumber {
    kind: DocumentKind,
    text: String,
}

impl DocumentNumber {
    /// Reads what somebody typed: full-width characters, spaces, hyphens and lower case are taken as meant.
    pub fn parse(kind: DocumentKind, typed: &str) -> Result<Self, NumberProblem> {
        let text = normalise(typed);
        if text.is_empty() {
            return Err(NumberProblem::Empty);
        }
        check(kind, &text).map_err(|problem| match kind_of(&text) {
            Some(other) => NumberProblem::OtherKind(other),
            None => problem,
        })?;
        Ok(Self { kind, text })
    }

    /// Reads a number of whichever kind it is. The problem is told as of a resident number, which nearly everybody has.
    pub fn of_any_kind(typed: &str) -> Result<Self, NumberProblem> {
        let text = any_number(typed)?;
        let kind = kind_of(&text).ok_or(NumberProblem::Length)?;
        Ok(Self { kind, text })
    }

    /// The kind of document.
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// The number itself. For the owner's eyes, encryption and comparison; never for a log or a URL.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// What identifies the person behind the number: a permit's last two digits only count its issues.
    pub fn identity_key(&self) -> &str {
        match self.kind {
            DocumentKind::HongKongMacaoPermit => self.text.get(..9).unwrap_or(&self.text),
            DocumentKind::ResidentId
            | DocumentKind::TaiwanPermit
            | DocumentKind::HongKongMacaoTaiwanResidence
            | DocumentKind::ForeignPermanentResidence => &self.text,
        }
    }

    /// What the number says of its holder's sex; permits and foreigners' old numbers say nothing.
    pub fn sex(&self) -> Option<Sex> {
        match self.kind {
            DocumentKind::ResidentId => IdNumber::parse(&self.text).ok().map(|number| number.sex()),
            DocumentKind::HongKongMacaoTaiwanResidence => {
                let digit = self.text.as_bytes().get(16)?;
                Some(if digit % 2 == 1 { Sex::Male } else { Sex::Female })
            }
            DocumentKind::HongKongMacaoPermit
            | DocumentKind::TaiwanPermit
            | DocumentKind::ForeignPermanentResidence => None,
        }
    }

    /// The number as others may see it: `790***********0028`.
    pub fn masked(&self) -> String {
        mask(&self.text)
    }

    /// The number in groups that the eye can hold: `790101 19950615 0028`.
    pub fn grouped(&self) -> String {
        match (self.text.get(..6), self.text.get(6..14), self.text.get(14..)) {
            (Some(area), Some(birth), Some(tail)) if self.text.len() == 18 => {
                format!("{area} {birth} {tail}")
            }
            _ => self.text.clone(),
        }
    }
}

impl fmt::Debug for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentNumber({:?}, ***)", self.kind)
    }
}

/// A number of any kind, normalised, for who is not asked for the kind. The problem is told as of a resident number, which
/// nearly everybody has.
pub fn any_number(typed: &str) -> Result<String, NumberProblem> {
    let text = normalise(typed);
    match kind_of(&text) {
        Some(_) => Ok(text),
        None if text.is_empty() => Err(NumberProblem::Empty),
        None => Err(check(DocumentKind::ResidentId, &text).err().unwrap_or(NumberProblem::Length)),
    }
}

/// The kind that a normalised number is of, if any. No number fits two kinds.
fn kind_of(text: &str) -> Option<DocumentKind> {
    DocumentKind::ALL.into_iter().find(|kind| check(*kind, text).is_ok())
}

/// Whether a normalised number fits a kind.
fn check(kind: DocumentKind, text: &str) -> Result<(), NumberProblem> {
    match kind {
        DocumentKind::ResidentId => IdNumber::parse(text).map(drop),
        DocumentKind::HongKongMacaoTaiwanResidence => resident::check_residence_card(text),
        DocumentKind::HongKongMacaoPermit => check_hong_kong_macao_permit(text),
        DocumentKind::TaiwanPermit => check_digits(text, 8),
        DocumentKind::ForeignPermanentResidence => check_foreign_permanent(text),
    }
}

/// Full-width to half-width, spaces and hyphens dropped, letters in upper case.
pub fn normalise(typed: &str) -> String {
    typed
        .chars()
        .filter_map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
            other => Some(other),
        })
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{200B}' | '\u{FEFF}' | '\u{2013}'))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Three characters, stars, four characters; short numbers show only their last two.
pub fn mask(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    let (head, tail) = if chars.len() > 10 { (3, 4) } else { (0, chars.len().min(2)) };
    chars
        .iter()
        .enumerate()
        .map(|(i, c)| if i < head || i >= chars.len() - tail { *c } else { '*' })
        .collect()
}

fn check_digits(text: &str, length: usize) -> Result<(), NumberProblem> {
    if text.chars().count() != length {
        return Err(NumberProblem::Length);
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberProblem::Characters);
    }
    Ok(())
}

fn check_hong_kong_macao_permit(text: &str) -> Result<(), NumberProblem> {
    let Some(digits) = text.strip_prefix(['H', 'M']) else { return Err(NumberProblem::Characters) };
    if digits.len() == 10 { check_digits(digits, 10) } else { check_digits(digits, 8) }
}

fn check_foreign_permanent(text: &str) -> Result<(), NumberProblem> {
    match text.chars().count() {
        18 if text.starts_with('9') => resident::check_built_like_resident(text),
        18 => Err(NumberProblem::Area),
        15 => {
            let (letters, digits) = text.split_at_checked(3).ok_or(NumberProblem::Characters)?;
            if !letters.bytes().all(|b| b.is_ascii_uppercase()) {
                return Err(NumberProblem::Characters);
            }
            check_digits(digits, 12)
        }
        _ => Err(NumberProblem::Length),
    }
}

#[cfg(test)]
mod tests;
