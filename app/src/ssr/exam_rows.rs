//! What the forms of an exam say, read: rows of subjects and sites, rules, the fee. Nothing here knows of the wire.

use domain::document::DocumentKind;
use domain::exam::{Exam, ExamProblem, Fee, MajorRule, PaymentOrder, Places, Site, Subject};
use domain::money::Fen;
use domain::registration::ThesisGrade;

use crate::admin::api::{EntrySent, FeeSent, MajorSent, RulesSent};

/// Most places that anybody means.
const MOST_PLACES: i64 = 1_000_000;
/// Years after graduation, at most.
const MOST_YEARS: u16 = 50;

fn read_capacity(typed: &str) -> Result<Option<i64>, Vec<ExamProblem>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let number = typed.parse().ok().filter(|number| (0..=MOST_PLACES).contains(number));
    number.map(Some).ok_or_else(|| vec![ExamProblem::BadNumber(typed.to_owned())])
}

/// The rows that stay, in the order that was typed; those without a number come last.
fn in_order(sent: &[EntrySent]) -> Result<Vec<&EntrySent>, Vec<ExamProblem>> {
    let mut rows = Vec::new();
    for row in sent {
        let texts = [&row.code, &row.name, &row.address, &row.capacity];
        if row.gone || texts.iter().all(|text| text.trim().is_empty()) {
            continue;
        }
        let place = match row.place.trim() {
            "" => i64::MAX,
            typed => typed.parse().map_err(|_| vec![ExamProblem::BadNumber(typed.to_owned())])?,
        };
        rows.push((place, row));
    }
    rows.sort_by_key(|(place, _)| *place);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// The subjects of an exam as they were typed, and the places of the whole exam.
pub fn read_subjects(exam: &mut Exam, capacity: &str, sent: &[EntrySent]) -> Result<(), Vec<ExamProblem>> {
    let mut subjects = Vec::new();
    for row in in_order(sent)? {
        let code = row.code.trim().to_owned();
        let taken = exam.subject(&code).map_or(0, |subject| subject.places.taken);
        let places = Places { capacity: read_capacity(&row.capacity)?, taken };
        subjects.push(Subject { code, name: row.name.trim().to_owned(), places });
    }
    exam.places.capacity = read_capacity(capacity)?;
    exam.subjects = subjects;
    let subjects = &exam.subjects;
    for rule in &mut exam.rules.majors {
        rule.only.retain(|code| subjects.iter().any(|subject| subject.code == *code));
    }
    Ok(())
}

/// The sites of an exam as they were typed.
pub fn read_sites(exam: &mut Exam, sent: &[EntrySent]) -> Result<(), Vec<ExamProblem>> {
    let mut sites = Vec::new();
    for row in in_order(sent)? {
        let code = row.code.trim().to_owned();
        let taken = exam.site(&code).map_or(0, |site| site.places.taken);
        let places = Places { capacity: read_capacity(&row.capacity)?, taken };
        let (name, address) = (row.name.trim().to_owned(), row.address.trim().to_owned());
        sites.push(Site { code, name, address, places });
    }
    exam.sites = sites;
    Ok(())
}

/// Who may register, and whether one pays first.
pub fn read_rules(exam: &mut Exam, sent: &RulesSent) -> Result<(), Vec<ExamProblem>> {
    let years = match sent.years.trim() {
        "" => None,
        typed => {
            let years = typed.parse().ok().filter(|years| (1..=MOST_YEARS).contains(years));
            Some(years.ok_or_else(|| vec![ExamProblem::BadYears])?)
        }
    };
    let rules = &mut exam.rules;
    rules.documents = sent.documents.iter().filter_map(|code| DocumentKind::from_code(code)).collect();
    rules.years_since_graduation = years;
    rules.thesis_at_least = ThesisGrade::from_code(&sent.thesis).unwrap_or(rules.thesis_at_least);
    rules.allows_pending_identity = sent.pending;
    rules.order = PaymentOrder::from_code(&sent.order).unwrap_or(rules.order);
    Ok(())
}

/// Which majors may choose what; a rule without a major, or without a subject, is none.
pub fn read_majors(sent: &[MajorSent]) -> Vec<MajorRule> {
    let kept = sent.iter().filter(|row| !row.gone && !row.major.trim().is_empty());
    kept.map(|row| MajorRule { major: row.major.trim().to_owned(), only: row.only.clone() }).collect()
}

/// What is paid, for what, and by which link.
pub fn read_fee(sent: &FeeSent) -> Result<Fee, Vec<ExamProblem>> {
    let text = |typed: &str| typed.trim().to_owned();
    let link = text(&sent.link);
    let mut problems = Vec::new();
    let amount = Fen::parse_yuan(&sent.amount);
    if amount.is_none() {
        problems.push(ExamProblem::BadAmount);
    }
    if !link.is_empty() && !Fee::fits_code(&link) {
        problems.push(ExamProblem::BadPaymentCode);
    }
    match amount {
        Some(amount) if problems.is_empty() => {
            Ok(Fee { amount, item: text(&sent.item), payee: text(&sent.payee), link })
        }
        _ => Err(problems),
    }
}

#[cfg(test)]
mod tests {
    use domain::id::ExamId;

    use super::*;

    fn exam() -> Exam {
        let id = ExamId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
        let mut exam = Exam::blank(id, "学位外语考试".into());
        exam.subjects = [("en", "英语", 3), ("ja", "日语", 0)]
            .map(|(code, name, taken)| Subject {
                code: code.into(),
                name: name.into(),
                places: Places { capacity: None, taken },
            })
            .into();
        exam
    }

    fn row(code: &str, name: &str, capacity: &str, place: &str) -> EntrySent {
        EntrySent {
            code: code.into(),
            name: name.into(),
            capacity: capacity.into(),
            place: place.into(),
            ..EntrySent::default()
        }
    }

    #[test]
    fn f2_subjects_are_renamed_ordered_added_and_removed_in_one_form() {
        let mut exam = exam();
        exam.rules.majors = vec![MajorRule { major: "英语".into(), only: vec!["ja".into(), "ru".into()] }];
        let gone = EntrySent { gone: true, ..row("ja", "日语", "", "2") };
        let sent =
            [row("en", " 大学英语 ", "40", "2"), gone, row("ru", "俄语", "", "1"), EntrySent::default()];
        read_subjects(&mut exam, "100", &sent).unwrap();
        let names: Vec<_> = exam.subjects.iter().map(|subject| subject.name.as_str()).collect();
        assert_eq!(names, ["俄语", "大学英语"]);
        assert_eq!(exam.subjects[1].places, Places { capacity: Some(40), taken: 3 }, "what is taken stays");
        assert_eq!(exam.places.capacity, Some(100));
        assert_eq!(exam.rules.majors[0].only, ["ru"], "a subject that went is in no rule");
    }

    #[test]
    fn f2_a_capacity_that_is_no_number_is_told() {
        let bad = |text: &str| vec![ExamProblem::BadNumber(text.to_owned())];
        for text in ["-1", "1.5", "many", "1000001"] {
            assert_eq!(read_subjects(&mut exam(), "", &[row("en", "英语", text, "")]), Err(bad(text)));
            assert_eq!(read_subjects(&mut exam(), text, &[]), Err(bad(text)));
        }
        assert_eq!(read_sites(&mut exam(), &[row("1", "主校区", "", "first")]), Err(bad("first")));
    }

    #[test]
    fn c8_rules_are_read_as_they_were_typed() {
        let mut exam = exam();
        let sent = RulesSent {
            documents: vec!["resident_id".into(), "passport of mars".into()],
            years: " 2 ".into(),
            thesis: "good".into(),
            pending: false,
            order: "review_first".into(),
        };
        read_rules(&mut exam, &sent).unwrap();
        assert_eq!(exam.rules.documents, [DocumentKind::ResidentId]);
        assert_eq!(exam.rules.years_since_graduation, Some(2));
        assert_eq!(exam.rules.thesis_at_least, ThesisGrade::Good);
        assert!(!exam.rules.allows_pending_identity);
        assert_eq!(exam.rules.order, PaymentOrder::ReviewFirst);
        for years in ["0", "51", "two", "-1"] {
            let sent = RulesSent { years: years.into(), ..sent.clone() };
            assert_eq!(read_rules(&mut exam, &sent), Err(vec![ExamProblem::BadYears]), "{years}");
        }
        let sent = RulesSent { years: String::new(), ..sent };
        read_rules(&mut exam, &sent).unwrap();
        assert_eq!(exam.rules.years_since_graduation, None);
    }

    #[test]
    fn f2_every_problem_of_the_fee_comes_at_once() {
        let sent = FeeSent { amount: "1,5".into(), link: "two words".into(), ..FeeSent::default() };
        assert_eq!(read_fee(&sent), Err(vec![ExamProblem::BadAmount, ExamProblem::BadPaymentCode]));
        let sent = FeeSent { amount: "99.5".into(), ..FeeSent::default() };
        assert_eq!(read_fee(&sent).unwrap().amount, Fen(9_950), "a draft may lack the link");
    }
}
