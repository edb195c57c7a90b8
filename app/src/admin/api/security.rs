//! What is one's own, and the first page.

use domain::device::Device;
use domain::id::StaffSessionId;
use domain::instant::Instant;
use domain::person::PasswordRule;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// One queue, and how much waits in it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueName {
    /// 实名认证
    Identities,
    /// 人脸
    Faces,
    /// 缴费凭证
    Proofs,
    /// 报考资格
    Registrations,
    /// 更名申请
    Renames,
    /// 退考申请
    Withdrawals,
}

/// What waits.
#[derive(Clone, Serialize, Deserialize)]
pub struct WelcomeView {
    /// The queues of whoever asks, each with its length.
    pub waits: Vec<(QueueName, i64)>,
}

/// One of one's own sessions.
#[derive(Clone, Serialize, Deserialize)]
pub struct StaffSessionView {
    /// Identifier.
    pub id: StaffSessionId,
    /// On what.
    pub device: Device,
    /// When it was signed in.
    pub since: Instant,
    /// When something was last done in it.
    pub seen: Instant,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// 我的账号
#[derive(Clone, Serialize, Deserialize)]
pub struct StaffSecurityView {
    /// Live sessions, the latest first.
    pub sessions: Vec<StaffSessionView>,
    /// Recovery codes that are left.
    pub codes_left: i64,
    /// How long a password may be.
    pub rule: PasswordRule,
}

/// 总览
#[server(endpoint = "staff/welcome", output = Json, client = Fresh)]
pub async fn load_welcome() -> Result<Framed<WelcomeView>, AppError> {
    use crate::ssr::*;
    use service::staff::welcome::Waits;
    let (cx, staff) = staff().await?;
    let waits = service::staff::welcome::load(&cx, &staff).await?.into_iter().map(|waits| match waits {
        Waits::Identities(count) => (QueueName::Identities, count),
        Waits::Faces(count) => (QueueName::Faces, count),
        Waits::Proofs(count) => (QueueName::Proofs, count),
        Waits::Registrations(count) => (QueueName::Registrations, count),
        Waits::Renames(count) => (QueueName::Renames, count),
        Waits::Withdrawals(count) => (QueueName::Withdrawals, count),
    });
    framed(&cx, &staff, WelcomeView { waits: waits.collect() }).await
}

/// 我的账号
#[server(endpoint = "staff/security/load", output = Json, client = Fresh)]
pub async fn load_staff_security() -> Result<Framed<StaffSecurityView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let security = service::staff::security::load(&cx, &staff).await?;
    let sessions = security.sessions.into_iter().map(|session| StaffSessionView {
        id: session.id,
        device: session.device,
        since: session.since,
        seen: session.seen,
        is_this: session.is_this,
    });
    let page = StaffSecurityView {
        sessions: sessions.collect(),
        codes_left: security.codes_left,
        rule: domain::staff::PASSWORD_RULE,
    };
    framed(&cx, &staff, page).await
}

/// What was shown once was read.
#[server(endpoint = "staff/once/read", output = Json)]
pub async fn once_was_read(#[server(default)] back: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    service::staff::security::was_read(&cx, &staff).await?;
    redirect(paths::safe_admin_next(Some(&back)));
    Ok(())
}

/// The page on which the password is typed again.
#[server(endpoint = "staff/confirm/load", output = Json, client = Fresh)]
pub async fn load_staff_confirm() -> Result<Framed<()>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    framed(&cx, &staff, ()).await
}

/// The password typed again.
#[server(endpoint = "staff/confirm", output = Json)]
pub async fn staff_confirm(
    #[server(default)] current_password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    service::staff::security::confirm(&cx, &staff, &current_password).await?;
    redirect(paths::safe_admin_next(Some(&next)));
    Ok(())
}

/// Another password; the other sessions end.
#[server(endpoint = "staff/security/password", output = Json)]
pub async fn staff_change_password(
    #[server(default)] current_password: String,
    #[server(default)] password: String,
    #[server(default)] password_again: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let new = (password.as_str(), password_again.as_str());
    service::staff::security::change_password(&cx, &client(), &staff, &current_password, new).await?;
    redirect(paths::admin_security());
    Ok(())
}

/// Other recovery codes.
#[server(endpoint = "staff/security/codes", output = Json)]
pub async fn renew_recovery_codes() -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::staff::security::renew_codes(&cx, confirmed(&cx, &operator)?).await?;
    redirect(paths::admin_security());
    Ok(())
}

/// Ends one of one's own sessions.
#[server(endpoint = "staff/security/end-session", output = Json)]
pub async fn end_staff_session(session: StaffSessionId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let was_this = service::staff::security::end_session(&cx, &staff, &session).await?;
    redirect(if was_this { paths::admin_sign_in() } else { paths::admin_security() });
    Ok(())
}

/// Ends all of one's sessions but this one.
#[server(endpoint = "staff/security/end-others", output = Json)]
pub async fn end_other_staff_sessions() -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    service::staff::security::end_others(&cx, &staff).await?;
    redirect(paths::admin_security());
    Ok(())
}
