//! The road of a registration from the notice to the exam information, and 我的报名.

mod answers;
#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;
mod detail;
pub mod face;
mod list;
mod notice;
mod score;
mod ticket;
mod withdraw;

pub use answers::AnswersPage;
pub use detail::RegistrationPage;
pub use list::{RegistrationsPage, state_badge};
pub use notice::NoticePage;
pub use score::ScorePage;
pub use ticket::TicketPage;
pub use withdraw::WithdrawPage;

use domain::id::{NotAnId, RegistrationId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::error::AppError;

/// The registration that the URL names; a page outside such a URL, or a URL with nonsense in it, finds nothing.
pub fn registration_id() -> Signal<Result<RegistrationId, AppError>> {
    let params = use_params_map();
    Signal::derive(move || {
        let id = params.read().get("id").unwrap_or_default();
        id.try_into().map_err(|NotAnId| AppError::NotFound)
    })
}
