//! The log: JSON lines on standard error, each with the code of its request, none with anything personal.
//!
//! Logged are the route's pattern and never the address that was typed, a panic's place and never its message: both may
//! hold what somebody wrote. The code of a request is the code on its error page.

use std::collections::HashSet;
use std::panic;
use std::sync::OnceLock;
use std::time::Instant;

use app::ssr::RequestCode;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use leptos::server_fn::axum::server_fn_paths;
use tracing::{Instrument, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// The answer's header with the code of its request.
pub const CODE_HEADER: HeaderName = HeaderName::from_static("x-request-code");

/// Writes the log to standard error from now on, panics included.
pub fn start() {
    // hyper and rustls speak of connections, sqlx of statements: neither belongs in our log at its usual level.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    if tracing::subscriber::set_global_default(subscriber(filter, std::io::stderr)).is_ok() {
        panic::set_hook(Box::new(|info| {
            let at = info.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(at, "panic");
        }));
    }
}

/// The log as it is written everywhere.
pub fn subscriber<W>(filter: EnvFilter, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_target(false)
        .json()
        .with_current_span(true)
        .with_span_list(false)
        .with_writer(writer)
        .finish()
}

/// Gives every request its code, and notes how it was answered.
pub async fn note(mut request: Request<Body>, next: Next) -> Response {
    let code = service::reference();
    request.extensions_mut().insert(RequestCode(code.clone()));
    let route = route_of(&request);
    let span = tracing::info_span!("request", code, method = %request.method(), route);
    let quiet = route.starts_with("/pkg");
    let since = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let millis = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    span.in_scope(|| {
        if quiet && status < 400 {
            tracing::debug!(status, millis, "answered");
        } else {
            tracing::info!(status, millis, "answered");
        }
    });
    if let Ok(value) = HeaderValue::from_str(&code) {
        response.headers_mut().insert(CODE_HEADER, value);
    }
    response
}

/// The pattern of the route; a server function's own name; nothing of what was typed.
fn route_of(request: &Request<Body>) -> String {
    static FUNCTIONS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let functions = FUNCTIONS.get_or_init(|| server_fn_paths().map(|(path, _)| path).collect());
    if let Some(function) = functions.get(request.uri().path()) {
        return (*function).to_owned();
    }
    request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned()
}
