//! An exam of which nothing but the name is known yet.

use super::{Exam, Fee, Notice, Places, Rules, Status, WindowName, Windows};
use crate::id::ExamId;
use crate::instant::{Instant, Window};
use crate::money::Fen;

/// A window that nobody has set.
const UNSET: Window = Window { start: Instant::from_millis(0), end: Instant::from_millis(0) };

/// Years that a term may be in: what is typed as a year and is none of them is a slip.
const YEARS: std::ops::RangeInclusive<i32> = 2_000..=2_099;

impl Exam {
    /// A draft that has a name and nothing else.
    pub fn blank(id: ExamId, title: String) -> Self {
        Self {
            id,
            status: Status::Draft,
            title,
            windows: Windows {
                register: UNSET,
                edit: UNSET,
                pay: UNSET,
                review: UNSET,
                ticket: UNSET,
                score: UNSET,
            },
            subjects: Vec::new(),
            sites: Vec::new(),
            fee: Fee { amount: Fen(0), item: String::new(), payee: String::new(), link: String::new() },
            notice: Notice { version: 1, text: String::new() },
            places: Places::default(),
            rules: Rules::default(),
            is_test: false,
        }
    }

    /// `2027年上半年学士学位外语考试`, of a year, a half of it and a name; nothing when the year is none.
    pub fn title_of(year: &str, second_half: bool, name: &str) -> Option<String> {
        let year: i32 = year.trim().parse().ok().filter(|year| YEARS.contains(year))?;
        let half = if second_half { "下半年" } else { "上半年" };
        Some([&year.to_string(), "年", half, name.trim()].concat())
    }
}

impl Windows {
    /// Those that nobody has set yet, in the order of a term.
    pub fn not_set(&self) -> Vec<WindowName> {
        use WindowName::{Edit, Pay, Register, Review, Score, Ticket};
        let all = [Register, Edit, Pay, Review, Ticket, Score];
        all.into_iter().filter(|name| self.named(*name) == UNSET).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::ExamProblem;
    use super::*;

    #[test]
    fn f2_a_new_exam_names_everything_that_is_missing() {
        let id = ExamId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
        let exam = Exam::blank(id, "2027年上半年学位外语考试".into());
        let mut missing = vec![
            ExamProblem::NoSubjects,
            ExamProblem::NoNotice,
            ExamProblem::NoAmount,
            ExamProblem::NoItem,
            ExamProblem::BadPaymentCode,
        ];
        missing.extend(exam.windows.not_set().into_iter().map(ExamProblem::NotAMoment));
        assert_eq!((exam.windows.not_set().len(), exam.unfit()), (6, missing));
    }

    #[test]
    fn f2_a_term_is_a_year_and_a_half() {
        assert_eq!(
            Exam::title_of(" 2027 ", false, " 学位外语考试").as_deref(),
            Some("2027年上半年学位外语考试")
        );
        assert_eq!(Exam::title_of("2026", true, "").as_deref(), Some("2026年下半年"));
        for slip in ["", "26", "二〇二七", "20270"] {
            assert_eq!(Exam::title_of(slip, true, "学位外语考试"), None, "{slip}");
        }
    }
}
