//! Who may register for an exam, and for what: data of the exam, not code.

use serde::{Deserialize, Serialize};

use super::{Exam, PaymentOrder};
use crate::document::DocumentKind;
use crate::month::Month;
use crate::registration::{Place, Refusal, ThesisGrade};

/// Places of an exam, of a subject or of a site. The database counts; this is what it said when the exam was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Places {
    /// How many there are; `None` when nobody counts them.
    pub capacity: Option<i64>,
    /// How many are held or taken.
    pub taken: i64,
}

impl Places {
    /// Whether somebody could still get one.
    pub fn are_left(self) -> bool {
        self.capacity.is_none_or(|capacity| self.taken < capacity)
    }
}

/// The rules of an exam. Stored as one JSON text; what it does not name is as in [`Rules::default`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Kinds of document that it takes.
    pub documents: Vec<DocumentKind>,
    /// Majors that may not choose every subject.
    pub majors: Vec<MajorRule>,
    /// The lowest thesis grade that it takes.
    pub thesis_at_least: ThesisGrade,
    /// Years after graduation in which one may still register; `None` for ever, and then nobody is asked.
    pub years_since_graduation: Option<u16>,
    /// Whether one may go on while a person still looks at the document. Approval waits for the person either way.
    pub allows_pending_identity: bool,
    /// Whether one pays before the review or after it.
    pub order: PaymentOrder,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            // 外国人永久居留身份证 only where an exam names it.
            documents: vec![
                DocumentKind::ResidentId,
                DocumentKind::HongKongMacaoPermit,
                DocumentKind::TaiwanPermit,
                DocumentKind::HongKongMacaoTaiwanResidence,
            ],
            majors: Vec::new(),
            thesis_at_least: ThesisGrade::Medium,
            years_since_graduation: None,
            // Identity never dead-ends (B10); nobody is approved before the person has decided.
            allows_pending_identity: true,
            order: PaymentOrder::PaymentFirst,
        }
    }
}

/// 外语专业 may not sit its own language: 英语 chooses among 日语 and 俄语.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MajorRule {
    /// 考生专业
    pub major: String,
    /// Codes of the subjects that it may choose.
    pub only: Vec<String>,
}

/// Why a subject cannot be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectBar {
    /// Not for this major.
    Major,
    /// No place is left.
    Full,
}

/// A subject as the form shows it to one candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedSubject {
    /// `en`
    pub code: String,
    /// 英语
    pub name: String,
    /// Why it cannot be chosen, if it cannot.
    pub bar: Option<SubjectBar>,
}

/// A site as the form shows it to one candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedSite {
    /// `1`
    pub code: String,
    /// 主校区考点
    pub name: String,
    /// Where one goes.
    pub address: String,
    /// No place is left.
    pub full: bool,
}

/// In which months one must have graduated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraduationRule {
    /// How many years it reaches back.
    pub years: u16,
    /// The first month.
    pub earliest: Month,
    /// The last one: that in which registration ends.
    pub latest: Month,
}

/// What 报考信息 offers one candidate. The browser and the server check by the same offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Every subject, those that cannot be chosen with the reason.
    pub subjects: Vec<OfferedSubject>,
    /// Every site, the full ones too. Whoever is offered one alone is not asked for it.
    pub sites: Vec<OfferedSite>,
    /// The lowest thesis grade.
    pub thesis_at_least: ThesisGrade,
    /// Graduates are asked for the month only where a rule needs it.
    pub graduation: Option<GraduationRule>,
}

impl Exam {
    /// Refuses a kind of document that the exam does not take.
    pub fn must_take(&self, document: DocumentKind) -> Result<(), Refusal> {
        if self.rules.documents.contains(&document) { Ok(()) } else { Err(Refusal::DocumentNotTaken) }
    }

    /// Whether somebody could still get a place: of the exam, and at one of its sites.
    pub fn has_places_left(&self) -> bool {
        self.places.are_left()
            && (self.sites.is_empty() || self.sites.iter().any(|site| site.places.are_left()))
    }

    /// Refuses whoever has none yet when no place is left.
    pub fn must_have_places_left(&self) -> Result<(), Refusal> {
        if self.has_places_left() { Ok(()) } else { Err(Refusal::ExamFull) }
    }

    /// What the form offers whoever studies `major` and holds the place `held`.
    pub fn offer(&self, major: Option<&str>, held: Option<&Place>) -> Offer {
        let rule = self.rules.majors.iter().find(|rule| Some(rule.major.as_str()) == major);
        let exam_is_open = held.is_some() || self.has_places_left();
        let (subject_held, site_held) =
            (held.map(|place| place.subject.as_str()), held.and_then(|place| place.site.as_deref()));
        let bar = |subject: &super::Subject| {
            if rule.is_some_and(|rule| !rule.only.contains(&subject.code)) {
                Some(SubjectBar::Major)
            } else if subject_held == Some(subject.code.as_str())
                || (exam_is_open && subject.places.are_left())
            {
                None
            } else {
                Some(SubjectBar::Full)
            }
        };
        let subjects = self.subjects.iter().map(|subject| OfferedSubject {
            code: subject.code.clone(),
            name: subject.name.clone(),
            bar: bar(subject),
        });
        let sites = self.sites.iter().map(|site| OfferedSite {
            code: site.code.clone(),
            name: site.name.clone(),
            address: site.address.clone(),
            full: site_held != Some(site.code.as_str()) && !(exam_is_open && site.places.are_left()),
        });
        Offer {
            subjects: subjects.collect(),
            sites: sites.collect(),
            thesis_at_least: self.rules.thesis_at_least,
            graduation: self.graduation_rule(),
        }
    }

    /// The years count back from the month in which registration opens, so that nobody falls out while it runs.
    fn graduation_rule(&self) -> Option<GraduationRule> {
        let years = self.rules.years_since_graduation?;
        Some(GraduationRule {
            years,
            earliest: Month::at(self.windows.register.start).years_before(years),
            latest: Month::at(self.windows.register.end),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{an_exam, an_exam_at_two_sites};
    use super::*;

    const FULL: Places = Places { capacity: Some(1), taken: 1 };

    fn held(subject: &str, site: Option<&str>) -> Place {
        Place { subject: subject.into(), site: site.map(str::to_owned) }
    }

    fn full_sites(exam: &Exam, held: Option<&Place>) -> Vec<bool> {
        exam.offer(None, held).sites.into_iter().map(|site| site.full).collect()
    }

    fn bars(exam: &Exam, major: Option<&str>, subject: Option<&str>) -> Vec<Option<SubjectBar>> {
        let held = subject.map(|subject| held(subject, None));
        exam.offer(major, held.as_ref()).subjects.into_iter().map(|subject| subject.bar).collect()
    }

    #[test]
    fn c8_a_language_major_is_not_offered_its_own_language() {
        let mut exam = an_exam();
        exam.rules.majors = vec![MajorRule { major: "英语".into(), only: vec!["ja".into()] }];
        assert_eq!(bars(&exam, Some("英语"), None), [Some(SubjectBar::Major), None]);
        assert_eq!(bars(&exam, Some("会计学"), None), [None, None]);
        assert_eq!(bars(&exam, None, None), [None, None]);
    }

    #[test]
    fn c12_a_full_subject_is_offered_only_to_who_holds_a_place_in_it() {
        let mut exam = an_exam();
        exam.subjects[0].places = Places { capacity: Some(2), taken: 2 };
        assert_eq!(bars(&exam, None, None), [Some(SubjectBar::Full), None]);
        assert_eq!(bars(&exam, None, Some("en")), [None, None]);
    }

    #[test]
    fn c12_a_full_exam_offers_nothing_new_but_every_exchange() {
        let mut exam = an_exam();
        exam.places = Places { capacity: Some(1), taken: 1 };
        assert_eq!(bars(&exam, None, None), [Some(SubjectBar::Full), Some(SubjectBar::Full)]);
        assert_eq!(bars(&exam, None, Some("en")), [None, None]);
    }

    #[test]
    fn c12_a_full_site_is_offered_only_to_who_holds_a_place_there() {
        let mut exam = an_exam_at_two_sites();
        exam.sites[1].places = FULL;
        assert_eq!(full_sites(&exam, None), [false, true]);
        assert_eq!(full_sites(&exam, Some(&held("en", Some("1")))), [false, true]);
        assert_eq!(full_sites(&exam, Some(&held("en", Some("2")))), [false, false]);
        assert_eq!(full_sites(&exam, Some(&held("en", None))), [false, true], "from before there were sites");
        assert_eq!(bars(&exam, None, None), [None, None], "the other one has places");
    }

    #[test]
    fn c12_an_exam_whose_sites_are_full_is_full_for_who_holds_no_place() {
        let mut exam = an_exam_at_two_sites();
        exam.sites[0].places = FULL;
        assert_eq!(exam.must_have_places_left(), Ok(()), "one site has places");
        exam.sites[1].places = FULL;
        assert_eq!(exam.must_have_places_left(), Err(Refusal::ExamFull));
        assert_eq!(bars(&exam, None, None), [Some(SubjectBar::Full), Some(SubjectBar::Full)]);
        assert_eq!(bars(&exam, None, Some("en")), [None, None]);
        assert_eq!(full_sites(&exam, Some(&held("en", Some("1")))), [false, true]);
        exam.sites.clear();
        assert!(exam.has_places_left(), "an exam that names no site counts none");
    }

    #[test]
    fn c12_a_full_exam_has_no_site_with_places_but_ones_own() {
        let mut exam = an_exam_at_two_sites();
        exam.places = FULL;
        assert_eq!(full_sites(&exam, None), [true, true]);
        assert_eq!(full_sites(&exam, Some(&held("en", Some("1")))), [false, false]);
    }

    #[test]
    fn c8_a_kind_of_document_that_the_exam_does_not_name_is_refused() {
        let mut exam = an_exam();
        assert_eq!(exam.must_take(DocumentKind::TaiwanPermit), Ok(()));
        assert_eq!(exam.must_take(DocumentKind::ForeignPermanentResidence), Err(Refusal::DocumentNotTaken));
        exam.rules.documents = vec![DocumentKind::ResidentId];
        assert_eq!(exam.must_take(DocumentKind::TaiwanPermit), Err(Refusal::DocumentNotTaken));
    }

    #[test]
    fn c8_nobody_is_asked_for_a_graduation_that_no_rule_needs() {
        let mut exam = an_exam();
        assert_eq!(exam.offer(None, None).graduation, None);
        exam.rules.years_since_graduation = Some(2);
        let rule = exam.offer(None, None).graduation.unwrap();
        // The exam of the tests registers in January 1970.
        assert_eq!(
            (rule.earliest.to_string(), rule.latest.to_string()),
            ("1968-01".into(), "1970-01".into())
        );
    }
}
