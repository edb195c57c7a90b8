//! Who waits for a person goes on, up to the approval, unless the exam forbids it (B10).

use domain::card::Side;
use domain::exam::Exam;
use domain::face::{FaceDecision, FaceRefusal};
use domain::id::RegistrationId;
use domain::identity::Identity;
use domain::registration::{Refusal, State, Step};
use service::review::{Decision, accept_proof, decide_registration, list_proofs, list_registrations};
use service::{Candidate, Error, Operator, Refused, face, identity, payment, registration};
use specimen::head::Person;

use crate::identity::check;
use crate::registration::begun;
use crate::school::{School, card, number, wall};
use crate::steps::{answers, proof, refusal};

fn staff() -> Operator {
    Operator::at_the_command_line()
}

/// A draft for this exam, behind its notice.
async fn begun_for(school: &School, who: &Candidate, exam: &Exam) -> RegistrationId {
    let (id, _) = registration::begin(&school.cx, who, &exam.id).await.unwrap();
    registration::accept_notice(&school.cx, who, &id, exam.notice.version).await.unwrap();
    id
}

/// 审核通过, as somebody at the desk says it now.
async fn approve(school: &School, id: &RegistrationId) -> Result<(), Error> {
    let version = list_registrations(&school.cx, &staff()).await.unwrap()[0].version;
    decide_registration(&school.cx, &staff(), id, version, Decision::Approve).await
}

async fn approve_document(school: &School, who: &Candidate) {
    let approved = domain::identity::Decision::Approve;
    identity::desk::decide(&school.cx, &staff(), who.id(), None, approved).await.unwrap();
}

#[tokio::test]
async fn b10_who_waits_for_a_person_hands_everything_in_and_is_approved_once_both_are_settled() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    identity::ask_for_person(&school.cx, &who).await.unwrap();
    let id = begun(&school, &who).await;
    assert!(identity::load(&school.cx, &who).await.unwrap().halted.is_empty());
    assert_eq!(registration::load(&school.cx, &who, &id).await.unwrap().step(), Step::Face);
    assert_eq!(face::ask_person(&school.cx, &who, &id).await.unwrap(), Step::Answers);
    school.wait(1);
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    payment::hand_in_proof(&school.cx, &who, &id, proof("张三")).await.unwrap();
    let waiting = list_proofs(&school.cx, &staff()).await.unwrap().remove(0);
    accept_proof(&school.cx, &staff(), &waiting.id, waiting.version).await.unwrap();

    assert_eq!(refusal(approve(&school, &id).await.unwrap_err()), Refusal::StepMissing(Step::Identity));
    approve_document(&school, &who).await;
    assert_eq!(refusal(approve(&school, &id).await.unwrap_err()), Refusal::StepMissing(Step::Face));
    face::decide(&school.cx, &staff(), &id, None, FaceDecision::Approve).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::UnderReview { .. }), "nothing was approved yet");
    approve(&school, &id).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::Approved { .. }));
}

#[tokio::test]
async fn b10_an_exam_may_hold_them_until_the_person_has_decided() {
    let school = School::open().await;
    let exam = school.publish(|exam| exam.rules.allows_pending_identity = false).await;
    let who = school.complete("张三", &number(1)).await;
    let id = begun_for(&school, &who, &exam).await;
    identity::ask_for_person(&school.cx, &who).await.unwrap();
    let halted = identity::load(&school.cx, &who).await.unwrap().halted;
    assert!(halted.len() == 1 && halted[0].registration == id && halted[0].exam == exam.title);
    let held = Refusal::StepMissing(Step::Identity);
    assert_eq!(refusal(face::ask_person(&school.cx, &who, &id).await.unwrap_err()), held);
    assert_eq!(refusal(registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap_err()), held);
    // The open exam allows it, at the same time.
    let open = begun(&school, &who).await;
    assert_eq!(registration::load(&school.cx, &who, &open).await.unwrap().step(), Step::Face);

    approve_document(&school, &who).await;
    assert_eq!(face::ask_person(&school.cx, &who, &id).await.unwrap(), Step::Answers);
    school.wait(1);
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    assert!(identity::load(&school.cx, &who).await.unwrap().halted.is_empty());
}

#[tokio::test]
async fn b10_whoever_was_refused_goes_on_no_further() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    let found = check(&school, &who, (wall(1), wall(2))).await;
    assert!(matches!(found, Identity::Failed { .. }), "{found:?}");
    let refused = face::ask_person(&school.cx, &who, &id).await.unwrap_err();
    assert_eq!(refusal(refused), Refusal::StepMissing(Step::Identity));
}

/// Somebody whose card leaves the machine unsure about the name, with the face's consent.
async fn unsure(school: &School) -> (Candidate, RegistrationId) {
    let who = school.complete("逄三", &number(1)).await;
    let found = check(school, &who, card("逢三", &number(1), Person::First)).await;
    assert!(matches!(found, Identity::WaitingForPerson { .. }), "{found:?}");
    face::give_consent(&school.cx, &who, true).await.unwrap();
    let id = begun(school, &who).await;
    (who, id)
}

async fn comparable(school: &School, who: &Candidate, id: &RegistrationId) -> bool {
    let comparable = face::load(&school.cx, who, id).await.unwrap().comparable;
    match face::issue(&school.cx, who, id).await {
        Ok(_) => assert!(comparable),
        Err(Error::Refused(Refused::Face(FaceRefusal::NothingToCompare))) => assert!(!comparable),
        Err(other) => panic!("{other}"),
    }
    comparable
}

#[tokio::test]
async fn c6_a_face_is_not_compared_with_a_document_that_a_person_still_looks_at() {
    let school = School::open().await;
    let (who, id) = unsure(&school).await;
    assert!(!comparable(&school, &who, &id).await);
    approve_document(&school, &who).await;
    assert!(comparable(&school, &who, &id).await, "the portrait of the picture that was approved");
}

#[tokio::test]
async fn c6_a_face_is_not_compared_with_the_portrait_of_a_picture_that_was_replaced() {
    let school = School::open().await;
    let (who, id) = unsure(&school).await;
    identity::receive_photo(&school.cx, &who, Side::Front, wall(5)).await.unwrap();
    approve_document(&school, &who).await;
    assert!(!comparable(&school, &who, &id).await, "nobody approved the picture that it comes from");
}
