//! Files that staff take out, to nobody but whoever asked for them. They leave as they lie on the disk: page by page.

use app::error::AppError;
use app::ssr::Cx;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::export::ExportKind;
use domain::id::ExportId;
use futures::stream::try_unfold;
use service::export::Download;

use super::who::staff;
use crate::router::AppState;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new().route("/admin/exports/{export}/{part}", get(file))
}

/// `file`, or the `list` beside it.
async fn file(State(cx): State<Cx>, Path((export, part)): Path<(String, String)>, parts: Parts) -> Response {
    let found = async {
        let who = staff(&cx, &parts).await?;
        let is_list = match part.as_str() {
            "file" => false,
            "list" => true,
            _ => return Err(AppError::NotFound),
        };
        let id = ExportId::try_from(export).map_err(|_| AppError::NotFound)?;
        Ok(service::export::download(&cx, &who, &id, is_list).await?)
    };
    match found.await {
        Ok(download) => attachment(download),
        Err(error) => StatusCode::from_u16(error.status_code())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response(),
    }
}

/// Its name says what it is, and nothing about anybody in it.
fn attachment(download: Download) -> Response {
    let (kind, name) = match (download.is_list, download.kind) {
        (true, _) => ("text/csv; charset=utf-8", "%E7%94%9F%E5%83%BB%E5%AD%97%E5%90%8D%E5%8D%95.csv"),
        (false, ExportKind::Xlsx) => {
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "%E6%8A%A5%E5%90%8D.xlsx")
        }
        (false, ExportKind::Csv) => ("text/csv; charset=utf-8", "%E6%8A%A5%E5%90%8D.csv"),
        (false, ExportKind::Dbf) => ("application/octet-stream", "%E6%8A%A5%E5%90%8D.dbf"),
        (false, ExportKind::Photos) => ("application/zip", "%E7%85%A7%E7%89%87.zip"),
    };
    let pages = try_unfold(download, |rest| async move {
        let next = rest.next().await;
        next.map(|page| page.map(|(bytes, rest)| (Bytes::from(bytes), rest)))
    });
    let mut response = Body::from_stream(pages).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let value = HeaderValue::from_str(&["attachment; filename*=UTF-8''", name].concat());
    headers.extend(value.ok().map(|value| (header::CONTENT_DISPOSITION, value)));
    response
}
