//! Who sends a request to a plain handler, and how it wants its answer.

use app::error::AppError;
use app::ssr::{Candidate, Cx, Staff, Visitor, session_token, staff_token};
use axum::Json;
use axum::http::{StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

/// The signed-in candidate.
pub async fn candidate(cx: &Cx, parts: &Parts) -> Result<Candidate, AppError> {
    let Some(token) = session_token(parts) else { return Err(AppError::NotSignedIn) };
    let visitor = service::session::find(cx, &token).await?;
    visitor.and_then(Visitor::into_candidate).ok_or(AppError::NotSignedIn)
}

/// The signed-in member of staff.
pub async fn staff(cx: &Cx, parts: &Parts) -> Result<Staff, AppError> {
    let Some(token) = staff_token(parts) else { return Err(AppError::NotSignedIn) };
    let entered = service::staff::sign_in::find(cx, &token).await?;
    entered.and_then(service::staff::Entered::into_staff).ok_or(AppError::NotSignedIn)
}

/// How the sender wants its answer: a plain form is led on, WASM gets JSON.
#[derive(Clone, Copy)]
pub struct Wants {
    json: bool,
}

impl Wants {
    /// By the `Accept` header.
    pub fn of(parts: &Parts) -> Self {
        let accept = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
        Self { json: accept.is_some_and(|accept| accept.contains("application/json")) }
    }

    /// Whether it is WASM that asks.
    pub fn json(self) -> bool {
        self.json
    }

    /// It went well: on to `next`; or it did not: back to `form` with the error.
    pub fn answer(self, result: Result<String, AppError>, form: &str) -> Response {
        match (result, self.json) {
            (Ok(next), true) => Json(json!({ "next": next })).into_response(),
            (Ok(next), false) => Redirect::to(&next).into_response(),
            (Err(error), true) => as_json(&error),
            (Err(AppError::NotSignedIn), false) => {
                Redirect::to(&app::paths::sign_in_then(form)).into_response()
            }
            (Err(error), false) => {
                let join = if form.contains('?') { '&' } else { '?' };
                Redirect::to(&format!("{form}{join}{}", error.to_query())).into_response()
            }
        }
    }
}

/// The error as WASM reads it.
pub fn as_json(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(error)).into_response()
}
