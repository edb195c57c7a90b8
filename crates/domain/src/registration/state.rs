//! Where a registration stands.

use serde::{Deserialize, Serialize};

use crate::instant::Instant;
use crate::payment::ProofProblem;

/// Where the registration stands, with the facts of its state. What follows the exam joins with the scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// 填写中
    Draft,
    /// 待缴费: confirmed, a place is held, the fee is due.
    AwaitingPayment {
        /// When it was confirmed.
        since: Instant,
    },
    /// 已提交: the proof is in, a person will look at it.
    Submitted {
        /// When the proof came, or was last changed.
        at: Instant,
    },
    /// 审核中: the payment is confirmed, the rest is being looked at.
    UnderReview {
        /// Since when.
        since: Instant,
    },
    /// 审核通过
    Approved {
        /// When.
        at: Instant,
    },
    /// 准考: a seat is held and its number is out; the answers stand still from here on.
    Admitted {
        /// When.
        at: Instant,
    },
    /// 退回修改: sent back to its owner, who corrects what the reason names.
    Returned {
        /// When.
        at: Instant,
        /// What has to be corrected.
        why: ReturnReason,
    },
    /// 审核未通过
    Rejected {
        /// When.
        at: Instant,
        /// Why.
        why: RejectReason,
    },
    /// 已失效: nothing was paid in time; the place is free again.
    Expired {
        /// When.
        at: Instant,
    },
    /// 已退出
    Withdrawn {
        /// When.
        at: Instant,
    },
    /// 已放弃: thrown away before it was confirmed.
    Discarded {
        /// When.
        at: Instant,
    },
}

/// What its owner has to correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    /// The proof of payment.
    Proof(ProofProblem),
    /// 报考信息
    Answers,
}

impl ReturnReason {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Proof(ProofProblem::Blurred),
        Self::Proof(ProofProblem::NotTheCandidate),
        Self::Proof(ProofProblem::WrongAmount),
        Self::Proof(ProofProblem::Duplicate),
        Self::Proof(ProofProblem::OtherItem),
        Self::Answers,
    ];

    /// The name under which the reason is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proof(ProofProblem::Blurred) => "proof_blurred",
            Self::Proof(ProofProblem::NotTheCandidate) => "proof_not_the_candidate",
            Self::Proof(ProofProblem::WrongAmount) => "proof_wrong_amount",
            Self::Proof(ProofProblem::Duplicate) => "proof_duplicate",
            Self::Proof(ProofProblem::OtherItem) => "proof_other_item",
            Self::Answers => "answers",
        }
    }

    /// The reason stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Why a registration is refused for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// 不符合报考条件
    NotEligible,
    /// 信息不实
    FalseStatements,
}

impl RejectReason {
    /// Every reason.
    pub const ALL: [Self; 2] = [Self::NotEligible, Self::FalseStatements];

    /// The name under which the reason is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotEligible => "not_eligible",
            Self::FalseStatements => "false_statements",
        }
    }

    /// The reason stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl State {
    /// The name under which the state is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::AwaitingPayment { .. } => "awaiting_payment",
            Self::Submitted { .. } => "submitted",
            Self::UnderReview { .. } => "under_review",
            Self::Approved { .. } => "approved",
            Self::Admitted { .. } => "admitted",
            Self::Returned { .. } => "returned",
            Self::Rejected { .. } => "rejected",
            Self::Expired { .. } => "expired",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Discarded { .. } => "discarded",
        }
    }

    /// Since when it stands there; a draft since it was begun.
    pub fn since(self) -> Option<Instant> {
        match self {
            Self::Draft => None,
            Self::AwaitingPayment { since: at }
            | Self::Submitted { at }
            | Self::UnderReview { since: at }
            | Self::Approved { at }
            | Self::Admitted { at }
            | Self::Returned { at, .. }
            | Self::Rejected { at, .. }
            | Self::Expired { at }
            | Self::Withdrawn { at }
            | Self::Discarded { at } => Some(at),
        }
    }

    /// What its owner has to correct, if it was sent back.
    pub fn sent_back(self) -> Option<ReturnReason> {
        match self {
            Self::Returned { why, .. } => Some(why),
            Self::Draft
            | Self::AwaitingPayment { .. }
            | Self::Submitted { .. }
            | Self::UnderReview { .. }
            | Self::Approved { .. }
            | Self::Admitted { .. }
            | Self::Rejected { .. }
            | Self::Expired { .. }
            | Self::Withdrawn { .. }
            | Self::Discarded { .. } => None,
        }
    }

    /// The code of its reason, where the state has one.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::Returned { why, .. } => Some(why.code()),
            Self::Rejected { why, .. } => Some(why.code()),
            Self::Draft
            | Self::AwaitingPayment { .. }
            | Self::Submitted { .. }
            | Self::UnderReview { .. }
            | Self::Approved { .. }
            | Self::Admitted { .. }
            | Self::Expired { .. }
            | Self::Withdrawn { .. }
            | Self::Discarded { .. } => None,
        }
    }

    /// The state stored as code, moment and reason; `None` when these do not belong together.
    pub fn from_parts(code: &str, at: Option<Instant>, reason: Option<&str>) -> Option<Self> {
        match (code, at, reason) {
            ("draft", None, None) => Some(Self::Draft),
            ("awaiting_payment", Some(since), None) => Some(Self::AwaitingPayment { since }),
            ("submitted", Some(at), None) => Some(Self::Submitted { at }),
            ("under_review", Some(since), None) => Some(Self::UnderReview { since }),
            ("approved", Some(at), None) => Some(Self::Approved { at }),
            ("admitted", Some(at), None) => Some(Self::Admitted { at }),
            ("returned", Some(at), Some(why)) => {
                Some(Self::Returned { at, why: ReturnReason::from_code(why)? })
            }
            ("rejected", Some(at), Some(why)) => {
                Some(Self::Rejected { at, why: RejectReason::from_code(why)? })
            }
            ("expired", Some(at), None) => Some(Self::Expired { at }),
            ("withdrawn", Some(at), None) => Some(Self::Withdrawn { at }),
            ("discarded", Some(at), None) => Some(Self::Discarded { at }),
            _ => None,
        }
    }

    /// Whether a place of the exam is held: from the confirmation on, until it ends without the exam.
    pub fn holds_place(self) -> bool {
        match self {
            Self::AwaitingPayment { .. }
            | Self::Submitted { .. }
            | Self::UnderReview { .. }
            | Self::Approved { .. }
            | Self::Admitted { .. }
            | Self::Returned { .. } => true,
            Self::Draft
            | Self::Rejected { .. }
            | Self::Expired { .. }
            | Self::Withdrawn { .. }
            | Self::Discarded { .. } => false,
        }
    }

    /// Whether it has ended, so that another registration for the same exam may begin.
    pub fn is_over(self) -> bool {
        match self {
            Self::Rejected { .. }
            | Self::Expired { .. }
            | Self::Withdrawn { .. }
            | Self::Discarded { .. } => true,
            Self::Draft
            | Self::AwaitingPayment { .. }
            | Self::Submitted { .. }
            | Self::UnderReview { .. }
            | Self::Approved { .. }
            | Self::Admitted { .. }
            | Self::Returned { .. } => false,
        }
    }

    /// Whether it was handed in and a person has looked or will look at it.
    pub fn is_handed_in(self) -> bool {
        match self {
            Self::Submitted { .. }
            | Self::UnderReview { .. }
            | Self::Approved { .. }
            | Self::Admitted { .. }
            | Self::Returned { .. } => true,
            Self::Draft
            | Self::AwaitingPayment { .. }
            | Self::Rejected { .. }
            | Self::Expired { .. }
            | Self::Withdrawn { .. }
            | Self::Discarded { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_comes_back_from_what_is_stored() {
        let at = Instant::from_millis(7);
        let mut states = vec![
            State::Draft,
            State::AwaitingPayment { since: at },
            State::Submitted { at },
            State::UnderReview { since: at },
            State::Approved { at },
            State::Admitted { at },
            State::Expired { at },
            State::Withdrawn { at },
            State::Discarded { at },
        ];
        states.extend(ReturnReason::ALL.map(|why| State::Returned { at, why }));
        states.extend(RejectReason::ALL.map(|why| State::Rejected { at, why }));
        for state in states {
            assert_eq!(State::from_parts(state.code(), state.since(), state.reason()), Some(state));
            assert!(!(state.holds_place() && state.is_over()), "{state:?}");
        }
        assert_eq!(State::from_parts("returned", Some(at), Some("nonsense")), None);
        assert_eq!(State::from_parts("draft", Some(at), None), None);
        assert_eq!(State::from_parts("submitted", None, None), None);
    }
}
