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
use domain::payment::ProofForm;
use domain::rename::RenameForm;
use service::MAX_UPLOAD_BYTES;

use super::who::{Wants, as_json, candidate};
use crate::router::AppState;

/// What a multipart form adds around its files.
const FORM_BYTES: usize = 64 * 1_024;

/// Most bytes of a picture that are heard to the end before the answer that it is too large. A browser without WASM shows
/// nothing but a broken connection when the answer comes in the middle of its sending; only [`MAX_UPLOAD_BYTES`] of them
/// are ever held in memory.
const MAX_HEARD_BYTES: usize = 64 * 1_024 * 1_024;

/// Frames of one face check that are read at all; the domain refuses more than nine.
const MAX_FRAMES: usize = 10;

/// A frame is 640 × 480 JPEG, some 60 KB.
const MAX_FRAME_BYTES: usize = 512 * 1_024;

/// The upload routes, each with its own limit.
pub fn routes() -> Router<AppState> {
    let one_picture = DefaultBodyLimit::max(MAX_HEARD_BYTES + FORM_BYTES);
    Router::new()
        .route("/upload/identity/{side}", post(card).layer(one_picture))
        .route("/upload/proof/{registration}", post(proof).layer(one_picture))
        .route("/upload/rename", post(rename).layer(one_picture))
        .route(
            "/upload/face/{challenge}",
            post(face).layer(DefaultBodyLimit::max(MAX_FRAMES * MAX_FRAME_BYTES + FORM_BYTES)),
        )
}

/// `front` or `back` in a path.
pub(super) fn side(name: &str) -> Result<Side, AppError> {
    Side::from_code(name).ok_or(AppError::NotFound)
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
        let (mut payer, mut screenshot) = (ProofForm::default(), Vec::new());
        while let Some(part) = form.next_field().await.map_err(|e| too_large(&e, field))? {
            match part.name() {
                Some("screenshot") => screenshot = bytes(part, field).await?,
                Some("payer_name") => payer.payer_name = text(part, field).await?,
                Some("payer_phone") => payer.payer_phone = text(part, field).await?,
                Some("payer_is_candidate") => payer.payer_is_candidate = Some(text(part, field).await?),
                _ => {}
            }
        }
        service::payment::hand_in_proof(&state.cx, &who, &id, &payer, screenshot).await?;
        Ok(paths::submitted(&id))
    }
    .await;
    wants.answer(result, &paths::proof(&id))
}

/// A 更名申请: file `rename_picture`, and its fields.
async fn rename(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let wants = Wants::of(&parts);
    let who = candidate(&state.cx, &parts).await;
    let result = async {
        let who = who?;
        let field = FormField::RenamePicture;
        let mut form = multipart(Request::from_parts(parts, body), field).await?;
        let (mut typed, mut picture) = (RenameForm::default(), Vec::new());
        while let Some(part) = form.next_field().await.map_err(|e| too_large(&e, field))? {
            match part.name() {
                Some("rename_picture") => picture = bytes(part, field).await?,
                Some("new_name") => typed.name = text(part, field).await?,
                Some("rename_reason") => typed.reason = text(part, field).await?,
                Some("remark") => typed.remark = text(part, field).await?,
                _ => {}
            }
        }
        service::rename::ask(&state.cx, &who, &typed, picture).await?;
        Ok(paths::rename().to_owned())
    }
    .await;
    wants.answer(result, paths::rename())
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

/// The file. One that is too large is heard to its end and not kept.
async fn bytes(mut part: Field<'_>, field: FormField) -> Result<Vec<u8>, AppError> {
    let (mut bytes, mut is_too_large) = (Vec::new(), false);
    while let Some(chunk) = part.chunk().await.map_err(|error| too_large(&error, field))? {
        is_too_large |= bytes.len() + chunk.len() > MAX_UPLOAD_BYTES;
        if is_too_large {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    if is_too_large { Err(problem(field, PhotoProblem::TooLarge)) } else { Ok(bytes) }
}

async fn text(part: Field<'_>, field: FormField) -> Result<String, AppError> {
    part.text().await.map_err(|error| too_large(&error, field))
}

/// A body over its limit, or one that broke off.
fn too_large(error: &MultipartError, field: FormField) -> AppError {
    let over = error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE;
    problem(field, if over { PhotoProblem::TooLarge } else { PhotoProblem::BrokenOff })
}

fn problem(field: FormField, problem: PhotoProblem) -> AppError {
    AppError::Fields(FieldProblems::one(field, Problem::Photo(problem)))
}
