//! 报考信息: what a candidate chooses, and the rules on it.

use serde::{Deserialize, Serialize};

use crate::exam::{Exam, Subject};
use crate::form::{Field, FieldProblems, Problem};

/// 论文等级
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThesisGrade {
    /// 中以下, which no exam takes so far.
    Below,
    /// 中
    Medium,
    /// 良
    Good,
    /// 优
    Excellent,
}

impl ThesisGrade {
    /// Every grade, the best first, as the form offers them.
    pub const ALL: [Self; 4] = [Self::Excellent, Self::Good, Self::Medium, Self::Below];

    /// The name under which the grade is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Medium => "medium",
            Self::Good => "good",
            Self::Excellent => "excellent",
        }
    }

    /// The grade stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.code() == code)
    }
}

/// 在籍 / 已毕业
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enrolment {
    /// 在籍
    Enrolled,
    /// 已毕业, with the grade of the thesis.
    Graduated(ThesisGrade),
}

/// 报考信息, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Code of the subject.
    pub subject: String,
    /// 在籍 / 已毕业
    pub enrolment: Enrolment,
}

/// 报考信息 as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AnswersForm {
    /// Code of a subject.
    #[serde(default)]
    pub subject: String,
    /// `enrolled` or `graduated`.
    #[serde(default)]
    pub enrolment: String,
    /// Code of a [`ThesisGrade`]; asked only of graduates.
    #[serde(default)]
    pub thesis: String,
}

impl AnswersForm {
    /// Every problem at once, in the order of the form.
    pub fn check(&self, exam: &Exam) -> Result<Answers, FieldProblems> {
        self.check_among(&exam.subjects)
    }

    /// The same for whoever knows only the exam's subjects, as the browser does.
    pub fn check_among(&self, subjects: &[Subject]) -> Result<Answers, FieldProblems> {
        let mut problems = FieldProblems::default();
        let subject = problems.keep(Field::Subject, self.check_subject(subjects));
        let enrolment = match self.enrolment.as_str() {
            "enrolled" => Some(Enrolment::Enrolled),
            "graduated" => problems.keep(Field::Thesis, self.check_thesis()).map(Enrolment::Graduated),
            _ => problems.keep(Field::Enrolment, Err(Problem::Missing)),
        };
        match (subject, enrolment) {
            (Some(subject), Some(enrolment)) => Ok(Answers { subject, enrolment }),
            _ => Err(problems),
        }
    }

    fn check_subject(&self, subjects: &[Subject]) -> Result<String, Problem> {
        match subjects.iter().find(|subject| subject.code == self.subject) {
            Some(subject) => Ok(subject.code.clone()),
            None if self.subject.is_empty() => Err(Problem::Missing),
            None => Err(Problem::NotOffered),
        }
    }

    fn check_thesis(&self) -> Result<ThesisGrade, Problem> {
        match ThesisGrade::from_code(&self.thesis) {
            Some(ThesisGrade::Below) => Err(Problem::ThesisTooLow),
            Some(grade) => Ok(grade),
            None => Err(Problem::Missing),
        }
    }
}

impl From<&Answers> for AnswersForm {
    fn from(answers: &Answers) -> Self {
        let (enrolment, thesis) = match answers.enrolment {
            Enrolment::Enrolled => ("enrolled", ""),
            Enrolment::Graduated(grade) => ("graduated", grade.code()),
        };
        Self { subject: answers.subject.clone(), enrolment: enrolment.into(), thesis: thesis.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::tests::an_exam;

    fn form(subject: &str, enrolment: &str, thesis: &str) -> AnswersForm {
        AnswersForm { subject: subject.into(), enrolment: enrolment.into(), thesis: thesis.into() }
    }

    #[test]
    fn c7_a_thesis_below_medium_is_refused_with_the_reason() {
        let problems = form("en", "graduated", "below").check(&an_exam()).unwrap_err();
        assert_eq!(problems.of(Field::Thesis), Some(Problem::ThesisTooLow));
    }

    #[test]
    fn c7_graduates_name_their_grade_and_others_do_not() {
        let problems = form("en", "graduated", "").check(&an_exam()).unwrap_err();
        assert_eq!(problems.of(Field::Thesis), Some(Problem::Missing));
        assert!(form("en", "enrolled", "").check(&an_exam()).is_ok());
        for grade in ["medium", "good", "excellent"] {
            assert!(form("en", "graduated", grade).check(&an_exam()).is_ok());
        }
    }

    #[test]
    fn c7_a_subject_that_the_exam_does_not_hold_is_refused() {
        let problems = form("xx", "", "").check(&an_exam()).unwrap_err();
        assert_eq!(problems.of(Field::Subject), Some(Problem::NotOffered));
        assert_eq!(problems.of(Field::Enrolment), Some(Problem::Missing));
    }

    #[test]
    fn answers_go_back_into_the_form_they_came_from() {
        let sent = form("en", "graduated", "good");
        assert_eq!(AnswersForm::from(&sent.check(&an_exam()).unwrap()), sent);
    }
}
