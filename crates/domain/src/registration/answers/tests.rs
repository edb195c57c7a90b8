use super::*;
use crate::exam::tests::{an_exam, an_exam_at_two_sites};
use crate::exam::{Exam, MajorRule, Places};

fn form(subject: &str, enrolment: &str, thesis: &str) -> AnswersForm {
    AnswersForm {
        subject: subject.into(),
        site: String::new(),
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

/// What comes of choosing this site.
fn at(exam: &Exam, site: &str) -> Result<Option<String>, FieldProblems> {
    let form = AnswersForm { site: site.into(), ..form("en", "enrolled", "") };
    form.check(&exam.offer(None, None), Some("函授"), Some("会计学")).map(|answers| answers.site)
}

#[test]
fn c8_among_several_sites_one_is_chosen() {
    let exam = an_exam_at_two_sites();
    let problem = |site| at(&exam, site).unwrap_err().of(Field::Site);
    assert_eq!(problem(""), Some(Problem::Missing));
    assert_eq!(problem("9"), Some(Problem::NotOffered));
    assert_eq!(at(&exam, "2"), Ok(Some("2".into())));
}

#[test]
fn c8_a_full_site_is_refused_with_that_reason() {
    let mut exam = an_exam_at_two_sites();
    exam.sites[1].places = Places { capacity: Some(0), taken: 0 };
    assert_eq!(at(&exam, "2").unwrap_err().of(Field::Site), Some(Problem::SiteFull));
    assert_eq!(at(&exam, "1"), Ok(Some("1".into())));
}

#[test]
fn c8_nobody_is_asked_for_the_only_site_or_for_none() {
    let mut exam = an_exam_at_two_sites();
    exam.sites.truncate(1);
    for sent in ["", "2"] {
        assert_eq!(at(&exam, sent), Ok(Some("1".into())), "{sent}");
    }
    exam.sites.clear();
    assert_eq!(at(&exam, "2"), Ok(None));
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
    let elsewhere = Answers { site: Some("2".into()), ..before.clone() };
    assert_eq!(before.differences(&elsewhere), [Changed::Site]);
}

#[test]
fn answers_go_back_into_the_form_they_came_from() {
    let sent = form("en", "graduated", "good");
    assert_eq!(AnswersForm::from(&checked(&sent).unwrap()), sent);
    let sent = AnswersForm { site: "2".into(), ..sent };
    let offer = an_exam_at_two_sites().offer(None, None);
    let answers = sent.check(&offer, Some("函授"), Some("会计学")).unwrap();
    assert_eq!(AnswersForm::from(&answers), sent);
}
