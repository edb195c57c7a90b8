//! The door.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// A page of the door.
#[derive(Clone, Serialize, Deserialize)]
pub struct DoorView {
    /// The school's name.
    pub school: String,
}

/// What the first sign-in sets up.
#[derive(Clone, Serialize, Deserialize)]
pub struct EnrolView {
    /// The school's name.
    pub school: String,
    /// 登录名
    pub login: String,
    /// The secret in groups of four.
    pub secret: String,
    /// The QR code, as SVG.
    pub qr: String,
}

/// 工作人员登录. Whoever is signed in already is led in.
#[server(endpoint = "staff/door", output = Json, client = Fresh)]
pub async fn load_door() -> Result<DoorView, AppError> {
    use crate::ssr::*;
    if door().await?.and_then(service::staff::Entered::into_staff).is_some() {
        redirect(paths::admin());
    }
    Ok(DoorView { school: cx().school().name.clone() })
}

/// First step: login name and password.
#[server(endpoint = "staff/sign-in", output = Json)]
pub async fn staff_sign_in(
    #[server(default)] login: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let given = service::staff::sign_in::with_password(&cx(), &client(), &login, &password).await?;
    set_staff_session(Some(&given));
    redirect(&if given.must_enrol {
        paths::admin_enrol().to_owned()
    } else {
        paths::admin_code_then(paths::safe_admin_next(Some(&next)))
    });
    Ok(())
}

/// The second step's page. Without a right password before, the answer leads to the first one.
#[server(endpoint = "staff/code/load", output = Json, client = Fresh)]
pub async fn load_code() -> Result<DoorView, AppError> {
    use crate::ssr::*;
    let (cx, _pending) = at_second_step().await?;
    Ok(DoorView { school: cx.school().name.clone() })
}

/// Second step: a code.
#[server(endpoint = "staff/code", output = Json)]
pub async fn staff_code(
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, pending) = at_second_step().await?;
    let given = service::staff::sign_in::with_code(&cx, &client(), &pending, &code).await?;
    set_staff_session(Some(&given));
    redirect(paths::safe_admin_next(Some(&next)));
    Ok(())
}

/// The first sign-in's page.
#[server(endpoint = "staff/enrol/load", output = Json, client = Fresh)]
pub async fn load_enrol() -> Result<EnrolView, AppError> {
    use crate::ssr::*;
    let (cx, pending) = at_enrolment().await?;
    let found = service::staff::enrol::load(&cx, &pending).await?;
    let (school, login) = (cx.school().name.clone(), found.login.as_str().to_owned());
    Ok(EnrolView { school, login, secret: found.secret, qr: qr_svg(&found.uri) })
}

/// The first sign-in: a password of one's own, and a code that shows that the app is set up.
#[server(endpoint = "staff/enrol", output = Json)]
pub async fn staff_enrol(
    #[server(default)] code: String,
    #[server(default)] password: String,
    #[server(default)] password_again: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, pending) = at_enrolment().await?;
    let new = (password.as_str(), password_again.as_str());
    let given = service::staff::enrol::finish(&cx, &client(), &pending, &code, new).await?;
    set_staff_session(Some(&given));
    redirect(paths::admin_security());
    Ok(())
}

/// Ends the session, however far it has come.
#[server(endpoint = "staff/sign-out", output = Json)]
pub async fn staff_sign_out() -> Result<(), AppError> {
    use crate::ssr::*;
    if let Some(entered) = door().await? {
        service::staff::sign_in::end(&cx(), &entered).await?;
    }
    set_staff_session(None);
    redirect(paths::admin_sign_in());
    Ok(())
}
