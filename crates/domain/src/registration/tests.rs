use super::*;
use crate::exam::tests::an_exam;

const OPEN: Instant = Instant::from_millis(150);
const CLOSED: Instant = Instant::from_millis(200);
const PASSED: Identity = Identity::Passed { at: OPEN };

fn draft() -> Registration {
    let id = |text: &str| format!("{text}_01JAAAAAAAAAAAAAAAAAAAAAAA");
    Registration::begin(id("reg").parse().unwrap(), id("acc").parse().unwrap(), &an_exam(), OPEN)
        .unwrap()
        .registration
}

fn answers() -> Answers {
    Answers { subject: "en".into(), enrolment: Enrolment::Enrolled }
}

fn at_answers() -> Registration {
    let read = draft().accept_notice(3, &an_exam(), OPEN).unwrap().registration;
    read.pass_face(&PASSED, &an_exam(), OPEN).unwrap().registration
}

#[test]
fn c2_nothing_begins_before_the_window_or_at_its_end() {
    let begin = |now| Registration::begin(draft().id, draft().account, &an_exam(), now).unwrap_err();
    assert_eq!(begin(Instant::from_millis(99)), Refusal::NotOpen { opens: Instant::from_millis(100) });
    assert_eq!(begin(CLOSED), Refusal::Closed { since: CLOSED });
}

#[test]
fn c2_a_draft_confirmed_at_the_closing_instant_is_refused() {
    let late = at_answers().confirm(answers(), &PASSED, &an_exam(), CLOSED);
    assert_eq!(late.unwrap_err(), Refusal::Closed { since: CLOSED });
}

#[test]
fn c3_the_steps_open_one_after_the_other() {
    let registration = draft();
    assert_eq!(registration.step(&PASSED), Step::Notice);
    let read = registration.accept_notice(3, &an_exam(), OPEN).unwrap().registration;
    assert_eq!(read.step(&Identity::None), Step::Identity);
    assert_eq!(read.step(&PASSED), Step::Face);
    let seen = read.pass_face(&PASSED, &an_exam(), OPEN).unwrap().registration;
    assert_eq!(seen.step(&PASSED), Step::Answers);
    let confirmed = seen.confirm(answers(), &PASSED, &an_exam(), OPEN).unwrap().registration;
    assert_eq!(confirmed.step(&PASSED), Step::Payment);
    let submitted = confirmed.hand_in_proof(&an_exam(), OPEN).unwrap().registration;
    assert_eq!(submitted.step(&PASSED), Step::Done);
}

#[test]
fn c3_nobody_reaches_the_face_check_unverified() {
    let read = draft().accept_notice(3, &an_exam(), OPEN).unwrap().registration;
    let refused = read.pass_face(&Identity::None, &an_exam(), OPEN);
    assert_eq!(refused.unwrap_err(), Refusal::StepMissing(Step::Identity));
}

#[test]
fn c3_nobody_confirms_without_the_face_check() {
    let read = draft().accept_notice(3, &an_exam(), OPEN).unwrap().registration;
    let refused = read.confirm(answers(), &PASSED, &an_exam(), OPEN);
    assert_eq!(refused.unwrap_err(), Refusal::StepMissing(Step::Face));
}

#[test]
fn c3_an_old_version_of_the_notice_is_not_accepted() {
    assert_eq!(draft().accept_notice(2, &an_exam(), OPEN).unwrap_err(), Refusal::NoticeChanged);
}

#[test]
fn c3_the_accepted_version_is_kept() {
    let read = draft().accept_notice(3, &an_exam(), OPEN).unwrap().registration;
    assert_eq!(read.notice, Some((3, OPEN)));
}

#[test]
fn c10_confirming_twice_is_refused_as_done() {
    let once = at_answers().confirm(answers(), &PASSED, &an_exam(), OPEN).unwrap().registration;
    assert_eq!(once.confirm(answers(), &PASSED, &an_exam(), OPEN).unwrap_err(), Refusal::AlreadyDone);
}

#[test]
fn d2_a_proof_after_the_pay_window_is_refused_with_its_end() {
    let due = at_answers().confirm(answers(), &PASSED, &an_exam(), OPEN).unwrap().registration;
    let end = Instant::from_millis(210);
    assert_eq!(due.hand_in_proof(&an_exam(), end).unwrap_err(), Refusal::PaymentClosed { since: end });
}

#[test]
fn d2_a_proof_before_the_confirmation_is_refused() {
    let early = at_answers().hand_in_proof(&an_exam(), OPEN);
    assert_eq!(early.unwrap_err(), Refusal::StepMissing(Step::Answers));
}
