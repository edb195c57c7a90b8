//! 人工核验: asked for, needed, decided.

use domain::card::{CardProblem, Side};
use domain::form::{Field, PhotoProblem, Problem};
use domain::id::AccountId;
use domain::identity::{CHECK_BUDGET, Decision, Finding, Identity, PictureState, Refusal};
use service::{Candidate, Error, Operator, Refused, identity};
use specimen::head::Person;

use crate::school::{School, card, number, wall};

/// Hands in two pictures that are no card, and lets the machine refuse them.
async fn refused_once(school: &School, who: &Candidate, seed: u32) {
    identity::give_consent(&school.cx, who, true).await.unwrap();
    hand_in(school, who, seed).await;
    identity::start_check(&school.cx, who).await.unwrap();
    school.work().await;
    let found = identity::state(&school.cx, who).await.unwrap();
    assert!(matches!(found, Identity::Failed { .. }), "{found:?}");
}

async fn hand_in(school: &School, who: &Candidate, seed: u32) {
    identity::receive_photo(&school.cx, who, Side::Front, wall(2 * seed)).await.unwrap();
    identity::receive_photo(&school.cx, who, Side::Back, wall(2 * seed + 1)).await.unwrap();
}

fn rule(error: Error) -> Refusal {
    match error {
        Error::Refused(Refused::Identity(refusal)) => refusal,
        other => panic!("{other}"),
    }
}

fn staff() -> Operator {
    Operator::at_the_command_line()
}

/// The texts of all messages, the newest first.
async fn messages(school: &School) -> Vec<String> {
    school.work().await;
    service::demo::messages(&school.cx).await.unwrap().into_iter().map(|(_, text, _)| text).collect()
}

async fn version(school: &School, account: &AccountId) -> i64 {
    let waiting = identity::desk::list_waiting(&school.cx, &staff()).await.unwrap();
    waiting.into_iter().find(|line| line.account == *account).expect("in the queue").version
}

#[tokio::test]
async fn b10_attempts_are_counted_and_the_sixth_of_a_day_is_refused() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    for tried in 0..CHECK_BUDGET {
        let page = identity::load(&school.cx, &who).await.unwrap();
        assert_eq!(page.attempts.left, CHECK_BUDGET - tried);
        refused_once(&school, &who, u32::try_from(tried).unwrap()).await;
        school.wait(60);
    }
    hand_in(&school, &who, 9).await;
    let refused = identity::start_check(&school.cx, &who).await.unwrap_err();
    assert_eq!(rule(refused), Refusal::ChecksUsedUp);
    school.wait(24 * 3_600);
    identity::start_check(&school.cx, &who).await.unwrap();
}

#[tokio::test]
async fn b10_after_the_budget_a_person_is_one_tap_away() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    for tried in 0..CHECK_BUDGET {
        refused_once(&school, &who, u32::try_from(tried).unwrap()).await;
    }
    identity::ask_for_person(&school.cx, &who).await.unwrap();
    let found = identity::state(&school.cx, &who).await.unwrap();
    assert!(found.may_go_on(true) && !found.may_go_on(false), "{found:?}");
}

#[tokio::test]
async fn b10_the_same_picture_is_refused_also_when_it_was_compressed_anew() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    refused_once(&school, &who, 1).await;
    let again = identity::receive_photo(&school.cx, &who, Side::Front, wall(2)).await.unwrap_err();
    let compressed = {
        let picture = image::load_from_memory(&wall(2)).unwrap().to_rgb8();
        specimen::jpeg(&image::imageops::thumbnail(&picture, 512, 384), 60)
    };
    let smaller = identity::receive_photo(&school.cx, &who, Side::Front, compressed).await.unwrap_err();
    for refused in [again, smaller] {
        let Error::Refused(Refused::Fields(problems)) = refused else { panic!("{refused}") };
        assert_eq!(problems.of(Field::Front), Some(Problem::Photo(PhotoProblem::SameAgain)));
    }
    // Another picture is taken, and so is this one on the other side, where it was not refused.
    identity::receive_photo(&school.cx, &who, Side::Front, wall(77)).await.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Back, wall(2)).await.unwrap();
}

#[tokio::test]
async fn b10_a_refused_picture_has_to_be_replaced_before_the_next_check() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    refused_once(&school, &who, 1).await;
    let page = identity::load(&school.cx, &who).await.unwrap();
    assert_eq!(page.pictures, [PictureState::Refused; 2]);
    let refused = identity::start_check(&school.cx, &who).await.unwrap_err();
    let Error::Refused(Refused::Fields(problems)) = refused else { panic!("{refused}") };
    assert_eq!(problems.of(Field::Front), Some(Problem::Photo(PhotoProblem::SameAgain)));
}

#[tokio::test]
async fn b10_only_the_side_at_fault_has_to_be_replaced() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    let (front, back) = card("张三", &number(1), Person::First);
    identity::receive_photo(&school.cx, &who, Side::Front, front).await.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Back, wall(3)).await.unwrap();
    identity::start_check(&school.cx, &who).await.unwrap();
    school.work().await;
    let page = identity::load(&school.cx, &who).await.unwrap();
    assert_eq!(page.pictures, [PictureState::In, PictureState::Refused]);
    identity::receive_photo(&school.cx, &who, Side::Back, back).await.unwrap();
    identity::start_check(&school.cx, &who).await.unwrap();
    school.work().await;
    assert!(identity::state(&school.cx, &who).await.unwrap().is_passed());
}

#[tokio::test]
async fn b6_the_second_failure_of_one_kind_offers_the_person_first() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let offered = async || identity::load(&school.cx, &who).await.unwrap().attempts.offer_the_person_first();
    refused_once(&school, &who, 1).await;
    assert!(!offered().await);
    school.wait(60);
    refused_once(&school, &who, 2).await;
    assert!(offered().await);
}

#[tokio::test]
async fn b10_a_person_can_be_asked_on_the_first_page_without_consent_and_pictures() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::ask_for_person(&school.cx, &who).await.unwrap();
    let line = identity::desk::list_waiting(&school.cx, &staff()).await.unwrap().remove(0);
    assert_eq!((&line.account, line.pictures), (who.id(), 0));
    // The consent still stands before the pictures.
    let refused = identity::receive_photo(&school.cx, &who, Side::Front, wall(1)).await.unwrap_err();
    assert!(matches!(refused, Error::Refused(Refused::ConsentMissing)));
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    hand_in(&school, &who, 1).await;
    let line = identity::desk::list_waiting(&school.cx, &staff()).await.unwrap().remove(0);
    assert_eq!(line.pictures, 2);
}

#[tokio::test]
async fn b10_a_person_asked_in_the_middle_of_a_check_has_the_last_word() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    hand_in(&school, &who, 1).await;
    identity::start_check(&school.cx, &who).await.unwrap();
    identity::ask_for_person(&school.cx, &who).await.unwrap();
    school.work().await;
    let found = identity::state(&school.cx, &who).await.unwrap();
    assert!(matches!(found, Identity::WaitingForPerson { .. }), "{found:?}");
}

#[tokio::test]
async fn b10_a_decision_is_written_down_and_told_to_the_candidate_once() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::ask_for_person(&school.cx, &who).await.unwrap();
    let before = messages(&school).await.len();
    identity::desk::decide(&school.cx, &staff(), who.id(), None, Decision::Approve).await.unwrap();
    assert!(matches!(identity::state(&school.cx, &who).await.unwrap(), Identity::PassedByPerson { .. }));
    let again = identity::desk::decide(&school.cx, &staff(), who.id(), None, Decision::Approve).await;
    assert_eq!(rule(again.unwrap_err()), Refusal::NotWaiting);
    let told = messages(&school).await;
    assert_eq!(told.len(), before + 1);
    assert!(told[0].contains("核验通过") && !told[0].contains("张三"), "{}", told[0]);
    let events =
        school.store.read(async |r| store::audit::list_for(r, who.id().as_str()).await).await.unwrap();
    assert_eq!(events.iter().filter(|(_, event)| event == "identity.passed_by_person").count(), 1);
}

#[tokio::test]
async fn b10_a_decision_on_an_old_version_is_refused_and_leaves_no_trace() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    identity::ask_for_person(&school.cx, &who).await.unwrap();
    let seen = version(&school, who.id()).await;
    identity::receive_photo(&school.cx, &who, Side::Front, wall(1)).await.unwrap();
    let before = messages(&school).await.len();
    let late = identity::desk::decide(&school.cx, &staff(), who.id(), Some(seen), Decision::Approve).await;
    assert!(matches!(late, Err(Error::Stale)));
    assert!(!identity::state(&school.cx, &who).await.unwrap().is_passed());
    assert_eq!(messages(&school).await.len(), before);
    let seen = version(&school, who.id()).await;
    identity::desk::decide(&school.cx, &staff(), who.id(), Some(seen), Decision::Approve).await.unwrap();
}

#[tokio::test]
async fn b10_a_returned_card_can_be_checked_by_the_machine_and_a_rejected_one_only_by_people() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    hand_in(&school, &who, 1).await;
    identity::ask_for_person(&school.cx, &who).await.unwrap();
    let returned = Decision::Return(Finding::Unclear);
    identity::desk::decide(&school.cx, &staff(), who.id(), None, returned).await.unwrap();
    let Identity::Failed { problems, .. } = identity::state(&school.cx, &who).await.unwrap() else {
        panic!("not returned")
    };
    assert_eq!(problems, [CardProblem::Found(Finding::Unclear)]);
    hand_in(&school, &who, 2).await;
    identity::start_check(&school.cx, &who).await.unwrap();
    assert!(matches!(identity::state(&school.cx, &who).await.unwrap(), Identity::Checking { .. }));
    school.work().await;

    identity::ask_for_person(&school.cx, &who).await.unwrap();
    let rejected = Decision::Reject(Finding::NotThePerson);
    identity::desk::decide(&school.cx, &staff(), who.id(), None, rejected).await.unwrap();
    hand_in(&school, &who, 3).await;
    identity::start_check(&school.cx, &who).await.unwrap();
    let found = identity::state(&school.cx, &who).await.unwrap();
    assert!(matches!(found, Identity::WaitingForPerson { .. }), "{found:?}");
}

#[tokio::test]
async fn b10_staff_see_the_pictures_and_that_is_written_down() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    hand_in(&school, &who, 1).await;
    identity::ask_for_person(&school.cx, &who).await.unwrap();
    let evidence = identity::desk::look_at(&school.cx, &staff(), who.id()).await.unwrap();
    assert_eq!(evidence.name.expose(), "张三");
    assert!(evidence.pictures.iter().flatten().all(|picture| picture.starts_with(&[0xff, 0xd8])));
    let events =
        school.store.read(async |r| store::audit::list_for(r, who.id().as_str()).await).await.unwrap();
    assert!(events.iter().any(|(_, event)| event == "identity.looked_at"));
}

#[tokio::test]
async fn b9_a_permit_is_checked_by_a_person_through_the_same_states() {
    for document in ["H12345678", "12345678"] {
        let school = School::open().await;
        let who = school.candidate("陈大文", document).await;
        identity::give_consent(&school.cx, &who, true).await.unwrap();
        let page = identity::load(&school.cx, &who).await.unwrap();
        assert!(!page.by_machine);
        hand_in(&school, &who, 1).await;
        identity::start_check(&school.cx, &who).await.unwrap();
        school.work().await;
        let found = identity::state(&school.cx, &who).await.unwrap();
        assert!(
            matches!(&found, Identity::WaitingForPerson { problems, .. } if problems.is_empty()),
            "{found:?}"
        );
        let returned = Decision::Return(Finding::Incomplete);
        identity::desk::decide(&school.cx, &staff(), who.id(), None, returned).await.unwrap();
        // No picture of a permit is refused by its hash: the machine never looked.
        hand_in(&school, &who, 1).await;
        identity::start_check(&school.cx, &who).await.unwrap();
        identity::desk::decide(&school.cx, &staff(), who.id(), None, Decision::Approve).await.unwrap();
        assert!(identity::state(&school.cx, &who).await.unwrap().is_passed());
    }
}

#[tokio::test]
async fn b4_a_check_that_never_succeeds_goes_to_a_person() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    hand_in(&school, &who, 1).await;
    identity::start_check(&school.cx, &who).await.unwrap();
    // The disk loses a picture: every try of the job fails.
    let record =
        school.store.read(async |r| store::identity::find(r, who.id()).await).await.unwrap().unwrap();
    school.store.files().delete(&record.front.unwrap()).await.unwrap();
    for _ in 0..6 {
        school.work().await;
        school.wait(3_600);
    }
    let found = identity::state(&school.cx, &who).await.unwrap();
    assert!(matches!(found, Identity::WaitingForPerson { .. }), "{found:?}");
}

#[tokio::test]
async fn b3_a_replaced_picture_is_deleted() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Front, wall(1)).await.unwrap();
    let record =
        school.store.read(async |r| store::identity::find(r, who.id()).await).await.unwrap().unwrap();
    let first = record.front.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Front, wall(2)).await.unwrap();
    assert!(school.store.files().load(&first).await.is_ok(), "its file outlives the transaction");
    school.work().await;
    assert!(school.store.files().load(&first).await.is_err());
    let row = school.store.read(async |r| store::photo::find_own(r, who.id(), &first).await).await.unwrap();
    assert!(row.is_none());
}
