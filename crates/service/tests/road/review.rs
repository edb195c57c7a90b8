use domain::exam::WindowName;
use domain::payment::{PaymentState, ProofProblem};
use domain::registration::{Changed, Event, Refusal, RejectReason, ReturnReason, State, Step};
use service::payment::{hand_in_proof, load_proof};
use service::review::{
    Decision, WaitingProof, accept_proof, decide_registration, list_proofs, list_registrations,
    look_at_proof, return_proof,
};
use service::{Candidate, Error, Operator, registration};

use crate::school::School;
use crate::steps::{choosing, proof, refusal, screenshot};

fn operator() -> Operator {
    Operator::at_the_command_line()
}

async fn waiting(school: &School) -> WaitingProof {
    let [one] = list_proofs(&school.cx, &operator()).await.unwrap().try_into().unwrap_or_else(|_| panic!());
    one
}

async fn send_back(school: &School, why: ProofProblem) {
    let proof = waiting(school).await;
    return_proof(&school.cx, &operator(), &proof.id, proof.version, why).await.unwrap();
}

async fn accept(school: &School) {
    let proof = waiting(school).await;
    accept_proof(&school.cx, &operator(), &proof.id, proof.version).await.unwrap();
}

async fn step(school: &School, who: &Candidate, id: &domain::id::RegistrationId) -> Step {
    registration::load(&school.cx, who, id).await.unwrap().step()
}

#[tokio::test]
async fn d8_a_proof_is_sent_back_with_each_of_its_reasons_and_a_message() {
    let words = [
        (ProofProblem::Blurred, "模糊"),
        (ProofProblem::NotTheCandidate, "不是本人"),
        (ProofProblem::WrongAmount, "金额不符"),
        (ProofProblem::Duplicate, "已被使用"),
        (ProofProblem::OtherItem, "不是本次考试的缴费项目"),
    ];
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    for (why, word) in words {
        school.wait(1);
        send_back(&school, why).await;
        let reason = ReturnReason::Proof(why);
        assert_eq!(school.state(&who, &id).await, State::Returned { at: school.cx.now(), why: reason });
        let timeline = registration::timeline(&school.cx, &who, &id).await.unwrap();
        assert_eq!(timeline.last().unwrap().1, Event::Returned(reason));
        let message = school.newest_message().await;
        assert!(message.contains(word) && message.contains("无需重新填写"), "{message}");
        school.wait(1);
        hand_in_proof(&school.cx, &who, &id, proof("张三")).await.unwrap();
    }
}

#[tokio::test]
async fn d8_the_candidate_uploads_again_and_refills_nothing() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let answers = registration::load(&school.cx, &who, &id).await.unwrap().registration.answers;
    school.wait(1);
    send_back(&school, ProofProblem::Blurred).await;
    assert_eq!(step(&school, &who, &id).await, Step::Proof);
    let mut same = proof("张三");
    same.screenshot.clear();
    hand_in_proof(&school.cx, &who, &id, same).await.unwrap_err();
    let mut again = proof("张三");
    again.screenshot = screenshot(30);
    school.wait(1);
    hand_in_proof(&school.cx, &who, &id, again).await.unwrap();
    let seen = registration::load(&school.cx, &who, &id).await.unwrap().registration;
    assert_eq!((seen.payment, seen.answers), (PaymentState::ProofGiven, answers));
    assert_eq!(seen.changed, [Changed::Proof], "only the proof goes back to review");
    assert_eq!(school.taken("en").await, 1, "the place was kept all the time");
}

#[tokio::test]
async fn d8_a_decision_on_an_old_version_is_refused() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let seen = waiting(&school).await;
    school.wait(1);
    registration::change(&school.cx, &who, &id, &choosing("ja")).await.unwrap();
    let decided = accept_proof(&school.cx, &operator(), &seen.id, seen.version).await;
    assert!(matches!(decided, Err(Error::Stale)));
    assert!(matches!(school.state(&who, &id).await, State::Submitted { .. }));
    let fresh = waiting(&school).await;
    accept_proof(&school.cx, &operator(), &fresh.id, fresh.version).await.unwrap();
    let twice = accept_proof(&school.cx, &operator(), &fresh.id, fresh.version).await;
    assert!(matches!(twice, Err(Error::Stale)));
}

#[tokio::test]
async fn d8_a_decision_on_a_proof_that_was_replaced_is_refused() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let seen = waiting(&school).await;
    school.wait(1);
    let mut other = proof("张三");
    other.replaces = load_proof(&school.cx, &who, &id).await.unwrap().last.map(|proof| proof.id);
    hand_in_proof(&school.cx, &who, &id, other).await.unwrap();
    let why = ProofProblem::Duplicate;
    let decided = return_proof(&school.cx, &operator(), &seen.id, seen.version, why).await;
    assert!(matches!(decided, Err(Error::Stale)));
}

#[tokio::test]
async fn c2_no_decision_is_taken_after_the_review_window() {
    let school = School::open().await;
    school.submitted("张三", 1).await;
    let proof = waiting(&school).await;
    let since = school.open_exam().await.windows.review.end;
    school.wait_until(since);
    let refused = accept_proof(&school.cx, &operator(), &proof.id, proof.version).await.unwrap_err();
    assert_eq!(refusal(refused), Refusal::TooLate { window: WindowName::Review, since });
}

#[tokio::test]
async fn c13_the_timeline_tells_of_confirmation_and_approval() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    school.wait(1);
    accept(&school).await;
    assert!(school.newest_message().await.contains("缴费已确认"));
    let [under_review] =
        list_registrations(&school.cx, &operator()).await.unwrap().try_into().unwrap_or_else(|_| panic!());
    school.wait(1);
    let version = under_review.version;
    decide_registration(&school.cx, &operator(), &id, version, Decision::Approve).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::Approved { .. }));
    let timeline = registration::timeline(&school.cx, &who, &id).await.unwrap();
    let events: Vec<_> = timeline.into_iter().map(|(_, event)| event).collect();
    assert!(events.ends_with(&[Event::ProofGiven, Event::ProofAccepted, Event::Approved]), "{events:?}");
    let twice = decide_registration(&school.cx, &operator(), &id, version, Decision::Approve).await;
    assert!(matches!(twice, Err(Error::Stale)));
}

#[tokio::test]
async fn c14_answers_that_were_sent_back_are_corrected_and_nobody_pays_again() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    accept(&school).await;
    let version = list_registrations(&school.cx, &operator()).await.unwrap()[0].version;
    school.wait(1);
    decide_registration(&school.cx, &operator(), &id, version, Decision::Return).await.unwrap();
    assert_eq!(step(&school, &who, &id).await, Step::Answers);
    // The edit window is over by then; whoever was asked to correct something can do so.
    school.wait_until(school.open_exam().await.windows.edit.end);
    registration::change(&school.cx, &who, &id, &choosing("ja")).await.unwrap();
    let seen = registration::load(&school.cx, &who, &id).await.unwrap().registration;
    assert!(matches!(seen.state, State::UnderReview { .. }));
    assert_eq!((seen.payment, &*seen.changed), (PaymentState::Confirmed, &[Changed::Subject][..]));
}

#[tokio::test]
async fn c12_a_rejected_registration_gives_its_place_back() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    accept(&school).await;
    let version = list_registrations(&school.cx, &operator()).await.unwrap()[0].version;
    // The message about the proof leaves before the next one is written.
    school.work().await;
    school.wait(1);
    let decision = Decision::Reject(RejectReason::NotEligible);
    decide_registration(&school.cx, &operator(), &id, version, decision).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::Rejected { .. }));
    assert_eq!(school.taken("en").await, 0);
    assert!(school.newest_message().await.contains("不符合报考条件"));
}

#[tokio::test]
async fn f8_who_looked_at_a_proof_is_written_down() {
    let school = School::open().await;
    school.submitted("张三", 1).await;
    let proof = waiting(&school).await;
    let (seen, picture) = look_at_proof(&school.cx, &operator(), &proof.id).await.unwrap();
    assert_eq!((seen.version, seen.payer.name), (proof.version, seen.account.name));
    assert!(picture.starts_with(&[0xff, 0xd8]));
    let noted =
        school.store.read(async |r| store::audit::list_for(r, proof.id.as_str()).await).await.unwrap();
    assert_eq!(noted.last().unwrap().1, "proof.picture_seen");
}
