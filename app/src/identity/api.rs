//! 实名认证: consent, the two pictures, the check.

use domain::identity::Identity;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// Everything that the pages of 实名认证 show.
#[derive(Clone, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts, none of which excludes another")]
pub struct IdentityView {
    /// Where it stands.
    pub identity: Identity,
    /// Whether the consent in force was given.
    pub consented: bool,
    /// Whether the embedded engine reads this kind of document.
    pub machine_readable: bool,
    /// Whether a picture of the portrait side is in.
    pub front: bool,
    /// Whether a picture of the emblem side is in.
    pub back: bool,
    /// 姓名 as it will be compared.
    pub name: String,
    /// 证件号, masked.
    pub masked_number: String,
    /// School that processes the data.
    pub school: String,
    /// Whom to ask about it.
    pub hotline: String,
    /// Whom to call when the number is wrong.
    pub technical_contact: String,
}

/// 实名认证
#[server(endpoint = "identity")]
pub async fn load_identity() -> Result<IdentityView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let view = service::identity::load(&cx, &candidate).await?;
    Ok(IdentityView {
        identity: view.identity,
        consented: view.consented,
        machine_readable: view.account.number.kind().is_machine_readable(),
        front: view.front,
        back: view.back,
        name: view.account.name.expose().to_owned(),
        masked_number: view.account.number.masked(),
        school: cx.school().name.clone(),
        hotline: cx.school().hotline.clone(),
        technical_contact: cx.school().technical_contact.clone(),
    })
}

/// Only where it stands, for a page that follows the check.
#[server(endpoint = "identity/state")]
pub async fn load_identity_state() -> Result<Identity, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    Ok(service::identity::state(&cx, &candidate).await?)
}

/// Gives the consent, which was not ticked beforehand.
#[server(endpoint = "identity/consent")]
pub async fn give_consent(consent: Option<String>, #[server(default)] next: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::identity::give_consent(&cx, &candidate, consent.is_some()).await?;
    redirect(&paths::identity_then(paths::safe_next(Some(&next)).unwrap_or(paths::me())));
    Ok(())
}

/// 开始认证: both pictures are in, the check becomes a job.
#[server(endpoint = "identity/check")]
pub async fn start_check(#[server(default)] next: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::identity::start_check(&cx, &candidate).await?;
    redirect(&paths::identity_then(paths::safe_next(Some(&next)).unwrap_or(paths::me())));
    Ok(())
}
