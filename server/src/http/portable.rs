//! What lets a phone install the portal and read from it without a network: the manifest, and the service worker with the
//! names of this build before it.

use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

use app::error::AppError;
use app::ssr::{Build, Cx, Display};
use app::words::{self, BOOKS_AT, Book, Language};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

/// The service worker as it is served: one for each language, which knows the words of that language.
#[derive(Clone)]
pub struct Worker([Bytes; Language::ALL.len()]);

/// Files of the bundle that every page needs begin so; the others are loaded with the page that needs them.
const EVERY_PAGE: [&str; 2] = ["zhunkao.", "__wasm_split"];

/// How they end: no types for programmers, no compressed twins.
const LOADED: [&str; 4] = [".css", ".js", ".json", ".wasm"];

/// The name of the build in this folder: of the hashes that its files and the books of words carry.
pub fn build(site: &Path) -> std::io::Result<Build> {
    let hashes = std::fs::read_to_string(site.join("hash.txt"))?;
    let files = hashes.lines().filter_map(|line| line.split_once(": ")).map(|(_, hash)| hash);
    // The words that the code asks for by their lines belong to it.
    let books = words::names().filter_map(|name| name.split('.').nth(1));
    let mut name = DefaultHasher::new();
    files.chain(books).for_each(|hash| name.write(hash.as_bytes()));
    Ok(Build(format!("{:016x}", name.finish()).into()))
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
        Ok(Self(Language::ALL.map(|language| {
            let books =
                [Book::First, Book::Rest].map(|book| [BOOKS_AT, words::name(language, book)].concat());
            let bundle: Vec<&String> = bundle.iter().chain(&books).collect();
            let (build, language) = (json!(&*build.0), json!(language.code()));
            let names = format!(
                "const BUILD = {build};\nconst LANGUAGE = {language};\nconst BUNDLE = {};\n",
                json!(bundle)
            );
            [names, program.clone()].concat().into()
        })))
    }
}

/// For pages in which language.
#[derive(Deserialize)]
pub struct WorkerOf {
    language: Option<String>,
}

/// The service worker. The browser asks whether it has changed whenever a page is loaded.
pub async fn worker(State(Worker(programs)): State<Worker>, Query(of): Query<WorkerOf>) -> impl IntoResponse {
    let [simplified, traditional, english] = programs;
    let program = match of.language.as_deref().and_then(Language::of_code).unwrap_or_default() {
        Language::Simplified => simplified,
        Language::Traditional => traditional,
        Language::English => english,
    };
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        // It may ask this site for everything that a page may, and no other.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; connect-src 'self'"),
    ];
    (headers, program)
}

/// How the portal looks on a home screen.
pub async fn manifest(State(cx): State<Cx>, headers: HeaderMap) -> impl IntoResponse {
    let manifest = Display::of(&headers).with(|| manifest_of(&cx));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/manifest+json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, manifest.to_string())
}

fn manifest_of(cx: &Cx) -> Value {
    let icon = |size: u32, purpose: &str| {
        let kind = if purpose == "maskable" { "maskable-" } else { "" };
        json!({
            "src": format!("/icons/{kind}{size}.png"),
            "sizes": format!("{size}x{size}"),
            "type": "image/png",
            "purpose": purpose,
        })
    };
    // Taken by `cargo xtask screens`, of a page as high as a phone's screen.
    let screen = |file: &str, label: &str| {
        json!({
            "src": format!("/screens/{file}.webp"),
            "sizes": "780x1688",
            "type": "image/webp",
            "form_factor": "narrow",
            "label": label,
        })
    };
    json!({
        "id": "/",
        "name": app::words::frame::app_name(&cx.school().name),
        "short_name": app::words::frame::app_short_name(),
        "description": app::words::frame::app_description(),
        "lang": app::words::spoken().code(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#F6F5F1",
        "theme_color": "#F6F5F1",
        "icons": [icon(192, "any"), icon(512, "any"), icon(192, "maskable"), icon(512, "maskable")],
        "screenshots": [
            screen("home", app::words::frame::home()),
            screen("answers", app::words::registration::answers_title()),
            screen("registration", app::words::registration::detail_title()),
        ],
    })
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
        let [_, _, english] = Worker::load(site.path(), &first).unwrap().0;
        let text = String::from_utf8(english.to_vec()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], format!("const BUILD = \"{}\";", first.0));
        assert_eq!(lines[1], "const LANGUAGE = \"en\";");
        let bundle: Vec<String> = serde_json::from_str(
            lines[2].strip_prefix("const BUNDLE = ").unwrap().strip_suffix(';').unwrap(),
        )
        .unwrap();
        assert_eq!(bundle[..2], ["/pkg/zhunkao.1.js", "/pkg/zhunkao.1.wasm"]);
        assert!(bundle[2..].iter().all(|book| book.starts_with("/words/en-")), "{bundle:?}");
        assert_eq!((bundle.len(), lines[3]), (4, "// program"));
        write("hash.txt", "js: aaaabbbbcccc\nwasm: 0000eeeeffff\n");
        assert_ne!(build(site.path()).unwrap(), first);
    }
}
