use domain::form::{Field, PhotoProblem, Problem};
use domain::registration::{Event, Refusal, State};
use service::payment::{HandedIn, ProofStage, ProofUpload, hand_in_proof, load_payment, load_proof};
use service::{Error, Operator, exam, registration, review};

use crate::school::School;
use crate::steps::{problem, proof, refusal, screenshot};

#[tokio::test]
async fn d1_the_payment_page_has_what_its_owner_must_type_elsewhere() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    let (seen, account) = load_payment(&school.cx, &who, &id).await.unwrap();
    assert_eq!(account.name.expose(), "张三");
    assert_eq!(seen.exam.fee.item, "成人高等教育学士学位外语水平考试费");
    assert_eq!(exam::fee(&school.cx, &seen.exam.id).await.unwrap(), seen.exam.fee);
}

#[tokio::test]
async fn d1_nobody_is_asked_to_pay_before_the_answers_are_confirmed() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    let Err(refused) = load_payment(&school.cx, &who, &id).await else { panic!() };
    assert_eq!(refusal(refused), Refusal::StepMissing(domain::registration::Step::Answers));
}

#[tokio::test]
async fn d2_the_payer_is_the_candidate_and_says_so() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    let mut sent = proof("李四");
    sent.form.payer_phone = "13800000000".into();
    sent.form.payer_is_candidate = None;
    let refused = hand_in_proof(&school.cx, &who, &id, sent).await.unwrap_err();
    assert_eq!(problem(&refused, Field::PayerName), Some(Problem::NotTheCandidate));
    assert_eq!(problem(&refused, Field::PayerPhone), Some(Problem::NotTheCandidate));
    assert_eq!(problem(&refused, Field::PayerIsCandidate), Some(Problem::Missing));
    assert!(matches!(school.state(&who, &id).await, State::AwaitingPayment { .. }));
}

#[tokio::test]
async fn d2_the_first_proof_needs_a_picture() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    let mut sent = proof("张三");
    sent.screenshot.clear();
    let refused = hand_in_proof(&school.cx, &who, &id, sent).await.unwrap_err();
    assert_eq!(problem(&refused, Field::Screenshot), Some(Problem::Photo(PhotoProblem::Missing)));
}

#[tokio::test]
async fn d2_the_payer_is_shown_to_the_reviewer() {
    let school = School::open().await;
    let (who, _) = school.submitted("张三", 1).await;
    let queue = review::list_proofs(&school.cx, &Operator::at_the_command_line()).await.unwrap();
    let [waiting] = queue.try_into().unwrap_or_else(|_| panic!());
    assert_eq!(waiting.account.id, *who.id());
    assert_eq!((waiting.payer.name, waiting.payer.phone), (waiting.account.name, waiting.account.phone));
}

#[tokio::test]
async fn d2_a_proof_is_replaced_until_it_is_reviewed() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let first = load_proof(&school.cx, &who, &id).await.unwrap().last.unwrap();
    school.wait(1);
    let mut other = proof("张三");
    other.screenshot = screenshot(90);
    other.replaces = Some(first.id.clone());
    hand_in_proof(&school.cx, &who, &id, other).await.unwrap();
    let second = load_proof(&school.cx, &who, &id).await.unwrap().last.unwrap();
    assert_ne!(second.photo, first.photo);
    let operator = Operator::at_the_command_line();
    let queue = review::list_proofs(&school.cx, &operator).await.unwrap();
    assert_eq!(queue.len(), 1, "the first one does not wait any more");
    review::accept_proof(&school.cx, &operator, &queue[0].id, queue[0].version).await.unwrap();
    assert_eq!(load_proof(&school.cx, &who, &id).await.unwrap().stage, ProofStage::Done);
    let mut late = proof("张三");
    late.replaces = Some(second.id);
    let refused = hand_in_proof(&school.cx, &who, &id, late).await.unwrap_err();
    assert_eq!(refusal(refused), Refusal::PaymentConfirmed);
}

#[tokio::test]
async fn d2_a_second_tab_does_not_claim_to_have_replaced_what_the_first_replaced() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let shown = load_proof(&school.cx, &who, &id).await.unwrap().last.unwrap();
    let replacement = |grey| ProofUpload {
        screenshot: screenshot(grey),
        replaces: Some(shown.id.clone()),
        ..proof("张三")
    };
    school.wait(1);
    hand_in_proof(&school.cx, &who, &id, replacement(90)).await.unwrap();
    let second = load_proof(&school.cx, &who, &id).await.unwrap().last.unwrap();
    let refused = hand_in_proof(&school.cx, &who, &id, replacement(30)).await;
    assert!(matches!(refused, Err(Error::Stale)), "another picture, from a page that is old");
    hand_in_proof(&school.cx, &who, &id, replacement(90)).await.expect("the same picture: a second tap");
    assert_eq!(load_proof(&school.cx, &who, &id).await.unwrap().last, Some(second));
}

#[tokio::test]
async fn c10_twenty_parallel_proofs_are_one() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    let taps: Vec<_> = (0..20)
        .map(|_| {
            let (cx, who, id) = (school.cx.clone(), who.clone(), id.clone());
            tokio::spawn(async move { hand_in_proof(&cx, &who, &id, proof("张三")).await })
        })
        .collect();
    for tap in taps {
        tap.await.unwrap().unwrap();
    }
    let events = registration::timeline(&school.cx, &who, &id).await.unwrap();
    let given = events.iter().filter(|(_, event)| matches!(event, Event::ProofGiven | Event::ProofReplaced));
    assert_eq!(given.count(), 1);
}

#[tokio::test]
async fn d2_of_different_proofs_at_once_only_the_one_that_is_in_is_said_to_be_in() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    let taps: Vec<_> = [20, 60, 100, 140, 180, 220]
        .map(|grey| {
            let (cx, who, id) = (school.cx.clone(), who.clone(), id.clone());
            let upload = ProofUpload { screenshot: screenshot(grey), ..proof("张三") };
            tokio::spawn(async move { hand_in_proof(&cx, &who, &id, upload).await })
        })
        .into_iter()
        .collect();
    let mut said_to_be_in = 0;
    for tap in taps {
        match tap.await.unwrap() {
            Ok(HandedIn::InTime) => said_to_be_in += 1,
            Err(Error::Stale) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(said_to_be_in, 1);
}
