//! What lets a phone install the portal and read from it without a network: the manifest, and the service worker with the
//! names of this build before it.

use std::path::Path;

use app::error::AppError;
use app::ssr::{Build, Cx};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// The service worker as it is served.
#[derive(Clone)]
pub struct Worker(Bytes);

/// Files of the bundle that every page needs begin so; the others are loaded with the page that needs them.
const EVERY_PAGE: [&str; 2] = ["zhunkao.", "__wasm_split"];

/// How they end: no types for programmers, no compressed twins.
const LOADED: [&str; 4] = [".css", ".js", ".json", ".wasm"];

/// Characters of each of a build's hashes that make its name: together more than any two builds share.
const HASH_CHARS: usize = 8;

/// The name of the build in this folder: of the hashes that its files carry.
pub fn build(site: &Path) -> std::io::Result<Build> {
    let hashes = std::fs::read_to_string(site.join("hash.txt"))?;
    let short = hashes
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(_, hash)| hash.chars().take(HASH_CHARS).collect::<String>());
    Ok(Build(short.collect::<String>().into()))
}

impl Worker {
    /// Of this folder and build.
    pub fn load(site: &Path, build: &Build) -> std::io::Result<Self> {
        let program = std::fs::read_to_string(site.join("sw.js"))?;
        let mut bundle = Vec::new();
        for entry in std::fs::read_dir(site.join("pkg"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let is_loaded = LOADED.iter().any(|end| name.ends_with(end));
            if is_loaded && EVERY_PAGE.iter().any(|start| name.starts_with(start)) {
                bundle.push(format!("/pkg/{name}"));
            }
        }
        bundle.sort();
        Ok(Self(
            format!("const BUILD = {};\nconst BUNDLE = {};\n{program}", json!(&*build.0), json!(bundle))
                .into(),
        ))
    }
}

/// The service worker. The browser asks whether it has changed whenever a page is loaded.
pub async fn worker(State(Worker(program)): State<Worker>) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        // It may ask this site for everything that a page may, and no other.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; connect-src 'self'"),
    ];
    (headers, program)
}

/// How the portal looks on a home screen.
pub async fn manifest(State(cx): State<Cx>) -> impl IntoResponse {
    let icon = |size: u32, purpose: &str| {
        let kind = if purpose == "maskable" { "maskable-" } else { "" };
        json!({
            "src": format!("/icons/{kind}{size}.png"),
            "sizes": format!("{size}x{size}"),
            "type": "image/png",
            "purpose": purpose,
        })
    };
    let manifest = json!({
        "id": "/",
        "name": app::words::frame::app_name(&cx.school().name),
        "short_name": app::words::frame::app_short_name(),
        "description": app::words::frame::app_description(),
        "lang": "zh-CN",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#F6F5F1",
        "theme_color": "#F6F5F1",
        "icons": [icon(192, "any"), icon(512, "any"), icon(192, "maskable"), icon(512, "maskable")],
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/manifest+json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, manifest.to_string())
}

/// A page of another build does not get this build's data, which it may not understand: it is loaded anew.
pub async fn same_build(State(build): State<Build>, request: Request<Body>, next: Next) -> Response {
    let asked_by = request.headers().get(app::wire::BUILD_HEADER);
    if asked_by.is_none_or(|name| name.as_bytes() == build.0.as_bytes()) {
        return next.run(request).await;
    }
    (StatusCode::CONFLICT, Json(AppError::NewBuild)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g1_the_worker_names_what_every_page_needs_and_changes_with_the_build() {
        let site = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(site.path().join(name), text).unwrap();
        std::fs::create_dir(site.path().join("pkg")).unwrap();
        write("sw.js", "// program");
        write("hash.txt", "js: aaaabbbbcccc\nwasm: ddddeeeeffff\n");
        for name in
            ["zhunkao.1.js", "zhunkao.1.js.br", "zhunkao.1.wasm", "zhunkao.d.1.ts", "split_road_1.2.wasm"]
        {
            write(&format!("pkg/{name}"), "");
        }
        let first = build(site.path()).unwrap();
        let text = String::from_utf8(Worker::load(site.path(), &first).unwrap().0.to_vec()).unwrap();
        assert_eq!(
            text,
            "const BUILD = \"aaaabbbbddddeeee\";\nconst BUNDLE = [\"/pkg/zhunkao.1.js\",\"/pkg/zhunkao.1.wasm\"];\n// program"
        );
        write("hash.txt", "js: aaaabbbbcccc\nwasm: 0000eeeeffff\n");
        assert_ne!(build(site.path()).unwrap(), first);
    }
}
