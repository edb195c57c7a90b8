//! Where the browser's program stands, and when a page starts it (`app/src/start.js`, DECISIONS/018).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use leptos::prelude::use_context;

use super::Parts;
use crate::words::{self, BOOKS_AT, Book};

/// Where the bundle's files stand.
const BUNDLE_AT: &str = "/pkg/";

/// Which piece of the program (`app/src/routes.rs`) draws the pages that begin so; the first that fits counts. A piece that is
/// not named here is loaded all the same, later.
const PIECES: [(&str, &str); 6] = [
    ("/sign-", "account"),
    ("/reset", "account"),
    ("/me/identity", "road"),
    ("/me/consent", "road"),
    ("/me", "account"),
    ("/registrations", "road"),
];

/// Pages that do something by themselves, or that look different until the program is there, end so: they do not wait.
const ACTS: [&str; 8] =
    ["/identity", "/face", "/proof", "/rename", "/offline", "/demo", "/demo/specimen", "/demo/pay"];

/// The files of the browser's program, whose names carry hashes of their content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    js: Arc<str>,
    wasm: Arc<str>,
    /// The script that loads pieces, which the program's own imports.
    loader: Arc<str>,
    /// What a piece needs, by the name of the function that the build splits off.
    pieces: Arc<BTreeMap<String, Vec<String>>>,
}

impl Program {
    /// Of this folder: `hash.txt` and the list of what each piece needs are made by the build.
    pub fn read(site: &Path) -> io::Result<Self> {
        let hashes = fs::read_to_string(site.join("hash.txt"))?;
        let hash = |file: &str| {
            let line =
                hashes.lines().filter_map(|line| line.split_once(": ")).find(|(name, _)| *name == file);
            line.map(|(_, hash)| hash.trim())
                .ok_or_else(|| io::Error::other(format!("no {file} in hash.txt")))
        };
        let list = site.join(format!("pkg/__wasm_split_manifest.{}.json", hash("manifest")?));
        Ok(Self {
            js: format!("{BUNDLE_AT}zhunkao.{}.js", hash("js")?).into(),
            wasm: format!("{BUNDLE_AT}zhunkao.{}.wasm", hash("wasm")?).into(),
            loader: format!("{BUNDLE_AT}__wasm_split.{}.js", hash("split")?).into(),
            pieces: Arc::new(serde_json::from_str(&fs::read_to_string(list)?)?),
        })
    }

    fn of_piece(&self, piece: &str) -> impl Iterator<Item = String> {
        let files = self.pieces.iter().filter(move |(name, _)| name.split('_').any(|part| part == piece));
        files.flat_map(|(_, files)| files).map(|file| format!("{BUNDLE_AT}{file}.wasm"))
    }
}

/// What a page's root says of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The program's script.
    pub js: String,
    /// Its code.
    pub wasm: String,
    /// What else this page needs of it, with the code, parted by spaces: asked for together, not one after the other.
    pub ahead: String,
    /// `now`, or `touched`.
    pub when: &'static str,
}

/// How the page that is being drawn starts the program.
pub fn start() -> Option<Start> {
    let program = use_context::<Program>()?;
    let path = use_context::<Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    let books: &[Book] = if super::is_home() { &[Book::First] } else { &[Book::First, Book::Rest] };
    let books = books.iter().map(|book| [BOOKS_AT, words::name(words::spoken(), *book)].concat());
    let every = [&program.loader, &program.wasm].map(ToString::to_string);
    let ahead: Vec<String> = every.into_iter().chain(books).chain(piece_of(&program, &path)).collect();
    Some(Start {
        js: program.js.to_string(),
        wasm: program.wasm.to_string(),
        ahead: ahead.join(" "),
        when: if ACTS.iter().any(|end| path.ends_with(end)) { "now" } else { "touched" },
    })
}

fn piece_of(program: &Program, path: &str) -> Vec<String> {
    let piece = PIECES.iter().find(|(start, _)| path.starts_with(start));
    piece.map(|(_, piece)| program.of_piece(piece).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use leptos::prelude::{Owner, provide_context};

    use super::*;
    use crate::words::Language;

    fn program() -> Program {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir(site.path().join("pkg")).unwrap();
        fs::write(site.path().join("hash.txt"), "js: aaaa\nwasm: bbbb\nmanifest: cccc\nsplit: dddd\n")
            .unwrap();
        let list =
            r#"{"account_1f": ["chunk_0.d", "split_account.e"], "road_2f": ["chunk_0.d", "split_road.f"]}"#;
        fs::write(site.path().join("pkg/__wasm_split_manifest.cccc.json"), list).unwrap();
        Program::read(site.path()).unwrap()
    }

    fn started(uri: &str) -> Start {
        let (parts, ()) = Request::builder().uri(uri).body(()).unwrap().into_parts();
        Owner::new().with(|| {
            provide_context(program());
            provide_context(parts);
            provide_context(Language::Simplified);
            start().unwrap()
        })
    }

    #[test]
    fn g5_a_page_asks_for_all_that_it_needs_at_once() {
        let home = started("/");
        assert_eq!(
            (home.js.as_str(), home.wasm.as_str()),
            ("/pkg/zhunkao.aaaa.js", "/pkg/zhunkao.bbbb.wasm")
        );
        assert!(
            home.ahead.starts_with("/pkg/__wasm_split.dddd.js /pkg/zhunkao.bbbb.wasm /words/"),
            "{}",
            home.ahead
        );
        assert_eq!(home.ahead.split(' ').count(), 3);
        let refused = started("/?__err=x");
        assert_eq!(
            refused.ahead.split(' ').count(),
            4,
            "a refusal is told in the other book: {}",
            refused.ahead
        );
        for (path, own, others) in [
            ("/sign-up/phone", "split_account.e", "split_road"),
            ("/me", "split_account.e", "split_road"),
            ("/me/identity", "split_road.f", "split_account"),
            ("/registrations/reg_1/payment", "split_road.f", "split_account"),
        ] {
            let ahead = started(path).ahead;
            for file in ["/pkg/zhunkao.bbbb.wasm", "/pkg/chunk_0.d.wasm", &format!("/pkg/{own}.wasm")] {
                assert!(ahead.split(' ').any(|asked| asked == file), "{path}: {ahead}");
            }
            assert!(!ahead.contains(others), "{path}: {ahead}");
        }
    }

    #[test]
    fn g5_only_pages_that_act_by_themselves_start_untouched() {
        for path in ["/me/identity", "/registrations/reg_1/face", "/registrations/reg_1/proof", "/demo"] {
            assert_eq!(started(path).when, "now", "{path}");
        }
        for path in ["/", "/sign-up", "/me", "/registrations/reg_1/answers", "/registrations/reg_1/payment"] {
            assert_eq!(started(path).when, "touched", "{path}");
        }
    }
}
