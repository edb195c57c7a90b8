//! One person's registration for one exam: its states, what moves it, and the road of steps before it is handed in.

mod answers;
mod face;

use serde::{Deserialize, Serialize};

pub use answers::{Answers, AnswersForm, Enrolment, ThesisGrade};

use crate::exam::Exam;
use crate::face::FaceCheck;
use crate::id::{AccountId, ExamId, RegistrationId};
use crate::identity::Identity;
use crate::instant::Instant;

/// Where the registration stands. Review and what follows it join with the back office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Being filled in.
    Draft,
    /// 待缴费: confirmed, the fee is due.
    AwaitingPayment {
        /// When it was confirmed.
        since: Instant,
    },
    /// 已提交: the proof is in, a person will look at it.
    Submitted {
        /// When the proof came.
        at: Instant,
    },
}

impl State {
    /// The name under which the state is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::AwaitingPayment { .. } => "awaiting_payment",
            Self::Submitted { .. } => "submitted",
        }
    }
}

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
    /// Version of the notice that was accepted, and when.
    pub notice: Option<(i64, Instant)>,
    /// Where the face check stands.
    pub face: FaceCheck,
    /// What was chosen on 报考信息.
    pub answers: Option<Answers>,
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
}

impl Step {
    /// The six steps that the step line shows.
    pub const LINE: [Self; 6] =
        [Self::Notice, Self::Identity, Self::Face, Self::Answers, Self::Payment, Self::Proof];
}

/// What happened, for the audit log and the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// 开始报名
    Begun,
    /// 我已阅读并了解
    NoticeAccepted,
    /// 人脸识别通过
    FacePassed,
    /// 人脸识别转人工核验
    FaceToPerson,
    /// 人脸人工核验通过
    FacePassedByPerson,
    /// 人脸人工核验退回
    FaceReturned,
    /// 提交报名
    Confirmed,
    /// 上传凭证
    ProofGiven,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 8] = [
        Self::Begun,
        Self::NoticeAccepted,
        Self::FacePassed,
        Self::FaceToPerson,
        Self::FacePassedByPerson,
        Self::FaceReturned,
        Self::Confirmed,
        Self::ProofGiven,
    ];

    /// The name under which the event is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Begun => "registration.begun",
            Self::NoticeAccepted => "registration.notice_accepted",
            Self::FacePassed => "registration.face_passed",
            Self::FaceToPerson => "registration.face_to_person",
            Self::FacePassedByPerson => "registration.face_passed_by_person",
            Self::FaceReturned => "registration.face_returned",
            Self::Confirmed => "registration.confirmed",
            Self::ProofGiven => "registration.proof_given",
        }
    }

    /// The event stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.code() == code)
    }
}

/// A registration after a step, and what to write down about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The registration as it is now.
    pub registration: Registration,
    /// What happened.
    pub event: Event,
}

/// Why a step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The register window has not opened yet.
    #[error("not open")]
    NotOpen {
        /// When it opens.
        opens: Instant,
    },
    /// The register window has closed.
    #[error("closed")]
    Closed {
        /// Since when.
        since: Instant,
    },
    /// The pay window has closed.
    #[error("payment closed")]
    PaymentClosed {
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
}

impl Registration {
    /// A fresh draft. Refused outside the register window.
    pub fn begin(
        id: RegistrationId,
        account: AccountId,
        exam: &Exam,
        now: Instant,
    ) -> Result<Moved, Refusal> {
        must_be_registering(exam, now)?;
        let registration = Self {
            id,
            account,
            exam: exam.id.clone(),
            state: State::Draft,
            notice: None,
            face: FaceCheck::None,
            answers: None,
            created: now,
        };
        Ok(Moved { registration, event: Event::Begun })
    }

    /// The first step that is not done. Nobody reaches a later one (gate of C3).
    pub fn step(&self, identity: &Identity) -> Step {
        match self.state {
            State::Submitted { .. } => Step::Done,
            State::AwaitingPayment { .. } => Step::Payment,
            State::Draft if self.notice.is_none() => Step::Notice,
            State::Draft if !identity.is_passed() => Step::Identity,
            State::Draft if !self.face.lets_on() => Step::Face,
            State::Draft => Step::Answers,
        }
    }

    /// 【我已阅读并了解】 of the version that was shown.
    pub fn accept_notice(mut self, shown: i64, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
        self.must_be_draft()?;
        must_be_registering(exam, now)?;
        if shown != exam.notice.version {
            return Err(Refusal::NoticeChanged);
        }
        self.notice = Some((shown, now));
        Ok(Moved { registration: self, event: Event::NoticeAccepted })
    }

    /// Draft → awaiting payment. Refused once the register window has closed, and before the face check.
    pub fn confirm(
        mut self,
        answers: Answers,
        identity: &Identity,
        exam: &Exam,
        now: Instant,
    ) -> Result<Moved, Refusal> {
        self.must_be_draft()?;
        must_be_registering(exam, now)?;
        self.must_have_reached(Step::Answers, identity)?;
        self.answers = Some(answers);
        self.state = State::AwaitingPayment { since: now };
        Ok(Moved { registration: self, event: Event::Confirmed })
    }

    /// Awaiting payment → submitted. Refused once the pay window has closed.
    pub fn hand_in_proof(mut self, exam: &Exam, now: Instant) -> Result<Moved, Refusal> {
        match self.state {
            State::AwaitingPayment { .. } => {}
            State::Draft => return Err(Refusal::StepMissing(Step::Answers)),
            State::Submitted { .. } => return Err(Refusal::AlreadyDone),
        }
        if !exam.windows.pay.contains(now) {
            return Err(Refusal::PaymentClosed { since: exam.windows.pay.end });
        }
        self.state = State::Submitted { at: now };
        Ok(Moved { registration: self, event: Event::ProofGiven })
    }

    /// The gate of C3: refused while a step before `wanted` is open.
    pub fn must_have_reached(&self, wanted: Step, identity: &Identity) -> Result<(), Refusal> {
        let step = self.step(identity);
        if step < wanted { Err(Refusal::StepMissing(step)) } else { Ok(()) }
    }

    fn must_be_draft(&self) -> Result<(), Refusal> {
        match self.state {
            State::Draft => Ok(()),
            State::AwaitingPayment { .. } | State::Submitted { .. } => Err(Refusal::AlreadyDone),
        }
    }
}

fn must_be_registering(exam: &Exam, now: Instant) -> Result<(), Refusal> {
    let window = exam.windows.register;
    if now < window.start {
        Err(Refusal::NotOpen { opens: window.start })
    } else if now >= window.end {
        Err(Refusal::Closed { since: window.end })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
