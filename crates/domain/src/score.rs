//! 成绩: what a file says of a ticket, what is kept of it, and what its owner sees (E10). Whoever was absent has no mark,
//! which is not a mark of 0.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::instant::Instant;

/// A mark in tenths of a point, 0 to 1,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Mark(u16);

/// More than a hundred points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no mark")]
pub struct NotAMark;

impl Mark {
    /// A hundred points, the most there are.
    pub const FULL: Self = Self(1_000);

    /// What somebody typed: `86`, `86.5`. Nothing else, and nothing above a hundred.
    pub fn parse(typed: &str) -> Result<Self, NotAMark> {
        let typed = typed.trim();
        let (whole, rest) = typed.split_once('.').unwrap_or((typed, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // A spreadsheet writes 86.50 and 86.0 for what was typed as 86.5 and 86.
        let (tenth, zeros) = rest.split_at_checked(1).ok_or(NotAMark)?;
        if !digits(whole) || whole.len() > 3 || !digits(tenth) || zeros.bytes().any(|byte| byte != b'0') {
            return Err(NotAMark);
        }
        let points: u16 = whole.parse().map_err(|_| NotAMark)?;
        let tenths: u16 = tenth.parse().map_err(|_| NotAMark)?;
        Self::try_from(points * 10 + tenths)
    }

    /// Tenths of a point.
    pub fn tenths(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Mark {
    type Error = NotAMark;

    fn try_from(tenths: u16) -> Result<Self, NotAMark> {
        if tenths <= Self::FULL.0 { Ok(Self(tenths)) } else { Err(NotAMark) }
    }
}

impl From<Mark> for u16 {
    fn from(mark: Mark) -> Self {
        mark.0
    }
}

impl fmt::Display for Mark {
    /// `86.5`, `86`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (points, tenths) = (self.0 / 10, self.0 % 10);
        if tenths == 0 { write!(f, "{points}") } else { write!(f, "{points}.{tenths}") }
    }
}

/// How somebody has sat the exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 分数
    Marked(Mark),
    /// 缺考
    Absent,
    /// 违纪: the mark is void.
    Violation,
}

impl Outcome {
    /// What a file says: a mark, or one of the words that schools write.
    pub fn parse(typed: &str) -> Result<Self, NotAMark> {
        match typed.trim() {
            "缺考" | "缺" => Ok(Self::Absent),
            "违纪" | "作弊" | "舞弊" => Ok(Self::Violation),
            mark => Mark::parse(mark).map(Self::Marked),
        }
    }

    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Marked(_) => "marked",
            Self::Absent => "absent",
            Self::Violation => "violation",
        }
    }

    /// The mark, where there is one.
    pub fn mark(self) -> Option<Mark> {
        match self {
            Self::Marked(mark) => Some(mark),
            Self::Absent | Self::Violation => None,
        }
    }

    /// What was stored.
    pub fn from_code(code: &str, mark: Option<Mark>) -> Option<Self> {
        match (code, mark) {
            ("marked", Some(mark)) => Some(Self::Marked(mark)),
            ("absent", None) => Some(Self::Absent),
            ("violation", None) => Some(Self::Violation),
            _ => None,
        }
    }

    /// Whether it reaches the pass line.
    pub fn passes(self, line: Mark) -> bool {
        self.mark().is_some_and(|mark| mark >= line)
    }
}

/// Who sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreState {
    /// 已导入: staff alone.
    Imported,
    /// 已公布: its owner, too.
    Published,
    /// 已撤回: staff alone, again.
    Withdrawn,
}

impl ScoreState {
    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// What was stored.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Imported, Self::Published, Self::Withdrawn].into_iter().find(|state| state.code() == code)
    }
}

/// How a 复查申请 ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recheck {
    /// It waits for an answer.
    Waiting {
        /// Since when.
        since: Instant,
    },
    /// 维持原成绩
    Kept {
        /// When.
        at: Instant,
    },
    /// 已更正: the corrected mark comes by an import.
    Corrected {
        /// When.
        at: Instant,
    },
}

/// Why a row of a file of scores acts on nobody. A code: never what stands in the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowProblem {
    /// A cell is empty that must not be.
    Missing,
    /// A cell is part of merged ones.
    Merged,
    /// A long number whose last digits the spreadsheet has thrown away.
    DigitsLost,
    /// The cell holds something else than it should.
    Unreadable,
    /// The same ticket number stands in an earlier row.
    Duplicate,
    /// Nobody in this exam has the ticket number.
    UnknownTicket,
    /// The name is not that of the ticket's owner.
    NameDiffers,
    /// Neither a mark nor 缺考 nor 违纪.
    NotAMark,
}

/// Why the office's act on scores is refused, as a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreRefusal {
    /// No file was chosen.
    NoFile,
    /// The file is larger than is taken, or unpacks to more.
    TooLarge,
    /// It contains macros.
    Macros,
    /// An old .xls, or protected by a password.
    OldOrLocked,
    /// No table, or one that is damaged.
    NotATable,
    /// No row below the head.
    Empty,
    /// Columns that must be there and are not.
    ColumnsMissing(Vec<String>),
    /// Rows have problems, and nobody has said to leave them out.
    RowsLeft,
    /// The pass line is no mark.
    PassLine,
    /// Nothing to publish or withdraw.
    Nothing,
    /// A reason is missing or too long.
    Reason,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e10_marks_are_read_as_files_write_them() {
        for (typed, tenths) in
            [("86", 860), (" 86.5 ", 865), ("0", 0), ("100", 1_000), ("86.50", 865), ("60.0", 600)]
        {
            assert_eq!(Mark::parse(typed).map(Mark::tenths), Ok(tenths), "{typed}");
        }
        for typed in ["", "100.1", "101", "-1", "86.55", "86.", ".5", "8６", "1e2", "缺考", "9999999999"] {
            assert_eq!(Mark::parse(typed), Err(NotAMark), "{typed}");
        }
    }

    #[test]
    fn e10_a_mark_is_written_as_it_was_read() {
        for text in ["0", "59.9", "60", "100"] {
            assert_eq!(Mark::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn e10_whoever_was_absent_has_no_mark_and_does_not_pass() {
        let line = Mark::parse("0").unwrap();
        assert_eq!(Outcome::parse("缺考"), Ok(Outcome::Absent));
        assert_eq!(Outcome::parse(" 违纪"), Ok(Outcome::Violation));
        assert!(Outcome::parse("0").unwrap().passes(line));
        assert!(!Outcome::Absent.passes(line) && !Outcome::Violation.passes(line));
        assert_eq!(Outcome::parse("未考"), Err(NotAMark));
    }

    #[test]
    fn e10_what_is_stored_is_read_again() {
        let marked = Outcome::parse("59.9").unwrap();
        for outcome in [marked, Outcome::Absent, Outcome::Violation] {
            assert_eq!(Outcome::from_code(outcome.code(), outcome.mark()), Some(outcome));
        }
        assert_eq!(Outcome::from_code("absent", marked.mark()), None, "absent is not a mark");
        assert_eq!(Outcome::from_code("marked", None), None);
        for state in [ScoreState::Imported, ScoreState::Published, ScoreState::Withdrawn] {
            assert_eq!(ScoreState::from_code(state.code()), Some(state));
        }
    }
}
