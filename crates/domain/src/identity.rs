//! 实名认证: its states, what moves them, and the consent that comes before it.

mod attempts;
mod finding;

use serde::{Deserialize, Serialize};

pub use attempts::{Attempts, CHECK_BUDGET, CHECK_WINDOW_SECONDS};
pub use finding::{Decision, Finding};

use crate::card::CardProblem;
use crate::instant::Instant;

/// Version of the consent text on the consent page; a new text asks again.
pub const CONSENT_VERSION: i64 = 3;

/// Seconds for which pictures of documents and faces, and the numbers of a face, are kept after the scores of the last exam
/// that their owner registered for are out: 一年, as both consents say. Long enough for every complaint about an exam, and
/// for a second try half a year later without showing the card again.
pub const PICTURES_KEPT_SECONDS: i64 = 365 * 24 * 3_600;

/// Where the real-name check of an account stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Identity {
    /// Never begun, or undone by a change of name.
    None,
    /// Both pictures are in, the job is on its way.
    Checking {
        /// When the pictures came.
        since: Instant,
    },
    /// 已实名, by the machine.
    Passed {
        /// When.
        at: Instant,
    },
    /// 人工核验: the machine was not sure, does not know the document, or the owner asked for a person.
    WaitingForPerson {
        /// Since when.
        since: Instant,
        /// What made the machine unsure; nothing when it was not asked.
        problems: Vec<CardProblem>,
    },
    /// 已实名, by a person.
    PassedByPerson {
        /// When.
        at: Instant,
    },
    /// Not passed; the owner tries again or asks for a person.
    Failed {
        /// When.
        at: Instant,
        /// Every reason, none of which carries what was read.
        problems: Vec<CardProblem>,
    },
}

/// Where the picture of one side stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureState {
    /// None came yet.
    Missing,
    /// It is in.
    In,
    /// It is in, was refused, and has to be replaced.
    Refused,
}

/// Why a step of 实名认证 is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The machine's checks of this day are used up; a person is one tap away.
    #[error("no checks left")]
    ChecksUsedUp,
    /// 已实名 already.
    #[error("already passed")]
    AlreadyPassed,
    /// Nobody waits for this decision any more.
    #[error("not waiting")]
    NotWaiting,
    /// A registration was confirmed under this name; 更名申请 is the way.
    #[error("the name is locked")]
    NameLocked,
    /// The name is not locked: it can simply be changed.
    #[error("the name is not locked")]
    NameNotLocked,
    /// A 更名申请 waits already.
    #[error("a request waits already")]
    RequestWaits,
}

impl Identity {
    /// 已实名
    pub fn is_passed(&self) -> bool {
        match self {
            Self::Passed { .. } | Self::PassedByPerson { .. } => true,
            Self::None | Self::Checking { .. } | Self::WaitingForPerson { .. } | Self::Failed { .. } => false,
        }
    }

    /// The gate of a registration (C3, B10): 已实名, or waiting for a person where the exam lets such candidates go on
    /// as *identity pending*. They are admitted only once the person has decided.
    pub fn may_go_on(&self, exam_allows_waiting: bool) -> bool {
        match self {
            Self::Passed { .. } | Self::PassedByPerson { .. } => true,
            Self::WaitingForPerson { .. } => exam_allows_waiting,
            Self::None | Self::Checking { .. } | Self::Failed { .. } => false,
        }
    }

    /// Whether new pictures may be handed in now.
    pub fn takes_pictures(&self) -> bool {
        matches!(self, Self::None | Self::Failed { .. } | Self::WaitingForPerson { .. })
    }

    /// Whether the machine's check can begin now. Who waits for a person keeps the place in the queue.
    pub fn can_be_checked(&self) -> bool {
        matches!(self, Self::None | Self::Failed { .. })
    }

    /// 人工核验, asked for by the owner: possible until 已实名, also in the middle of a check, whose outcome is then
    /// not looked at. Asking twice keeps the place in the queue.
    pub fn ask_for_person(self, now: Instant) -> Result<Self, Refusal> {
        match self {
            Self::None | Self::Checking { .. } | Self::Failed { .. } => {
                Ok(Self::WaitingForPerson { since: now, problems: Vec::new() })
            }
            waiting @ Self::WaitingForPerson { .. } => Ok(waiting),
            Self::Passed { .. } | Self::PassedByPerson { .. } => Err(Refusal::AlreadyPassed),
        }
    }

    /// What a person decided.
    pub fn decide(self, decision: Decision, now: Instant) -> Result<Self, Refusal> {
        let Self::WaitingForPerson { .. } = self else { return Err(Refusal::NotWaiting) };
        Ok(match decision {
            Decision::Approve => Self::PassedByPerson { at: now },
            Decision::Return(finding) | Decision::Reject(finding) => {
                Self::Failed { at: now, problems: vec![CardProblem::Found(finding)] }
            }
        })
    }

    /// The consent was withdrawn: what was not decided yet is undone, what was decided stays.
    #[must_use]
    pub fn without_consent(self) -> Self {
        if self.is_passed() { self } else { Self::None }
    }

    /// The name has changed: 实名认证 begins anew. Who waits for a person goes on waiting, the person compares with what is
    /// right by then.
    #[must_use]
    pub fn renamed(self) -> Self {
        match self {
            waiting @ Self::WaitingForPerson { .. } => waiting,
            Self::None
            | Self::Checking { .. }
            | Self::Passed { .. }
            | Self::PassedByPerson { .. }
            | Self::Failed { .. } => Self::None,
        }
    }

    /// The name under which the state is stored.
    pub fn code(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Checking { .. } => "checking",
            Self::Passed { .. } => "passed",
            Self::WaitingForPerson { .. } => "waiting_for_person",
            Self::PassedByPerson { .. } => "passed_by_person",
            Self::Failed { .. } => "failed",
        }
    }
}

#[cfg(test)]
mod tests;
