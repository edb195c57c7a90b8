//! 学籍: a file is looked at before it holds; whom it names as ineligible is refused before money is asked, and nobody else.

use std::time::Instant as Stopwatch;

use domain::id::{ExamId, RosterId};
use domain::list::{LineProblem, ListRefusal};
use domain::registration::{Refusal, State};
use domain::roster::Standing;
use service::claim::Item;
use service::review::sheet::{About, look};
use service::roster::{self, Roster};
use service::{Error, Operator, Refused, registration};

use crate::school::{School, number};
use crate::seating::desk;
use crate::steps::{answers, refusal};

const HEAD: &str = "证件号,姓名,是否符合,原因,专业,毕业年份";

fn file(lines: &[String]) -> Vec<u8> {
    [HEAD, &lines.join("\n")].join("\n").into_bytes()
}

fn may(sequence: u32, name: &str) -> String {
    format!("{},{name},符合,,会计学,2026", number(sequence))
}

fn may_not(sequence: u32, name: &str, why: &str) -> String {
    format!("{},{name},不符合,{why},会计学,2026", number(sequence))
}

impl School {
    async fn roster(&self, exam: &ExamId) -> Roster {
        roster::look(&self.cx, &desk(), Some(exam)).await.unwrap().chosen.unwrap()
    }

    /// A file that waits to be taken over.
    async fn roster_file(&self, exam: &ExamId, lines: &[String]) -> RosterId {
        roster::receive(&self.cx, &desk(), exam, file(lines)).await.unwrap();
        self.roster(exam).await.waits.unwrap().id
    }

    /// A file that holds.
    async fn with_roster(&self, lines: &[String]) -> ExamId {
        let exam = self.open_exam().await.id;
        let file = self.roster_file(&exam, lines).await;
        roster::take_over(&self.cx, &desk(), &exam, &file, false).await.unwrap();
        exam
    }
}

fn list_refusal(error: Error) -> ListRefusal {
    match error {
        Error::Refused(Refused::List(refusal)) => refusal,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn c9_a_roster_holds_once_it_is_taken_over_and_the_same_file_changes_nothing() {
    let school = School::open().await;
    let exam = school.open_exam().await.id;
    let lines = [may(1, "张三"), may_not(2, "李四", "学籍已注销")];
    let first = school.roster_file(&exam, &lines).await;
    let found = school.roster(&exam).await;
    let waits = found.waits.unwrap();
    assert!(found.live.is_none(), "nothing holds before it is taken over");
    assert_eq!((waits.eligible, waits.ineligible, waits.bad_lines), (1, 1, 0));
    assert_eq!((waits.differences.new, waits.differences.changed, waits.differences.gone), (2, 0, 0));
    let take = async || roster::take_over(&school.cx, &desk(), &exam, &first, false).await;
    let (a, b) = tokio::join!(take(), take());
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    assert_eq!(school.said("roster.imported").await, 1, "the second tap finds it done");

    let same = school.roster_file(&exam, &lines).await;
    assert!(school.roster(&exam).await.waits.unwrap().differences.are_none());
    roster::take_over(&school.cx, &desk(), &exam, &same, false).await.unwrap();
    let found = school.roster(&exam).await;
    assert_eq!(found.live.unwrap().id, first, "what held holds");
    assert!(found.waits.is_none());
    assert_eq!(school.said("roster.imported").await, 1);

    // One is new, of one it says something else, one is gone.
    let next = school.roster_file(&exam, &[may(2, "李四"), may(3, "王五")]).await;
    let waits = school.roster(&exam).await.waits.unwrap().differences;
    assert_eq!((waits.new, waits.changed, waits.gone), (1, 1, 1));
    let stale = roster::take_over(&school.cx, &desk(), &exam, &first, false).await.unwrap_err();
    assert!(matches!(stale, Error::Stale), "{stale}");
    for _ in 0..2 {
        roster::discard(&school.cx, &desk(), &exam, &next).await.unwrap();
    }
    let found = school.roster(&exam).await;
    assert_eq!((found.live.unwrap().id, found.waits), (first, None));
    assert_eq!(school.said("roster.file_discarded").await, 1);
}

#[tokio::test]
async fn c9_every_bad_line_is_named_by_number_and_reason_and_acts_on_nobody() {
    let school = School::open().await;
    let exam = school.open_exam().await.id;
    let wrong_check = {
        let right = number(9);
        let (head, tail) = right.split_at(17);
        format!("{head}{}", if tail == "1" { "2" } else { "1" })
    };
    let lines = [
        may(1, "张三"),
        may(1, "张三"),
        "4.30104E+17,李四,符合,,,".to_owned(),
        format!("{wrong_check},李四,符合,,,"),
        "430111950615001,李四,符合,,,".to_owned(),
        format!("{},,符合,,,", number(4)),
        format!("{},李四,待定,,,", number(5)),
        format!("{},李四,不符合,,,", number(6)),
        format!("{},李四,符合,,,46000", number(7)),
        format!("{},\"=HYPERLINK(\"\"x\"\")\",符合,,,", number(8)),
        format!("{},李4,符合,,,", number(10)),
    ];
    let file = school.roster_file(&exam, &lines).await;
    let waits = school.roster(&exam).await.waits.unwrap();
    let found: Vec<_> = waits.problems.iter().map(|bad| (bad.row, bad.problem)).collect();
    assert_eq!(
        found,
        [
            (3, LineProblem::Duplicate),
            (4, LineProblem::DigitsLost),
            (5, LineProblem::CheckCharacter),
            (6, LineProblem::Number),
            (7, LineProblem::Missing),
            (8, LineProblem::Verdict),
            (9, LineProblem::ReasonMissing),
            (10, LineProblem::Year),
            (11, LineProblem::Formula),
            (12, LineProblem::Name),
        ]
    );
    assert_eq!((waits.bad_lines, waits.eligible, waits.ineligible), (10, 1, 0));
    let refused = roster::take_over(&school.cx, &desk(), &exam, &file, false).await.unwrap_err();
    assert_eq!(list_refusal(refused), ListRefusal::LinesLeft);
    roster::take_over(&school.cx, &desk(), &exam, &file, true).await.unwrap();
    let (who, id) = school.at_answers("李四", 6).await;
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
}

#[tokio::test]
async fn c9_many_bad_lines_are_counted_and_the_first_are_listed() {
    let school = School::open().await;
    let exam = school.open_exam().await.id;
    let lines: Vec<String> = (0..300).map(|_| "1,李四,符合,,,".to_owned()).collect();
    school.roster_file(&exam, &lines).await;
    let waits = school.roster(&exam).await.waits.unwrap();
    assert_eq!((waits.bad_lines, waits.problems.len()), (300, 200));
}

#[tokio::test]
async fn c9_ineligible_is_refused_with_its_reason_before_money_is_asked() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    let page = async || registration::load_answers(&school.cx, &who, &id).await.unwrap().barred;
    assert_eq!(page().await, None, "the control: without a roster nobody is refused");
    let exam = school.with_roster(&[may_not(1, "张三", "学籍已注销")]).await;
    assert_eq!(page().await.as_deref(), Some("学籍已注销"));
    let refused = registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap_err();
    assert_eq!(refusal(refused), Refusal::Ineligible);
    assert_eq!((school.state(&who, &id).await, school.taken("en").await), (State::Draft, 0));
    // The school has corrected it.
    let file = school.roster_file(&exam, &[may(1, "张三")]).await;
    roster::take_over(&school.cx, &desk(), &exam, &file, false).await.unwrap();
    assert_eq!(page().await, None);
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::AwaitingPayment { .. }));
}

#[tokio::test]
async fn c9_unknown_and_another_name_go_to_review_and_are_shown_there() {
    let school = School::open().await;
    school.with_roster(&[may(1, "张三"), may_not(2, "李四光", "学籍已注销")]).await;
    let mut seen = Vec::new();
    for (name, sequence) in [("张三", 1), ("李四", 2), ("王五", 3)] {
        let (_, id) = school.under_review(name, sequence).await;
        let sheet = look(&school.cx, &desk(), &Item::Registration(id)).await.unwrap();
        let About::Registration { standing, .. } = sheet.about else { panic!("a registration") };
        seen.push(*standing);
    }
    assert!(matches!(&seen[0], Standing::Eligible(record) if record.major == "会计学"));
    assert!(
        matches!(&seen[1], Standing::NameDiffers(record) if record.reason == "学籍已注销"),
        "perhaps it is somebody else"
    );
    assert_eq!(seen[2], Standing::NotListed);
}

#[tokio::test]
async fn c9_an_exam_without_a_roster_is_reviewed_as_before() {
    let school = School::open().await;
    let (_, id) = school.under_review("张三", 1).await;
    let sheet = look(&school.cx, &desk(), &Item::Registration(id)).await.unwrap();
    let About::Registration { standing, .. } = sheet.about else { panic!("a registration") };
    assert_eq!(*standing, Standing::NoRoster);
}

#[tokio::test]
async fn f1_a_roster_is_taken_in_by_whoever_may_and_seen_by_whoever_may_see() {
    let school = School::open().await;
    let exam = school.open_exam().await.id;
    let auditor: Operator = school.colleague("li.na", "auditor").await.staff.clone().into();
    let reviewer: Operator = school.colleague("wang.fang", "reviewer").await.staff.clone().into();
    let refused = roster::receive(&school.cx, &auditor, &exam, file(&[may(1, "张三")])).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let waits = school.roster_file(&exam, &[may(1, "张三")]).await;
    for who in [&auditor, &reviewer] {
        let refused = roster::take_over(&school.cx, who, &exam, &waits, false).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
        let refused = roster::discard(&school.cx, who, &exam, &waits).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
    assert!(roster::look(&school.cx, &auditor, Some(&exam)).await.is_ok(), "the control: it may be seen");
    assert!(matches!(roster::look(&school.cx, &reviewer, Some(&exam)).await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn b1_fifty_thousand_lines_hold_in_under_ten_seconds() {
    let school = School::open().await;
    let exam = school.open_exam().await.id;
    let digits = |n: u32| format!("4301111995{:02}{:02}{:03}", 1 + n / 28_000, 1 + n / 1_000 % 28, n % 1_000);
    let line = |n: u32| {
        let digits = digits(n);
        let check = domain::document::IdNumber::check_character(&digits).unwrap();
        format!("{digits}{check},张三,符合,,会计学,2026")
    };
    let lines: Vec<String> = (0..50_000).map(line).collect();
    let begun = Stopwatch::now();
    let first = school.roster_file(&exam, &lines).await;
    roster::take_over(&school.cx, &desk(), &exam, &first, false).await.unwrap();
    let took = begun.elapsed();
    assert_eq!(school.roster(&exam).await.live.unwrap().eligible, 50_000);
    assert!(took.as_secs() < 10, "{took:?}");
    // The next one takes its place, and nothing is left of the first.
    let next = school.roster_file(&exam, &[may(1, "张三")]).await;
    assert_eq!(school.roster(&exam).await.waits.unwrap().differences.gone, 50_000);
    roster::take_over(&school.cx, &desk(), &exam, &next, false).await.unwrap();
    assert!(!school.store.write(async |tx| store::roster::sweep(tx, &exam).await).await.unwrap());
}
