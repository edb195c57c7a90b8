//! What the messages say that leave by themselves. They name the exam, never the person.

use domain::instant::Instant;
use domain::payment::ProofProblem;
use domain::registration::{RejectReason, ReturnReason};

/// D5: nothing was paid in time.
pub(crate) fn expired(school: &str, exam: &str) -> String {
    format!(
        "【{school}】您报名的“{exam}”未在截止时间前缴费，报名已失效，名额已释放。如已缴费，请登录报名系统，在“我的报名”中上传订单截图。"
    )
}

/// The payment is confirmed.
pub(crate) fn proof_accepted(school: &str, exam: &str) -> String {
    format!("【{school}】您报名的“{exam}”缴费已确认，报考信息正在审核，请勿重复缴费。")
}

/// Sent back to be corrected.
pub(crate) fn returned(school: &str, exam: &str, why: ReturnReason) -> String {
    match why {
        ReturnReason::Proof(problem) => {
            let reason = proof_problem(problem);
            format!(
                "【{school}】您报名的“{exam}”订单截图被退回：{reason}。请登录报名系统，在“我的报名”中重新上传，无需重新填写报考信息。"
            )
        }
        ReturnReason::Answers => {
            format!(
                "【{school}】您报名的“{exam}”报考信息被退回，请登录报名系统，在“我的报名”中修改后重新提交。"
            )
        }
    }
}

/// May be changed although the edit window has closed.
pub(crate) fn edit_permitted(school: &str, exam: &str, until: Instant) -> String {
    let until = until.to_minute();
    format!("【{school}】您报名的“{exam}”可在 {until} 前修改报考信息，请登录报名系统，在“我的报名”中修改。")
}

/// The permit of one candidate was taken back. What the exam's own edit window allows is not touched, so nothing is said
/// about it.
pub(crate) fn edit_permit_taken_back(school: &str, exam: &str) -> String {
    format!("【{school}】您报名的“{exam}”单独延长的报考信息修改时间已取消，请以考试公布的修改时间为准。")
}

/// Approved.
pub(crate) fn approved(school: &str, exam: &str) -> String {
    format!("【{school}】您报名的“{exam}”已审核通过，请留意准考证下载时间。")
}

/// Approved, and to be paid for now (C17).
pub(crate) fn approved_to_pay(school: &str, exam: &str, until: Instant) -> String {
    let until = until.to_minute();
    format!(
        "【{school}】您报名的“{exam}”资格审核已通过，请在 {until} 前登录报名系统缴费，并上传订单截图，逾期报名失效。"
    )
}

/// Refused for good.
pub(crate) fn rejected(school: &str, exam: &str, why: RejectReason, hotline: &str) -> String {
    let reason = match why {
        RejectReason::NotEligible => "不符合报考条件",
        RejectReason::FalseStatements => "信息不实",
    };
    format!("【{school}】您报名的“{exam}”审核未通过：{reason}。如有疑问，请致电 {hotline}。")
}

/// The request to withdraw was decided about.
pub(crate) fn withdrawal(school: &str, exam: &str, granted: bool, hotline: &str) -> String {
    if granted {
        format!("【{school}】您退出“{exam}”的申请已同意，退费事宜请留意学校通知。")
    } else {
        format!("【{school}】您退出“{exam}”的申请未获同意，报名继续有效。如有疑问，请致电 {hotline}。")
    }
}

/// Another document number. `verified` where 实名认证 goes on to hold.
pub(crate) fn number_changed(school: &str, verified: bool) -> String {
    let next = if verified { "" } else { "，并重新完成实名认证" };
    format!("【{school}】您的证件号已更正，所有设备已退出登录，请用新的证件号和原密码登录{next}。")
}

/// The number stays as it is.
pub(crate) fn number_kept(school: &str, hotline: &str) -> String {
    format!("【{school}】您的证件号更正未通过复核，证件号没有变化。如有疑问，请致电 {hotline}。")
}

fn proof_problem(problem: ProofProblem) -> &'static str {
    match problem {
        ProofProblem::Blurred => "截图模糊，看不清内容",
        ProofProblem::NotTheCandidate => "缴费人不是本人",
        ProofProblem::WrongAmount => "缴费金额不符",
        ProofProblem::Duplicate => "这笔订单已被使用",
        ProofProblem::OtherItem => "不是本次考试的缴费项目",
    }
}
