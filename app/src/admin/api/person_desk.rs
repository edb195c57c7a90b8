//! What staff do for one candidate: a message, a reset with the document in hand, another document number.

use domain::document::DocumentKind;
use domain::id::{AccountId, NumberChangeId};
use domain::instant::Instant;
use domain::message::{Delivery, Origin};
use domain::person_desk::NumberReason;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// What stands on the page of one candidate beside the facts.
#[derive(Clone, Serialize, Deserialize)]
pub struct PersonDesk {
    /// The latest messages, for whoever may write one.
    pub messages: Vec<SentView>,
    /// Until when a reset code that was handed over waits for them.
    pub reset_until: Option<Instant>,
    /// Whether another document number waits for a second person.
    pub number_waits: bool,
}

/// A message as staff see it.
#[derive(Clone, Serialize, Deserialize)]
pub struct SentView {
    /// Who has written it.
    pub origin: Origin,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub at: Instant,
    /// When its candidate said that it was read.
    pub read: Option<Instant>,
    /// Where the SMS beside it stands.
    pub delivery: Delivery,
}

/// A document number that waits for a second person.
#[derive(Clone, Serialize, Deserialize)]
pub struct NumberChangeView {
    /// Identifier.
    pub id: NumberChangeId,
    /// Whose number.
    pub account: AccountId,
    /// 姓名
    pub name: String,
    /// The kind of document that stands there.
    pub kind_before: DocumentKind,
    /// The number that stands there, masked.
    pub before: String,
    /// The kind of document that it is to be.
    pub kind: DocumentKind,
    /// The number that it is to be, whole and in groups, to be compared with the document.
    pub number: String,
    /// Why.
    pub reason: NumberReason,
    /// Who proposed it; nothing where that was done at the command line.
    pub by: Option<String>,
    /// Since when it waits.
    pub at: Instant,
    /// Whether whoever looks has proposed it.
    pub own: bool,
}

/// Writes one message to one candidate.
#[server(endpoint = "staff/person/message", output = Json)]
pub async fn write_to_person(
    id: AccountId,
    #[server(default)] text: String,
    #[server(default)] by_sms: bool,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::message::write(&cx, &operator, &id, &text, by_sms).await?;
    redirect(&paths::admin_person(&id));
    Ok(())
}

/// Makes a reset code for a candidate whose document was compared. It is shown once, on the same page.
#[server(endpoint = "staff/person/reset", output = Json)]
pub async fn reset_candidate(
    id: AccountId,
    #[server(default)] reason: String,
    #[server(default)] phone: String,
    #[server(default)] compared: bool,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let form = service::candidate_reset::DeskReset { reason: &reason, compared, phone: &phone };
    service::candidate_reset::make(&cx, confirmed(&cx, &operator)?, &id, form).await?;
    redirect(&paths::admin_person(&id));
    Ok(())
}

/// Proposes another document number.
#[server(endpoint = "staff/person/number", output = Json)]
pub async fn propose_number(
    id: AccountId,
    #[server(default)] reason: String,
    #[server(default)] kind: String,
    #[server(default)] number: String,
    #[server(default)] compared: bool,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let form = service::number_change::Proposed { reason: &reason, compared, kind: &kind, number: &number };
    service::number_change::propose(&cx, confirmed(&cx, &operator)?, &id, form).await?;
    redirect(&paths::admin_person(&id));
    Ok(())
}

/// 证件号更正: what waits.
#[server(endpoint = "staff/number-changes", output = Json, client = Fresh)]
pub async fn load_number_changes() -> Result<Framed<Vec<NumberChangeView>>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let waiting = service::number_change::list(&cx, &staff.clone().into()).await?;
    framed(&cx, &staff, waiting.into_iter().map(NumberChangeView::of).collect()).await
}

/// A second person says yes, or no.
#[server(endpoint = "staff/number-changes/decide", output = Json)]
pub async fn decide_number(id: NumberChangeId, #[server(default)] approve: bool) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::number_change::decide(&cx, confirmed(&cx, &operator)?, &id, approve).await?;
    redirect(paths::admin_number_changes());
    Ok(())
}
