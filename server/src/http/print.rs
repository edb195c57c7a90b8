//! Papers out: what staff have ordered of a site, and the poster of the portal.

use std::sync::Arc;

use app::error::AppError;
use app::ssr::Cx;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header, request::Parts};
use axum::response::Response;
use axum::routing::get;
use domain::id::{ExamId, PrintId};
use domain::print::Packing;
use serde::Deserialize;
use service::poster::{PosterForm, draw};

use super::download::{attachment, picture};
use super::who::staff;
use crate::router::AppState;

/// The portal's address, as people type it.
#[derive(Debug, Clone)]
pub struct Portal(pub Arc<str>);

/// 考场材料, percent-encoded: a name that says nothing of anybody.
const PDF: &str = "%E8%80%83%E5%9C%BA%E6%9D%90%E6%96%99.pdf";
const ZIP: &str = "%E8%80%83%E5%9C%BA%E6%9D%90%E6%96%99.zip";
/// 报名海报 and 报名二维码, percent-encoded.
const POSTER: &str = "%E6%8A%A5%E5%90%8D%E6%B5%B7%E6%8A%A5.pdf";
const CODE: &str = "%E6%8A%A5%E5%90%8D%E4%BA%8C%E7%BB%B4%E7%A0%81.png";

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/papers/{batch}/file", get(papers))
        .route("/admin/poster.pdf", get(poster_pdf))
        .route("/admin/poster.png", get(poster_png))
        .route("/admin/poster.svg", get(poster_svg))
}

/// The file of an order. Its name says nothing about the site, and no browser keeps it.
async fn papers(State(cx): State<Cx>, Path(id): Path<PrintId>, parts: Parts) -> Response {
    let found = async {
        let who = staff(&cx, &parts).await?.into();
        Ok::<_, AppError>(service::print::fetch(&cx, &who, &id).await?)
    };
    let mut response = match found.await {
        Ok((Packing::OnePdf, bytes)) => attachment(Ok(bytes), "application/pdf", PDF),
        Ok((Packing::ZipOfRooms, bytes)) => attachment(Ok(bytes), "application/zip", ZIP),
        Err(error) => picture(Err(error), "application/pdf"),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Which exam the poster says.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    exam: Option<ExamId>,
}

async fn poster_pdf(
    State(cx): State<Cx>,
    State(portal): State<Portal>,
    Query(wanted): Query<Wanted>,
    parts: Parts,
) -> Response {
    let made = made(&cx, &portal, &parts, (PosterForm::Pdf, wanted.exam.as_ref())).await;
    attachment(made, "application/pdf", POSTER)
}

async fn poster_png(State(cx): State<Cx>, State(portal): State<Portal>, parts: Parts) -> Response {
    attachment(made(&cx, &portal, &parts, (PosterForm::Png, None)).await, "image/png", CODE)
}

/// Shown in its page, too, so it is no attachment.
async fn poster_svg(State(cx): State<Cx>, State(portal): State<Portal>, parts: Parts) -> Response {
    picture(made(&cx, &portal, &parts, (PosterForm::Svg, None)).await, "image/svg+xml")
}

async fn made(
    cx: &Cx,
    portal: &Portal,
    parts: &Parts,
    wanted: (PosterForm, Option<&ExamId>),
) -> Result<Vec<u8>, AppError> {
    let who = staff(cx, parts).await?.into();
    let address = [&*portal.0, "/"].concat();
    Ok(draw(cx, &who, &address, wanted).await?)
}
