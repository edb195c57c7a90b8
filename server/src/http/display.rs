//! How somebody wants to read: the choice of a language and of the size of text, and the books of words.

use app::ssr::{TextSize, language_cookie, page_behind, text_cookie};
use app::words::{self, Language};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use serde::Deserialize;

use super::security::FOR_EVER;
use crate::router::AppState;

/// Choosing, and reading.
pub fn routes() -> Router<AppState> {
    Router::new().route("/display", post(choose)).route("/words/{name}", get(book))
}

/// What was chosen: either.
#[derive(Deserialize)]
struct Chosen {
    language: Option<String>,
    text: Option<String>,
}

/// Keeps it in cookies, and leads back to the page that it was chosen on.
async fn choose(headers: HeaderMap, Form(chosen): Form<Chosen>) -> Response {
    let language = chosen.language.as_deref().and_then(Language::of_code).map(language_cookie);
    let text = chosen.text.as_deref().and_then(TextSize::of_code).map(text_cookie);
    let mut response = Redirect::to(&page_behind(&headers)).into_response();
    for cookie in [language, text].into_iter().flatten() {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// A book. Its name changes with its text.
async fn book(Path(name): Path<String>) -> Response {
    let Some(text) = words::book(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, FOR_EVER)];
    (headers, text).into_response()
}
