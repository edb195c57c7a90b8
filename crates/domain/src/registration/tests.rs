use super::*;
use crate::document::DocumentKind;
use crate::exam::WindowName;
use crate::exam::tests::{an_exam, an_exam_at_two_sites};
use crate::face::{FaceReturn, WhyPerson};
use crate::payment::ProofProblem;

const OPEN: Instant = Instant::from_millis(150);
const CLOSED: Instant = Instant::from_millis(200);
const PASSED: Identity = Identity::Passed { at: OPEN };
const BLURRED: ReturnReason = ReturnReason::Proof(ProofProblem::Blurred);

fn at(millis: i64) -> Instant {
    Instant::from_millis(millis)
}

fn begin(document: DocumentKind, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
    let id = |text: &str| format!("{text}_01JAAAAAAAAAAAAAAAAAAAAAAA");
    Registration::begin(id("reg").parse().unwrap(), id("acc").parse().unwrap(), document, exam, now)
}

fn draft() -> Registration {
    begin(DocumentKind::ResidentId, &an_exam(), OPEN).unwrap().registration
}

fn answers() -> Answers {
    Answers {
        subject: "en".into(),
        site: None,
        enrolment: Enrolment::Enrolled,
        candidate_type: "函授".into(),
        major: "会计学".into(),
    }
}

fn japanese() -> Answers {
    Answers { subject: "ja".into(), ..answers() }
}

fn at_answers() -> Registration {
    let read = draft().accept_notice(3, &an_exam(), OPEN).unwrap().registration;
    read.pass_face(&PASSED, &an_exam(), OPEN).unwrap().registration
}

fn due() -> Registration {
    at_answers().confirm(answers(), &PASSED, &an_exam(), OPEN).unwrap().registration
}

fn submitted() -> Registration {
    due().hand_in_proof(&an_exam(), OPEN).unwrap().registration
}

fn under_review() -> Registration {
    submitted().accept_proof(&an_exam(), OPEN).unwrap().registration
}

fn waiting() -> Identity {
    Identity::WaitingForPerson { since: OPEN, problems: Vec::new() }
}

fn failed() -> Identity {
    Identity::Failed { at: OPEN, problems: Vec::new() }
}

fn too_late(window: WindowName, since: i64) -> Refusal {
    Refusal::TooLate { window, since: at(since) }
}

#[test]
fn c2_nothing_begins_before_the_window_or_at_its_end() {
    let begin = |now| begin(DocumentKind::ResidentId, &an_exam(), now).unwrap_err();
    assert_eq!(begin(at(99)), Refusal::TooEarly { window: WindowName::Register, opens: at(100) });
    assert_eq!(begin(CLOSED), too_late(WindowName::Register, 200));
}

#[test]
fn c2_a_draft_confirmed_at_the_closing_instant_is_refused() {
    let confirm = |now| at_answers().confirm(answers(), &PASSED, &an_exam(), now);
    assert!(confirm(at(199)).is_ok());
    assert_eq!(confirm(CLOSED).unwrap_err(), too_late(WindowName::Register, 200));
}

#[test]
fn c2_a_change_is_taken_to_the_last_instant_of_the_edit_window() {
    assert!(due().change(japanese(), &an_exam(), at(204)).is_ok());
    assert_eq!(due().change(japanese(), &an_exam(), at(205)).unwrap_err(), too_late(WindowName::Edit, 205));
}

#[test]
fn c2_a_decision_outside_the_review_window_is_refused() {
    let mut exam = an_exam();
    exam.windows.review.start = at(160);
    let decide = |now| submitted().accept_proof(&exam, now).map(drop);
    assert_eq!(decide(at(159)), Err(Refusal::TooEarly { window: WindowName::Review, opens: at(160) }));
    assert_eq!(decide(at(160)), Ok(()));
    assert_eq!(decide(at(300)), Err(too_late(WindowName::Review, 300)));
}

#[test]
fn c3_the_steps_open_one_after_the_other() {
    let exam = an_exam();
    let registration = draft();
    assert_eq!(registration.step(&PASSED, &exam), Step::Notice);
    let read = registration.accept_notice(3, &exam, OPEN).unwrap().registration;
    assert_eq!(read.step(&Identity::None, &exam), Step::Identity);
    assert_eq!(read.step(&PASSED, &exam), Step::Face);
    let seen = read.pass_face(&PASSED, &exam, OPEN).unwrap().registration;
    assert_eq!(seen.step(&PASSED, &exam), Step::Answers);
    assert_eq!(due().step(&PASSED, &exam), Step::Payment);
    assert_eq!(submitted().step(&PASSED, &exam), Step::Done);
    assert_eq!(due().withdraw(OPEN).unwrap().registration.step(&PASSED, &exam), Step::Over);
}

#[test]
fn c3_nobody_reaches_the_face_check_unverified() {
    let mut exam = an_exam();
    exam.rules.allows_pending_identity = false;
    for identity in [Identity::None, Identity::Checking { since: OPEN }, waiting(), failed()] {
        let read = draft().accept_notice(3, &exam, OPEN).unwrap().registration;
        let refused = read.pass_face(&identity, &exam, OPEN);
        assert_eq!(refused.unwrap_err(), Refusal::StepMissing(Step::Identity), "{identity:?}");
    }
}

#[test]
fn b10_who_waits_for_a_person_goes_on_unless_the_exam_forbids_it() {
    let mut exam = an_exam();
    let read = draft().accept_notice(3, &exam, OPEN).unwrap().registration;
    assert_eq!(read.step(&waiting(), &exam), Step::Face);
    for unsettled in [Identity::None, Identity::Checking { since: OPEN }, failed()] {
        assert_eq!(read.step(&unsettled, &exam), Step::Identity, "{unsettled:?}");
    }
    exam.rules.allows_pending_identity = false;
    assert_eq!(read.step(&waiting(), &exam), Step::Identity);
}

#[test]
fn b10_nobody_is_approved_while_the_real_name_check_is_open() {
    for open in [Identity::None, Identity::Checking { since: OPEN }, waiting(), failed()] {
        let refused = under_review().approve(&open, &an_exam(), OPEN);
        assert_eq!(refused.unwrap_err(), Refusal::StepMissing(Step::Identity), "{open:?}");
    }
    for settled in [PASSED, Identity::PassedByPerson { at: OPEN }] {
        assert!(under_review().approve(&settled, &an_exam(), OPEN).is_ok(), "{settled:?}");
    }
}

#[test]
fn c6_nobody_is_approved_while_the_face_check_is_open() {
    let (since, at) = (OPEN, OPEN);
    let approve = |face| Registration { face, ..under_review() }.approve(&PASSED, &an_exam(), OPEN).map(drop);
    for open in [
        FaceCheck::None,
        FaceCheck::WaitingForPerson { since, why: WhyPerson::Asked },
        FaceCheck::RefusedByPerson { at, reason: FaceReturn::Unclear },
    ] {
        assert_eq!(approve(open), Err(Refusal::StepMissing(Step::Face)), "{open:?}");
    }
    for settled in [FaceCheck::Passed { at }, FaceCheck::PassedByPerson { at }] {
        assert_eq!(approve(settled), Ok(()), "{settled:?}");
    }
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
fn c8_a_document_that_the_exam_does_not_take_is_refused_at_the_very_start() {
    let refused = begin(DocumentKind::ForeignPermanentResidence, &an_exam(), OPEN);
    assert_eq!(refused.unwrap_err(), Refusal::DocumentNotTaken);
}

#[test]
fn c10_confirming_twice_is_refused_as_done() {
    assert_eq!(due().confirm(answers(), &PASSED, &an_exam(), OPEN).unwrap_err(), Refusal::AlreadyDone);
}

/// Subject and site of a place.
fn parts(place: Option<&Place>) -> Option<(&str, Option<&str>)> {
    place.map(|place| (place.subject.as_str(), place.site.as_deref()))
}

#[test]
fn c12_a_place_is_held_from_the_confirmation_to_the_end() {
    for site in [None, Some("1")] {
        let (exam, held) = (an_exam_at_two_sites(), Some(("en", site)));
        let at_site = |site: Option<&str>| Answers { site: site.map(str::to_owned), ..answers() };
        let before_and_after =
            |moved: &Moved| parts(moved.held.as_ref()) == held && moved.registration.place().is_none();
        assert_eq!(at_answers().place(), None);
        let confirmed = at_answers().confirm(at_site(site), &PASSED, &exam, OPEN).unwrap();
        assert_eq!((confirmed.held, parts(confirmed.registration.place().as_ref())), (None, held));
        let due = confirmed.registration;
        assert!(before_and_after(&due.clone().expire(&exam, at(210)).unwrap()));
        assert!(before_and_after(&due.clone().withdraw(OPEN).unwrap()));
        let handed_in = due.clone().hand_in_proof(&exam, OPEN).unwrap().registration;
        assert!(before_and_after(&handed_in.clone().grant_withdrawal(OPEN).unwrap()));
        let reviewed = handed_in.accept_proof(&exam, OPEN).unwrap().registration;
        assert!(before_and_after(&reviewed.reject(RejectReason::NotEligible, &exam, OPEN).unwrap()));
        let moved = due.change(Answers { subject: "ja".into(), ..at_site(Some("2")) }, &exam, OPEN).unwrap();
        assert_eq!(parts(moved.held.as_ref()), held);
        assert_eq!(parts(moved.registration.place().as_ref()), Some(("ja", Some("2"))));
    }
}

#[test]
fn c14_a_change_before_payment_notes_nothing_to_review() {
    let changed = due().change(japanese(), &an_exam(), OPEN).unwrap().registration;
    assert_eq!(changed.changed, []);
    assert!(matches!(changed.state, State::AwaitingPayment { .. }));
}

#[test]
fn c14_a_change_goes_back_to_review_with_only_what_changed() {
    let waiting = submitted().change(japanese(), &an_exam(), at(160)).unwrap().registration;
    assert_eq!(
        (waiting.state, &*waiting.changed),
        (State::Submitted { at: at(160) }, &[Changed::Subject][..])
    );
    let approved = under_review().approve(&PASSED, &an_exam(), OPEN).unwrap().registration;
    let again = approved.change(japanese(), &an_exam(), at(160)).unwrap().registration;
    assert_eq!(again.state, State::UnderReview { since: at(160) });
    assert_eq!(again.changed, [Changed::Subject]);
    assert_eq!(again.payment, PaymentState::Confirmed, "nobody pays again");
    let twice = again.change(Answers { major: "英语".into(), ..japanese() }, &an_exam(), at(161)).unwrap();
    assert_eq!(twice.registration.changed, [Changed::Subject, Changed::Major]);
    let decided = twice.registration.approve(&PASSED, &an_exam(), at(162)).unwrap().registration;
    assert_eq!(decided.changed, []);
    let elsewhere = Answers { site: Some("2".into()), ..answers() };
    let moved = submitted().change(elsewhere, &an_exam_at_two_sites(), at(160)).unwrap().registration;
    assert_eq!((moved.state, &*moved.changed), (State::Submitted { at: at(160) }, &[Changed::Site][..]));
}

#[test]
fn c14_a_change_that_changes_nothing_is_told_so() {
    assert_eq!(submitted().change(answers(), &an_exam(), OPEN).unwrap_err(), Refusal::AlreadyDone);
}

#[test]
fn c14_answers_that_were_sent_back_can_be_corrected_until_the_review_ends() {
    let returned = under_review().send_back(ReturnReason::Answers, &an_exam(), OPEN).unwrap().registration;
    let corrected = returned.clone().change(japanese(), &an_exam(), at(299)).unwrap().registration;
    assert_eq!(corrected.state, State::UnderReview { since: at(299) });
    assert_eq!(
        returned.change(japanese(), &an_exam(), at(300)).unwrap_err(),
        too_late(WindowName::Review, 300)
    );
}

#[test]
fn c14_nobody_changes_what_can_no_longer_be_paid() {
    let mut exam = an_exam();
    exam.windows.edit.end = at(250);
    assert_eq!(due().change(japanese(), &exam, at(210)).unwrap_err(), too_late(WindowName::Pay, 210));
}

#[test]
fn c15_a_permit_opens_the_edit_window_for_one_person_until_its_own_end() {
    let exam = an_exam();
    let moved = under_review().permit_edit(at(250), OPEN).unwrap();
    assert_eq!(moved.event, Event::EditPermitted);
    let permitted = moved.registration;
    assert_eq!(
        under_review().may_change_until(&exam, at(205)),
        Err(too_late(WindowName::Edit, 205)),
        "nobody else"
    );
    assert_eq!(permitted.may_change_until(&exam, OPEN), Ok(at(250)));
    assert_eq!(permitted.may_change_until(&exam, at(249)), Ok(at(250)));
    assert_eq!(permitted.may_change_until(&exam, at(250)), Err(too_late(WindowName::Edit, 205)));
    assert!(permitted.clone().change(japanese(), &exam, at(249)).is_ok());
    let shorter = under_review().permit_edit(at(160), OPEN).unwrap().registration;
    assert_eq!(shorter.may_change_until(&exam, OPEN), Ok(at(205)), "it takes nothing away");
    assert_eq!(permitted.permit_edit(at(250), OPEN), Err(Refusal::AlreadyDone));
}

#[test]
fn c15_only_a_permit_that_still_runs_can_be_taken_back() {
    let exam = an_exam();
    let permitted = under_review().permit_edit(at(250), OPEN).unwrap().registration;
    let taken = permitted.clone().permit_edit(at(210), at(210)).unwrap().registration;
    assert_eq!(taken.may_change_until(&exam, at(210)), Err(too_late(WindowName::Edit, 205)));
    assert_eq!(taken.permit_edit(at(200), at(211)), Err(Refusal::AlreadyDone), "it was taken back");
    assert_eq!(permitted.permit_edit(at(200), at(250)), Err(Refusal::AlreadyDone), "it has run out");
    assert_eq!(under_review().permit_edit(OPEN, OPEN), Err(Refusal::AlreadyDone), "there was none");
}

#[test]
fn c15_nobody_gets_a_permit_for_what_is_not_confirmed_or_is_over() {
    assert_eq!(draft().permit_edit(at(250), OPEN), Err(Refusal::NotNow));
    let over = due().withdraw(OPEN).unwrap().registration;
    assert_eq!(over.permit_edit(at(250), OPEN), Err(Refusal::Over));
}

#[test]
fn c16_withdrawing_is_free_while_unpaid_and_a_request_once_paid() {
    assert_eq!(draft().withdraw(OPEN).unwrap().registration.state, State::Discarded { at: OPEN });
    assert_eq!(due().withdraw(OPEN).unwrap().registration.state, State::Withdrawn { at: OPEN });
    assert_eq!(submitted().withdraw(OPEN).unwrap_err(), Refusal::NotNow);
    assert_eq!(
        [draft().way_out(), due().way_out(), submitted().way_out(), under_review().way_out()],
        [WayOut::Discard, WayOut::Free, WayOut::OnRequest, WayOut::OnRequest]
    );
    let gone = submitted().grant_withdrawal(OPEN).unwrap().registration;
    assert_eq!((gone.state, gone.way_out()), (State::Withdrawn { at: OPEN }, WayOut::None));
    assert_eq!(due().grant_withdrawal(OPEN).unwrap_err(), Refusal::NotNow, "it needs no request");
    assert_eq!(gone.withdraw(OPEN).unwrap_err(), Refusal::AlreadyDone);
}

#[test]
fn d2_a_proof_after_the_pay_window_is_refused_with_its_end() {
    assert!(due().hand_in_proof(&an_exam(), at(209)).is_ok());
    assert_eq!(due().hand_in_proof(&an_exam(), at(210)).unwrap_err(), too_late(WindowName::Pay, 210));
}

#[test]
fn d2_a_proof_before_the_confirmation_is_refused() {
    let early = at_answers().hand_in_proof(&an_exam(), OPEN);
    assert_eq!(early.unwrap_err(), Refusal::StepMissing(Step::Answers));
}

#[test]
fn d2_a_proof_can_be_replaced_until_it_is_reviewed() {
    let replaced = submitted().hand_in_proof(&an_exam(), at(160)).unwrap();
    assert_eq!(
        (replaced.event, &*replaced.registration.changed),
        (Event::ProofReplaced, &[Changed::Proof][..])
    );
    assert_eq!(under_review().hand_in_proof(&an_exam(), OPEN).unwrap_err(), Refusal::PaymentConfirmed);
}

#[test]
fn d5_what_was_not_paid_expires_at_the_very_end_of_the_pay_window() {
    assert_eq!(due().expire(&an_exam(), at(209)).unwrap_err(), Refusal::NotNow);
    let expired = due().expire(&an_exam(), at(210)).unwrap().registration;
    assert_eq!(expired.state, State::Expired { at: at(210) });
    assert_eq!(submitted().expire(&an_exam(), at(210)).unwrap_err(), Refusal::NotNow, "it was paid");
    assert_eq!(expired.expire(&an_exam(), at(211)).unwrap_err(), Refusal::NotNow, "once");
}

#[test]
fn d5_a_late_proof_is_taken_once_and_revives_nothing() {
    let expired = due().expire(&an_exam(), at(210)).unwrap().registration;
    let late = expired.hand_in_late_proof().unwrap().registration;
    assert_eq!((late.state, late.payment), (State::Expired { at: at(210) }, PaymentState::ProofGiven));
    assert_eq!(late.hand_in_late_proof().unwrap_err(), Refusal::AlreadyDone);
    assert_eq!(due().hand_in_late_proof().unwrap_err(), Refusal::NotNow);
}

#[test]
fn d8_a_proof_that_was_sent_back_is_given_again_and_nothing_else() {
    let returned = submitted().send_back(BLURRED, &an_exam(), at(220)).unwrap().registration;
    assert_eq!((returned.payment, returned.step(&PASSED, &an_exam())), (PaymentState::Rejected, Step::Proof));
    assert_eq!(returned.answers, Some(answers()));
    let again = returned.clone().hand_in_proof(&an_exam(), at(230)).unwrap().registration;
    assert_eq!((again.state, again.payment), (State::Submitted { at: at(230) }, PaymentState::ProofGiven));
    assert_eq!(returned.hand_in_proof(&an_exam(), at(300)).unwrap_err(), too_late(WindowName::Review, 300));
}

#[test]
fn d8_a_decision_that_the_state_does_not_await_is_refused() {
    assert_eq!(due().accept_proof(&an_exam(), OPEN).unwrap_err(), Refusal::NotNow);
    assert_eq!(under_review().accept_proof(&an_exam(), OPEN).unwrap_err(), Refusal::NotNow);
    assert_eq!(under_review().send_back(BLURRED, &an_exam(), OPEN).unwrap_err(), Refusal::NotNow);
    assert_eq!(submitted().approve(&PASSED, &an_exam(), OPEN).unwrap_err(), Refusal::NotNow);
    let gone = submitted().grant_withdrawal(OPEN).unwrap().registration;
    assert_eq!(gone.accept_proof(&an_exam(), OPEN).unwrap_err(), Refusal::Over);
}
