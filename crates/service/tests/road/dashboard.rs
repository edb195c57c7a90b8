//! 数据总览: what is counted, and for whom.

use domain::id::ExamId;
use domain::staff::{Grant, Role, Scope, SiteCode};
use service::dashboard::{self, Numbers};
use service::staff::account;
use service::{Error, Operator, Staff};

use crate::desk::Colleague;
use crate::school::{School, number};

async fn give(school: &School, to: &Colleague, grant: &Grant) {
    let shell = Operator::at_the_command_line();
    account::grant(&school.cx, shell.confirmed(&school.cx).unwrap(), &to.id, grant).await.unwrap();
}

async fn seen_by(school: &School, staff: &Staff, exam: &ExamId) -> Result<Numbers, Error> {
    let found = dashboard::load(&school.cx, &staff.clone().into(), Some(exam)).await?;
    Ok(found.chosen.expect("the numbers of the exam"))
}

#[tokio::test]
async fn f9_the_dashboard_counts_states_days_steps_and_what_waits_longest() {
    let school = School::open().await;
    let officer = school.colleague("wang.fang", "exam_officer").await;
    let exam = school.open_exam().await;
    let (_, _, since) =
        (school.submitted("张三", 1).await, school.complete("李四", &number(2)).await, school.cx.now());
    let numbers = seen_by(&school, &officer.staff, &exam.id).await.unwrap();
    assert_eq!(numbers.states, [("submitted".to_owned(), 1)]);
    assert_eq!(numbers.reached, [1, 1, 1, 1, 1, 1, 0], "李四 has begun nothing");
    assert_eq!(numbers.days.len(), 14);
    let (_, begun, handed_in) = numbers.days.last().unwrap();
    assert_eq!((*begun, *handed_in), (1, 1), "today stands last");
    assert!(numbers.days.iter().rev().skip(1).all(|(_, begun, handed_in)| (*begun, *handed_in) == (0, 0)));
    assert_eq!(numbers.subjects.iter().map(|(_, many)| many).sum::<i64>(), 1);
    let waits = numbers.oldest[0].expect("a proof waits");
    assert!(waits <= since && numbers.oldest[1].is_none() && numbers.oldest[2].is_none());
    let missing = ExamId::try_from("exm_01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned()).unwrap();
    assert!(matches!(seen_by(&school, &officer.staff, &missing).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn f9_whoever_sees_a_part_of_the_school_sees_the_numbers_of_that_part() {
    let school = School::open().await;
    let officer = school.colleague("wang.fang", "").await;
    let exam = school.open_exam().await;
    school.submitted("张三", 1).await;
    assert!(
        matches!(seen_by(&school, &officer.staff, &exam.id).await, Err(Error::Forbidden)),
        "no role at all"
    );
    let site = Scope { exam: Some(exam.id.clone()), site: Some(SiteCode::parse("9").unwrap()) };
    give(&school, &officer, &Grant::new(Role::ExamOfficer, site).unwrap()).await;
    let elsewhere = seen_by(&school, &officer.staff, &exam.id).await;
    let nothing = |numbers: &Numbers| {
        numbers.states.is_empty() && numbers.reached == [0; 7] && numbers.oldest[0].is_none()
    };
    assert!(
        elsewhere.as_ref().map_or_else(|error| matches!(error, Error::NotFound), nothing),
        "another site's"
    );
    let own = Scope { exam: Some(exam.id.clone()), site: None };
    give(&school, &officer, &Grant::new(Role::ExamOfficer, own).unwrap()).await;
    let numbers = seen_by(&school, &officer.staff, &exam.id).await.unwrap();
    assert!(!nothing(&numbers), "the control");
    assert!(numbers.failures.is_empty() && numbers.oldest[2].is_none(), "identities belong to no exam");
}
