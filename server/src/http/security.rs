//! The guards: where a request may come from, and what a browser may do with an answer.

use axum::body::Body;
use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::nonce::use_nonce;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// Refuses writes that another site's page sends on a visitor's behalf. Leptos has no such defence of its own.
pub async fn same_origin(request: Request<Body>, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || comes_from_here(request.headers(), request.uri().authority().map(Authority::as_str)) {
        return next.run(request).await;
    }
    StatusCode::FORBIDDEN.into_response()
}

/// Browsers say where a write comes from in `Sec-Fetch-Site`, older ones in `Origin`. What says neither is no browser.
fn comes_from_here(headers: &HeaderMap, authority: Option<&str>) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let host = text(header::HOST).or(authority);
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    host.is_some() && host == origin
}

/// Headers that every answer carries.
const HEADERS: [(&str, &str); 2] =
    [("x-content-type-options", "nosniff"), ("cross-origin-resource-policy", "same-origin")];

/// What besides a policy an answer carries that may become a page. The bundle's files never do: scripts, WASM and styles
/// with a fixed type, of which the first visit loads four; nor do the icons, whose policy lets them do nothing.
const PAGE_HEADERS: [(&str, &str); 4] = [
    ("strict-transport-security", "max-age=31536000"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(self), microphone=(), geolocation=(), payment=()"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// How the bundle's files may be kept: their names change with their content.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What an answer that is not one of our pages may do: nothing.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Seconds after which whoever met full hands may come again: the queue of pictures is worked off in about eight.
const RETRY_SECONDS: &str = "8";

/// Adds what every answer carries; an answer without a policy of its own may do nothing.
pub async fn headers(request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_busy = response.status() == StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    let is_bundle = headers.get(header::CACHE_CONTROL).is_some_and(|value| value == FOR_EVER);
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let is_own_picture = headers.contains_key(header::LAST_MODIFIED) && kind.starts_with(b"image/");
    let page_headers = PAGE_HEADERS.iter().filter(|_| !is_bundle && !is_own_picture);
    for (name, value) in HEADERS.iter().chain(page_headers) {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !is_bundle && !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING));
    }
    if is_busy && !headers.contains_key(header::RETRY_AFTER) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        // Files say when they changed and may be kept if asked about; pages and data hold what is somebody's own.
        let is_file = headers.contains_key(header::LAST_MODIFIED);
        let value = HeaderValue::from_static(if is_file { "no-cache" } else { "no-store" });
        headers.insert(header::CACHE_CONTROL, value);
    }
    response
}

/// Gives the page that is being drawn its policy: only our own scripts, and inline ones with this answer's nonce.
pub fn set_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        comes_from_here(&headers, None)
    }

    #[test]
    fn a_write_from_another_site_is_refused() {
        assert!(!allowed(&[("host", "exam.example"), ("origin", "https://evil.example")]));
        assert!(!allowed(&[("host", "exam.example"), ("sec-fetch-site", "cross-site")]));
        assert!(!allowed(&[("host", "exam.example"), ("sec-fetch-site", "same-site")]));
        assert!(!allowed(&[("host", "exam.example"), ("origin", "null")]));
    }

    #[test]
    fn a_write_that_says_nothing_of_its_origin_is_refused() {
        assert!(!allowed(&[("host", "exam.example")]));
        assert!(!allowed(&[]));
    }

    #[test]
    fn a_write_from_our_own_pages_passes() {
        assert!(allowed(&[("host", "exam.example"), ("sec-fetch-site", "same-origin")]));
        assert!(allowed(&[("host", "exam.example"), ("origin", "https://exam.example")]));
    }
}
