//! One person's registration for one exam: its states, what moves it, and the road of steps before it is handed in.

mod answers;
mod event;
mod face;
mod moves;
mod review;
#[cfg(test)]
mod review_first;
mod state;

use serde::{Deserialize, Serialize};

pub use answers::{Answers, AnswersForm, Changed, Enrolment, ThesisGrade};
pub use event::Event;
pub use state::{RejectReason, ReturnReason, State};

use crate::exam::{Exam, WindowName};
use crate::face::FaceCheck;
use crate::id::{AccountId, ExamId, RegistrationId};
use crate::identity::Identity;
use crate::instant::Instant;
use crate::payment::PaymentState;

/// One registration with the facts that its rules need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Identifier.
    pub id: RegistrationId,
    /// Whose.
    pub account: AccountId,
    /// For which exam.
    pub exam: ExamId,
    /// Where it stands.
    pub state: State,
    /// Where its payment stands.
    pub payment: PaymentState,
    /// Version of the notice that was accepted, and when.
    pub notice: Option<(i64, Instant)>,
    /// Where the face check stands.
    pub face: FaceCheck,
    /// What was chosen on 报考信息.
    pub answers: Option<Answers>,
    /// What its owner has changed since a person last looked at it.
    pub changed: Vec<Changed>,
    /// Until when its owner may change 报考信息 although the edit window has closed: for this one person, from the office.
    pub permit: Option<Instant>,
    /// When it was begun.
    pub created: Instant,
}

/// The steps of the road, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 须知
    Notice,
    /// 实名认证
    Identity,
    /// 人脸识别
    Face,
    /// 报考信息
    Answers,
    /// 缴费
    Payment,
    /// 上传凭证
    Proof,
    /// 提交成功
    Done,
    /// The registration has ended; nothing is left to do.
    Over,
}

impl Step {
    /// The six steps that the step line shows.
    pub const LINE: [Self; 6] =
        [Self::Notice, Self::Identity, Self::Face, Self::Answers, Self::Payment, Self::Proof];
}

/// 名额: what a registration holds a place in, beside its exam.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Code of the subject.
    pub subject: String,
    /// Code of the site; none where the exam names none.
    pub site: Option<String>,
}

/// A registration after a step, and what to write down about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The registration as it is now.
    pub registration: Registration,
    /// What happened.
    pub event: Event,
    /// The place that it held before; whoever saves it gives back or takes what changed.
    pub held: Option<Place>,
}

/// Why a step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// A window has not opened yet.
    #[error("too early")]
    TooEarly {
        /// Which.
        window: WindowName,
        /// When it opens.
        opens: Instant,
    },
    /// A window has closed.
    #[error("too late")]
    TooLate {
        /// Which.
        window: WindowName,
        /// Since when.
        since: Instant,
    },
    /// A step before this one is not done.
    #[error("a step before is missing")]
    StepMissing(Step),
    /// This step was done before; nothing changed.
    #[error("already done")]
    AlreadyDone,
    /// The notice changed since the page was loaded.
    #[error("the notice has a newer version")]
    NoticeChanged,
    /// The exam does not take this kind of document.
    #[error("this kind of document is not taken")]
    DocumentNotTaken,
    /// The exam is a draft, or has been closed.
    #[error("the exam is not offered")]
    NotOffered,
    /// The exam's roster says that they may not sit it; why stands on the page.
    #[error("the roster says ineligible")]
    Ineligible,
    /// No place is left in the exam.
    #[error("no place is left")]
    ExamFull,
    /// The registration has ended.
    #[error("over")]
    Over,
    /// A person has confirmed the payment; its proof stays.
    #[error("the payment is confirmed")]
    PaymentConfirmed,
    /// Not in this state; the page shows an old one.
    #[error("not in this state")]
    NotNow,
    /// No seat is given out yet.
    #[error("no seat yet")]
    NotSeated,
    /// The score is not published.
    #[error("no score yet")]
    NoScore,
}

/// What giving a registration up means now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WayOut {
    /// A draft is thrown away.
    Discard,
    /// Nothing was paid: it ends at once.
    Free,
    /// Paid: a person decides.
    OnRequest,
    /// It has ended already.
    None,
}

impl Registration {
    /// The first step that is not done. Nobody reaches a later one (gate of C3).
    pub fn step(&self, identity: &Identity, exam: &Exam) -> Step {
        match self.state {
            State::Draft if self.notice.is_none() => Step::Notice,
            State::Draft if !identity.may_go_on(exam.rules.allows_pending_identity) => Step::Identity,
            State::Draft if !self.face.lets_on() => Step::Face,
            State::Draft | State::Returned { why: ReturnReason::Answers, .. } => Step::Answers,
            State::AwaitingPayment { .. } => Step::Payment,
            State::Returned { why: ReturnReason::Proof(_), .. } => Step::Proof,
            State::Submitted { .. }
            | State::UnderReview { .. }
            | State::Approved { .. }
            | State::Admitted { .. } => Step::Done,
            State::Rejected { .. }
            | State::Expired { .. }
            | State::Withdrawn { .. }
            | State::Discarded { .. } => Step::Over,
        }
    }

    /// The gate of C3: refused while a step before `wanted` is open, and when the registration has ended.
    pub fn must_have_reached(&self, wanted: Step, identity: &Identity, exam: &Exam) -> Result<(), Refusal> {
        let step = self.step(identity, exam);
        if step == Step::Over {
            Err(Refusal::Over)
        } else if step < wanted && !self.state.is_handed_in() {
            Err(Refusal::StepMissing(step))
        } else {
            Ok(())
        }
    }

    /// The place that it holds.
    pub fn place(&self) -> Option<Place> {
        let answers = self.answers.as_ref().filter(|_| self.state.holds_place())?;
        Some(Place { subject: answers.subject.clone(), site: answers.site.clone() })
    }

    /// Whether the fee is due and the pay window has closed: it expires, whether or not the job has come by.
    pub fn is_overdue(&self, exam: &Exam, now: Instant) -> bool {
        matches!(self.state, State::AwaitingPayment { .. }) && now >= exam.windows.pay.end
    }

    /// Whether its owner may change 报考信息 now, and until when.
    pub fn may_change_until(&self, exam: &Exam, now: Instant) -> Result<Instant, Refusal> {
        let window = match self.state {
            State::AwaitingPayment { .. }
            | State::Submitted { .. }
            | State::UnderReview { .. }
            | State::Approved { .. }
            | State::Returned { why: ReturnReason::Proof(_), .. } => WindowName::Edit,
            // Whoever was asked to correct something can do so as long as anybody reviews it.
            State::Returned { why: ReturnReason::Answers, .. } => WindowName::Review,
            State::Draft => return Err(Refusal::StepMissing(Step::Answers)),
            // The seat and the room's papers hang on the answers.
            State::Admitted { .. } => return Err(Refusal::NotNow),
            State::Rejected { .. }
            | State::Expired { .. }
            | State::Withdrawn { .. }
            | State::Discarded { .. } => return Err(Refusal::Over),
        };
        let permit = self.permit.filter(|until| window == WindowName::Edit && now < *until);
        let end = match (exam.windows.must_be_open(window, now), permit) {
            (Ok(()), permit) => permit.max(Some(exam.windows.named(window).end)),
            (Err(Refusal::TooLate { .. }), Some(until)) => Some(until),
            (Err(refusal), _) => return Err(refusal),
        };
        if self.is_overdue(exam, now) {
            return Err(Refusal::TooLate { window: WindowName::Pay, since: exam.windows.pay.end });
        }
        Ok(end.unwrap_or(exam.windows.named(window).end))
    }

    /// What giving it up means now.
    pub fn way_out(&self) -> WayOut {
        match self.state {
            State::Draft => WayOut::Discard,
            State::AwaitingPayment { .. } => WayOut::Free,
            // The review comes first, and nothing was paid.
            State::UnderReview { .. } | State::Returned { .. } if self.payment == PaymentState::None => {
                WayOut::Free
            }
            State::Submitted { .. }
            | State::UnderReview { .. }
            | State::Approved { .. }
            | State::Admitted { .. }
            | State::Returned { .. } => WayOut::OnRequest,
            State::Rejected { .. }
            | State::Expired { .. }
            | State::Withdrawn { .. }
            | State::Discarded { .. } => WayOut::None,
        }
    }
}

#[cfg(test)]
mod tests;
