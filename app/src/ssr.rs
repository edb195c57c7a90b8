//! The only bridge to `service`. Bodies of server functions begin with `use crate::ssr::*;`.

mod display;
mod exam_rows;
mod exports;
mod lists;
mod people;
mod print;
mod program;
mod review;
mod scores;
mod seating;
mod staff;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

pub use self::display::{Display, TextSize, language_cookie, text_cookie, text_size};
pub use self::exam_rows::{read_fee, read_majors, read_rules, read_sites, read_subjects};
pub use self::people::moment_or_nothing;
pub use self::program::{Program, Start, start};
pub use self::review::{review_item, review_path};
pub use self::staff::{
    STAFF_COOKIE, at_enrolment, at_second_step, confirmed, door, framed, operator, qr_svg, set_staff_session,
    staff, staff_token,
};
pub use crate::error::AppError;
pub use crate::paths;
use crate::registration::api::Road;
use crate::ui::browser::Family;
pub use service::{Candidate, Client, Cx, Operator, Staff, Visitor};

/// Name of the session cookie. `__Host-` makes browsers insist on HTTPS (or localhost), the whole site and no domain.
pub const SESSION_COOKIE: &str = "__Host-session";

/// Name of the cookie by which a browser that has signed in before is known.
const DEVICE_COOKIE: &str = "__Host-device";

/// Seconds that a browser keeps what is not the session's; what the server knows of it, it forgets in its own time.
const KEPT_COOKIE_SECONDS: i64 = 400 * 86_400;

/// Everything a use case needs besides its own arguments.
pub fn cx() -> Cx {
    expect_context::<Cx>()
}

/// Who sends this request, if a session came with it.
pub async fn visitor() -> Result<Option<Visitor>, AppError> {
    let Some(token) = use_context::<Parts>().as_ref().and_then(session_token) else { return Ok(None) };
    Ok(service::session::find(&cx(), &token).await?)
}

/// Who sends this request; a fresh session and its cookie where there was none.
pub async fn visitor_or_new() -> Result<(Cx, Visitor), AppError> {
    if let Some(visitor) = visitor().await? {
        return Ok((cx(), visitor));
    }
    let (visitor, token) = service::session::open(&cx()).await?;
    set_session_cookie(Some(&token));
    Ok((cx(), visitor))
}

/// The signed-in candidate. Where nobody is signed in, the answer leads to the sign-in page and back.
pub async fn candidate() -> Result<(Cx, Candidate), AppError> {
    if let Some(candidate) = visitor().await?.and_then(Visitor::into_candidate) {
        return Ok((cx(), candidate));
    }
    let error = AppError::NotSignedIn;
    set_status(&error);
    leptos_axum::redirect(&paths::sign_in_then(&current_page()));
    Err(error)
}

/// The name of the bundle's build, which changes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build(pub std::sync::Arc<str>);

/// The name of the bundle's build, for the document's root.
pub fn build() -> Option<String> {
    use_context::<Build>().map(|build| build.0.to_string())
}

/// The code of a request, in its extensions: it stands in the log and on its error page.
#[derive(Debug, Clone)]
pub struct RequestCode(pub String);

/// The code of this request; a fresh one where no request is known.
pub fn request_code() -> String {
    let parts = use_context::<Parts>();
    let code = parts.as_ref().and_then(|parts| parts.extensions.get::<RequestCode>());
    code.map_or_else(service::reference, |code| code.0.clone())
}

/// Which family of browsers sends this request.
pub fn browser() -> Family {
    let parts = use_context::<Parts>();
    let agent = parts.as_ref().and_then(|parts| parts.headers.get(header::USER_AGENT));
    Family::of(agent.and_then(|agent| agent.to_str().ok()).unwrap_or_default())
}

/// Leads the browser on: by a header when WASM asked, by a 302 otherwise.
pub fn redirect(path: &str) {
    leptos_axum::redirect(path);
}

/// From where this request comes.
pub fn client() -> Client {
    let parts = use_context::<Parts>();
    let address = parts.as_ref().and_then(|parts| parts.extensions.get::<service::Address>().cloned());
    let device = parts.as_ref().and_then(|parts| cookie(&parts.headers, DEVICE_COOKIE));
    let agent = parts.as_ref().and_then(|parts| parts.headers.get(header::USER_AGENT)?.to_str().ok());
    Client::new(address.unwrap_or_else(|| service::Address::unknown(&cx())), device, agent)
}

/// Somebody has signed in: the session's cookie, and the one that stays when the session ends.
pub fn set_signed_in(signed_in: &service::SignedIn) {
    set_session_cookie(Some(&signed_in.session));
    set_cookie(&kept_cookie(DEVICE_COOKIE, &signed_in.device));
}

/// A cookie that stays when the session ends.
fn kept_cookie(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={KEPT_COOKIE_SECONDS}")
}

/// Writes the session cookie, or removes it.
pub fn set_session_cookie(token: Option<&str>) {
    set_cookie(&match token {
        Some(token) => format!("{SESSION_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax"),
        None => format!("{SESSION_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"),
    });
}

fn set_cookie(cookie: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie)) {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// The token in the `Cookie` header.
pub fn session_token(parts: &Parts) -> Option<String> {
    cookie(&parts.headers, SESSION_COOKIE)
}

fn cookie(headers: &HeaderMap, wanted: &str) -> Option<String> {
    headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).find_map(|cookies| {
        cookies.split(';').find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == wanted && !value.is_empty()).then(|| value.to_owned())
        })
    })
}

/// Gives the answer the status of the error, unless a browser without WASM waits for its redirect
/// (Leptos applies the status after the redirect and would turn it into a blank page).
pub fn set_status(error: &AppError) {
    let accepts_html = use_context::<Parts>().is_some_and(|parts| {
        let accept = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
        parts.method == axum::http::Method::POST && accept.is_some_and(|accept| accept.contains("text/html"))
    });
    if accepts_html {
        return;
    }
    if let (Some(response), Ok(status)) =
        (use_context::<ResponseOptions>(), StatusCode::from_u16(error.status_code()))
    {
        response.set_status(status);
    }
}

/// The page that is being looked at: the request itself, or where a server function was called from.
fn current_page() -> String {
    let Some(parts) = use_context::<Parts>() else { return paths::home().to_owned() };
    let own = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    if !own.starts_with("/api/") {
        return own;
    }
    page_behind(&parts.headers)
}

/// The page from which a request was sent: only its path, which is one of ours or none.
pub fn page_behind(headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = referer.and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
    let path = path
        .map(|(_, path)| path)
        .filter(|path| !path.starts_with(['/', '\\']))
        // Nothing to see there.
        .filter(|path| !path.starts_with(paths::display().trim_start_matches('/')));
    path.map_or_else(|| paths::home().to_owned(), |path| format!("/{path}"))
}

/// Whether the home page is being drawn, as it is for whoever comes for the first time.
pub fn is_home() -> bool {
    use_context::<Parts>().is_some_and(|parts| parts.uri == *paths::home())
}

impl Road {
    /// The top of a page about this registration.
    pub fn of(seen: &service::registration::Seen) -> Self {
        Self { id: seen.registration.id.clone(), exam: seen.exam.shown_title(), step: seen.step() }
    }
}

/// Markdown as HTML that may stand in our pages: no scripts, no styles, no pictures from elsewhere.
pub fn notice_html(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(markdown));
    ammonia::Builder::default().rm_tags(["img"]).clean(&html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c3_a_notice_carries_no_script() {
        let html = notice_html(
            "# 须知\n\n<script>alert(1)</script>\n\n<b onclick=x>粗</b>\n\n[x](javascript:alert(1)) ![y](https://elsewhere.example/y.png)",
        );
        assert!(html.contains("<h1>须知</h1>") && html.contains("粗"));
        assert!(!html.contains("script") && !html.contains("onclick"));
        assert!(!html.contains("javascript") && !html.contains("elsewhere"));
    }
}
