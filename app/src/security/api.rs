//! One's own sessions, another password, another phone.

use domain::device::Device;
use domain::id::SessionId;
use domain::instant::Instant;
use domain::person::PasswordRule;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// One of one's own sessions.
#[derive(Clone, Serialize, Deserialize)]
pub struct SessionView {
    /// Identifier.
    pub id: SessionId,
    /// On what.
    pub device: Device,
    /// When it was signed in.
    pub since: Instant,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// 账号安全
#[derive(Clone, Serialize, Deserialize)]
pub struct SecurityView {
    /// The number that codes go to, masked.
    pub masked_phone: String,
    /// Live sessions, the latest first.
    pub sessions: Vec<SessionView>,
}

/// 修改密码
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangePasswordView {
    /// How long a password may be.
    pub rule: PasswordRule,
}

/// 更换手机号
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangePhoneView {
    /// The number that is set, masked.
    pub masked_phone: String,
    /// The new one, as typed.
    pub typed: String,
    /// The new one, masked, once the password was typed again.
    pub confirmed: Option<String>,
    /// Seconds until other codes may be asked for; 0 when they may now.
    pub resend_in: i64,
}

/// 账号安全
#[server(endpoint = "security/load", output = Json, client = Fresh)]
pub async fn load_security() -> Result<SecurityView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let security = service::security::load(&cx, &candidate).await?;
    let sessions = security.sessions.into_iter().map(|session| SessionView {
        id: session.id,
        device: session.device,
        since: session.since,
        is_this: session.is_this,
    });
    Ok(SecurityView { masked_phone: security.phone.masked(), sessions: sessions.collect() })
}

/// Ends one of one's own sessions.
#[server(endpoint = "security/end-session", output = Json)]
pub async fn end_session(session: SessionId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let was_this = service::security::end_session(&cx, &candidate, &session).await?;
    redirect(if was_this { paths::home() } else { paths::security() });
    Ok(())
}

/// Ends all of one's sessions but this one.
#[server(endpoint = "security/end-others", output = Json)]
pub async fn end_other_sessions() -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::security::end_others(&cx, &candidate).await?;
    redirect(paths::security());
    Ok(())
}

/// 修改密码
#[server(endpoint = "security/password/load", output = Json, client = Fresh)]
pub async fn load_change_password() -> Result<ChangePasswordView, AppError> {
    use crate::ssr::*;
    let (cx, _candidate) = candidate().await?;
    Ok(ChangePasswordView { rule: cx.password_rule() })
}

/// Sets another password; the other sessions end.
#[server(endpoint = "security/password", output = Json)]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] password: String,
    #[server(default)] password_again: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let new = (password.as_str(), password_again.as_str());
    service::security::change_password(&cx, &client(), &candidate, &current_password, new).await?;
    redirect(paths::security());
    Ok(())
}

/// 更换手机号
#[server(endpoint = "security/phone/load", output = Json, client = Fresh)]
pub async fn load_change_phone() -> Result<ChangePhoneView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let change = service::phone_change::load(&cx, &candidate).await?;
    Ok(ChangePhoneView {
        masked_phone: change.phone.masked(),
        typed: change.typed,
        confirmed: change.confirmed.map(|phone| phone.masked()),
        resend_in: change.resend_in,
    })
}

/// The password again and the new number; both codes leave.
#[server(endpoint = "security/phone/begin", output = Json)]
pub async fn begin_phone_change(
    #[server(default)] phone: String,
    #[server(default)] current_password: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::phone_change::begin(&cx, &client(), &candidate, &current_password, &phone).await?;
    redirect(paths::change_phone_codes());
    Ok(())
}

/// Both codes once more.
#[server(endpoint = "security/phone/again", output = Json)]
pub async fn send_phone_codes_again() -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::phone_change::resend(&cx, &client(), &candidate).await?;
    redirect(paths::change_phone_codes());
    Ok(())
}

/// The codes; sets the new number.
#[server(endpoint = "security/phone/finish", output = Json)]
pub async fn finish_phone_change(
    #[server(default)] code: String,
    #[server(default)] old_code: String,
    #[server(default)] old_phone_gone: Option<String>,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let form = domain::phone_change::CodesForm { code, old_code, old_phone_gone: old_phone_gone.is_some() };
    service::phone_change::finish(&cx, &candidate, &form).await?;
    redirect(paths::security());
    Ok(())
}
