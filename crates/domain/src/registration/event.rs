//! What happened to a registration, for the audit log and the timeline. Codes that begin with `registration.` are moves:
//! each goes with a new version of the row.

use serde::{Deserialize, Serialize};

use super::state::{RejectReason, ReturnReason};
use crate::payment::ProofProblem;

/// What happened.
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
    /// 更换凭证
    ProofReplaced,
    /// 缴费截止后上传凭证
    LateProofGiven,
    /// 缴费已确认
    ProofAccepted,
    /// 修改报考信息
    AnswersChanged,
    /// 获准延期修改
    EditPermitted,
    /// 退回修改
    Returned(ReturnReason),
    /// 审核通过
    Approved,
    /// 审核通过，待缴费
    ApprovedToPay,
    /// 编排完成，准考证号已生成
    Admitted,
    /// 审核未通过
    Rejected(RejectReason),
    /// 未在截止前缴费
    Expired,
    /// 申请退出
    WithdrawalRequested,
    /// 撤回退出申请
    WithdrawalTakenBack,
    /// 退出申请未获同意
    WithdrawalDeclined,
    /// 已退出
    Withdrawn,
    /// 已放弃
    Discarded,
}

impl Event {
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
            Self::ProofReplaced => "registration.proof_replaced",
            Self::LateProofGiven => "registration.late_proof_given",
            Self::ProofAccepted => "registration.proof_accepted",
            Self::AnswersChanged => "registration.answers_changed",
            Self::EditPermitted => "registration.edit_permitted",
            Self::Returned(ReturnReason::Proof(ProofProblem::Blurred)) => {
                "registration.returned.proof_blurred"
            }
            Self::Returned(ReturnReason::Proof(ProofProblem::NotTheCandidate)) => {
                "registration.returned.proof_not_the_candidate"
            }
            Self::Returned(ReturnReason::Proof(ProofProblem::WrongAmount)) => {
                "registration.returned.proof_wrong_amount"
            }
            Self::Returned(ReturnReason::Proof(ProofProblem::Duplicate)) => {
                "registration.returned.proof_duplicate"
            }
            Self::Returned(ReturnReason::Proof(ProofProblem::OtherItem)) => {
                "registration.returned.proof_other_item"
            }
            Self::Returned(ReturnReason::Answers) => "registration.returned.answers",
            Self::Approved => "registration.approved",
            Self::ApprovedToPay => "registration.approved_to_pay",
            Self::Admitted => "registration.admitted",
            Self::Rejected(RejectReason::NotEligible) => "registration.rejected.not_eligible",
            Self::Rejected(RejectReason::FalseStatements) => "registration.rejected.false_statements",
            Self::Expired => "registration.expired",
            Self::WithdrawalRequested => "withdrawal.requested",
            Self::WithdrawalTakenBack => "withdrawal.taken_back",
            Self::WithdrawalDeclined => "withdrawal.declined",
            Self::Withdrawn => "registration.withdrawn",
            Self::Discarded => "registration.discarded",
        }
    }

    /// The event stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|event| event.code() == code)
    }

    fn all() -> impl Iterator<Item = Self> {
        let plain = [
            Self::Begun,
            Self::NoticeAccepted,
            Self::FacePassed,
            Self::FaceToPerson,
            Self::FacePassedByPerson,
            Self::FaceReturned,
            Self::Confirmed,
            Self::ProofGiven,
            Self::ProofReplaced,
            Self::LateProofGiven,
            Self::ProofAccepted,
            Self::AnswersChanged,
            Self::Approved,
            Self::ApprovedToPay,
            Self::Admitted,
            Self::Expired,
            Self::WithdrawalRequested,
            Self::WithdrawalTakenBack,
            Self::WithdrawalDeclined,
            Self::Withdrawn,
            Self::Discarded,
        ];
        let returned = ReturnReason::ALL.into_iter().map(Self::Returned);
        plain.into_iter().chain(returned).chain(RejectReason::ALL.into_iter().map(Self::Rejected))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c13_every_event_comes_back_from_its_code() {
        let mut codes: Vec<&str> = Event::all().map(Event::code).collect();
        assert!(Event::all().all(|event| Event::from_code(event.code()) == Some(event)));
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Event::all().count());
        assert_eq!(Event::from_code("identity.passed"), None);
    }
}
