//! Which groups a school's ticket numbers have, in which order, and how wide each is: a school's setting, written in one
//! line as the provincial offices write it: `院校5 考点1 年份2 学期1 科目1 考场3 座位2`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::numbering::{NumberProblem, Part, TicketNumber, USUAL_PARTS};

/// The groups, fifteen digits together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(Part, u8)>", into = "Vec<(Part, u8)>")]
pub struct Pattern(Vec<(Part, u8)>);

/// A line that is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the groups of a ticket number")]
pub struct NotAPattern;

impl Pattern {
    /// Groups under which no two seats of a site can have one number.
    pub fn new(parts: Vec<(Part, u8)>) -> Result<Self, NumberProblem> {
        let digits: u32 = parts.iter().map(|(_, width)| u32::from(*width)).sum();
        if digits as usize != TicketNumber::DIGITS {
            return Err(NumberProblem::NotFifteen(digits));
        }
        let count = |wanted: Part| parts.iter().filter(|(part, width)| *part == wanted && *width > 0).count();
        if let Some((part, _)) = parts.iter().find(|(part, _)| count(*part) != 1) {
            return Err(NumberProblem::PartTwice(*part));
        }
        let needed = [Part::Subject, Part::Room, Part::Seat];
        match needed.into_iter().find(|part| count(*part) == 0) {
            Some(part) => Err(NumberProblem::PartMissing(part)),
            None => Ok(Self(parts)),
        }
    }

    /// Reads a line: groups with their digits, between them spaces, commas or nothing.
    pub fn parse(line: &str) -> Result<Self, NotAPattern> {
        let line = crate::document::normalise(line);
        let mut rest = line.as_str();
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let (part, word) =
                WORDS.into_iter().find(|(_, word)| rest.starts_with(word)).ok_or(NotAPattern)?;
            let after = rest.get(word.len()..).unwrap_or_default();
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            let (digits, next) = after.split_at_checked(end).ok_or(NotAPattern)?;
            parts.push((part, digits.parse().map_err(|_| NotAPattern)?));
            rest = next.trim_start_matches([' ', ',', '，', '、', '-']);
        }
        Self::new(parts).map_err(|_| NotAPattern)
    }

    /// The groups in their order, each with its digits.
    pub fn parts(&self) -> &[(Part, u8)] {
        &self.0
    }
}

/// What each group is called.
const WORDS: [(Part, &str); 7] = [
    (Part::School, "院校"),
    (Part::Site, "考点"),
    (Part::Year, "年份"),
    (Part::Term, "学期"),
    (Part::Subject, "科目"),
    (Part::Room, "考场"),
    (Part::Seat, "座位"),
];

impl Default for Pattern {
    fn default() -> Self {
        Self(USUAL_PARTS.to_vec())
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (part, width)) in self.0.iter().enumerate() {
            let word = WORDS.iter().find(|(other, _)| other == part).map_or("", |(_, word)| word);
            let space = if at == 0 { "" } else { " " };
            write!(f, "{space}{word}{width}")?;
        }
        Ok(())
    }
}

impl TryFrom<Vec<(Part, u8)>> for Pattern {
    type Error = NumberProblem;

    fn try_from(parts: Vec<(Part, u8)>) -> Result<Self, NumberProblem> {
        Self::new(parts)
    }
}

impl From<Pattern> for Vec<(Part, u8)> {
    fn from(pattern: Pattern) -> Self {
        pattern.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e3_the_usual_pattern_is_written_in_a_line_and_read_again() {
        let usual = Pattern::default();
        assert_eq!(usual.to_string(), "院校5 考点1 年份2 学期1 科目1 考场3 座位2");
        assert_eq!(Pattern::parse(&usual.to_string()), Ok(usual.clone()));
        assert_eq!(Pattern::parse("院校５，考点1、年份2 学期1-科目1考场3座位2"), Ok(usual));
        let other = Pattern::parse("年份4 院校5 科目1 考场3 座位2").unwrap();
        assert_eq!(other.parts()[0], (Part::Year, 4));
    }

    #[test]
    fn e3_a_pattern_that_is_not_fifteen_digits_or_gives_two_seats_one_number_is_refused() {
        for line in [
            "",
            "院校5",
            "院校5 考点1 年份2 学期1 科目1 考场3 座位3",
            "院校5 考点1 年份2 学期1 考场4 座位2",
            "院校5 考点1 年份2 学期1 科目1 考场2 考场1 座位2",
            "院校7 考点1 年份2 学期0 科目0 考场3 座位2",
            "学校5 考点1 年份2 学期1 科目1 考场3 座位2",
            "院校 考点1 年份2 学期1 科目1 考场3 座位2",
            "院校999 考点1 年份2 学期1 科目1 考场3 座位2",
        ] {
            assert_eq!(Pattern::parse(line), Err(NotAPattern), "{line}");
        }
    }
}
