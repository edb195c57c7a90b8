//! Bytes out: one's own pictures; the payment code has its own module.

use app::error::AppError;
use app::ssr::Cx;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::id::RegistrationId;

use super::payment_code::payment_code;
use super::upload::side;
use super::who::candidate;
use crate::router::AppState;

/// The download routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/photo/identity/{side}", get(own_card))
        .route("/photo/proof/{registration}", get(own_proof))
        .route("/photo/rename", get(own_rename))
        .route("/exams/{exam}/payment-code.png", get(payment_code))
}

async fn own_card(State(cx): State<Cx>, Path(name): Path<String>, parts: Parts) -> Response {
    let photo = async {
        let who = candidate(&cx, &parts).await?;
        Ok(service::identity::own_photo(&cx, &who, side(&name)?).await?)
    };
    picture(photo.await, "image/jpeg")
}

async fn own_proof(State(cx): State<Cx>, Path(id): Path<RegistrationId>, parts: Parts) -> Response {
    let photo = async {
        let who = candidate(&cx, &parts).await?;
        Ok(service::payment::own_proof(&cx, &who, &id).await?)
    };
    picture(photo.await, "image/jpeg")
}

async fn own_rename(State(cx): State<Cx>, parts: Parts) -> Response {
    let photo = async {
        let who = candidate(&cx, &parts).await?;
        Ok(service::rename::own_picture(&cx, &who).await?)
    };
    picture(photo.await, "image/jpeg")
}

/// A picture that nobody but its owner's browser may keep, and not for long.
pub(super) fn picture(bytes: Result<Vec<u8>, AppError>, kind: &'static str) -> Response {
    match bytes {
        Ok(bytes) => {
            let mut response = bytes.into_response();
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            response
        }
        Err(error) => StatusCode::from_u16(error.status_code())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response(),
    }
}
