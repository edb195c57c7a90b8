//! What moves the face check of a registration.

use super::{Event, Moved, Refusal, Registration, State, Step};
use crate::exam::{Exam, WindowName};
use crate::face::{FaceCheck, FaceDecision, WhyPerson};
use crate::identity::Identity;
use crate::instant::Instant;

impl Registration {
    /// Whether the face check may be done now. In a draft behind the notice and the real-name check, inside the register
    /// window; later when a person has sent it back or has not decided yet, until the review ends.
    pub fn must_take_face(&self, identity: &Identity, exam: &Exam, now: Instant) -> Result<(), Refusal> {
        match self.state {
            State::Draft => {
                exam.windows.must_be_open(WindowName::Register, now)?;
                self.must_have_reached(Step::Face, identity, exam)?;
            }
            State::AwaitingPayment { .. }
            | State::Submitted { .. }
            | State::UnderReview { .. }
            | State::Approved { .. }
            | State::Admitted { .. }
            | State::Returned { .. } => {
                let since = exam.windows.review.end;
                if now >= since {
                    return Err(Refusal::TooLate { window: WindowName::Review, since });
                }
            }
            State::Rejected { .. }
            | State::Expired { .. }
            | State::Withdrawn { .. }
            | State::Discarded { .. } => return Err(Refusal::Over),
        }
        if self.face.is_passed() { Err(Refusal::AlreadyDone) } else { Ok(()) }
    }

    /// The face check was passed.
    pub fn pass_face(mut self, identity: &Identity, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
        self.must_take_face(identity, exam, now)?;
        self.face = FaceCheck::Passed { at: now };
        Ok(self.noted(Event::FacePassed))
    }

    /// 人工核验: a person settles it, and the road goes on. Where one was asked before, nothing changes.
    pub fn leave_face_to_person(
        mut self,
        why: WhyPerson,
        identity: &Identity,
        exam: &Exam,
        now: Instant,
    ) -> Result<Moved, Refusal> {
        self.must_take_face(identity, exam, now)?;
        if let FaceCheck::WaitingForPerson { .. } = self.face {
            return Err(Refusal::AlreadyDone);
        }
        self.face = FaceCheck::WaitingForPerson { since: now, why };
        Ok(self.noted(Event::FaceToPerson))
    }

    /// A person settles it. Refused where nobody was asked to, or somebody settled it before.
    pub fn decide_face(mut self, decision: FaceDecision, now: Instant) -> Result<Moved, Refusal> {
        let FaceCheck::WaitingForPerson { .. } = self.face else { return Err(Refusal::AlreadyDone) };
        let (face, event) = match decision {
            FaceDecision::Approve => (FaceCheck::PassedByPerson { at: now }, Event::FacePassedByPerson),
            FaceDecision::Return(reason) => {
                (FaceCheck::RefusedByPerson { at: now, reason }, Event::FaceReturned)
            }
        };
        self.face = face;
        Ok(self.noted(event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocumentKind;
    use crate::exam::tests::an_exam;
    use crate::face::FaceReturn;
    use crate::registration::{Answers, Enrolment};

    const OPEN: Instant = Instant::from_millis(150);
    const CLOSED: Instant = Instant::from_millis(200);
    const PASSED: Identity = Identity::Passed { at: OPEN };

    fn read() -> Registration {
        let id = |text: &str| format!("{text}_01JAAAAAAAAAAAAAAAAAAAAAAA");
        let (reg, acc) = (id("reg").parse().unwrap(), id("acc").parse().unwrap());
        Registration::begin(reg, acc, DocumentKind::ResidentId, &an_exam(), OPEN)
            .and_then(|begun| begun.registration.accept_notice(3, &an_exam(), OPEN))
            .unwrap()
            .registration
    }

    fn left_to_person() -> Registration {
        read().leave_face_to_person(WhyPerson::Asked, &PASSED, &an_exam(), OPEN).unwrap().registration
    }

    fn confirmed(registration: Registration) -> Registration {
        let answers = Answers {
            subject: "en".into(),
            site: None,
            enrolment: Enrolment::Enrolled,
            candidate_type: "函授".into(),
            major: "会计学".into(),
        };
        registration.confirm(answers, &PASSED, &an_exam(), OPEN).unwrap().registration
    }

    fn returned(registration: Registration) -> Registration {
        let decision = FaceDecision::Return(FaceReturn::Unclear);
        registration.decide_face(decision, OPEN).unwrap().registration
    }

    #[test]
    fn c6_who_asks_for_a_person_goes_on_at_once() {
        assert_eq!(read().step(&PASSED, &an_exam()), Step::Face);
        let waiting = left_to_person();
        assert_eq!(waiting.step(&PASSED, &an_exam()), Step::Answers);
        assert!(!waiting.face.is_passed(), "nothing is settled yet");
        assert_eq!(confirmed(waiting).step(&PASSED, &an_exam()), Step::Payment);
    }

    #[test]
    fn c6_asking_for_a_person_twice_changes_nothing() {
        let again = left_to_person().leave_face_to_person(WhyPerson::TriesUsed, &PASSED, &an_exam(), OPEN);
        assert_eq!(again.unwrap_err(), Refusal::AlreadyDone);
    }

    #[test]
    fn c6_who_waits_for_a_person_may_still_pass_the_machine() {
        let passed = left_to_person().pass_face(&PASSED, &an_exam(), OPEN).unwrap().registration;
        assert_eq!(passed.face, FaceCheck::Passed { at: OPEN });
    }

    #[test]
    fn c3_nobody_asks_for_a_person_before_the_real_name_check() {
        let early = read().leave_face_to_person(WhyPerson::Asked, &Identity::None, &an_exam(), OPEN);
        assert_eq!(early.unwrap_err(), Refusal::StepMissing(Step::Identity));
    }

    #[test]
    fn c2_a_draft_does_no_face_check_once_the_window_has_closed() {
        assert_eq!(
            read().must_take_face(&PASSED, &an_exam(), CLOSED),
            Err(Refusal::TooLate { window: WindowName::Register, since: CLOSED })
        );
    }

    #[test]
    fn c6_what_a_person_approves_is_settled() {
        let approved = left_to_person().decide_face(FaceDecision::Approve, OPEN).unwrap();
        assert_eq!(approved.event, Event::FacePassedByPerson);
        assert!(approved.registration.face.is_passed());
        let again = approved.registration.decide_face(FaceDecision::Approve, OPEN);
        assert_eq!(again.unwrap_err(), Refusal::AlreadyDone);
    }

    #[test]
    fn c6_what_a_person_sends_back_is_done_again_by_either_way() {
        let back = returned(left_to_person());
        assert_eq!(back.step(&PASSED, &an_exam()), Step::Face);
        assert!(back.clone().pass_face(&PASSED, &an_exam(), OPEN).is_ok());
        assert!(back.leave_face_to_person(WhyPerson::Asked, &PASSED, &an_exam(), OPEN).is_ok());
    }

    #[test]
    fn c6_what_is_sent_back_after_the_confirmation_is_done_again_until_the_review_ends() {
        let back = returned(confirmed(left_to_person()));
        assert_eq!(back.step(&PASSED, &an_exam()), Step::Payment, "the rest of the road is not lost");
        let end = an_exam().windows.review.end;
        assert_eq!(back.must_take_face(&PASSED, &an_exam(), CLOSED), Ok(()));
        let late = Refusal::TooLate { window: WindowName::Review, since: end };
        assert_eq!(back.must_take_face(&PASSED, &an_exam(), end), Err(late));
    }

    #[test]
    fn c6_nobody_decides_what_was_not_left_to_a_person() {
        let nothing = read().decide_face(FaceDecision::Approve, OPEN);
        assert_eq!(nothing.unwrap_err(), Refusal::AlreadyDone);
    }
}
