//! The codes of a registration in words.

use domain::exam::{SubjectBar, WindowName};
use domain::month::Month;
use domain::payment::ProofProblem;
use domain::registration::{Changed, Event, Refusal, RejectReason, ReturnReason, State, Step, ThesisGrade};

use crate::ui::help;
use crate::ui::moment::{moment, month_name};
use crate::words::road as words;

/// Why a step of the road is refused.
pub fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::TooEarly { window, opens } => too_early(window, &moment(opens)),
        Refusal::TooLate { window, since } => too_late(window, &moment(since)),
        Refusal::StepMissing(missing) => words::step_missing(step(missing)),
        Refusal::AlreadyDone => words::already_done().to_owned(),
        Refusal::NoticeChanged => words::notice_changed().to_owned(),
        Refusal::DocumentNotTaken => words::document_not_taken(&help::hotline()),
        Refusal::NotOffered => words::not_offered().to_owned(),
        Refusal::ExamFull => words::exam_full().to_owned(),
        Refusal::Ineligible => words::ineligible(&help::hotline()),
        Refusal::Over => words::over().to_owned(),
        Refusal::PaymentConfirmed => words::payment_confirmed().to_owned(),
        Refusal::NotNow => words::not_now().to_owned(),
        Refusal::NotSeated => words::not_seated().to_owned(),
        Refusal::NoScore => words::no_score().to_owned(),
    }
}

fn too_early(window: WindowName, when: &str) -> String {
    match window {
        WindowName::Register => words::register_early(when),
        WindowName::Edit => words::edit_early(when),
        WindowName::Pay => words::pay_early(when),
        WindowName::Review => words::review_early(when),
        WindowName::Ticket => words::ticket_early(when),
        WindowName::Score => words::score_early(when),
    }
}

fn too_late(window: WindowName, when: &str) -> String {
    match window {
        WindowName::Register => words::register_late(when),
        WindowName::Edit => words::edit_late(when, &help::hotline()),
        WindowName::Pay => words::pay_late(when),
        WindowName::Review => words::review_late(when, &help::hotline()),
        WindowName::Ticket => words::ticket_late(when),
        WindowName::Score => words::score_late(when),
    }
}

/// Why a subject cannot be chosen, beside its name.
pub fn subject_bar(bar: SubjectBar) -> &'static str {
    match bar {
        SubjectBar::Major => words::bar_major(),
        SubjectBar::Full => words::bar_full(),
    }
}

/// A step of the road.
pub fn step(step: Step) -> &'static str {
    match step {
        Step::Notice => words::step_notice(),
        Step::Identity => words::step_identity(),
        Step::Face => words::step_face(),
        Step::Answers => words::step_answers(),
        Step::Payment => words::step_payment(),
        Step::Proof => words::step_proof(),
        Step::Done => words::step_done(),
        Step::Over => words::step_over(),
    }
}

/// Where a registration stands.
pub fn state(state: State) -> &'static str {
    match state {
        State::Draft => words::state_draft(),
        State::AwaitingPayment { .. } => words::state_awaiting(),
        State::Submitted { .. } => words::state_submitted(),
        State::UnderReview { .. } => words::state_under_review(),
        State::Approved { .. } => words::state_approved(),
        State::Admitted { .. } => words::state_admitted(),
        State::Returned { .. } => words::state_returned(),
        State::Rejected { .. } => words::state_rejected(),
        State::Expired { .. } => words::state_expired(),
        State::Withdrawn { .. } => words::state_withdrawn(),
        State::Discarded { .. } => words::state_discarded(),
    }
}

/// What happened to a registration.
pub fn event(event: Event) -> &'static str {
    match event {
        Event::Begun => words::event_begun(),
        Event::NoticeAccepted => words::event_notice(),
        Event::FacePassed => words::event_face(),
        Event::FaceToPerson => words::event_face_person(),
        Event::FacePassedByPerson => words::event_face_approved(),
        Event::FaceReturned => words::event_face_returned(),
        Event::Confirmed => words::event_confirmed(),
        Event::ProofGiven => words::event_proof(),
        Event::ProofReplaced => words::event_proof_replaced(),
        Event::LateProofGiven => words::event_late_proof(),
        Event::ProofAccepted => words::event_proof_accepted(),
        Event::AnswersChanged => words::event_changed(),
        Event::EditPermitted => words::event_permitted(),
        Event::Returned(ReturnReason::Proof(_)) => words::event_proof_returned(),
        Event::Returned(ReturnReason::Answers) => words::event_answers_returned(),
        Event::Approved => words::event_approved(),
        Event::ApprovedToPay => words::event_approved_to_pay(),
        Event::Admitted => words::event_admitted(),
        Event::Rejected(_) => words::event_rejected(),
        Event::Expired => words::event_expired(),
        Event::WithdrawalRequested => words::event_withdrawal(),
        Event::WithdrawalTakenBack => words::event_withdrawal_back(),
        Event::WithdrawalDeclined => words::event_withdrawal_declined(),
        Event::Withdrawn => words::event_withdrawn(),
        Event::Discarded => words::event_discarded(),
    }
}

/// Why it happened, where there is a reason to tell.
pub fn event_reason(event: Event) -> Option<String> {
    match event {
        Event::Returned(why) => Some(return_reason(why).to_owned()),
        Event::Rejected(why) => Some(reject_reason(why)),
        Event::Expired => Some(words::why_expired().to_owned()),
        Event::LateProofGiven => Some(words::why_late_proof().to_owned()),
        Event::WithdrawalRequested => Some(words::why_withdrawal().to_owned()),
        Event::Begun
        | Event::NoticeAccepted
        | Event::FacePassed
        | Event::FaceToPerson
        | Event::FacePassedByPerson
        | Event::FaceReturned
        | Event::Confirmed
        | Event::ProofGiven
        | Event::ProofReplaced
        | Event::ProofAccepted
        | Event::AnswersChanged
        | Event::EditPermitted
        | Event::Approved
        | Event::ApprovedToPay
        | Event::Admitted
        | Event::WithdrawalTakenBack
        | Event::WithdrawalDeclined
        | Event::Withdrawn
        | Event::Discarded => None,
    }
}

/// Why something was sent back, and what to do.
pub fn return_reason(why: ReturnReason) -> &'static str {
    match why {
        ReturnReason::Proof(ProofProblem::Blurred) => words::returned_blurred(),
        ReturnReason::Proof(ProofProblem::NotTheCandidate) => words::returned_not_candidate(),
        ReturnReason::Proof(ProofProblem::WrongAmount) => words::returned_amount(),
        ReturnReason::Proof(ProofProblem::Duplicate) => words::returned_duplicate(),
        ReturnReason::Proof(ProofProblem::OtherItem) => words::returned_other_item(),
        ReturnReason::Answers => words::returned_answers(),
    }
}

/// Why it was refused for good.
pub fn reject_reason(why: RejectReason) -> String {
    match why {
        RejectReason::NotEligible => words::rejected_not_eligible(&help::hotline()),
        RejectReason::FalseStatements => words::rejected_false(&help::hotline()),
    }
}

/// What was changed since a person last looked.
pub fn changed(changed: Changed) -> &'static str {
    match changed {
        Changed::Subject => words::changed_subject(),
        Changed::Site => words::changed_site(),
        Changed::Enrolment => words::changed_enrolment(),
        Changed::CandidateType => words::changed_candidate_type(),
        Changed::Major => words::changed_major(),
        Changed::Proof => words::changed_proof(),
    }
}

/// 论文等级
pub fn grade(grade: ThesisGrade) -> &'static str {
    match grade {
        ThesisGrade::Below => words::grade_below(),
        ThesisGrade::Medium => words::grade_medium(),
        ThesisGrade::Good => words::grade_good(),
        ThesisGrade::Excellent => words::grade_excellent(),
    }
}

/// 在籍 or 已毕业, by the code that the form sends.
pub fn enrolment(code: &str) -> &'static str {
    match code {
        "enrolled" => words::enrolled(),
        "graduated" => words::graduated(),
        _ => "",
    }
}

/// `2024年6月`
pub fn month(month: Month) -> String {
    words::month(&month.year().to_string(), month_name(month.month()))
}
