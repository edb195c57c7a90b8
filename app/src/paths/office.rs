//! The back office.

use domain::id::{AccountId, ExamId};
use domain::list::List;

use super::encode;

/// Every exam.
pub fn admin_exams() -> &'static str {
    "/admin/exams"
}

/// One exam.
pub fn admin_exam(id: &ExamId) -> String {
    ["/admin/exams/", id.as_str()].concat()
}

/// 考生查询
pub fn admin_people() -> &'static str {
    "/admin/people"
}

/// 考生查询, behind this person.
pub fn admin_people_after(id: &AccountId) -> String {
    [admin_people(), "?after=", id.as_str()].concat()
}

/// One candidate.
pub fn admin_person(id: &AccountId) -> String {
    [admin_people(), "/", id.as_str()].concat()
}

/// 成绩管理
pub fn admin_scores() -> &'static str {
    "/admin/scores"
}

/// 成绩管理, of this exam.
pub fn admin_scores_of(exam: &ExamId) -> String {
    [admin_scores(), "?exam=", exam.as_str()].concat()
}

/// Where a file of scores is sent.
pub fn upload_scores(exam: &ExamId) -> String {
    ["/admin/upload/scores/", exam.as_str()].concat()
}

/// 学籍名单
pub fn admin_roster() -> &'static str {
    "/admin/roster"
}

/// 学籍名单, of this exam.
pub fn admin_roster_of(exam: &ExamId) -> String {
    [admin_roster(), "?exam=", exam.as_str()].concat()
}

/// Where a file of a roster is sent.
pub fn upload_roster(exam: &ExamId) -> String {
    ["/admin/upload/roster/", exam.as_str()].concat()
}

/// 类型与专业
pub fn admin_lists() -> &'static str {
    "/admin/lists"
}

/// Where a file for a list is sent.
pub fn upload_list(list: List) -> String {
    ["/admin/upload/list/", list.code()].concat()
}

/// 数据总览
pub fn admin_dashboard() -> &'static str {
    "/admin/dashboard"
}

/// 后台: one line of a queue.
pub fn admin_review(queue: &str, id: &str) -> String {
    ["/admin/review/", queue, "/", id].concat()
}

/// 后台: one of its pictures, counted from 0.
pub fn admin_picture(queue: &str, id: &str, nth: usize) -> String {
    ["/admin/picture/", queue, "/", id, "/", &nth.to_string()].concat()
}

/// 后台: the audit log.
pub fn admin_audit() -> &'static str {
    "/admin/audit"
}

/// 后台: the audit log, with these filters.
pub fn admin_audit_of(filters: &[(&str, &str)]) -> String {
    let given = filters.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = given.map(|(name, value)| [name, "=", &encode(value)].concat()).collect();
    [admin_audit(), "?", &pairs.join("&")].concat()
}

/// 后台: whether the audit log is as it was written.
pub fn admin_audit_proof() -> &'static str {
    "/admin/audit/proof"
}
