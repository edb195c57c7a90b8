//! Another document number: one officer proposes, a second one decides.

use domain::id::{AccountId, NumberChangeId};
use domain::identity::Identity;
use domain::person_desk::PersonRefusal;
use service::number_change::{Proposed, decide, list, propose};
use service::{Candidate, Error, Operator, Refused, audit, people};
use store::invariant::{RULES, judge};

use crate::code::refused;
use crate::school::{PASSWORD, School, number};
use crate::seating::desk;

/// A technical admin who proposes, and a second person who may decide.
async fn two(school: &School) -> (Operator, Operator) {
    let one = school.colleague("chen.jing", "technical_admin").await;
    let other = school.colleague("zhao.min", "exam_officer").await;
    (one.staff.into(), other.staff.into())
}

async fn says(school: &School, by: &Operator, who: &AccountId, number: &str) -> Result<(), Error> {
    let form = Proposed { reason: "mistyped", compared: true, kind: "resident_id", number };
    propose(&school.cx, by.confirmed(&school.cx)?, who, form).await
}

async fn waits(school: &School, by: &Operator) -> NumberChangeId {
    let waiting = list(&school.cx, by).await.unwrap();
    waiting.first().expect("a number that waits").change.id.clone()
}

async fn decides(school: &School, by: &Operator, id: &NumberChangeId, approve: bool) -> Result<(), Error> {
    decide(&school.cx, by.confirmed(&school.cx)?, id, approve).await
}

fn person<T>(outcome: Result<T, Error>) -> PersonRefusal {
    match refused(outcome) {
        Refused::Person(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn identity_of(school: &School, who: &Candidate) -> Identity {
    service::identity::state(&school.cx, who).await.unwrap()
}

#[tokio::test]
async fn a5_a_number_moves_with_its_sign_in_its_search_and_its_identity() {
    let school = School::open().await;
    let (one, other) = two(&school).await;
    let (who, _) = school.submitted("张三", 1).await;
    assert!(identity_of(&school, &who).await.is_passed());
    let session = school.sign_in(&number(1), PASSWORD).await.unwrap();
    says(&school, &one, who.id(), &number(9)).await.unwrap();
    assert!(school.who(&session).await.is_some(), "nothing has changed yet");
    let id = waits(&school, &other).await;
    decides(&school, &other, &id, true).await.unwrap();
    decides(&school, &other, &id, true).await.unwrap();
    assert!(matches!(decides(&school, &other, &id, false).await, Err(Error::Stale)));
    assert!(school.who(&session).await.is_none(), "every session has ended");
    assert_eq!(refused(school.sign_in(&number(1), PASSWORD).await), Refused::SignIn);
    assert!(school.sign_in(&number(9), PASSWORD).await.is_ok());
    assert_eq!(identity_of(&school, &who).await, Identity::None);
    let found =
        async |text: String| people::search(&school.cx, &desk(), &text, None).await.unwrap().lines.len();
    assert_eq!((found(number(1)).await, found(number(9)).await), (0, 1));
    assert_eq!(found(number(9)[14..].to_owned()).await, 1);
    let told = school.messages().await;
    assert!(told[0].1.contains("证件号已更正") && !told[0].1.contains(&number(9)), "{}", told[0].1);
    for event in ["number_change.proposed", "number_change.approved"] {
        let wanted = audit::Wanted { event: event.into(), ..audit::Wanted::default() };
        let [noted] = &audit::page(&school.store, &wanted, 2).await.unwrap()[..] else { panic!("{event}") };
        let detail = noted.detail.clone().unwrap();
        assert!(detail.starts_with("mistyped: ") && detail.contains(" → "), "{detail}");
        assert!(!detail.contains(&number(1)) && !detail.contains(&number(9)), "masked: {detail}");
    }
}

#[tokio::test]
async fn a5_whoever_proposed_a_number_never_decides_about_it() {
    let school = School::open().await;
    let (one, other) = two(&school).await;
    let who = school.candidate("张三", &number(1)).await;
    says(&school, &one, who.id(), &number(9)).await.unwrap();
    let id = waits(&school, &one).await;
    assert!(list(&school.cx, &one).await.unwrap()[0].own && !list(&school.cx, &other).await.unwrap()[0].own);
    for approve in [true, false] {
        assert_eq!(person(decides(&school, &one, &id, approve).await), PersonRefusal::OwnProposal);
    }
    assert!(school.sign_in(&number(1), PASSWORD).await.is_ok(), "the number stands");
    // The control: the second person can.
    decides(&school, &other, &id, true).await.unwrap();
    assert!(school.sign_in(&number(9), PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a5_a_number_that_is_in_use_is_refused_at_both_desks_without_telling_whose() {
    let school = School::open().await;
    let (one, other) = two(&school).await;
    let who = school.candidate("张三", &number(1)).await;
    school.candidate("李四", &number(2)).await;
    let taken = says(&school, &one, who.id(), &number(2)).await;
    assert_eq!(person(taken), PersonRefusal::NumberTaken);
    assert_eq!(person(says(&school, &one, who.id(), &number(1)).await), PersonRefusal::SameNumber);
    says(&school, &one, who.id(), &number(9)).await.unwrap();
    says(&school, &one, who.id(), &number(9)).await.unwrap();
    assert_eq!(school.said("number_change.proposed").await, 1, "asked twice, noted once");
    assert_eq!(person(says(&school, &one, who.id(), &number(8)).await), PersonRefusal::Waits);
    // Somebody signs up with it before the second person looks.
    school.candidate("王五", &number(9)).await;
    let id = waits(&school, &other).await;
    let late = decides(&school, &other, &id, true).await;
    assert_eq!(person(late), PersonRefusal::NumberTaken);
    decides(&school, &other, &id, false).await.unwrap();
    assert!(school.sign_in(&number(1), PASSWORD).await.is_ok());
    assert_eq!(school.said("number_change.declined").await, 1);
}

#[tokio::test]
async fn a5_a_proposal_names_a_reason_a_kind_and_a_number_that_can_be() {
    let school = School::open().await;
    let shell = desk();
    let who = school.candidate("张三", &number(1)).await;
    let good = number(9);
    let form = Proposed { reason: "corrected", compared: true, kind: "resident_id", number: &good };
    let says = async |form: Proposed<'_>| {
        person(propose(&school.cx, shell.confirmed(&school.cx).unwrap(), who.id(), form).await)
    };
    assert_eq!(says(Proposed { reason: "because", ..form }).await, PersonRefusal::Reason);
    assert_eq!(says(Proposed { compared: false, ..form }).await, PersonRefusal::NotCompared);
    assert_eq!(says(Proposed { kind: "foreign_permanent_residence", ..form }).await, PersonRefusal::Kind);
    assert!(matches!(says(Proposed { number: "430111", ..form }).await, PersonRefusal::Number(_)));
    let nobody: AccountId = "acc_00000000000000000000000000".parse().unwrap();
    let gone = propose(&school.cx, shell.confirmed(&school.cx).unwrap(), &nobody, form).await;
    assert!(matches!(gone, Err(Error::NotFound)));
}

#[tokio::test]
async fn a5_a_number_of_somebody_with_a_ticket_changes_and_the_ticket_rests_on_a_person() {
    let school = School::open().await;
    let (who, _) = school.approved("张三", 1).await;
    let exam = school.with_rooms().await;
    school.frozen(&exam).await;
    let (one, other) = two(&school).await;
    says(&school, &one, who.id(), &number(9)).await.unwrap();
    let id = waits(&school, &other).await;
    decides(&school, &other, &id, true).await.unwrap();
    let identity = identity_of(&school, &who).await;
    assert!(matches!(identity, Identity::PassedByPerson { .. }), "{identity:?}");
    let rule = RULES.iter().find(|rule| rule.code == "admitted-is-verified-and-paid").unwrap();
    let judged = school.store.read(async |r| judge(r, rule).await).await.unwrap();
    assert_eq!((judged.seen, judged.broken), (1, Vec::<String>::new()));
}

#[tokio::test]
async fn a5_only_who_may_proposes_and_only_who_may_decides() {
    let school = School::open().await;
    let (one, other) = two(&school).await;
    let reviewer: Operator = school.colleague("wang.fang", "reviewer").await.staff.into();
    let who = school.candidate("张三", &number(1)).await;
    for by in [&reviewer, &other] {
        assert!(matches!(says(&school, by, who.id(), &number(9)).await, Err(Error::Forbidden)));
    }
    says(&school, &one, who.id(), &number(9)).await.unwrap();
    let id = waits(&school, &other).await;
    assert!(matches!(decides(&school, &reviewer, &id, true).await, Err(Error::Forbidden)));
    assert!(matches!(list(&school.cx, &reviewer).await, Err(Error::Forbidden)));
    school.wait(601);
    assert_eq!(refused(decides(&school, &other, &id, true).await), Refused::ConfirmationExpired);
}
