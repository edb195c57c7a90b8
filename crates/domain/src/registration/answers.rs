//! 报考信息: what a candidate chooses, and the rules on it.

use serde::{Deserialize, Serialize};

use crate::exam::{GraduationRule, Offer, SubjectBar};
use crate::form::{Field, FieldProblems, Problem};
use crate::month::Month;

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
    /// 已毕业
    Graduated {
        /// Grade of the thesis.
        thesis: ThesisGrade,
        /// When, where a rule asks for it.
        on: Option<Month>,
    },
}

/// 报考信息, checked. 考生类型 and 考生专业 are those of the profile at that moment: a profile that changes later
/// changes no registration by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Code of the subject.
    pub subject: String,
    /// 在籍 / 已毕业
    pub enrolment: Enrolment,
    /// 考生类型
    pub candidate_type: String,
    /// 考生专业
    pub major: String,
}

/// What its owner has changed since a person last looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// 考试科目
    Subject,
    /// 在籍 / 已毕业, with what belongs to it.
    Enrolment,
    /// 考生类型
    CandidateType,
    /// 考生专业
    Major,
    /// 订单详情截图
    Proof,
}

impl Changed {
    /// Every kind of change.
    pub const ALL: [Self; 5] =
        [Self::Subject, Self::Enrolment, Self::CandidateType, Self::Major, Self::Proof];

    /// The name under which the change is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Enrolment => "enrolment",
            Self::CandidateType => "candidate_type",
            Self::Major => "major",
            Self::Proof => "proof",
        }
    }

    /// The change stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|changed| changed.code() == code)
    }
}

impl Answers {
    /// Which fields differ.
    pub fn differences(&self, other: &Self) -> Vec<Changed> {
        let fields = [
            (Changed::Subject, self.subject != other.subject),
            (Changed::Enrolment, self.enrolment != other.enrolment),
            (Changed::CandidateType, self.candidate_type != other.candidate_type),
            (Changed::Major, self.major != other.major),
        ];
        fields.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect()
    }
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
    /// Month of the graduation; asked only of graduates, and only where a rule needs it.
    #[serde(default)]
    pub graduation: String,
}

impl AnswersForm {
    /// Every problem at once, in the order of the page. 考生类型 and 考生专业 come from the profile.
    pub fn check(
        &self,
        offer: &Offer,
        candidate_type: Option<&str>,
        major: Option<&str>,
    ) -> Result<Answers, FieldProblems> {
        let mut problems = FieldProblems::default();
        let candidate_type = problems.keep(Field::CandidateType, candidate_type.ok_or(Problem::Missing));
        let major = problems.keep(Field::Major, major.ok_or(Problem::Missing));
        let subject = problems.keep(Field::Subject, self.check_subject(offer));
        let enrolment = self.check_enrolment(offer, &mut problems);
        match (subject, enrolment, candidate_type, major) {
            (Some(subject), Some(enrolment), Some(candidate_type), Some(major)) if problems.is_empty() => {
                Ok(Answers {
                    subject,
                    enrolment,
                    candidate_type: candidate_type.to_owned(),
                    major: major.to_owned(),
                })
            }
            _ => Err(problems),
        }
    }

    fn check_subject(&self, offer: &Offer) -> Result<String, Problem> {
        match offer.subjects.iter().find(|subject| subject.code == self.subject) {
            Some(subject) => match subject.bar {
                None => Ok(subject.code.clone()),
                Some(SubjectBar::Major) => Err(Problem::SubjectNotForMajor),
                Some(SubjectBar::Full) => Err(Problem::SubjectFull),
            },
            None if self.subject.is_empty() => Err(Problem::Missing),
            None => Err(Problem::NotOffered),
        }
    }

    fn check_enrolment(&self, offer: &Offer, problems: &mut FieldProblems) -> Option<Enrolment> {
        match self.enrolment.as_str() {
            "enrolled" => Some(Enrolment::Enrolled),
            "graduated" => {
                let thesis = problems.keep(Field::Thesis, self.check_thesis(offer.thesis_at_least));
                let on = match offer.graduation {
                    None => Some(None),
                    Some(rule) => problems.keep(Field::Graduation, self.check_graduation(rule)).map(Some),
                };
                Some(Enrolment::Graduated { thesis: thesis?, on: on? })
            }
            _ => problems.keep(Field::Enrolment, Err(Problem::Missing)),
        }
    }

    fn check_thesis(&self, at_least: ThesisGrade) -> Result<ThesisGrade, Problem> {
        match ThesisGrade::from_code(&self.thesis) {
            Some(grade) if grade < at_least => Err(Problem::ThesisTooLow { at_least }),
            Some(grade) => Ok(grade),
            None => Err(Problem::Missing),
        }
    }

    fn check_graduation(&self, rule: GraduationRule) -> Result<Month, Problem> {
        if self.graduation.trim().is_empty() {
            return Err(Problem::Missing);
        }
        let month = Month::parse(&self.graduation).map_err(|_| Problem::NotAMonth)?;
        if month > rule.latest {
            Err(Problem::NotYetGraduated)
        } else if month < rule.earliest {
            Err(Problem::GraduatedTooLongAgo { years: rule.years })
        } else {
            Ok(month)
        }
    }
}

impl From<&Answers> for AnswersForm {
    fn from(answers: &Answers) -> Self {
        let (enrolment, thesis, graduation) = match answers.enrolment {
            Enrolment::Enrolled => ("enrolled", "", None),
            Enrolment::Graduated { thesis, on } => ("graduated", thesis.code(), on),
        };
        Self {
            subject: answers.subject.clone(),
            enrolment: enrolment.into(),
            thesis: thesis.into(),
            graduation: graduation.map(|month| month.to_string()).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::MajorRule;
    use crate::exam::tests::an_exam;

    fn form(subject: &str, enrolment: &str, thesis: &str) -> AnswersForm {
        AnswersForm {
            subject: subject.into(),
            enrolment: enrolment.into(),
            thesis: thesis.into(),
            graduation: String::new(),
        }
    }

    fn checked(form: &AnswersForm) -> Result<Answers, FieldProblems> {
        form.check(&an_exam().offer(Some("会计学"), None), Some("函授"), Some("会计学"))
    }

    #[test]
    fn c7_a_thesis_below_medium_is_refused_with_the_reason() {
        let problems = checked(&form("en", "graduated", "below")).unwrap_err();
        let at_least = ThesisGrade::Medium;
        assert_eq!(problems.of(Field::Thesis), Some(Problem::ThesisTooLow { at_least }));
    }

    #[test]
    fn c7_graduates_name_their_grade_and_others_do_not() {
        let problems = checked(&form("en", "graduated", "")).unwrap_err();
        assert_eq!(problems.of(Field::Thesis), Some(Problem::Missing));
        assert!(checked(&form("en", "enrolled", "")).is_ok());
        for grade in ["medium", "good", "excellent"] {
            assert!(checked(&form("en", "graduated", grade)).is_ok());
        }
    }

    #[test]
    fn c7_a_subject_that_the_exam_does_not_hold_is_refused() {
        let problems = checked(&form("xx", "", "")).unwrap_err();
        assert_eq!(problems.of(Field::Subject), Some(Problem::NotOffered));
        assert_eq!(problems.of(Field::Enrolment), Some(Problem::Missing));
    }

    #[test]
    fn c7_an_incomplete_profile_is_named_beside_the_other_problems() {
        let problems = form("", "enrolled", "").check(&an_exam().offer(None, None), None, None).unwrap_err();
        for field in [Field::CandidateType, Field::Major, Field::Subject] {
            assert_eq!(problems.of(field), Some(Problem::Missing), "{field:?}");
        }
    }

    #[test]
    fn c8_a_subject_that_is_not_for_the_major_is_refused_with_that_reason() {
        let mut exam = an_exam();
        exam.rules.majors = vec![MajorRule { major: "英语".into(), only: vec!["ja".into()] }];
        let check = |subject: &str| {
            form(subject, "enrolled", "").check(&exam.offer(Some("英语"), None), Some("函授"), Some("英语"))
        };
        assert_eq!(check("en").unwrap_err().of(Field::Subject), Some(Problem::SubjectNotForMajor));
        assert!(check("ja").is_ok());
    }

    #[test]
    fn c8_the_lowest_thesis_grade_is_the_exams_own() {
        let mut exam = an_exam();
        exam.rules.thesis_at_least = ThesisGrade::Good;
        let offer = exam.offer(None, None);
        let check = |grade: &str| form("en", "graduated", grade).check(&offer, Some("函授"), Some("会计学"));
        let at_least = ThesisGrade::Good;
        assert_eq!(check("medium").unwrap_err().of(Field::Thesis), Some(Problem::ThesisTooLow { at_least }));
        assert!(check("good").is_ok());
    }

    #[test]
    fn c8_years_since_graduation_count_from_the_opening_of_registration() {
        let mut exam = an_exam();
        exam.rules.years_since_graduation = Some(2);
        let offer = exam.offer(None, None);
        let check = |month: &str| {
            let form = AnswersForm { graduation: month.into(), ..form("en", "graduated", "good") };
            form.check(&offer, Some("函授"), Some("会计学"))
        };
        let problem = |month| check(month).unwrap_err().of(Field::Graduation);
        assert_eq!(problem(""), Some(Problem::Missing));
        assert_eq!(problem("去年"), Some(Problem::NotAMonth));
        assert_eq!(problem("1967-12"), Some(Problem::GraduatedTooLongAgo { years: 2 }));
        assert_eq!(problem("1970-02"), Some(Problem::NotYetGraduated));
        for month in ["1968-01", "1970-01"] {
            let Enrolment::Graduated { on, .. } = check(month).unwrap().enrolment else { panic!("{month}") };
            assert_eq!(on.map(|on| on.to_string()).as_deref(), Some(month));
        }
        assert!(form("en", "enrolled", "").check(&offer, Some("函授"), Some("会计学")).is_ok());
    }

    #[test]
    fn c14_only_the_fields_that_differ_are_named() {
        let before = checked(&form("en", "graduated", "good")).unwrap();
        let after = checked(&form("ja", "graduated", "good")).unwrap();
        assert_eq!(before.differences(&after), [Changed::Subject]);
        assert_eq!(before.differences(&before), []);
        let moved = Answers { major: "英语".into(), enrolment: Enrolment::Enrolled, ..before.clone() };
        assert_eq!(before.differences(&moved), [Changed::Enrolment, Changed::Major]);
    }

    #[test]
    fn answers_go_back_into_the_form_they_came_from() {
        let sent = form("en", "graduated", "good");
        assert_eq!(AnswersForm::from(&checked(&sent).unwrap()), sent);
    }
}
