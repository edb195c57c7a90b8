//! 实名认证: its states, and the consent that comes before it.

use serde::{Deserialize, Serialize};

use crate::card::CardProblem;
use crate::instant::Instant;

/// Version of the consent text on the consent page; a new text asks again.
pub const CONSENT_VERSION: i64 = 1;

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
    /// 人工核验: the machine was not sure, or does not know the document.
    WaitingForPerson {
        /// Since when.
        since: Instant,
        /// What made it unsure.
        problems: Vec<CardProblem>,
    },
    /// 已实名, by a person.
    PassedByPerson {
        /// When.
        at: Instant,
    },
    /// Not passed; the owner tries again.
    Failed {
        /// When.
        at: Instant,
        /// Every reason, none of which carries what was read.
        problems: Vec<CardProblem>,
    },
}

impl Identity {
    /// 已实名
    pub fn is_passed(&self) -> bool {
        match self {
            Self::Passed { .. } | Self::PassedByPerson { .. } => true,
            Self::None | Self::Checking { .. } | Self::WaitingForPerson { .. } | Self::Failed { .. } => false,
        }
    }

    /// Whether new pictures may be handed in now.
    pub fn takes_pictures(&self) -> bool {
        matches!(self, Self::None | Self::Failed { .. } | Self::WaitingForPerson { .. })
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
