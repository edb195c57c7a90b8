//! Bytes out: one's own pictures, and the payment code to keep.

use app::error::AppError;
use app::ssr::Cx;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::id::{ExamId, RegistrationId};
use image::{ImageFormat, Luma};
use qrcode::QrCode;

use super::upload::side;
use super::who::candidate;
use crate::router::AppState;

/// Pixels of one module of the payment code: scanned from the album it must survive the shrinking that chat programs do.
const MODULE_PX: u32 = 12;

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

/// The payment code of a published exam; it holds the school's link and nothing personal.
async fn payment_code(State(cx): State<Cx>, Path(id): Path<ExamId>) -> Response {
    let code = async {
        let link = service::exam::payment_link(&cx, &id).await?;
        png(&link).map_err(|cause| AppError::from(service::Error::internal(cause)))
    };
    picture(code.await, "image/png")
}

fn png(link: &str) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    let code = QrCode::new(link)?;
    let picture = code.render::<Luma<u8>>().module_dimensions(MODULE_PX, MODULE_PX).build();
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
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
