//! What its owner, and time, do to a registration.

use super::{Answers, Changed, Event, Moved, Refusal, Registration, ReturnReason, State, Step};
use crate::document::DocumentKind;
use crate::exam::{Exam, PaymentOrder, WindowName};
use crate::face::FaceCheck;
use crate::id::{AccountId, RegistrationId};
use crate::identity::Identity;
use crate::instant::Instant;
use crate::payment::PaymentState;

impl Registration {
    /// A fresh draft. Refused outside the register window, and for a document that the exam does not take.
    pub fn begin(
        id: RegistrationId,
        account: AccountId,
        document: DocumentKind,
        exam: &Exam,
        now: Instant,
    ) -> Result<Moved, Refusal> {
        exam.must_be_published()?;
        exam.windows.must_be_open(WindowName::Register, now)?;
        exam.must_take(document)?;
        let registration = Self {
            id,
            account,
            exam: exam.id.clone(),
            state: State::Draft,
            payment: PaymentState::None,
            notice: None,
            face: FaceCheck::None,
            answers: None,
            changed: Vec::new(),
            permit: None,
            created: now,
        };
        Ok(Moved { registration, event: Event::Begun, held: None })
    }

    /// 【我已阅读并了解】 of the version that was shown.
    pub fn accept_notice(mut self, shown: i64, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
        self.must_be_draft()?;
        exam.windows.must_be_open(WindowName::Register, now)?;
        if shown != exam.notice.version {
            return Err(Refusal::NoticeChanged);
        }
        self.notice = Some((shown, now));
        Ok(self.noted(Event::NoticeAccepted))
    }

    /// Draft → awaiting payment, or under review where that comes first (C17). Refused once the register window has closed,
    /// and before the face check. Whoever saves it takes a place first.
    pub fn confirm(
        mut self,
        answers: Answers,
        identity: &Identity,
        exam: &Exam,
        now: Instant,
    ) -> Result<Moved, Refusal> {
        self.must_be_draft()?;
        exam.must_be_published()?;
        exam.windows.must_be_open(WindowName::Register, now)?;
        self.must_have_reached(Step::Answers, identity, exam)?;
        self.answers = Some(answers);
        self.state = match exam.rules.order {
            PaymentOrder::PaymentFirst => State::AwaitingPayment { since: now },
            PaymentOrder::ReviewFirst => State::UnderReview { since: now },
        };
        Ok(Moved { registration: self, event: Event::Confirmed, held: None })
    }

    /// 修改报考信息. What a person has looked at goes back to review, with a note of what changed; the proof stays.
    pub fn change(mut self, answers: Answers, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
        self.may_change_until(exam, now)?;
        let held = self.place();
        let differences =
            self.answers.as_ref().map(|before| before.differences(&answers)).unwrap_or_default();
        let corrects = matches!(self.state, State::Returned { why: ReturnReason::Answers, .. });
        if differences.is_empty() && !corrects {
            return Err(Refusal::AlreadyDone);
        }
        self.answers = Some(answers);
        let reviewed_first = exam.rules.order == PaymentOrder::ReviewFirst;
        self.state = match self.state {
            // What was approved was something else.
            State::AwaitingPayment { .. } if reviewed_first => State::UnderReview { since: now },
            State::AwaitingPayment { .. } | State::Returned { why: ReturnReason::Proof(_), .. } => self.state,
            State::UnderReview { .. } | State::Approved { .. } | State::Returned { .. }
                if reviewed_first || self.payment == PaymentState::Confirmed =>
            {
                State::UnderReview { since: now }
            }
            State::Submitted { .. }
            | State::UnderReview { .. }
            | State::Approved { .. }
            | State::Returned { .. } => State::Submitted { at: now },
            State::Draft
            | State::Admitted { .. }
            | State::Rejected { .. }
            | State::Expired { .. }
            | State::Withdrawn { .. }
            | State::Discarded { .. } => return Err(Refusal::NotNow),
        };
        if self.state.is_handed_in() {
            for changed in differences {
                self.note_change(changed);
            }
        }
        Ok(Moved { registration: self, event: Event::AnswersChanged, held })
    }

    /// A proof of payment: awaiting payment or sent back → submitted; before that is reviewed it may be replaced.
    pub fn hand_in_proof(mut self, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
        let event = match self.state {
            State::AwaitingPayment { .. } => Event::ProofGiven,
            State::Submitted { .. } | State::Returned { why: ReturnReason::Proof(_), .. } => {
                Event::ProofReplaced
            }
            State::Draft => return Err(Refusal::StepMissing(Step::Answers)),
            // The review comes first: nothing is due yet.
            State::UnderReview { .. } | State::Returned { why: ReturnReason::Answers, .. }
                if self.payment == PaymentState::None =>
            {
                return Err(Refusal::NotNow);
            }
            State::UnderReview { .. }
            | State::Approved { .. }
            | State::Admitted { .. }
            | State::Returned { why: ReturnReason::Answers, .. } => return Err(Refusal::PaymentConfirmed),
            State::Rejected { .. }
            | State::Expired { .. }
            | State::Withdrawn { .. }
            | State::Discarded { .. } => return Err(Refusal::Over),
        };
        if self.payment == PaymentState::Confirmed {
            return Err(Refusal::PaymentConfirmed);
        }
        // A proof that was sent back can be given again as long as anybody reviews it.
        let sent_back = matches!(self.state, State::Returned { .. });
        exam.windows.must_be_open(if sent_back { WindowName::Review } else { WindowName::Pay }, now)?;
        let held = self.place();
        if event == Event::ProofReplaced {
            self.note_change(Changed::Proof);
        }
        self.state = State::Submitted { at: now };
        self.payment = PaymentState::ProofGiven;
        Ok(Moved { registration: self, event, held })
    }

    /// Awaiting payment → expired, from the end of the pay window on.
    pub fn expire(mut self, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
        if !self.is_overdue(exam, now) {
            return Err(Refusal::NotNow);
        }
        let held = self.place();
        self.state = State::Expired { at: now };
        Ok(Moved { registration: self, event: Event::Expired, held })
    }

    /// A proof that came after the registration had expired: it is kept for the finance office, and nothing else moves.
    pub fn hand_in_late_proof(mut self) -> Result<Moved, Refusal> {
        match (self.state, self.payment) {
            (State::Expired { .. }, PaymentState::None) => {}
            (State::Expired { .. }, _) => return Err(Refusal::AlreadyDone),
            _ => return Err(Refusal::NotNow),
        }
        self.payment = PaymentState::ProofGiven;
        Ok(self.noted(Event::LateProofGiven))
    }

    /// Ends a registration for which nothing was paid: a draft is discarded, a confirmed one is withdrawn.
    pub fn withdraw(mut self, now: Instant) -> Result<Moved, Refusal> {
        let held = self.place();
        let event = match self.state {
            State::Draft => {
                self.state = State::Discarded { at: now };
                Event::Discarded
            }
            State::AwaitingPayment { .. } => {
                self.state = State::Withdrawn { at: now };
                Event::Withdrawn
            }
            State::UnderReview { .. } | State::Returned { .. } if self.payment == PaymentState::None => {
                self.state = State::Withdrawn { at: now };
                Event::Withdrawn
            }
            State::Submitted { .. }
            | State::UnderReview { .. }
            | State::Approved { .. }
            | State::Admitted { .. }
            | State::Returned { .. } => return Err(Refusal::NotNow),
            State::Rejected { .. }
            | State::Expired { .. }
            | State::Withdrawn { .. }
            | State::Discarded { .. } => return Err(Refusal::AlreadyDone),
        };
        Ok(Moved { registration: self, event, held })
    }

    fn must_be_draft(&self) -> Result<(), Refusal> {
        if self.state == State::Draft {
            Ok(())
        } else if self.state.is_over() {
            Err(Refusal::Over)
        } else {
            Err(Refusal::AlreadyDone)
        }
    }

    fn note_change(&mut self, changed: Changed) {
        if !self.changed.contains(&changed) {
            self.changed.push(changed);
        }
    }

    /// A move that neither changes the place nor whether one is held.
    pub(super) fn noted(self, event: Event) -> Moved {
        let held = self.place();
        Moved { registration: self, event, held }
    }
}
