//! A forgotten password.

use domain::person::PasswordRule;
use domain::reset::{ResetForm, ResetPage};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// What the three pages show, also after back and reload.
#[derive(Clone, Serialize, Deserialize)]
pub struct ResetView {
    /// First page, as typed.
    pub form: ResetForm,
    /// The phone that was typed, masked.
    pub masked_phone: String,
    /// The first page that is not finished.
    pub furthest: ResetPage,
    /// Seconds until another code may be asked for; 0 when it may now.
    pub resend_in: i64,
    /// How long a password may be.
    pub password_rule: PasswordRule,
    /// Whom to call when the phone is lost, too.
    pub technical_contact: String,
    /// Whether the last page asks for the code that staff handed over.
    pub at_desk: bool,
}

/// The pages as far as this session has come.
#[server(endpoint = "reset/load", output = Json, client = Fresh)]
pub async fn load_reset() -> Result<ResetView, AppError> {
    use crate::ssr::*;
    let state = service::reset::load(&cx(), visitor().await?.as_ref()).await?;
    let phone = domain::person::Phone::parse(&state.draft.form.phone).ok();
    Ok(ResetView {
        masked_phone: phone.map(|phone| phone.masked()).unwrap_or_default(),
        form: state.draft.form,
        furthest: state.furthest.unwrap_or(ResetPage::Person),
        resend_in: state.resend_in,
        at_desk: state.at_desk,
        password_rule: cx().password_rule(),
        technical_contact: cx().school().technical_contact.clone(),
    })
}

/// 1/3: asks for a code.
#[server(endpoint = "reset/ask", output = Json)]
pub async fn ask_reset_code(
    #[server(default)] number: String,
    #[server(default)] phone: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, visitor) = visitor_or_new().await?;
    service::reset::ask(&cx, &client(), &visitor, ResetForm { number, phone }).await?;
    redirect(paths::reset_code());
    Ok(())
}

/// 2/3: asks for another code with what was typed on the first page.
#[server(endpoint = "reset/again", output = Json)]
pub async fn ask_reset_code_again() -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, visitor) = visitor_or_new().await?;
    service::reset::ask_again(&cx, &client(), &visitor).await?;
    redirect(paths::reset_code());
    Ok(())
}

/// 2/3: proves by the code whose number and phone these are.
#[server(endpoint = "reset/code", output = Json)]
pub async fn prove_reset(#[server(default)] code: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, visitor) = visitor_or_new().await?;
    service::reset::prove(&cx, &visitor, &code).await?;
    redirect(paths::reset_password());
    Ok(())
}

/// 3/3: sets the new password and signs in.
#[server(endpoint = "reset/password", output = Json)]
pub async fn finish_reset(
    #[server(default)] password: String,
    #[server(default)] password_again: String,
    #[server(default)] code: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, visitor) = visitor_or_new().await?;
    let passwords = (password.as_str(), password_again.as_str());
    let signed_in = service::reset::finish(&cx, &client(), &visitor, passwords, &code).await?;
    set_signed_in(&signed_in);
    redirect(paths::me());
    Ok(())
}
