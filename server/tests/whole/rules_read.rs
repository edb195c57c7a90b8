//! What is read of the rules, and of the program that they are about.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use axum::http::Method;
use leptos::server_fn::axum::server_fn_paths;

use crate::road::Owned;
use crate::rules::{FUNCTIONS, NOBODY, PAGES, ROUTES, Rule};

impl Rule {
    /// `ask` with the ids of what this candidate owns.
    pub fn filled(&self, things: &Owned) -> String {
        self.ask
            .replace("{registration}", &things.registration)
            .replace("{challenge}", &things.challenge)
            .replace("{exam}", &things.exam)
            .replace("{session}", &things.session)
            .replace("{staff}", NOBODY)
    }

    /// Method and path of a page or a plain route.
    pub fn path(&self, things: &Owned) -> (Method, String) {
        let (method, pattern) = match self.at.split_once(' ') {
            Some(("POST", pattern)) => (Method::POST, pattern),
            Some((_, pattern)) => (Method::GET, pattern),
            None => (Method::GET, self.at),
        };
        let filled = self.filled(things);
        let mut values = filled.split('/');
        let mut segment = |segment: &str| {
            if segment.starts_with('{') {
                values.next().unwrap_or_default().to_owned()
            } else {
                segment.to_owned()
            }
        };
        (method, pattern.split('/').map(&mut segment).collect::<Vec<_>>().join("/"))
    }
}

/// What the program really has: pages, server functions, plain routes.
pub fn really_there() -> [BTreeSet<String>; 3] {
    let pages = server::router::PAGES.iter().map(|page| page.path().to_owned()).collect();
    let functions = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let mut routes = BTreeSet::new();
    read_routes(Path::new("src"), &mut routes);
    [pages, functions, routes]
}

/// axum does not tell its routes, so the source does: every `.route("…", get(…))` of the server.
fn read_routes(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_routes(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for (at, call) in text.match_indices(".route(") {
            let rest = text[at + call.len()..].trim_start();
            let literal = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
            let (pattern, rest) =
                literal.unwrap_or_else(|| panic!("{}: a route needs a literal", path.display()));
            let handler = rest.trim_start_matches([',', ' ', '\n']);
            for (word, method) in [("get(", "GET"), ("post(", "POST")] {
                if handler.starts_with(word) {
                    found.insert(format!("{method} {pattern}"));
                }
            }
            assert!(
                handler.starts_with("get(") || handler.starts_with("post("),
                "{}: {pattern} is neither get nor post: teach this test",
                path.display()
            );
        }
    }
}

/// What has a rule.
pub fn ruled() -> [BTreeSet<String>; 3] {
    [PAGES, FUNCTIONS, ROUTES].map(|rules| rules.iter().map(|rule| rule.at.to_owned()).collect())
}
