//! 消息

use domain::instant::Instant;
use domain::message::Origin;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// One message, as its candidate reads it.
#[derive(Clone, Serialize, Deserialize)]
pub struct MessageView {
    /// Who has written it.
    pub origin: Origin,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub at: Instant,
    /// Whether it was read.
    pub read: bool,
}

/// 消息, the newest first.
#[server(endpoint = "messages", output = Json, client = Fresh)]
pub async fn load_messages() -> Result<Vec<MessageView>, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let list = service::message::list(&cx, &candidate).await?;
    let view = |one: service::message::Message| MessageView {
        origin: one.origin,
        text: one.text,
        at: one.sent,
        read: one.read.is_some(),
    };
    Ok(list.into_iter().map(view).collect())
}

/// What was sent until then is read.
#[server(endpoint = "messages/read", output = Json)]
pub async fn read_messages(last: i64) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::message::mark_read(&cx, &candidate, Instant::from_millis(last)).await?;
    redirect(paths::messages());
    Ok(())
}
