//! Answers that went wrong before any page could be drawn, as pages with a sentence, a code and a way back.

use std::any::Any;

use app::error::AppError;
use app::ssr::{Cx, Display, RequestCode};
use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::config::LeptosOptions;

/// What an error page may do: show its own styles.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// A handler panicked: the connection lives on, and the answer says so under the request's code.
pub fn panicked(_message: Box<dyn Any + Send + 'static>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Gives an answer that is a bare status its page, where a person looks at it, and its error in JSON, where WASM asks.
pub async fn dress(
    State((options, cx)): State<(LeptosOptions, Cx)>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let code = request.extensions().get::<RequestCode>().map(|code| code.0.clone()).unwrap_or_default();
    let (html, json) = (accepts(&request, "text/html"), accepts(&request, "application/json"));
    let head = request.method() == Method::HEAD;
    let display = Display::of(request.headers());
    let response = next.run(request).await;
    let Some(error) = error_of(&response, code).filter(|_| !head) else { return response };
    // What a framework calls a bad request is an address or a form of nobody's: there is no such thing here.
    let status = StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (mut parts, _) = response.into_parts();
    parts.status = status;
    parts.headers.remove(header::CONTENT_LENGTH);
    let body = if html {
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        parts.headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        Body::from(app::trouble_page(&options, &cx, display, &error))
    } else if json {
        let mut told = Json(&error).into_response();
        *told.status_mut() = status;
        return told;
    } else {
        // What the frameworks write about a refused request may repeat what was sent.
        parts.headers.remove(header::CONTENT_TYPE);
        Body::empty()
    };
    Response::from_parts(parts, body)
}

fn accepts(request: &Request<Body>, kind: &str) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains(kind))
}

/// What a bare answer says; nothing for one that speaks for itself.
fn error_of(response: &Response, code: String) -> Option<AppError> {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_bare = kind.is_none_or(|kind| kind.starts_with("text/plain"));
    if !is_bare || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    Some(match status {
        StatusCode::UNAUTHORIZED => AppError::NotSignedIn,
        StatusCode::FORBIDDEN => AppError::ElsewhereSent,
        StatusCode::METHOD_NOT_ALLOWED => AppError::WrongMethod,
        StatusCode::CONFLICT => AppError::Stale,
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooMuchSent,
        StatusCode::SERVICE_UNAVAILABLE => AppError::Busy,
        status if status.is_client_error() => AppError::NotFound,
        _ => AppError::Broken { code },
    })
}
