//! 准考证号: fifteen digits that say where somebody sits, by a rule that a school can change.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Fifteen digits. Printed on doors and lists, so no secret; yet it leads to a person, so never in a log or a URL.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketNumber(String);

/// Text that is no ticket number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not fifteen digits")]
pub struct NotANumber;

impl TicketNumber {
    /// Digits.
    pub const DIGITS: usize = 15;

    /// Reads what somebody typed; spaces and hyphens between the groups are taken as meant.
    pub fn parse(typed: &str) -> Result<Self, NotANumber> {
        let text = crate::document::normalise(typed);
        let fits = text.len() == Self::DIGITS && text.bytes().all(|digit| digit.is_ascii_digit());
        if fits { Ok(Self(text)) } else { Err(NotANumber) }
    }

    /// The digits.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Groups of three, for people: `790 101 262 100 105`.
    pub fn grouped(&self) -> String {
        let digits: Vec<char> = self.0.chars().collect();
        digits.chunks(3).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Debug for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketNumber(***)")
    }
}

impl TryFrom<String> for TicketNumber {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        Self::parse(&text)
    }
}

impl From<TicketNumber> for String {
    fn from(number: TicketNumber) -> Self {
        number.0
    }
}

/// What a group of digits stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The school's code.
    School,
    /// 考点
    Site,
    /// Last digits of the year.
    Year,
    /// 上半年 1, 下半年 2
    Term,
    /// 科目
    Subject,
    /// 考场
    Room,
    /// 座位
    Seat,
}

/// The rule of an exam's ticket numbers, with what is the same on all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Numbering(Written);

/// A rule as it is stored, before anybody checked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The groups in their order, each with its digits.
    pub parts: Vec<(Part, u8)>,
    /// The school's code.
    pub school: u32,
    /// Calendar year; its last digits are taken.
    pub year: u16,
    /// 1 or 2.
    pub term: u8,
    /// The digit of each subject's code.
    pub subjects: BTreeMap<String, u16>,
    /// The digit of each site's code.
    pub sites: BTreeMap<String, u16>,
}

/// Why a rule is refused, or gives no number for a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NumberProblem {
    /// The groups do not add up to fifteen digits.
    #[error("the groups add up to {0} digits")]
    NotFifteen(u32),
    /// A group stands twice.
    #[error("a group stands twice")]
    PartTwice(Part),
    /// Without subject, room or seat (or the site, where there are several) two candidates would have one number.
    #[error("a group is missing")]
    PartMissing(Part),
    /// Two subjects or two sites have the same digit.
    #[error("two codes have one digit")]
    SameDigit(Part),
    /// The value needs more digits than its group has.
    #[error("a value does not fit its group")]
    TooWide(Part),
    /// A subject or site that the rule has no digit for.
    #[error("no digit is set for a code")]
    Unknown(Part),
}

/// The habit of provincial offices: school 5, site 1, year 2, term 1, subject 1, room 3, seat 2.
pub const USUAL_PARTS: [(Part, u8); 7] = [
    (Part::School, 5),
    (Part::Site, 1),
    (Part::Year, 2),
    (Part::Term, 1),
    (Part::Subject, 1),
    (Part::Room, 3),
    (Part::Seat, 2),
];

impl Numbering {
    /// A rule under which no two seats can have one number.
    pub fn new(written: Written) -> Result<Self, NumberProblem> {
        let digits: u32 = written.parts.iter().map(|(_, width)| u32::from(*width)).sum();
        if digits as usize != TicketNumber::DIGITS {
            return Err(NumberProblem::NotFifteen(digits));
        }
        let count = |wanted: Part| written.parts.iter().filter(|(part, _)| *part == wanted).count();
        if let Some((part, _)) = written.parts.iter().find(|(part, _)| count(*part) > 1) {
            return Err(NumberProblem::PartTwice(*part));
        }
        let needed = [Part::Subject, Part::Room, Part::Seat].into_iter();
        let needed = needed.chain((written.sites.len() > 1).then_some(Part::Site));
        if let Some(part) = needed.into_iter().find(|part| count(*part) == 0) {
            return Err(NumberProblem::PartMissing(part));
        }
        for (part, digits) in [(Part::Subject, &written.subjects), (Part::Site, &written.sites)] {
            let mut values: Vec<_> = digits.values().collect();
            values.sort();
            if values.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(NumberProblem::SameDigit(part));
            }
        }
        Ok(Self(written))
    }

    /// The number of a seat. Of one exam no two seats get the same.
    pub fn number(
        &self,
        site: &str,
        subject: &str,
        room: u16,
        seat: u16,
    ) -> Result<TicketNumber, NumberProblem> {
        let rule = &self.0;
        let of = |digits: &BTreeMap<String, u16>, code, part| {
            digits.get(code).copied().map(u32::from).ok_or(NumberProblem::Unknown(part))
        };
        let mut text = String::with_capacity(TicketNumber::DIGITS);
        for (part, width) in &rule.parts {
            let width = usize::from(*width);
            let value = match part {
                Part::School => rule.school,
                Part::Site => of(&rule.sites, site, Part::Site)?,
                Part::Year => u32::from(rule.year) % 10_u32.saturating_pow(u32::try_from(width).unwrap_or(9)),
                Part::Term => u32::from(rule.term),
                Part::Subject => of(&rule.subjects, subject, Part::Subject)?,
                Part::Room => u32::from(room),
                Part::Seat => u32::from(seat),
            };
            let digits = format!("{value:0width$}");
            if digits.len() != width {
                return Err(NumberProblem::TooWide(*part));
            }
            text.push_str(&digits);
        }
        Ok(TicketNumber(text))
    }
}

impl TryFrom<Written> for Numbering {
    type Error = NumberProblem;

    fn try_from(written: Written) -> Result<Self, NumberProblem> {
        Self::new(written)
    }
}

impl From<Numbering> for Written {
    fn from(numbering: Numbering) -> Self {
        numbering.0
    }
}
