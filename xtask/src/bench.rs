//! `cargo xtask bench`: `vision` measures the engine on a folder of pictures, `cards` how long a candidate waits for the
//! answer about one, `exports` how long a table of many registrations takes and how much memory, `pages` how good the pages
//! are on a phone, `papers` how fast tickets, room papers, seats and tables are made, `office` how long staff wait for
//! their pages, `kill` how the server bears being killed.

use std::ffi::OsString;

use crate::places::Places;
use crate::postgres::Postgres;
use crate::program::Program;
use crate::trouble::Trouble;
use crate::{build, models, node, playwright};

/// Runs the engine's measuring program with these arguments; its report goes to `target/bench/report.json`.
pub fn vision(places: &Places, args: &[OsString]) -> Result<(), Trouble> {
    models::ensure(places)?;
    build::host(places)?;
    let folder = places.root().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(Trouble::with(&folder))?;
    Program::new(places.built("examples/bench_vision"))
        .args(args)
        .arg("--models")
        .arg(places.models())
        .arg("--report")
        .arg(folder.join("report.json"))
        .run()
}

/// How fast papers are printed, candidates seated, and tables read and written; the report goes to
/// `target/bench/report.json`.
pub fn papers(places: &Places) -> Result<(), Trouble> {
    build::host(places)?;
    let folder = places.root().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(Trouble::with(&folder))?;
    Program::new(places.built("examples/bench_papers")).arg("--report").arg(folder.join("report.json")).run()
}

/// Draws a picture of each paper into `docs/screens/papers`.
pub fn draw_papers(places: &Places) -> Result<(), Trouble> {
    let folder = places.root().join("docs/screens/papers");
    Program::new(places.built("examples/bench_papers")).arg("--pictures").arg(folder).run()
}

/// People of `cards` where nobody says how many; each has cards drawn, which takes longer than their check.
pub const CARD_PEOPLE: u32 = 24;

/// How long a candidate waits for the answer about their card, through the whole process
/// (`server/tests/whole/card_times.rs`); its report goes to `target/bench/report.json`.
pub fn cards(places: &Places, people: u32) -> Result<(), Trouble> {
    whole(places, "card_times::", &[], "ZHUNKAO_CARD_PEOPLE", people, "ZHUNKAO_CARD_REPORT")
}

/// Registrations of `exports` where nobody says how many.
pub const EXPORT_PEOPLE: u32 = 100_000;

/// How long tables of so many registrations take and how much memory, through the whole process
/// (`server/tests/whole/exports.rs`); its report goes to `target/bench/report.json`.
pub fn exports(places: &Places, people: u32) -> Result<(), Trouble> {
    whole(places, "exports::f7_every", &[], "ZHUNKAO_EXPORT_PEOPLE", people, "ZHUNKAO_EXPORT_REPORT")
}

/// How good the pages are by Lighthouse's judgement, as a phone on a mobile network sees them, each measured five times
/// (`end2end/pages`); its report goes to `target/bench/report.json`.
pub fn pages(places: &Places) -> Result<(), Trouble> {
    let lighthouse = node::lighthouse(places)?;
    let folder = places.root().join("target/bench");
    for folder in [&folder, &places.reports()] {
        std::fs::create_dir_all(folder).map_err(Trouble::with(folder))?;
    }
    let variables =
        [("ZHUNKAO_LIGHTHOUSE", lighthouse), ("ZHUNKAO_PAGES_REPORT", folder.join("report.json"))];
    playwright::measure_pages(places, &variables)
}

/// Registrations of `office` where nobody says how many.
pub const OFFICE_PEOPLE: u32 = 100_000;

/// How long staff wait for queues, searches and charts in a full school, on `SQLite` and on a `PostgreSQL` of its own
/// (`server/tests/whole/office_times.rs`); its report goes to `target/bench/report.json`.
pub fn office(places: &Places, people: u32) -> Result<(), Trouble> {
    std::fs::create_dir_all(places.reports()).map_err(Trouble::with(&places.reports()))?;
    let postgres = Postgres::start(places)?;
    let further = [("ZHUNKAO_TEST_POSTGRES", postgres.url())];
    whole(places, "office_times::", &further, "ZHUNKAO_OFFICE_PEOPLE", people, "ZHUNKAO_OFFICE_REPORT")
}

/// Rounds of `kill` where nobody says how many.
pub const KILL_ROUNDS: u32 = 30;

/// Kills the real server at random moments while people walk the road (`server/tests/whole/kill.rs`); its report goes to
/// `target/bench/report.json`.
pub fn kill(places: &Places, rounds: u32) -> Result<(), Trouble> {
    whole(places, "kill::", &[], "ZHUNKAO_KILL_ROUNDS", rounds, "ZHUNKAO_KILL_REPORT")
}

/// The tests of the whole server named `which`, with `count` of what they count.
fn whole(
    places: &Places,
    which: &str,
    further: &[(&str, &str)],
    counted: &str,
    count: u32,
    report: &str,
) -> Result<(), Trouble> {
    models::ensure(places)?;
    let folder = places.root().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(Trouble::with(&folder))?;
    let program =
        further.iter().fold(Program::new("cargo"), |program, (name, value)| program.env(name, value));
    program
        .arg("test")
        .args(build::HOST_PACKAGES)
        .args(["--test", "whole", "--", "--nocapture", which])
        .env(counted, count.to_string())
        .env(report, folder.join("report.json"))
        .env("ZHUNKAO_MODELS", places.models())
        .within(places.root())
        .run()
}
