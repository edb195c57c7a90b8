//! 公告管理

use domain::id::AnnouncementId;
use domain::instant::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// An announcement as the office has it.
#[derive(Clone, Serialize, Deserialize)]
pub struct PostedView {
    /// Identifier.
    pub id: AnnouncementId,
    /// Headline.
    pub title: String,
    /// Text.
    pub text: String,
    /// When it was published.
    pub at: Instant,
    /// A correction names it.
    pub version: i64,
    /// Since when it is not shown any more.
    pub withdrawn: Option<Instant>,
}

/// 公告管理
#[server(endpoint = "staff/announcements", output = Json, client = Fresh)]
pub async fn load_announcements() -> Result<Framed<Vec<PostedView>>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let posted = service::announcement::list(&cx, &staff.clone().into()).await?;
    let lines = posted.into_iter().map(|one| PostedView {
        id: one.id,
        title: one.said.title,
        text: one.said.text,
        at: one.said.at,
        version: one.version,
        withdrawn: one.withdrawn,
    });
    framed(&cx, &staff, lines.collect()).await
}

/// Shows an announcement on the home page at once.
#[server(endpoint = "staff/announcements/post", output = Json)]
pub async fn post_announcement(
    #[server(default)] title: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::announcement::post(&cx, &operator, &title, &text).await?;
    redirect(paths::admin_announcements());
    Ok(())
}

/// Corrects what was seen.
#[server(endpoint = "staff/announcements/correct", output = Json)]
pub async fn correct_announcement(
    id: AnnouncementId,
    version: i64,
    #[server(default)] title: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::announcement::correct(&cx, &operator, &id, version, (&title, &text)).await?;
    redirect(paths::admin_announcements());
    Ok(())
}

/// Shows it no more.
#[server(endpoint = "staff/announcements/withdraw", output = Json)]
pub async fn withdraw_announcement(id: AnnouncementId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::announcement::withdraw(&cx, &operator, &id).await?;
    redirect(paths::admin_announcements());
    Ok(())
}
