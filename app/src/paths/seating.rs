//! 后台: 编排考场

use domain::id::ExamId;

/// 编排考场
pub fn admin_seating() -> &'static str {
    "/admin/seating"
}

/// 编排考场, of this exam.
pub fn admin_seating_of(exam: &ExamId) -> String {
    [admin_seating(), "?exam=", exam.as_str()].concat()
}

/// The same, with one room seat by seat.
pub fn admin_seating_room(exam: &ExamId, site: &str, room: u16) -> String {
    [&admin_seating_of(exam), "&site=", &super::encode(site), "&room=", &room.to_string()].concat()
}
