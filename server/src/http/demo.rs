//! The demo's pictures: specimen cards with the visitor's own portrait, and the screenshot of a pretended payment.
//! These routes exist only in demo mode.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use app::error::AppError;
use app::ssr::Cx;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::document::{DocumentKind, IdNumber};
use domain::form::{Field, FieldProblems, PhotoProblem, Problem};
use domain::id::ExamId;
use image::{ImageFormat, RgbImage};
use serde_json::json;
use service::demo::Order;
use specimen::card::{draw_back, draw_front, photograph};
use specimen::identity::Identity;
use specimen::receipt::{Receipt, draw_receipt};

use super::download::picture;
use super::fonts::fonts;
use super::form;
use super::who::{as_json, candidate};
use crate::router::AppState;

/// Specimens kept in memory, the oldest of which go first. A pair takes about half a megabyte.
const KEPT: usize = 50;

/// JPEG quality of a specimen, as a phone's camera would write it.
const QUALITY: u8 = 88;

/// A drawn pair of cards, as photographed.
#[derive(Clone)]
struct Pair {
    id: String,
    front: Vec<u8>,
    back: Vec<u8>,
}

/// What was drawn lately.
#[derive(Default)]
pub struct Specimens(Mutex<VecDeque<Pair>>);

/// The demo's routes.
pub fn routes() -> Router<AppState> {
    let limit = DefaultBodyLimit::max(service::MAX_UPLOAD_BYTES + 64 * 1_024);
    Router::new()
        .route("/demo/specimen", post(draw).layer(limit))
        .route("/demo/specimen/{id}/front.jpg", get(front))
        .route("/demo/specimen/{id}/back.jpg", get(back))
        .route("/demo/receipt/{exam}", get(receipt))
}

/// Draws the signed-in candidate's specimen with the portrait in the file `photo`.
async fn draw(State(cx): State<Cx>, State(specimens): State<Arc<Specimens>>, request: Request) -> Response {
    match try_draw(&cx, &specimens, request).await {
        Ok(id) => Json(json!({
            "front": format!("/demo/specimen/{id}/front.jpg"),
            "back": format!("/demo/specimen/{id}/back.jpg"),
        }))
        .into_response(),
        Err(error) => as_json(&error),
    }
}

async fn try_draw(cx: &Cx, specimens: &Specimens, request: Request) -> Result<String, AppError> {
    let (parts, body) = request.into_parts();
    let who = candidate(cx, &parts).await?;
    let account = service::demo::account(cx, &who).await?;
    if account.number.kind() != DocumentKind::ResidentId {
        return Err(AppError::NotFound);
    }
    let snapshot = snapshot(Request::from_parts(parts, body)).await?;
    let portrait = service::demo::decode_snapshot(cx, snapshot).await?;
    let id = service::demo::secret()?;
    let (name, number) = (account.name, account.number);
    let drawn = tokio::task::spawn_blocking({
        let id = id.clone();
        move || draw_pair(id, name.expose(), number.expose(), &portrait)
    });
    let pair = drawn.await.map_err(service::Error::internal)?.map_err(service::Error::internal)?;
    let mut kept = specimens.0.lock().unwrap_or_else(PoisonError::into_inner);
    kept.truncate(KEPT - 1);
    kept.push_front(pair);
    Ok(id)
}

async fn snapshot(request: Request) -> Result<Vec<u8>, AppError> {
    let form = form::read(request, &[("photo", 1)]).await;
    let refused = |problem| AppError::Fields(FieldProblems::one(Field::Front, Problem::Photo(problem)));
    form.is_whole().map_err(refused)?;
    let bytes = form.file("photo");
    if bytes.is_empty() { Err(refused(PhotoProblem::Missing)) } else { Ok(bytes) }
}

type Cause = Box<dyn std::error::Error + Send + Sync>;

fn draw_pair(id: String, name: &str, number: &str, portrait: &RgbImage) -> Result<Pair, Cause> {
    let seed = seed_of(&id);
    let identity = Identity::of(name, IdNumber::parse(number)?, seed);
    let fonts = fonts()?;
    let shoot = |card: &RgbImage, seed| specimen::jpeg(&photograph(card, seed), QUALITY);
    Ok(Pair {
        front: shoot(&draw_front(&identity.front(), portrait, fonts), seed),
        back: shoot(&draw_back(&identity.back(), fonts), seed.wrapping_add(1)),
        id,
    })
}

fn seed_of(id: &str) -> u64 {
    id.bytes().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(byte))
}

async fn front(State(specimens): State<Arc<Specimens>>, Path(id): Path<String>) -> Response {
    picture(find(&specimens, &id).map(|pair| pair.front), "image/jpeg")
}

async fn back(State(specimens): State<Arc<Specimens>>, Path(id): Path<String>) -> Response {
    picture(find(&specimens, &id).map(|pair| pair.back), "image/jpeg")
}

fn find(specimens: &Specimens, id: &str) -> Result<Pair, AppError> {
    let kept = specimens.0.lock().unwrap_or_else(PoisonError::into_inner);
    kept.iter().find(|pair| pair.id == id).cloned().ok_or(AppError::NotFound)
}

/// `{exam}.png`: the screenshot of a payment of this exam's fee, made now.
async fn receipt(State(cx): State<Cx>, Path(file): Path<String>, parts: Parts) -> Response {
    let drawn = async {
        candidate(&cx, &parts).await?;
        let id: ExamId =
            file.strip_suffix(".png").and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)?;
        let order = service::demo::order(&cx, &id).await?;
        let drawn = tokio::task::spawn_blocking(move || draw_order(order));
        Ok::<_, AppError>(drawn.await.map_err(service::Error::internal)?.map_err(service::Error::internal)?)
    };
    picture(drawn.await, "image/png")
}

fn draw_order(order: Order) -> Result<Vec<u8>, Cause> {
    let receipt = Receipt {
        amount_fen: u64::try_from(order.amount.0)?,
        payee: order.payee,
        item: order.item,
        paid_at: order.paid_at,
        transaction: order.transaction,
        merchant_order: order.merchant_order,
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    draw_receipt(&receipt, fonts()?).write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}
