//! The back office.

use domain::id::{AccountId, ExamId, ExportId, PrintId};
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

/// 公告管理
pub fn admin_announcements() -> &'static str {
    "/admin/announcements"
}

/// A part of an exam on a page of its own: `subjects`, `rules`, `payment` or `notice`.
pub fn admin_exam_part(id: &ExamId, part: &str) -> String {
    [&admin_exam(id), "/", part].concat()
}

/// Where a picture of the school's payment code is sent.
pub fn upload_payment_code(id: &ExamId) -> String {
    ["/admin/upload/payment-code/", id.as_str()].concat()
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

/// 证件号更正
pub fn admin_number_changes() -> &'static str {
    "/admin/number-changes"
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

/// 导出
pub fn admin_exports() -> &'static str {
    "/admin/exports"
}

/// 导出, of this exam.
pub fn admin_exports_of(exam: &ExamId) -> String {
    [admin_exports(), "?exam=", exam.as_str()].concat()
}

/// A file that was made.
pub fn export_file(id: &ExportId) -> String {
    [admin_exports(), "/", id.as_str(), "/file"].concat()
}

/// The list beside it.
pub fn export_list(id: &ExportId) -> String {
    [admin_exports(), "/", id.as_str(), "/list"].concat()
}

/// 考场材料
pub fn admin_papers() -> &'static str {
    "/admin/papers"
}

/// 考场材料, of this exam.
pub fn admin_papers_of(exam: &ExamId) -> String {
    [admin_papers(), "?exam=", exam.as_str()].concat()
}

/// The file of papers that were ordered.
pub fn admin_papers_file(id: &PrintId) -> String {
    [admin_papers(), "/", id.as_str(), "/file"].concat()
}

/// 宣传海报
pub fn admin_poster() -> &'static str {
    "/admin/poster"
}

/// The poster, with the title of this exam, as a PDF.
pub fn admin_poster_pdf(exam: Option<&ExamId>) -> String {
    let of = exam.map(|exam| ["?exam=", exam.as_str()].concat());
    ["/admin/poster.pdf", of.as_deref().unwrap_or_default()].concat()
}

/// The code of the portal's address, as PNG.
pub fn admin_poster_png() -> &'static str {
    "/admin/poster.png"
}

/// The same, as SVG.
pub fn admin_poster_svg() -> &'static str {
    "/admin/poster.svg"
}

/// 学校设置
pub fn admin_settings() -> &'static str {
    "/admin/settings"
}

/// Where the school's seal is sent.
pub fn upload_seal() -> &'static str {
    "/admin/upload/seal"
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
