//! Bytes in: pictures of the card, frames of the face check, the order screenshot.

use app::error::AppError;
use app::paths;
use app::registration::api::FaceAnswer;
use axum::Json;
use axum::Router;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::card::Side;
use domain::face::FaceProblem;
use domain::form::{Field as FormField, FieldProblems, PhotoProblem, Problem};
use domain::id::{ChallengeId, RegistrationId};
use service::MAX_UPLOAD_BYTES;
use service::payment::{HandedIn, ProofUpload};

use super::who::{Wants, as_json, candidate};
use crate::router::AppState;

/// What a multipart form adds around its files.
const FORM_BYTES: usize = 64 * 1_024;

/// Frames of one face check that are read at all; the domain refuses more than nine.
const MAX_FRAMES: usize = 10;

/// A frame is 640 × 480 JPEG, some 60 KB.
const MAX_FRAME_BYTES: usize = 512 * 1_024;

/// The upload routes, each with its own limit.
pub fn routes() -> Router<AppState> {
    let one_picture = DefaultBodyLimit::max(MAX_UPLOAD_BYTES + FORM_BYTES);
    Router::new()
        .route("/upload/identity/{side}", post(card).layer(one_picture))
        .route("/upload/proof/{registration}", post(proof).layer(one_picture))
        .route(
            "/upload/face/{challenge}",
            post(face).layer(DefaultBodyLimit::max(MAX_FRAMES * MAX_FRAME_BYTES + FORM_BYTES)),
        )
}

/// `front` or `back` in a path.
pub(super) fn side(name: &str) -> Result<Side, AppError> {
    match name {
        "front" => Ok(Side::Front),
        "back" => Ok(Side::Back),
        _ => Err(AppError::NotFound),
    }
}

/// One side of the card: file `photo`, text `next`.
async fn card(State(state): State<AppState>, Path(name): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let wants = Wants::of(&parts);
    let who = candidate(&state.cx, &parts).await;
    let mut next = None;
    let result = async {
        let (who, side) = (who?, side(&name)?);
        let field = if side == Side::Front { FormField::Front } else { FormField::Back };
        let mut form = multipart(Request::from_parts(parts, body), field).await?;
        let mut photo = Vec::new();
        while let Some(part) = form.next_field().await.map_err(|e| too_large(&e, field))? {
            match part.name() {
                Some("photo") => photo = bytes(part, field).await?,
                Some("next") => next = Some(text(part, field).await?),
                _ => {}
            }
        }
        service::identity::receive_photo(&state.cx, &who, side, photo).await?;
        Ok(back_to_identity(next.as_deref()))
    }
    .await;
    wants.answer(result, &back_to_identity(next.as_deref()))
}

fn back_to_identity(next: Option<&str>) -> String {
    paths::safe_next(next).map_or_else(|| paths::identity().to_owned(), paths::identity_then)
}

/// The order screenshot: file `screenshot`, and the payer's fields.
async fn proof(State(state): State<AppState>, Path(id): Path<RegistrationId>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let wants = Wants::of(&parts);
    let who = candidate(&state.cx, &parts).await;
    let result = async {
        let who = who?;
        let field = FormField::Screenshot;
        let mut form = multipart(Request::from_parts(parts, body), field).await?;
        let mut upload = ProofUpload::default();
        while let Some(part) = form.next_field().await.map_err(|e| too_large(&e, field))? {
            let payer = &mut upload.form;
            match part.name() {
                Some("screenshot") => upload.screenshot = bytes(part, field).await?,
                Some("payer_name") => payer.payer_name = text(part, field).await?,
                Some("payer_phone") => payer.payer_phone = text(part, field).await?,
                Some("payer_is_candidate") => payer.payer_is_candidate = Some(text(part, field).await?),
                Some("replaces") => upload.replaces = text(part, field).await?.parse().ok(),
                _ => {}
            }
        }
        Ok(match service::payment::hand_in_proof(&state.cx, &who, &id, upload).await? {
            HandedIn::InTime => paths::submitted(&id),
            HandedIn::Late => paths::registration(&id),
        })
    }
    .await;
    wants.answer(result, &paths::proof(&id))
}

/// The frames that answer a challenge: files `frame`. Only WASM sends them, so the answer is always JSON.
async fn face(State(state): State<AppState>, Path(id): Path<ChallengeId>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let who = candidate(&state.cx, &parts).await;
    let result: Result<FaceAnswer, AppError> = async {
        let who = who?;
        let field = FormField::Front;
        let mut form = multipart(Request::from_parts(parts, body), field).await?;
        let mut frames = Vec::new();
        while let Some(part) = form.next_field().await.map_err(|e| too_large(&e, field))? {
            if part.name() == Some("frame") {
                frames.push(bytes(part, field).await?);
            }
            if frames.len() >= MAX_FRAMES {
                return Ok(FaceAnswer::Refused(FaceProblem::TooManyFrames));
            }
        }
        let (registration, outcome) = service::face::answer(&state.cx, &who, &id, frames).await?;
        Ok(match outcome {
            service::face::Outcome::Passed(step) => {
                FaceAnswer::Passed { next: paths::step(&registration, step) }
            }
            service::face::Outcome::Refused(problem) => FaceAnswer::Refused(problem),
            service::face::Outcome::Unsure => FaceAnswer::Unsure,
            service::face::Outcome::Expired => FaceAnswer::Expired,
        })
    }
    .await;
    match result {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => as_json(&error),
    }
}

async fn multipart(request: Request, field: FormField) -> Result<Multipart, AppError> {
    let missing = || problem(field, PhotoProblem::Missing);
    Multipart::from_request(request, &()).await.map_err(|_| missing())
}

async fn bytes(part: Field<'_>, field: FormField) -> Result<Vec<u8>, AppError> {
    Ok(part.bytes().await.map_err(|error| too_large(&error, field))?.to_vec())
}

async fn text(part: Field<'_>, field: FormField) -> Result<String, AppError> {
    part.text().await.map_err(|error| too_large(&error, field))
}

/// A body over its limit, or one that broke off.
fn too_large(error: &MultipartError, field: FormField) -> AppError {
    let over = error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE;
    problem(field, if over { PhotoProblem::TooLarge } else { PhotoProblem::Damaged })
}

fn problem(field: FormField, problem: PhotoProblem) -> AppError {
    AppError::Fields(FieldProblems::one(field, Problem::Photo(problem)))
}
