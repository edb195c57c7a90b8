//! Bytes out: one's own pictures; the payment code has its own module.

use app::error::AppError;
use app::ssr::{Cx, review_item};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::id::RegistrationId;

use super::payment_code::payment_code;
use super::upload::side;
use super::who::{candidate, staff};
use crate::router::AppState;

/// How long a browser may keep the school's seal, which an officer may change at any time.
const SEAL_CACHE: &str = "public, max-age=60";

/// The download routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/photo/identity/{side}", get(own_card))
        .route("/photo/proof/{registration}", get(own_proof))
        .route("/photo/rename", get(own_rename))
        .route("/photo/ticket/{registration}", get(own_portrait))
        .route("/registrations/{registration}/ticket.pdf", get(own_ticket))
        .route("/admin/picture/{queue}/{id}/{nth}", get(evidence))
        .route("/exams/{exam}/payment-code.png", get(payment_code))
        .route("/school/seal", get(seal))
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

async fn own_portrait(State(cx): State<Cx>, Path(id): Path<RegistrationId>, parts: Parts) -> Response {
    let photo = async {
        let who = candidate(&cx, &parts).await?;
        Ok(service::ticket::own_portrait(&cx, &who, &id).await?)
    };
    picture(photo.await, "image/jpeg")
}

/// 准考证. Its name says nothing about whose it is.
async fn own_ticket(State(cx): State<Cx>, Path(id): Path<RegistrationId>, parts: Parts) -> Response {
    let paper = async {
        let who = candidate(&cx, &parts).await?;
        Ok(service::ticket::pdf(&cx, &who, &id).await?)
    };
    attachment(paper.await, "application/pdf", "%E5%87%86%E8%80%83%E8%AF%81.pdf")
}

/// What a reviewer compares. The use case writes down who saw it.
async fn evidence(
    State(cx): State<Cx>,
    Path((queue, id, nth)): Path<(String, String, usize)>,
    parts: Parts,
) -> Response {
    let photo = async {
        let who = staff(&cx, &parts).await?.into();
        let item = review_item(&queue, &id)?;
        Ok(service::review::sheet::picture(&cx, &who, &item, nth).await?)
    };
    picture(photo.await, "image/jpeg")
}

/// The school's own seal. An SVG may hold scripts: the policy that every such answer carries lets none of them run.
async fn seal(State(cx): State<Cx>) -> Response {
    let school = cx.school();
    let Some(seal) = &school.seal else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = picture(Ok(seal.bytes().to_vec()), seal.media_type());
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(SEAL_CACHE));
    response
}

/// A file to keep; `name` is its name, percent-encoded.
pub(super) fn attachment(bytes: Result<Vec<u8>, AppError>, kind: &'static str, name: &str) -> Response {
    let mut response = picture(bytes, kind);
    if response.status().is_success() {
        let value = HeaderValue::from_str(&["attachment; filename*=UTF-8''", name].concat());
        response.headers_mut().extend(value.ok().map(|value| (header::CONTENT_DISPOSITION, value)));
    }
    response
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
