//! C17: the review comes first, and who is not eligible pays nothing.

use super::*;
use crate::document::DocumentKind;
use crate::exam::PaymentOrder;
use crate::exam::tests::an_exam;
use crate::payment::ProofProblem;

const OPEN: Instant = Instant::from_millis(150);
const PASSED: Identity = Identity::Passed { at: OPEN };

fn at(millis: i64) -> Instant {
    Instant::from_millis(millis)
}

fn exam() -> Exam {
    let mut exam = an_exam();
    exam.rules.order = PaymentOrder::ReviewFirst;
    exam
}

fn answers(subject: &str) -> Answers {
    Answers {
        subject: subject.into(),
        site: None,
        enrolment: Enrolment::Enrolled,
        candidate_type: "函授".into(),
        major: "会计学".into(),
    }
}

fn confirmed() -> Registration {
    let id = |text: &str| format!("{text}_01JAAAAAAAAAAAAAAAAAAAAAAA");
    let (reg, acc) = (id("reg").parse().unwrap(), id("acc").parse().unwrap());
    let draft = Registration::begin(reg, acc, DocumentKind::ResidentId, &exam(), OPEN).unwrap().registration;
    let read = draft.accept_notice(3, &exam(), OPEN).unwrap().registration;
    let seen = read.pass_face(&PASSED, &exam(), OPEN).unwrap().registration;
    seen.confirm(answers("en"), &PASSED, &exam(), OPEN).unwrap().registration
}

fn to_pay() -> Registration {
    confirmed().approve(&PASSED, &exam(), at(160)).unwrap().registration
}

fn submitted() -> Registration {
    to_pay().hand_in_proof(&exam(), at(170)).unwrap().registration
}

#[test]
fn c17_under_review_first_one_is_reviewed_then_pays_and_is_approved() {
    let registration = confirmed();
    assert_eq!(registration.state, State::UnderReview { since: OPEN });
    assert_eq!((registration.payment, registration.step(&PASSED, &exam())), (PaymentState::None, Step::Done));
    assert!(registration.place().is_some(), "a place is held");
    let moved = registration.approve(&PASSED, &exam(), at(160)).unwrap();
    assert_eq!(moved.event, Event::ApprovedToPay);
    assert_eq!(moved.registration.state, State::AwaitingPayment { since: at(160) });
    assert_eq!(moved.registration.step(&PASSED, &exam()), Step::Payment);
    let approved = submitted().accept_proof(&exam(), at(180)).unwrap().registration;
    assert_eq!(
        (approved.state, approved.payment),
        (State::Approved { at: at(180) }, PaymentState::Confirmed)
    );
}

#[test]
fn c17_under_payment_first_nothing_is_approved_before_it_is_paid() {
    let mut registration = confirmed();
    registration.state = State::AwaitingPayment { since: OPEN };
    assert_eq!(registration.clone().approve(&PASSED, &an_exam(), at(160)).unwrap_err(), Refusal::NotNow);
    let paid = registration.hand_in_proof(&an_exam(), at(170)).unwrap().registration;
    let seen = paid.accept_proof(&an_exam(), at(180)).unwrap().registration;
    assert_eq!(seen.state, State::UnderReview { since: at(180) });
}

#[test]
fn c17_nobody_pays_before_the_review() {
    assert_eq!(confirmed().hand_in_proof(&exam(), at(160)).unwrap_err(), Refusal::NotNow);
    let back = confirmed().send_back(ReturnReason::Answers, &exam(), at(160)).unwrap().registration;
    assert_eq!(back.clone().hand_in_proof(&exam(), at(160)).unwrap_err(), Refusal::NotNow);
    let again = back.change(answers("ja"), &exam(), at(170)).unwrap().registration;
    assert_eq!(again.state, State::UnderReview { since: at(170) }, "it is looked at again");
    assert_eq!(again.payment, PaymentState::None);
}

#[test]
fn c17_what_is_changed_after_the_review_is_reviewed_again() {
    let changed = to_pay().change(answers("ja"), &exam(), at(170)).unwrap().registration;
    assert_eq!(changed.state, State::UnderReview { since: at(170) }, "before it was paid");
    let changed = submitted().change(answers("ja"), &exam(), at(175)).unwrap().registration;
    let paid = changed.clone().accept_proof(&exam(), at(180)).unwrap().registration;
    assert_eq!(paid.state, State::UnderReview { since: at(180) }, "after it was paid");
    let approved = paid.approve(&PASSED, &exam(), at(190)).unwrap();
    assert_eq!(
        (approved.event, approved.registration.state),
        (Event::Approved, State::Approved { at: at(190) })
    );
    // A proof that is sent back in between loses nothing of it.
    let why = ReturnReason::Proof(ProofProblem::Blurred);
    let back = changed.send_back(why, &exam(), at(180)).unwrap().registration;
    let again = back.hand_in_proof(&exam(), at(185)).unwrap().registration;
    let paid = again.accept_proof(&exam(), at(190)).unwrap().registration;
    assert_eq!(paid.state, State::UnderReview { since: at(190) });
}

#[test]
fn c17_nobody_is_asked_to_pay_when_paying_is_over() {
    let late = confirmed().approve(&PASSED, &exam(), at(210)).unwrap_err();
    assert_eq!(late, Refusal::TooLate { window: WindowName::Pay, since: at(210) });
    let expired = to_pay().expire(&exam(), at(210)).unwrap().registration;
    assert_eq!(expired.state, State::Expired { at: at(210) });
    assert_eq!(confirmed().expire(&exam(), at(210)).unwrap_err(), Refusal::NotNow);
}

#[test]
fn c17_whoever_has_paid_nothing_leaves_at_once() {
    assert_eq!(confirmed().way_out(), WayOut::Free);
    assert_eq!(confirmed().withdraw(at(160)).unwrap().registration.state, State::Withdrawn { at: at(160) });
    assert_eq!(submitted().way_out(), WayOut::OnRequest);
    assert_eq!(submitted().withdraw(at(180)).unwrap_err(), Refusal::NotNow);
}

#[test]
fn c17_nobody_pays_who_is_not_checked() {
    let waiting = Identity::WaitingForPerson { since: OPEN, problems: Vec::new() };
    assert_eq!(
        confirmed().approve(&waiting, &exam(), at(160)).unwrap_err(),
        Refusal::StepMissing(Step::Identity)
    );
}
