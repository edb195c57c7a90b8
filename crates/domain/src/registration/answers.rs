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
    /// Code of the site; none where the exam names none.
    pub site: Option<String>,
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
    /// 考点
    Site,
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
    pub const ALL: [Self; 6] =
        [Self::Subject, Self::Site, Self::Enrolment, Self::CandidateType, Self::Major, Self::Proof];

    /// The name under which the change is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Site => "site",
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
            (Changed::Site, self.site != other.site),
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
    /// Code of a site; asked only where the exam has several.
    #[serde(default)]
    pub site: String,
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
        let site = problems.keep(Field::Site, self.check_site(offer));
        let enrolment = self.check_enrolment(offer, &mut problems);
        match (subject, site, enrolment, candidate_type, major) {
            (Some(subject), Some(site), Some(enrolment), Some(candidate_type), Some(major))
                if problems.is_empty() =>
            {
                Ok(Answers {
                    subject,
                    site,
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

    /// Where there is one site alone nobody is asked: it is theirs, and where it is full the exam is.
    fn check_site(&self, offer: &Offer) -> Result<Option<String>, Problem> {
        let site = match offer.sites.as_slice() {
            [] => None,
            [only] => Some(only),
            several => match several.iter().find(|site| site.code == self.site) {
                Some(site) if site.full => return Err(Problem::SiteFull),
                None if self.site.is_empty() => return Err(Problem::Missing),
                None => return Err(Problem::NotOffered),
                chosen => chosen,
            },
        };
        Ok(site.map(|site| site.code.clone()))
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
            site: answers.site.clone().unwrap_or_default(),
            enrolment: enrolment.into(),
            thesis: thesis.into(),
            graduation: graduation.map(|month| month.to_string()).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests;
