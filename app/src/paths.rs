//! Every URL of the site as a function. Nothing personal ever stands in one.

use domain::id::{ChallengeId, ExamId, RegistrationId, StaffId};
use domain::registration::Step;

/// 首页
pub fn home() -> &'static str {
    "/"
}

/// 注册 1/3: 个人信息
pub fn sign_up() -> &'static str {
    "/sign-up"
}

/// 注册 2/3: 手机号及验证码
pub fn sign_up_phone() -> &'static str {
    "/sign-up/phone"
}

/// 注册 3/3: 设置密码
pub fn sign_up_password() -> &'static str {
    "/sign-up/password"
}

/// 登录
pub fn sign_in() -> &'static str {
    "/sign-in"
}

/// 登录, then back to `next`.
pub fn sign_in_then(next: &str) -> String {
    if next == home() { sign_in().to_owned() } else { format!("/sign-in?next={}", encode(next)) }
}

/// 找回密码 1/3: document number and phone
pub fn reset() -> &'static str {
    "/reset"
}

/// 找回密码 2/3: 验证码
pub fn reset_code() -> &'static str {
    "/reset/code"
}

/// 找回密码 3/3: 新密码
pub fn reset_password() -> &'static str {
    "/reset/password"
}

/// 账号安全
pub fn security() -> &'static str {
    "/me/security"
}

/// 消息
pub fn messages() -> &'static str {
    "/me/messages"
}

/// 修改密码
pub fn change_password() -> &'static str {
    "/me/security/password"
}

/// 更换手机号: password and new number
pub fn change_phone() -> &'static str {
    "/me/security/phone"
}

/// 更换手机号: the codes
pub fn change_phone_codes() -> &'static str {
    "/me/security/phone/codes"
}

/// 个人中心
pub fn me() -> &'static str {
    "/me"
}

/// 个人信息
pub fn profile() -> &'static str {
    "/me/profile"
}

/// 个人信息, then back to `next`.
pub fn profile_then(next: &str) -> String {
    format!("/me/profile?next={}", encode(next))
}

/// 实名认证
pub fn identity() -> &'static str {
    "/me/identity"
}

/// 实名认证, then back to `next`.
pub fn identity_then(next: &str) -> String {
    format!("/me/identity?next={}", encode(next))
}

/// 同意与撤回
pub fn consent() -> &'static str {
    "/me/consent"
}

/// 更名申请
pub fn rename() -> &'static str {
    "/me/rename"
}

/// Where a 更名申请 is sent, with its picture.
pub fn upload_rename() -> &'static str {
    "/upload/rename"
}

/// The picture of one's own newest 更名申请.
pub fn own_rename() -> &'static str {
    "/photo/rename"
}

/// 我的报名
pub fn registrations() -> &'static str {
    "/registrations"
}

/// 报名详情
pub fn registration(id: &RegistrationId) -> String {
    format!("/registrations/{id}")
}

/// 放弃 or 退出报名
pub fn withdraw(id: &RegistrationId) -> String {
    format!("/registrations/{id}/withdraw")
}

/// 须知
pub fn notice(id: &RegistrationId) -> String {
    format!("/registrations/{id}/notice")
}

/// 人脸识别
pub fn face(id: &RegistrationId) -> String {
    format!("/registrations/{id}/face")
}

/// 报考信息
pub fn answers(id: &RegistrationId) -> String {
    format!("/registrations/{id}/answers")
}

/// 缴费
pub fn payment(id: &RegistrationId) -> String {
    format!("/registrations/{id}/payment")
}

/// 上传凭证
pub fn proof(id: &RegistrationId) -> String {
    format!("/registrations/{id}/proof")
}

/// 提交成功
pub fn submitted(id: &RegistrationId) -> String {
    format!("/registrations/{id}/submitted")
}

/// The page of one step of the road.
pub fn step(id: &RegistrationId, step: Step) -> String {
    match step {
        Step::Notice => notice(id),
        Step::Identity => identity_then(&face(id)),
        Step::Face => face(id),
        Step::Answers => answers(id),
        Step::Payment => payment(id),
        Step::Proof => proof(id),
        Step::Done => submitted(id),
        Step::Over => registration(id),
    }
}

/// 准考证
pub fn ticket(id: &RegistrationId) -> String {
    format!("/registrations/{id}/ticket")
}

/// 成绩
pub fn score(id: &RegistrationId) -> String {
    format!("/registrations/{id}/score")
}

/// 准考证 as a PDF.
pub fn ticket_pdf(id: &RegistrationId) -> String {
    format!("/registrations/{id}/ticket.pdf")
}

/// The portrait on one's own 准考证.
pub fn ticket_portrait(id: &RegistrationId) -> String {
    format!("/photo/ticket/{id}")
}

/// The school's own seal, where it has one.
pub fn seal() -> &'static str {
    "/school/seal"
}

/// 隐私说明
pub fn privacy() -> &'static str {
    "/privacy"
}

/// Where a picture of the card is sent, `front` or `back`.
pub fn upload_card(side: &str) -> String {
    format!("/upload/identity/{side}")
}

/// Where the frames that answer a challenge of this registration are sent.
pub fn upload_face(registration: &RegistrationId, challenge: &ChallengeId) -> String {
    format!("/upload/face/{registration}/{challenge}")
}

/// Where the order screenshot is sent.
pub fn upload_proof(id: &RegistrationId) -> String {
    format!("/upload/proof/{id}")
}

/// One's own picture of the card, `front` or `back`.
pub fn own_card(side: &str) -> String {
    format!("/photo/identity/{side}")
}

/// One's own order screenshot.
pub fn own_proof(id: &RegistrationId) -> String {
    format!("/photo/proof/{id}")
}

/// The payment QR code as a picture to keep.
pub fn payment_code(id: &ExamId) -> String {
    format!("/exams/{id}/payment-code.png")
}

/// The module of the live hints on the face page.
pub fn guide_module() -> &'static str {
    "/guide/guide.wasm"
}

/// The face detector that the live hints use.
pub fn guide_model() -> &'static str {
    "/guide/blazeface.onnx"
}

/// Where the choice of a language or of the size of text is sent.
pub fn display() -> &'static str {
    "/display"
}

/// What says whether the server answers.
pub fn alive() -> &'static str {
    "/healthz"
}

/// 演示
pub fn demo() -> &'static str {
    "/demo"
}

/// 演示: make a specimen card.
pub fn demo_specimen() -> &'static str {
    "/demo/specimen"
}

/// 演示: the school's payment page.
pub fn demo_pay() -> &'static str {
    "/demo/pay"
}

/// 演示: the order screenshot of a payment for this exam.
pub fn demo_receipt(id: &ExamId) -> String {
    format!("/demo/receipt/{id}.png")
}

/// 后台: 总览
pub fn admin() -> &'static str {
    "/admin"
}

mod office;
mod seating;

pub use office::*;
pub use seating::{admin_seating, admin_seating_of, admin_seating_room};

/// 后台: 登录
pub fn admin_sign_in() -> &'static str {
    "/admin/sign-in"
}

/// 后台: 登录, then to `next`.
pub fn admin_sign_in_then(next: &str) -> String {
    admin_then(admin_sign_in(), next)
}

/// 后台: the second step, then to `next`.
pub fn admin_code_then(next: &str) -> String {
    admin_then("/admin/sign-in/code", next)
}

/// 后台: the first sign-in.
pub fn admin_enrol() -> &'static str {
    "/admin/enrol"
}

/// 后台: the password again, then to `next`.
pub fn admin_confirm_then(next: &str) -> String {
    admin_then("/admin/confirm", next)
}

fn admin_then(page: &str, next: &str) -> String {
    if safe_admin_next(Some(next)) == admin() {
        page.to_owned()
    } else {
        [page, "?next=", &encode(next)].concat()
    }
}

/// 后台: 工作人员
pub fn admin_staff() -> &'static str {
    "/admin/staff"
}

/// 后台: 添加工作人员
pub fn admin_staff_add() -> &'static str {
    "/admin/staff/add"
}

/// 后台: 权限表
pub fn admin_permissions() -> &'static str {
    "/admin/staff/permissions"
}

/// 后台: one member of staff.
pub fn admin_member(id: &StaffId) -> String {
    ["/admin/staff/", id.as_str()].concat()
}

/// 后台: 我的账号
pub fn admin_security() -> &'static str {
    "/admin/security"
}

/// Only pages of the back office are followed after its door; all else leads to its first page.
pub fn safe_admin_next(next: Option<&str>) -> &str {
    let within = |path: &&str| *path == admin() || path.starts_with("/admin/");
    safe_next(next).filter(within).filter(|path| !path.starts_with(admin_sign_in())).unwrap_or(admin())
}

/// Only paths of this site are followed after signing in, so that no link leads astray.
pub fn safe_next(next: Option<&str>) -> Option<&str> {
    next.filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
}

/// Percent-encodes what a query value must not hold.
pub(crate) fn encode(path: &str) -> String {
    path.bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                char::from(b).to_string()
            }
            _ => format!("%{b:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_link_leads_astray_after_signing_in() {
        assert_eq!(safe_next(Some("/me")), Some("/me"));
        for astray in ["https://example.invalid", "//example.invalid", "/\\example.invalid", "me"] {
            assert_eq!(safe_next(Some(astray)), None);
        }
    }

    #[test]
    fn f1_the_door_of_staff_leads_into_the_back_office_and_nowhere_else() {
        assert_eq!(safe_admin_next(Some("/admin/staff")), "/admin/staff");
        for astray in
            ["https://example.invalid", "//example.invalid", "/me", "/administer", "/admin/sign-in/code"]
        {
            assert_eq!(safe_admin_next(Some(astray)), "/admin", "{astray}");
        }
        assert_eq!(admin_code_then("/admin/staff"), "/admin/sign-in/code?next=/admin/staff");
        assert_eq!(admin_sign_in_then("/admin"), "/admin/sign-in");
    }

    #[test]
    fn a_page_to_go_back_to_is_encoded() {
        assert_eq!(sign_in_then("/a?b=c&d"), "/sign-in?next=/a%3Fb%3Dc%26d");
    }
}
