//! Who of the staff sends a request.

use axum::http::request::Parts;
use domain::staff::StaffState;
use leptos::prelude::*;
use service::staff::account::Member;
use service::staff::security::Once;
use service::staff::sign_in::find;
use service::staff::{Confirmed, Entered, Pending, SignedInStaff, security};
use service::{Cx, Operator, Staff};

use super::{DEVICE_COOKIE, cookie, current_page, cx, kept_cookie, set_cookie, set_status};
use crate::admin::api::{Framed, Me, MemberView, OnceView};
use crate::error::AppError;
use crate::paths;

/// Name of the cookie of a staff session. It is not sent with a link from another site: whoever follows one signs in anew,
/// and nobody can be led into an act.
pub const STAFF_COOKIE: &str = "__Host-staff";

/// The token of a staff session in the `Cookie` header.
pub fn staff_token(parts: &Parts) -> Option<String> {
    cookie(&parts.headers, STAFF_COOKIE)
}

/// How far whoever sends this request has come in.
pub async fn door() -> Result<Option<Entered>, AppError> {
    let Some(token) = use_context::<Parts>().as_ref().and_then(staff_token) else { return Ok(None) };
    Ok(find(&cx(), &token).await?)
}

/// The signed-in member of staff. Where nobody is, the answer leads to their door and back.
pub async fn staff() -> Result<(Cx, Staff), AppError> {
    if let Some(staff) = door().await?.and_then(Entered::into_staff) {
        return Ok((cx(), staff));
    }
    Err(to_the_door(&current_page()))
}

/// The same, for what the command line can do as well.
pub async fn operator() -> Result<(Cx, Operator), AppError> {
    let (cx, staff) = staff().await?;
    Ok((cx, staff.into()))
}

/// Whoever has given a right password and owes a code. Others are led to where they have come.
pub async fn at_second_step() -> Result<(Cx, Pending), AppError> {
    match door().await? {
        Some(Entered::Code(pending)) => Ok((cx(), pending)),
        Some(Entered::Enrol(_)) => Err(led_to(paths::admin_enrol())),
        Some(Entered::Open(_)) => Err(led_to(paths::admin())),
        None => Err(to_the_door(paths::admin())),
    }
}

/// Whoever has given a right one-time password and has to set the account up. Others are led to where they have come.
pub async fn at_enrolment() -> Result<(Cx, Pending), AppError> {
    match door().await? {
        Some(Entered::Enrol(pending)) => Ok((cx(), pending)),
        Some(Entered::Code(_)) => Err(led_to(&paths::admin_code_then(paths::admin()))),
        Some(Entered::Open(_)) => Err(led_to(paths::admin())),
        None => Err(to_the_door(paths::admin())),
    }
}

fn led_to(page: &str) -> AppError {
    leptos_axum::redirect(page);
    AppError::SignedInAlready
}

fn to_the_door(page: &str) -> AppError {
    let error = AppError::NotSignedIn;
    set_status(&error);
    leptos_axum::redirect(&paths::admin_sign_in_then(page));
    error
}

/// Somebody who has typed the password lately; else the answer leads to where it is typed, and back.
pub fn confirmed<'o>(cx: &Cx, operator: &'o Operator) -> Result<Confirmed<'o>, AppError> {
    operator.confirmed(cx).map_err(|error| {
        let error = AppError::from(error);
        if error == AppError::ConfirmationExpired {
            leptos_axum::redirect(&paths::admin_confirm_then(&current_page()));
        }
        error
    })
}

/// What every page of the back office shows around its own.
pub async fn framed<T>(cx: &Cx, staff: &Staff, page: T) -> Result<Framed<T>, AppError> {
    let me = security::me(cx, staff).await?;
    let once = security::once(cx, staff).await?;
    Ok(Framed { me: Me::of(cx, staff, me), once: once.map(OnceView::of), page })
}

/// The next step was taken: the session's cookie, and the one that stays when it ends.
pub fn set_staff_session(given: Option<&SignedInStaff>) {
    set_cookie(&match given {
        Some(given) => {
            format!("{STAFF_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Strict", given.session)
        }
        None => format!("{STAFF_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"),
    });
    if let Some(device) = given.and_then(|given| given.device.as_deref()) {
        set_cookie(&kept_cookie(DEVICE_COOKIE, device));
    }
}

impl Me {
    fn of(cx: &Cx, staff: &Staff, me: security::Me) -> Self {
        Self {
            school: cx.school().name.clone(),
            name: me.name.expose().to_owned(),
            login: me.login.as_str().to_owned(),
            grants: me.grants,
            confirmed: Operator::from(staff.clone()).confirmed(cx).is_ok(),
            demo: cx.is_demo(),
        }
    }
}

impl OnceView {
    fn of(once: Once) -> Self {
        match once {
            Once::RecoveryCodes { codes } => Self::RecoveryCodes { codes },
            Once::CandidateReset { name, code } => Self::CandidateReset { name, code },
            Once::OneTimePassword { login, password } => Self::OneTimePassword { login, password },
        }
    }
}

impl MemberView {
    /// One member, as `who` sees them.
    pub fn of(cx: &Cx, who: &Staff, found: Member) -> Self {
        let Member { member, grants } = found;
        Self {
            name: member.name.expose().to_owned(),
            login: member.login.as_str().to_owned(),
            expired: matches!(member.state, StaffState::Invited { .. }) && !member.is_invited(cx.now()),
            state: member.state,
            created: member.created,
            grants,
            is_me: member.id == *who.id(),
            id: member.id,
        }
    }
}

/// A QR code as the inside of a page.
pub fn qr_svg(text: &str) -> String {
    let Ok(code) = qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::M) else {
        return String::new();
    };
    let svg = code.render::<qrcode::render::svg::Color>().min_dimensions(200, 200).build();
    // The prolog has no place inside a page.
    svg.find("<svg").map_or_else(String::new, |at| svg[at..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_the_qr_code_begins_as_a_picture_inside_a_page() {
        let svg = qr_svg("otpauth://totp/x:y?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>") && !svg.contains("style="));
    }
}
