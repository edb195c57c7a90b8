//! 实名认证: consent, the two pictures, the check.

use domain::document::DocumentKind;
use domain::id::RegistrationId;
use domain::identity::{Attempts, Identity, PictureState};
use domain::instant::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::paths;
use crate::wire::{Fresh, Json};
use crate::words::frame;

/// Everything that the pages of 实名认证 show.
#[derive(Clone, Serialize, Deserialize)]
pub struct IdentityView {
    /// Where it stands.
    pub identity: Identity,
    /// Whether the consent in force was given.
    pub consented: bool,
    /// What kind of document it is; people read those that the machine does not know.
    pub kind: DocumentKind,
    /// Whether the machine may look at it.
    pub by_machine: bool,
    /// Where the picture of each side stands, the portrait's side first.
    pub pictures: [PictureState; 2],
    /// How many tries are left.
    pub attempts: Attempts,
    /// 姓名 as it will be compared.
    pub name: String,
    /// 证件号, masked.
    pub masked_number: String,
    /// Drafts that go on only once a person has decided, and the titles of their exams.
    pub halted: Vec<(RegistrationId, String)>,
    /// School that processes the data.
    pub school: String,
    /// Whom to ask about it.
    pub hotline: String,
}

impl IdentityView {
    /// The exams whose registration goes on only once a person has decided; empty where none waits.
    pub fn halted_exams(&self) -> String {
        self.halted.iter().map(|(_, exam)| exam.as_str()).collect::<Vec<_>>().join(frame::between_items())
    }

    /// Whether the page `next` belongs to such a registration.
    pub fn halts(&self, next: &str) -> bool {
        self.halted.iter().any(|(id, _)| next.starts_with(&paths::registration(id)))
    }
}

/// 实名认证
#[server(endpoint = "identity", output = Json, client = Fresh)]
pub async fn load_identity() -> Result<IdentityView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let view = service::identity::load(&cx, &candidate).await?;
    Ok(IdentityView {
        identity: view.identity,
        consented: view.consented,
        kind: view.account.number.kind(),
        by_machine: view.by_machine,
        pictures: view.pictures,
        attempts: view.attempts,
        name: view.account.name.expose().to_owned(),
        masked_number: view.account.number.masked(),
        halted: view.halted.into_iter().map(|halted| (halted.registration, halted.exam)).collect(),
        school: cx.school().name.clone(),
        hotline: cx.school().hotline.clone(),
    })
}

/// Only where it stands, for a page that follows the check.
#[server(endpoint = "identity/state", output = Json, client = Fresh)]
pub async fn load_identity_state() -> Result<Identity, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    Ok(service::identity::state(&cx, &candidate).await?)
}

/// Gives the consent, which was not ticked beforehand.
#[server(endpoint = "identity/consent", output = Json)]
pub async fn give_consent(consent: Option<String>, #[server(default)] next: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::identity::give_consent(&cx, &candidate, consent.is_some()).await?;
    redirect(&paths::identity_then(paths::safe_next(Some(&next)).unwrap_or(paths::me())));
    Ok(())
}

/// 开始认证: both pictures are in, the check becomes a job.
#[server(endpoint = "identity/check", output = Json)]
pub async fn start_check(#[server(default)] next: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::identity::start_check(&cx, &candidate).await?;
    redirect(&paths::identity_then(paths::safe_next(Some(&next)).unwrap_or(paths::me())));
    Ok(())
}

/// 改用人工核验
#[server(endpoint = "identity/person", output = Json)]
pub async fn ask_for_person(#[server(default)] next: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::identity::ask_for_person(&cx, &candidate).await?;
    redirect(&paths::identity_then(paths::safe_next(Some(&next)).unwrap_or(paths::me())));
    Ok(())
}

/// 同意与撤回
#[derive(Clone, Serialize, Deserialize)]
pub struct ConsentView {
    /// Whether the consent in force is given.
    pub given: bool,
    /// Whether it was given (else withdrawn), to which version, and when; the earliest first.
    pub history: Vec<(bool, i64, Instant)>,
    /// Whether 已实名 stays.
    pub passed: bool,
    /// Whether a review still needs the pictures of the card.
    pub needed_for_review: bool,
    /// School that processes the data.
    pub school: String,
    /// Whom to ask about it.
    pub hotline: String,
}

/// 同意与撤回
#[server(endpoint = "identity/consent/history", output = Json, client = Fresh)]
pub async fn load_consent() -> Result<ConsentView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let page = service::identity::load_consent(&cx, &candidate).await?;
    Ok(ConsentView {
        given: page.given,
        history: page.history.iter().map(|event| (event.given, event.version, event.at)).collect(),
        passed: page.identity.is_passed(),
        needed_for_review: page.needed_for_review,
        school: cx.school().name.clone(),
        hotline: cx.school().hotline.clone(),
    })
}

/// 撤回同意
#[server(endpoint = "identity/consent/withdraw", output = Json)]
pub async fn withdraw_consent() -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::identity::withdraw_consent(&cx, &candidate).await?;
    redirect(paths::consent());
    Ok(())
}
