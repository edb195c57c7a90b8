//! The tests in a real browser, against the served program.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::build;
use crate::places::Places;
use crate::postgres::free_port;
use crate::program::Program;
use crate::say;
use crate::served::{Served, Wish};
use crate::stamp;
use crate::system;
use crate::tally::Tally;
use crate::traces;
use crate::trouble::Trouble;

/// Runs the stories: all, or those that `arguments`, which are Playwright's own, name.
pub fn run(places: &Places, arguments: &[OsString]) -> Result<Tally, Trouble> {
    let report = places.reports().join("playwright.json");
    let _ = fs::remove_file(&report);
    let ended = against_the_demo(places, arguments, &[])?;
    let text = match (fs::read_to_string(&report), &ended) {
        (Ok(text), _) => text,
        (Err(_), Err(error)) => return Err(Trouble::new(format!("{error} and left no report"))),
        (Err(error), Ok(())) => return Err(Trouble::with(&report)(error)),
    };
    let mut tally = read(&text)?;
    if let (Err(error), 0) = (ended, tally.failed) {
        say::line(error.to_string());
        tally.add("browser tests (broke off)".to_owned(), false);
    }
    Ok(tally)
}

/// Takes pictures of every page in every state, into `docs/screens`.
pub fn take_pictures(places: &Places) -> Result<(), Trouble> {
    against_the_demo(places, &["--config", "screens.config.ts"].map(OsString::from), &[])?
}

/// Measures the pages that candidates see most (`end2end/pages`), which need these variables.
pub fn measure_pages(places: &Places, variables: &[(&str, PathBuf)]) -> Result<(), Trouble> {
    against_the_demo(places, &["--config", "pages/playwright.config.ts"].map(OsString::from), variables)?
}

/// Draws the invented people, serves the demo with fresh data, and runs Playwright. How that ended is the inner result.
fn against_the_demo(
    places: &Places,
    arguments: &[OsString],
    variables: &[(&str, PathBuf)],
) -> Result<Result<(), Trouble>, Trouble> {
    let browser = system::browser().ok_or_else(|| {
        Trouble::new("The browser Chromium is missing. On Debian run: sudo apt-get install chromium")
    })?;
    let people = draw_people(places)?;
    let data = places.reports().join("data");
    stamp::empty_folder(&data)?;
    let port = free_port()?;
    let log = places.reports().join("server.log");
    let _served = Served::start(places, &Wish { data: &data, port, lan: false, log: Some(&log) })
        .map_err(|error| Trouble::new(format!("{error}; target/test/server.log says more")))?;
    let used = places.reports().join(traces::PEOPLE);
    let _ = fs::remove_file(&used);
    let stories = Program::new(places.root().join("node_modules/.bin/playwright"));
    let stories = variables.iter().fold(stories, |stories, (name, value)| stories.env(name, value));
    let ended = stories
        .arg("test")
        .args(arguments)
        .env("PATH", places.path())
        .env("ZHUNKAO_URL", format!("http://localhost:{port}"))
        .env("ZHUNKAO_BROWSER", browser)
        .env("ZHUNKAO_PEOPLE", people)
        .env("ZHUNKAO_USED", used)
        .env("ZHUNKAO_SERVER", places.built(crate::build::SERVER))
        .env("ZHUNKAO_SITE", places.site())
        .env("ZHUNKAO_MODELS", places.models())
        .env("ZHUNKAO_DRAW", places.built("examples/draw"))
        .env("ZHUNKAO_READ_PAPER", places.built("examples/read_paper"))
        .within(&places.root().join("end2end"))
        .run();
    Ok(ended)
}

/// Portraits and clips of the invented people; drawn again only when the drawing program changed.
fn draw_people(places: &Places) -> Result<PathBuf, Trouble> {
    build::host(places)?;
    let folder = places.reports().join("people");
    let stamp_file = places.reports().join("people.stamp");
    let state = stamp::digest(places.root(), &[places.root().join("crates/specimen")])?;
    if stamp::says(&stamp_file, &state) && folder.is_dir() {
        return Ok(folder);
    }
    let _ = fs::remove_file(&stamp_file);
    stamp::empty_folder(&folder)?;
    Program::new(places.built("examples/draw")).arg("people").arg(&folder).run()?;
    stamp::set(&stamp_file, &state)?;
    Ok(folder)
}

/// Reads Playwright's own report: suites hold suites and specs, a spec is one test of one file in each project.
fn read(report: &str) -> Result<Tally, Trouble> {
    let value: Value = serde_json::from_str(report)
        .map_err(|error| Trouble::new(format!("Playwright's report cannot be read: {error}")))?;
    let mut tally = Tally::default();
    for suite in list(&value, "suites") {
        read_suite(suite, "", &mut tally);
    }
    // A file that does not load has no tests, only an error.
    for error in list(&value, "errors") {
        let message = error["message"].as_str().unwrap_or("error").lines().next().unwrap_or_default();
        tally.add(format!("playwright: {message}"), false);
    }
    Ok(tally)
}

fn read_suite(suite: &Value, above: &str, tally: &mut Tally) {
    let path = join(above, suite["title"].as_str().unwrap_or_default());
    for inner in list(suite, "suites") {
        read_suite(inner, &path, tally);
    }
    for spec in list(suite, "specs") {
        let title = join(&path, spec["title"].as_str().unwrap_or_default());
        for test in list(spec, "tests") {
            let project = test["projectName"].as_str().unwrap_or_default();
            // "expected" is the one good end; "skipped", "flaky" and "unexpected" are not.
            let passed = test["status"] == "expected" && spec["ok"] == true;
            tally.add(join(project, &title), passed);
        }
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn join(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above} › {name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"{
        "suites": [{ "title": "road.spec.ts", "specs": [
            { "title": "[A3] signs up", "ok": true, "tests": [{ "projectName": "phone", "status": "expected" }] }
        ], "suites": [{ "title": "face", "specs": [
            { "title": "[C6] another is refused", "ok": false, "tests": [{ "projectName": "phone", "status": "unexpected" }] },
            { "title": "left out", "ok": true, "tests": [{ "projectName": "phone", "status": "skipped" }] }
        ] }] }],
        "errors": []
    }"#;

    #[test]
    fn each_story_is_read_with_its_project_and_its_suites() {
        let tally = read(REPORT).unwrap();
        let names: Vec<_> = tally.tests.iter().map(|ran| (ran.name.as_str(), ran.passed)).collect();
        let wanted = [
            ("phone › road.spec.ts › face › [C6] another is refused", false),
            ("phone › road.spec.ts › face › left out", false),
            ("phone › road.spec.ts › [A3] signs up", true),
        ];
        assert_eq!(names, wanted);
        assert_eq!((tally.passed, tally.failed), (1, 2));
    }

    #[test]
    fn a_file_that_does_not_load_is_a_failure() {
        let tally = read(r#"{"suites":[],"errors":[{"message":"Error: no tests found\nmore"}]}"#).unwrap();
        assert_eq!((tally.passed, tally.failed), (0, 1));
        assert_eq!(tally.tests[0].name, "playwright: Error: no tests found");
        assert!(read("not a report").is_err());
    }
}
