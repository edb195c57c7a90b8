//! Every route, and the layers around them.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use app::ssr::{Build, Cx, Display, Program};
use app::{App, shell};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRef, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use leptos::config::LeptosOptions;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::services::ServeDir;

use crate::config::Config;
use crate::http::{
    address, demo, display, download, exports, portable, print, security, tables, trouble, upload, wechat,
};
use crate::log;

/// What handlers reach.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// For use cases.
    pub cx: Cx,
    /// For pages.
    pub leptos: LeptosOptions,
    /// What the demo has drawn.
    pub specimens: Arc<demo::Specimens>,
    /// Where people find the portal.
    pub portal: print::Portal,
    /// The name of the bundle's build.
    pub build: Build,
    /// Where the browser's program stands.
    pub program: Program,
    /// The service worker.
    pub worker: portable::Worker,
    /// The face detector as the live hints in the browser load it.
    pub detector: Bytes,
}

/// What the browser downloads is not there.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The bundle.
    #[error("{} is missing: `cargo xtask build` makes what the browser downloads", .0.display())]
    Bundle(PathBuf),
    /// A file of it.
    #[error("the bundle cannot be read")]
    File(#[from] std::io::Error),
    /// The model of the live hints.
    #[error("the model of the live hints cannot be made")]
    Detector(#[from] vision::LoadError),
}

/// Every page, listed once in a process: while Leptos lists them, whatever else is being drawn in it waits for its data for ever.
pub static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// Bytes a form without files may have.
const MAX_FORM_BYTES: usize = 64 * 1_024;

/// The whole service.
pub fn router(config: &Config, cx: &Cx) -> Result<Router, SiteError> {
    let leptos = leptos_options(config)?;
    let detector = vision::models::hints_onnx(&config.files.models)?.into();
    let build = portable::build(&config.files.site)?;
    let worker = portable::Worker::load(&config.files.site, &build)?;
    let state = AppState {
        cx: cx.clone(),
        leptos: leptos.clone(),
        specimens: Arc::default(),
        portal: print::Portal(config.server.public_url.as_str().into()),
        build: build.clone(),
        program: Program::read(&config.files.site)?,
        worker,
        detector,
    };
    let context = page_context(&state);
    let shell_options = leptos.clone();
    let way: wechat::Way = (leptos.clone(), cx.clone(), config.server.public_url.as_str().into());
    let site = &config.files.site;
    let pkg = ServeDir::new(site.join("pkg")).precompressed_br();
    let pages = Router::new()
        .route("/api/{*function}", post(server_function))
        .leptos_routes_with_context(&state, PAGES.clone(), context, move || shell(shell_options.clone()))
        .merge(display::routes())
        .layer(middleware::from_fn_with_state(build, portable::same_build))
        .layer(middleware::from_fn_with_state(way.clone(), wechat::instead))
        // Leptos adds a route of its own for each server function, so the limit stands around them all.
        .layer(RequestBodyLimitLayer::new(MAX_FORM_BYTES))
        .merge(upload::routes())
        .merge(tables::routes())
        .merge(exports::routes())
        .merge(print::routes())
        .merge(download::routes());
    let pages = if config.demo { pages.merge(demo::routes()) } else { pages };
    let seen_from = (cx.clone(), config.server.trusted_proxies);
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn(log::note))
        .layer(middleware::from_fn_with_state(seen_from, address::note))
        .layer(middleware::from_fn(security::headers))
        .layer(middleware::from_fn_with_state((leptos, cx.clone()), trouble::dress))
        .layer(middleware::from_fn(security::same_origin))
        .layer(CompressionLayer::new().br(true).quality(CompressionLevel::Fastest))
        .layer(CatchPanicLayer::custom(trouble::panicked));
    Ok(pages
        .route("/healthz", get(|| async { "ok" }))
        .route("/guide/blazeface.onnx", get(detector_model))
        .route("/sw.js", get(portable::worker))
        .route("/manifest.webmanifest", get(portable::manifest))
        .nest_service("/pkg", ServiceBuilder::new().layer(middleware::from_fn(cache_for_ever)).service(pkg))
        .fallback_service(
            ServeDir::new(site).precompressed_br().append_index_html_on_directories(false).fallback(
                get(unknown_page)
                    .layer(middleware::from_fn_with_state(way, wechat::instead))
                    .with_state(state.clone()),
            ),
        )
        .layer(layers)
        .with_state(state))
}

/// Names of the bundle carry a hash of its content, which the build writes beside the site.
fn leptos_options(config: &Config) -> Result<LeptosOptions, SiteError> {
    let site = std::path::absolute(&config.files.site).unwrap_or_else(|_| config.files.site.clone());
    let hashes = site.join("hash.txt");
    if !hashes.exists() {
        return Err(SiteError::Bundle(hashes));
    }
    Ok(LeptosOptions::builder()
        .output_name("zhunkao")
        .site_root(site.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(config.server.listen)
        .env(leptos::config::Env::PROD)
        .hash_files(true)
        .hash_file(Arc::from(&*hashes.to_string_lossy()))
        .build())
}

/// What a page that is being drawn can ask for.
fn page_context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let (cx, build, program) = (state.cx.clone(), state.build.clone(), state.program.clone());
    move || {
        provide_context(cx.clone());
        provide_context(build.clone());
        provide_context(program.clone());
        provide_display();
        security::set_policy();
    }
}

fn provide_display() {
    use_context::<Parts>().map(|parts| Display::of_page(&parts)).unwrap_or_default().provide();
}

async fn server_function(State(state): State<AppState>, request: Request<Body>) -> Response {
    let cx = state.cx.clone();
    let context = move || {
        provide_context(cx.clone());
        provide_display();
    };
    leptos_axum::handle_server_fns_with_context(context, request).await.into_response()
}

/// The face detector for the live hints on the face page. It changes with a release only.
async fn detector_model(State(model): State<Bytes>) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, model)
}

/// A page that does not exist, drawn by the app, with status 404.
async fn unknown_page(State(state): State<AppState>, request: Request<Body>) -> Response {
    let options = state.leptos.clone();
    let page =
        leptos_axum::render_app_async_with_context(page_context(&state), move || shell(options.clone()));
    let mut response = page(request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

async fn cache_for_ever(request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status().is_success() {
        let value = HeaderValue::from_static(security::FOR_EVER);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, value);
        // Never asked about again, and never in parts.
        headers.remove(header::LAST_MODIFIED);
        headers.remove(header::ACCEPT_RANGES);
    }
    response
}
