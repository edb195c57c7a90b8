//! The demo's own pages. Every function answers 404 unless the process runs in demo mode.

use domain::instant::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// An SMS that was sent, as the demo shows it in place of a phone.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct DemoMessage {
    /// To whom, masked.
    pub masked_phone: String,
    /// What it says.
    pub text: String,
    /// When.
    pub at: Instant,
}

/// What a specimen card will carry.
#[derive(Clone, Serialize, Deserialize)]
pub struct SpecimenView {
    /// 姓名 as signed up.
    pub name: String,
    /// 证件号 as signed up, masked.
    pub masked_number: String,
    /// Whether the document is one that can be drawn (居民身份证).
    pub drawable: bool,
}

/// The newest messages.
#[server(endpoint = "demo/messages", output = Json, client = Fresh)]
pub async fn load_messages() -> Result<Vec<DemoMessage>, AppError> {
    use crate::ssr::*;
    let messages = service::demo::messages(&cx()).await?;
    Ok(messages
        .into_iter()
        .map(|(phone, text, at)| DemoMessage { masked_phone: phone.masked(), text, at })
        .collect())
}

/// What the specimen of the signed-in candidate will carry.
#[server(endpoint = "demo/specimen", output = Json, client = Fresh)]
pub async fn load_specimen() -> Result<SpecimenView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let account = service::demo::account(&cx, &candidate).await?;
    Ok(SpecimenView {
        name: account.name.expose().to_owned(),
        masked_number: account.number.masked(),
        drawable: account.number.kind().is_machine_readable(),
    })
}
