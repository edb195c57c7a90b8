//! Lists that the office keeps: 考生类型 and 专业 (B1), what a line of a file sent to one can be wrong in, and why an act on a
//! list or a roster is refused.

use serde::{Deserialize, Serialize};

use crate::exam::{Exam, MajorRule};

/// A list that candidates choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// 考生类型
    CandidateType,
    /// 专业
    Major,
}

impl List {
    /// Both, in the order of the page.
    pub const ALL: [Self; 2] = [Self::CandidateType, Self::Major];

    /// The name under which it is stored, and by which addresses call it.
    pub fn code(self) -> &'static str {
        match self {
            Self::CandidateType => "candidate_type",
            Self::Major => "major",
        }
    }

    /// The list stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.code() == code)
    }
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// As candidates read it.
    pub name: String,
    /// Of a major that studies a language: the code of the subject that it may not sit (C8).
    pub language: Option<String>,
    /// Offered no more; it stays where it was chosen.
    pub retired: bool,
}

/// Characters of a name, at most.
pub const MOST_NAME: usize = 40;

/// A name as it is kept: spaces around it go, and runs of them inside become one.
pub fn name(typed: &str) -> Result<String, ListRefusal> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=MOST_NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name) } else { Err(ListRefusal::Name) }
}

impl Exam {
    /// 外语专业 may not sit its own language: where the exam itself says nothing of this major, its entry in the list does.
    pub fn bar_own_language(&mut self, major: &str, language: &str) {
        if self.rules.majors.iter().any(|rule| rule.major == major) || self.subject(language).is_none() {
            return;
        }
        let others = self.subjects.iter().map(|subject| subject.code.clone());
        let only = others.filter(|code| code != language).collect();
        self.rules.majors.push(MajorRule { major: major.to_owned(), only });
    }
}

/// Why a line of a file acts on nothing. A code: never what stands in the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineProblem {
    /// A cell is empty that must not be.
    Missing,
    /// A cell is part of merged ones.
    Merged,
    /// A long number whose last digits the spreadsheet has thrown away.
    DigitsLost,
    /// The spreadsheet has made a date of the cell.
    Date,
    /// The cell computes its value.
    Formula,
    /// The cell holds something else than it should, or too much of it.
    Unreadable,
    /// The same stands in an earlier line.
    Duplicate,
    /// The last character of the document number does not fit the others.
    CheckCharacter,
    /// No document number.
    Number,
    /// No name that somebody could have.
    Name,
    /// Neither eligible nor ineligible.
    Verdict,
    /// Ineligible, and no word why.
    ReasonMissing,
    /// No year in which somebody could have graduated.
    Year,
    /// No subject of this name.
    Language,
}

/// Why the office's act on a list or a roster is refused, as a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListRefusal {
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
    /// No line below the head.
    Empty,
    /// Columns that must be there and are not.
    ColumnsMissing(Vec<String>),
    /// Lines have problems, and nobody has said to leave them out.
    LinesLeft,
    /// A name is missing or too long.
    Name,
    /// Another entry has this name.
    Taken,
    /// No subject of this code.
    Language,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::SubjectBar;
    use crate::exam::tests::an_exam;

    #[test]
    fn b1_a_name_is_kept_without_the_spaces_around_it() {
        assert_eq!(name(" 电气工程  及其自动化 "), Ok("电气工程 及其自动化".to_owned()));
        for typed in ["", "  ", &"长".repeat(41), "a\u{0}b"] {
            assert_eq!(name(typed), Err(ListRefusal::Name), "{typed:?}");
        }
    }

    #[test]
    fn b1_every_list_comes_back_from_its_code() {
        assert!(List::ALL.iter().all(|list| List::from_code(list.code()) == Some(*list)));
        assert_eq!(List::from_code("site"), None);
    }

    #[test]
    fn c8_a_language_major_of_the_list_is_not_offered_its_own_language() {
        let bar = |exam: &Exam, code: &str| {
            let offer = exam.offer(Some("日语"), None);
            offer.subjects.into_iter().find(|subject| subject.code == code).unwrap().bar
        };
        let mut exam = an_exam();
        assert_eq!(bar(&exam, "ja"), None, "the control: nobody has said that it is one");
        exam.bar_own_language("日语", "ja");
        assert_eq!((bar(&exam, "ja"), bar(&exam, "en")), (Some(SubjectBar::Major), None));
        // What the exam says goes before what the list says.
        let mut own = an_exam();
        own.rules.majors.push(MajorRule { major: "日语".into(), only: vec!["ja".into()] });
        own.bar_own_language("日语", "ja");
        assert_eq!((bar(&own, "ja"), bar(&own, "en")), (None, Some(SubjectBar::Major)));
        // A language that is not sat bars nothing.
        let mut other = an_exam();
        other.bar_own_language("日语", "fr");
        assert!(other.rules.majors.is_empty());
    }
}
