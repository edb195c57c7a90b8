//! What staff decide about a registration.

use super::{Changed, Event, Moved, Refusal, Registration, RejectReason, ReturnReason, State, Step};
use crate::exam::{Exam, PaymentOrder, WindowName};
use crate::identity::Identity;
use crate::instant::Instant;
use crate::payment::PaymentState;

impl Registration {
    /// The proof shows the payment: submitted → under review. Only inside the review window, as every decision. Where the
    /// review came first it is approved now, unless its owner has changed something since.
    pub fn accept_proof(mut self, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
        exam.windows.must_be_open(WindowName::Review, now)?;
        self.must_be_submitted()?;
        self.payment = PaymentState::Confirmed;
        self.changed.retain(|changed| *changed != Changed::Proof);
        let was_reviewed = exam.rules.order == PaymentOrder::ReviewFirst && self.changed.is_empty();
        self.state =
            if was_reviewed { State::Approved { at: now } } else { State::UnderReview { since: now } };
        Ok(self.noted(Event::ProofAccepted))
    }

    /// Sends it back to its owner: the proof while it waits for a look, the answers once the payment is confirmed.
    pub fn send_back(mut self, why: ReturnReason, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
        exam.windows.must_be_open(WindowName::Review, now)?;
        match why {
            ReturnReason::Proof(_) => {
                self.must_be_submitted()?;
                self.payment = PaymentState::Rejected;
            }
            ReturnReason::Answers => self.must_be_under_review()?,
        }
        self.state = State::Returned { at: now, why };
        // A proof that is sent back says nothing about answers that nobody has looked at since they were approved.
        let review_comes_first = exam.rules.order == PaymentOrder::ReviewFirst;
        let stays = |changed: &Changed| {
            review_comes_first && why != ReturnReason::Answers && *changed != Changed::Proof
        };
        self.changed.retain(stays);
        Ok(self.noted(Event::Returned(why)))
    }

    /// Under review → approved, or awaiting payment where the review comes first and nothing was paid yet. Not before the
    /// real-name check and the face check are settled: whoever waits for a person goes on as far as here.
    pub fn approve(mut self, identity: &Identity, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
        exam.windows.must_be_open(WindowName::Review, now)?;
        self.must_be_under_review()?;
        if !identity.is_passed() {
            return Err(Refusal::StepMissing(Step::Identity));
        }
        if !self.face.is_passed() {
            return Err(Refusal::StepMissing(Step::Face));
        }
        self.changed.clear();
        if exam.rules.order == PaymentOrder::ReviewFirst && self.payment == PaymentState::None {
            // Nobody is asked for what they can no longer pay.
            if now >= exam.windows.pay.end {
                return Err(Refusal::TooLate { window: WindowName::Pay, since: exam.windows.pay.end });
            }
            self.state = State::AwaitingPayment { since: now };
            return Ok(self.noted(Event::ApprovedToPay));
        }
        self.state = State::Approved { at: now };
        Ok(self.noted(Event::Approved))
    }

    /// Approved → admitted: it has a seat in a frozen plan, and a number. Not bound to a window: the office freezes when it
    /// is ready to.
    pub fn admit(mut self, now: Instant) -> Result<Moved, Refusal> {
        if matches!(self.state, State::Admitted { .. }) {
            return Err(Refusal::AlreadyDone);
        }
        if !matches!(self.state, State::Approved { .. }) {
            return Err(self.not_now());
        }
        self.state = State::Admitted { at: now };
        Ok(self.noted(Event::Admitted))
    }

    /// Under review → rejected for good; the place is free again.
    pub fn reject(mut self, why: RejectReason, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
        exam.windows.must_be_open(WindowName::Review, now)?;
        self.must_be_under_review()?;
        let held = self.place();
        self.state = State::Rejected { at: now, why };
        self.changed.clear();
        Ok(Moved { registration: self, event: Event::Rejected(why), held })
    }

    /// Lets its owner change 报考信息 until this moment although the edit window has closed, or takes that back: `until` then
    /// does not lie ahead. Only a permit that still runs can be taken back.
    pub fn permit_edit(mut self, until: Instant, now: Instant) -> Result<Moved, Refusal> {
        if !self.state.holds_place() {
            return Err(self.not_now());
        }
        let runs = self.permit.is_some_and(|end| now < end);
        if self.permit == Some(until) || (until <= now && !runs) {
            return Err(Refusal::AlreadyDone);
        }
        self.permit = Some(until);
        Ok(self.noted(Event::EditPermitted))
    }

    /// Grants the request to withdraw a registration that was paid. Not bound to a window: it must be settled.
    pub fn grant_withdrawal(mut self, now: Instant) -> Result<Moved, Refusal> {
        if !self.state.is_handed_in() {
            return Err(if self.state.is_over() { Refusal::Over } else { Refusal::NotNow });
        }
        let held = self.place();
        self.state = State::Withdrawn { at: now };
        Ok(Moved { registration: self, event: Event::Withdrawn, held })
    }

    fn must_be_submitted(&self) -> Result<(), Refusal> {
        if matches!(self.state, State::Submitted { .. }) { Ok(()) } else { Err(self.not_now()) }
    }

    fn must_be_under_review(&self) -> Result<(), Refusal> {
        if matches!(self.state, State::UnderReview { .. }) { Ok(()) } else { Err(self.not_now()) }
    }

    fn not_now(&self) -> Refusal {
        if self.state.is_over() { Refusal::Over } else { Refusal::NotNow }
    }
}
