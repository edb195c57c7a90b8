//! 学校设置

use domain::instant::Instant;
use domain::site::TypedSchool;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 学校设置
#[derive(Clone, Serialize, Deserialize)]
pub struct SchoolView {
    /// What a change has to name.
    pub version: i64,
    /// What holds now.
    pub now: TypedSchool,
    /// What the configuration says.
    pub configured: TypedSchool,
    /// Whether there is a seal.
    pub has_seal: bool,
    /// Whether the seal was set here.
    pub own_seal: bool,
    /// Versions of the school's own privacy text: which, since when, and whether it says anything.
    pub texts: Vec<(i64, Instant, bool)>,
    /// When the settings were changed last.
    pub changed: Option<Instant>,
}

/// 学校设置
#[server(endpoint = "staff/school", output = Json, client = Fresh)]
pub async fn load_school() -> Result<Framed<SchoolView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let opened = service::school::open(&cx, &staff.clone().into()).await?;
    framed(&cx, &staff, SchoolView::of(opened)).await
}

/// Keeps the settings as they were typed, of the version that was seen.
#[server(endpoint = "staff/school/save", output = Json)]
pub async fn save_school(seen: i64, #[server(default)] typed: TypedSchool) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::school::save(&cx, &operator, seen, &typed).await?;
    redirect(paths::admin_settings());
    Ok(())
}

/// Takes the seal back that was set here: the configuration's holds, or the product's.
#[server(endpoint = "staff/school/seal/remove", output = Json)]
pub async fn remove_seal(seen: i64) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::school::set_seal(&cx, &operator, seen, None).await?;
    redirect(paths::admin_settings());
    Ok(())
}
