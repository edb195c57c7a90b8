//! What the SMS say. Each begins with the school's signature; carriers ask for it, and it is how people know whom it is
//! from.

use domain::code::{LIFE_SECONDS, Purpose};
use domain::person::Phone;

use crate::Cx;
use crate::jobs::Letter;

fn letter(cx: &Cx, phone: &Phone, text: &str) -> Letter {
    let signature = &cx.sms_rules().signature;
    Letter { phone: phone.clone(), text: format!("【{signature}】{text}") }
}

/// A code.
pub(crate) fn code(cx: &Cx, phone: &Phone, purpose: Purpose, digits: &str) -> Letter {
    let what = match purpose {
        Purpose::SignUp => "注册",
        Purpose::Reset => "找回密码",
        Purpose::NewPhone => "绑定新手机号",
        Purpose::OldPhone => "更换手机号",
    };
    let minutes = LIFE_SECONDS / 60;
    letter(cx, phone, &format!("您正在{what}，验证码是 {digits}，{minutes} 分钟内有效，请勿告诉他人。"))
}

/// Somebody finished the sign-up with the number of an account that exists.
pub(crate) fn sign_up_tried(cx: &Cx, phone: &Phone) -> Letter {
    let hotline = cx.school().hotline.clone();
    let text = format!(
        "有人用您的证件号码再次注册，未成功，您的账号没有变化。如是您本人，请直接登录或找回密码；如有疑问请致电 {hotline}。"
    );
    letter(cx, phone, &text)
}

/// The password was reset.
pub(crate) fn password_reset(cx: &Cx, phone: &Phone) -> Letter {
    let hotline = cx.school().hotline.clone();
    letter(
        cx,
        phone,
        &format!(
            "您的登录密码刚刚通过短信验证重置，其他设备已退出登录。如非本人操作，请立即致电 {hotline}。"
        ),
    )
}

/// The phone was changed without this, the old one, agreeing.
pub(crate) fn phone_changed(cx: &Cx, old: &Phone, new: &Phone) -> Letter {
    let (hotline, masked) = (cx.school().hotline.clone(), new.masked());
    let text = format!(
        "您账号的手机号已更换为 {masked}。如非本人操作，请在 7 天内用本手机号找回密码，即可恢复，或致电 {hotline}。"
    );
    letter(cx, old, &text)
}

/// Staff have compared the document and named a new phone; this is the old one, which the account still has.
pub(crate) fn reset_by_staff(cx: &Cx, old: &Phone, new: &Phone) -> Letter {
    let (hotline, masked) = (&cx.school().hotline, new.masked());
    let text = format!(
        "工作人员核对证件后，为您的账号办理了密码重置，新手机号 {masked}，重置完成前账号没有变化。如非本人办理，请立即致电 {hotline}，并登录修改密码。"
    );
    letter(cx, old, &text)
}

/// The reset at the desk was finished: this, the old phone, is the account's no more.
pub(crate) fn phone_replaced(cx: &Cx, old: &Phone, new: &Phone) -> Letter {
    let (hotline, masked) = (&cx.school().hotline, new.masked());
    let text = format!(
        "您的账号经工作人员核对证件后已重置密码，手机号更换为 {masked}。如非本人操作，请立即致电 {hotline}。"
    );
    letter(cx, old, &text)
}

/// Staff have written a message; what it says stands in the app alone.
pub(crate) fn message_waits(cx: &Cx, phone: &Phone) -> Letter {
    letter(cx, phone, "您有一条新消息，请登录报名系统，在“个人中心-消息”中查看。")
}
