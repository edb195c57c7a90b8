//! 更名申请: what its page shows, and taking it back. The form goes to a handler of its own, since it has a picture.

use domain::instant::Instant;
use domain::rename::{RenameReason, RenameState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 更名申请
#[derive(Clone, Serialize, Deserialize)]
pub struct RenameView {
    /// The name that stands.
    pub name: String,
    /// Whether it cannot simply be changed.
    pub locked: bool,
    /// The newest request.
    pub latest: Option<RequestView>,
}

/// One request, as its owner sees it.
#[derive(Clone, Serialize, Deserialize)]
pub struct RequestView {
    /// The name asked for.
    pub name: String,
    /// Why.
    pub reason: RenameReason,
    /// When it was asked.
    pub asked: Instant,
    /// Where it stands.
    pub state: RenameState,
}

/// 更名申请
#[server(endpoint = "rename", output = Json, client = Fresh)]
pub async fn load_rename() -> Result<RenameView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let page = service::rename::load(&cx, &candidate).await?;
    let latest = page.latest.map(|latest| RequestView {
        name: latest.name.expose().to_owned(),
        reason: latest.reason,
        asked: latest.asked,
        state: latest.state,
    });
    Ok(RenameView { name: page.account.name.expose().to_owned(), locked: page.locked, latest })
}

/// Takes one's own waiting request back.
#[server(endpoint = "rename/withdraw", output = Json)]
pub async fn withdraw_rename() -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::rename::withdraw(&cx, &candidate).await?;
    redirect(paths::rename());
    Ok(())
}
