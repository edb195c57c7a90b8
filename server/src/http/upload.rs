//! Bytes in: pictures of the card, frames of the face check, the order screenshot.

use app::error::AppError;
use app::paths;
use app::registration::face::api::FaceAnswer;
use axum::Json;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::card::Side;
use domain::form::{Field as FormField, FieldProblems, Problem};
use domain::id::{ChallengeId, RegistrationId};
use domain::payment::ProofForm;
use domain::rename::RenameForm;
use service::MAX_UPLOAD_BYTES;
use service::face::Outcome;
use service::payment::{HandedIn, ProofUpload};

use super::form::{self, Form};
use super::who::{Wants, as_json, candidate};
use crate::router::AppState;

/// What the form's reader keeps of a file is what the use cases take.
const _: () = assert!(form::MAX_FILE_BYTES == MAX_UPLOAD_BYTES);

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
            "/upload/face/{registration}/{challenge}",
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
    let who = match candidate(&state.cx, &parts).await {
        Ok(who) => who,
        Err(error) => return wants.answer(Err(error), paths::identity()),
    };
    let form = form::read(Request::from_parts(parts, body), &[("next", 1), ("photo", 1)]).await;
    let next = back_to_identity(form.text("next").as_deref());
    let result = async {
        let side = side(&name)?;
        whole(&form, if side == Side::Front { FormField::Front } else { FormField::Back })?;
        service::identity::receive_photo(&state.cx, &who, side, form.file("photo")).await?;
        Ok(next.clone())
    }
    .await;
    wants.answer(result, &next)
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
        let wanted = [
            ("screenshot", 1),
            ("payer_name", 1),
            ("payer_phone", 1),
            ("payer_is_candidate", 1),
            ("replaces", 1),
        ];
        let form = form::read(Request::from_parts(parts, body), &wanted).await;
        whole(&form, FormField::Screenshot)?;
        let upload = ProofUpload {
            form: ProofForm {
                payer_name: form.text("payer_name").unwrap_or_default(),
                payer_phone: form.text("payer_phone").unwrap_or_default(),
                payer_is_candidate: form.text("payer_is_candidate"),
            },
            replaces: form.text("replaces").and_then(|id| id.parse().ok()),
            screenshot: form.file("screenshot"),
        };
        Ok(match service::payment::hand_in_proof(&state.cx, &who, &id, upload).await? {
            HandedIn::InTime => paths::submitted(&id),
            HandedIn::Late => paths::registration(&id),
        })
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
        let wanted = [("rename_picture", 1), ("new_name", 1), ("rename_reason", 1), ("remark", 1)];
        let form = form::read(Request::from_parts(parts, body), &wanted).await;
        whole(&form, FormField::RenamePicture)?;
        let typed = RenameForm {
            name: form.text("new_name").unwrap_or_default(),
            reason: form.text("rename_reason").unwrap_or_default(),
            remark: form.text("remark").unwrap_or_default(),
        };
        service::rename::ask(&state.cx, &who, &typed, form.file("rename_picture")).await?;
        Ok(paths::rename().to_owned())
    }
    .await;
    wants.answer(result, paths::rename())
}

/// The frames that answer a challenge: files `frame`. Only WASM sends them, so the answer is always JSON.
async fn face(
    State(state): State<AppState>,
    Path((registration, challenge)): Path<(RegistrationId, ChallengeId)>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let who = candidate(&state.cx, &parts).await;
    let result: Result<FaceAnswer, AppError> = async {
        let who = who?;
        // One more than the domain takes is enough to be refused.
        let form = form::read(Request::from_parts(parts, body), &[("frame", MAX_FRAMES)]).await;
        whole(&form, FormField::Front)?;
        let outcome =
            service::face::answer(&state.cx, &who, &registration, &challenge, form.files("frame")).await?;
        Ok(face_answer(&registration, outcome))
    }
    .await;
    match result {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => as_json(&error),
    }
}

fn face_answer(registration: &RegistrationId, outcome: Outcome) -> FaceAnswer {
    match outcome {
        Outcome::Passed(step) => FaceAnswer::Passed { next: paths::step(registration, step) },
        Outcome::Person { why, next } => FaceAnswer::Person { why, next: paths::step(registration, next) },
        Outcome::Refused { problem, left } => FaceAnswer::Refused { problem, left },
        Outcome::Expired => FaceAnswer::Expired,
    }
}

/// All of the form must have come; `field` is what its file is for.
fn whole(form: &Form, field: FormField) -> Result<(), AppError> {
    let refused = |problem| AppError::Fields(FieldProblems::one(field, Problem::Photo(problem)));
    form.is_whole().map_err(refused)
}
