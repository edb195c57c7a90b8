//! Everybody's accounts and roles.

use domain::id::{ExamId, StaffId};
use domain::instant::Instant;
use domain::staff::{Grant, StaffState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// One member.
#[derive(Clone, Serialize, Deserialize)]
pub struct MemberView {
    /// Identifier.
    pub id: StaffId,
    /// 姓名
    pub name: String,
    /// 登录名
    pub login: String,
    /// Where the account stands.
    pub state: StaffState,
    /// Whether a one-time password was not used in time.
    pub expired: bool,
    /// When it was made.
    pub created: Instant,
    /// Roles, and where they are held.
    pub grants: Vec<Grant>,
    /// Whether it is whoever asks.
    pub is_me: bool,
}

/// One member's page.
#[derive(Clone, Serialize, Deserialize)]
pub struct MemberPageView {
    /// Who.
    pub member: MemberView,
    /// Exams to which a role can be limited: identifier and title.
    pub exams: Vec<(ExamId, String)>,
}

/// 工作人员
#[server(endpoint = "staff/list", output = Json, client = Fresh)]
pub async fn load_staff() -> Result<Framed<Vec<MemberView>>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let list = service::staff::account::list(&cx, &staff.clone().into()).await?;
    let list = list.into_iter().map(|member| MemberView::of(&cx, &staff, member)).collect();
    framed(&cx, &staff, list).await
}

/// 权限表
#[server(endpoint = "staff/permissions", output = Json, client = Fresh)]
pub async fn load_permissions() -> Result<Framed<()>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    service::staff::account::must_see(&cx, &staff.clone().into()).await?;
    framed(&cx, &staff, ()).await
}

/// 添加工作人员
#[server(endpoint = "staff/add/load", output = Json, client = Fresh)]
pub async fn load_add_staff() -> Result<Framed<()>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    service::staff::account::must_manage(&cx, &staff.clone().into()).await?;
    framed(&cx, &staff, ()).await
}

/// Adds somebody. Their one-time password is shown once, on their page.
#[server(endpoint = "staff/add", output = Json)]
pub async fn add_staff(
    #[server(default)] login: String,
    #[server(default)] name: String,
    #[server(default)] role: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let new = service::staff::account::NewStaff { login: &login, name: &name, role: &role };
    let added = match service::staff::account::add(&cx, confirmed(&cx, &operator)?, &new).await {
        Ok(added) => added.id,
        Err(error) => {
            let just_added = service::staff::account::find_just_added(&cx, &operator, &new).await?;
            just_added.ok_or(error)?
        }
    };
    redirect(&paths::admin_member(&added));
    Ok(())
}

/// One member.
#[server(endpoint = "staff/member", output = Json, client = Fresh)]
pub async fn load_member(id: StaffId) -> Result<Framed<MemberPageView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let (member, exams) = service::staff::account::load(&cx, &staff.clone().into(), &id).await?;
    let member = MemberView::of(&cx, &staff, member);
    let exams = exams.into_iter().map(|exam| (exam.id, exam.title)).collect();
    framed(&cx, &staff, MemberPageView { member, exams }).await
}

/// Gives a role.
#[server(endpoint = "staff/grant", output = Json)]
pub async fn grant_role(
    id: StaffId,
    #[server(default)] role: String,
    #[server(default)] exam: String,
    #[server(default)] site: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    use service::staff::account;
    let (cx, operator) = operator().await?;
    let grant = account::grant_of(&role, &exam, &site).map_err(service::Error::from)?;
    account::grant(&cx, confirmed(&cx, &operator)?, &id, &grant).await?;
    redirect(&paths::admin_member(&id));
    Ok(())
}

/// Takes a role.
#[server(endpoint = "staff/revoke", output = Json)]
pub async fn revoke_role(
    id: StaffId,
    #[server(default)] role: String,
    #[server(default)] exam: String,
    #[server(default)] site: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    use service::staff::account;
    let (cx, operator) = operator().await?;
    let grant = account::grant_of(&role, &exam, &site).map_err(service::Error::from)?;
    account::revoke(&cx, confirmed(&cx, &operator)?, &id, &grant).await?;
    redirect(&paths::admin_member(&id));
    Ok(())
}

/// A one-time password in place of everything that opens the door.
#[server(endpoint = "staff/reset", output = Json)]
pub async fn reset_staff(id: StaffId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::staff::account::reset(&cx, confirmed(&cx, &operator)?, &id).await?;
    redirect(&paths::admin_member(&id));
    Ok(())
}

/// Disables an account.
#[server(endpoint = "staff/disable", output = Json)]
pub async fn disable_staff(id: StaffId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::staff::account::disable(&cx, confirmed(&cx, &operator)?, &id).await?;
    redirect(&paths::admin_member(&id));
    Ok(())
}
