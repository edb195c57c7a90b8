//! The project's commands. `cargo xtask run` serves the demo from a fresh clone, `cargo xtask test` checks everything.
//!
//! What they need and can be fetched by name they fetch, once, into a cache in the home folder ([`places`]); what the
//! operating system must bring they install on Debian or name ([`system`]). Each module is one noun of this work:
//! [`toolchain`], [`node`] and [`models`] bring things; [`build`], [`hints`] and [`served`] make and start the program;
//! [`cargo_test`], [`playwright`], [`postgres`], [`graph`] and [`lengths`] check it; [`traces`] searches what
//! they left on the disk; [`tally`] and [`rows`] hold the results.
#![expect(clippy::print_stdout, reason = "the commands talk to the person at the terminal")]

mod bench;
mod build;
mod cargo_test;
mod graph;
mod hints;
mod imports;
mod lengths;
mod models;
mod node;
mod places;
mod playwright;
mod postgres;
mod program;
mod rows;
mod run;
mod say;
mod served;
mod stamp;
mod system;
mod tally;
mod test;
mod toolchain;
mod traces;
mod trouble;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::*;

use crate::places::Places;
use crate::system::Need;
use crate::trouble::Trouble;

const HELP: &str = "\
cargo xtask run [--lan] [--port N] [--data DIR]
                        set up, build and serve the demo; --lan over HTTPS for a phone on the network
cargo xtask test        check everything; needs nothing prepared
cargo xtask stories [ARGUMENTS]
                        build, and run only the browser tests; arguments are Playwright's: road.spec.ts, -g C4
cargo xtask screens     build, and take pictures of every page in every state into docs/screens
cargo xtask traces      whether anything personal can be read in what the last stories left behind
cargo xtask rows        which rows of the product the last test has shown
cargo xtask bench vision --data DIR
                        measure the engine on a folder of pictures
cargo xtask bench cards [--people N]
                        how long a candidate waits for the answer about the card, for 24 of them
cargo xtask bench exports [--people N]
                        how long tables of 100,000 registrations take, and how much memory
cargo xtask bench pages how good five pages are on a phone, by Lighthouse
cargo xtask bench papers
                        tickets and room papers a second, 10,000 seated, tables in and out
cargo xtask bench office [--people N]
                        how long staff wait for queues, searches and charts at 100,000 registrations, on both engines
cargo xtask bench kill [--rounds N]
                        kill the server at random moments, 30 times, and look for what was acknowledged
cargo xtask setup       only fetch and install what the others need
cargo xtask models      only fetch the model files
cargo xtask build       only build the browser's bundle and the server";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Help,
    Setup,
    Models,
    Build,
    Run(run::Options),
    Test,
    Stories(Vec<OsString>),
    Screens,
    Traces,
    Rows,
    BenchVision(Vec<OsString>),
    BenchCards(u32),
    BenchExports(u32),
    BenchPages,
    BenchPapers,
    BenchOffice(u32),
    BenchKill(u32),
}

fn main() -> ExitCode {
    let done = wanted(lexopt::Parser::from_env()).and_then(|wanted| obey(&wanted));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            say::line(format!("\n{trouble}"));
            ExitCode::FAILURE
        }
    }
}

fn wanted(mut line: lexopt::Parser) -> Result<Wanted, Trouble> {
    let Some(first) = line.next()? else { return Ok(Wanted::Help) };
    let wanted = match first {
        Value(name) => match name.to_string_lossy().as_ref() {
            "help" => Wanted::Help,
            "setup" => Wanted::Setup,
            "models" => Wanted::Models,
            "build" => Wanted::Build,
            "run" => return run_options(line),
            "test" => Wanted::Test,
            "stories" => return Ok(Wanted::Stories(line.raw_args()?.collect())),
            "screens" => Wanted::Screens,
            "rows" => Wanted::Rows,
            "traces" => Wanted::Traces,
            "bench" => return bench_options(line),
            other => return Err(Trouble::new(format!("There is no command {other}.\n{HELP}"))),
        },
        Short('h') | Long("help") => Wanted::Help,
        other => return Err(other.unexpected().into()),
    };
    match line.next()? {
        None => Ok(wanted),
        Some(more) => Err(more.unexpected().into()),
    }
}

fn run_options(mut line: lexopt::Parser) -> Result<Wanted, Trouble> {
    let mut options = run::Options::default();
    while let Some(arg) = line.next()? {
        match arg {
            Long("lan") => options.lan = true,
            Long("port") => options.port = line.value()?.parse()?,
            Long("data") => options.data = Some(PathBuf::from(line.value()?)),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Wanted::Run(options))
}

fn bench_options(mut line: lexopt::Parser) -> Result<Wanted, Trouble> {
    match line.next()? {
        Some(Value(name)) if name == "vision" => Ok(Wanted::BenchVision(line.raw_args()?.collect())),
        Some(Value(name)) if name == "cards" => {
            Ok(Wanted::BenchCards(count(line, "people", bench::CARD_PEOPLE)?))
        }
        Some(Value(name)) if name == "exports" => {
            Ok(Wanted::BenchExports(count(line, "people", bench::EXPORT_PEOPLE)?))
        }
        Some(Value(name)) if name == "pages" || name == "papers" => match line.next()? {
            None if name == "pages" => Ok(Wanted::BenchPages),
            None => Ok(Wanted::BenchPapers),
            Some(more) => Err(more.unexpected().into()),
        },
        Some(Value(name)) if name == "office" => {
            Ok(Wanted::BenchOffice(count(line, "people", bench::OFFICE_PEOPLE)?))
        }
        Some(Value(name)) if name == "kill" => {
            Ok(Wanted::BenchKill(count(line, "rounds", bench::KILL_ROUNDS)?))
        }
        _ => Err(Trouble::new(
            "What is to be measured? cargo xtask bench vision --data DIR, bench cards, bench exports, bench pages, bench papers, bench office, or bench kill",
        )),
    }
}

/// The number behind the one option that there is.
fn count(mut line: lexopt::Parser, option: &str, default: u32) -> Result<u32, Trouble> {
    let mut wanted = default;
    while let Some(arg) = line.next()? {
        match arg {
            Long(name) if name == option => wanted = line.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(wanted)
}

fn obey(wanted: &Wanted) -> Result<(), Trouble> {
    if *wanted == Wanted::Help {
        say::line(HELP);
        return Ok(());
    }
    let places = Places::find()?;
    match wanted {
        Wanted::Help => Ok(()),
        Wanted::Setup => setup(&places, system::TO_TEST),
        Wanted::Models => models::ensure(&places),
        Wanted::Build => tools(&places).and_then(|()| build::all(&places)),
        Wanted::Run(options) => run::run(&places, options),
        Wanted::Test => test::run(&places),
        Wanted::Stories(arguments) => stories(&places, arguments),
        Wanted::Screens => screens(&places),
        Wanted::Rows => rows::print(&places),
        Wanted::Traces => traces::search(&places),
        Wanted::BenchVision(args) => bench::vision(&places, args),
        Wanted::BenchCards(people) => bench::cards(&places, *people),
        Wanted::BenchExports(people) => bench::exports(&places, *people),
        Wanted::BenchPages => measured_pages(&places),
        Wanted::BenchPapers => system::ensure(system::TO_PRINT).and_then(|()| bench::papers(&places)),
        Wanted::BenchOffice(people) => {
            system::ensure(system::TO_TEST).and_then(|()| bench::office(&places, *people))
        }
        Wanted::BenchKill(rounds) => bench::kill(&places, *rounds),
    }
}

/// Builds what the stories need.
fn before_stories(places: &Places) -> Result<(), Trouble> {
    setup(places, system::TO_TEST)?;
    models::ensure(places)?;
    build::all(places)?;
    std::fs::create_dir_all(places.reports()).map_err(Trouble::with(&places.reports()))
}

/// Takes pictures of every page in every state, and of every paper.
fn screens(places: &Places) -> Result<(), Trouble> {
    before_stories(places)?;
    bench::draw_papers(places)?;
    playwright::take_pictures(places)
}

/// Runs the stories that the arguments name.
fn stories(places: &Places, arguments: &[OsString]) -> Result<(), Trouble> {
    before_stories(places)?;
    let tally = playwright::run(places, arguments)?;
    say::line(format!("\n{} passed, {} failed", tally.passed, tally.failed));
    if tally.failed == 0 { Ok(()) } else { Err(Trouble::new("Stories failed.")) }
}

/// Builds what a candidate's phone loads, and measures it.
fn measured_pages(places: &Places) -> Result<(), Trouble> {
    setup(places, system::TO_TEST)?;
    models::ensure(places)?;
    build::all(places)?;
    bench::pages(places)
}

/// Brings the system's packages and the tools.
fn setup(places: &Places, needs: &[Need]) -> Result<(), Trouble> {
    system::ensure(needs)?;
    tools(places)
}

/// Brings what builds the browser's bundle.
fn tools(places: &Places) -> Result<(), Trouble> {
    node::ensure(places)?;
    toolchain::ensure(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &[&str]) -> Result<Wanted, Trouble> {
        wanted(lexopt::Parser::from_args(line))
    }

    #[test]
    fn the_demo_can_be_told_where_to_listen_and_where_to_keep_its_data() {
        let options = run::Options { lan: true, port: 9000, data: Some("/d".into()) };
        assert_eq!(read(&["run", "--lan", "--port", "9000", "--data", "/d"]), Ok(Wanted::Run(options)));
        assert_eq!(read(&["run"]), Ok(Wanted::Run(run::Options::default())));
        assert!(read(&["run", "--port", "many"]).is_err());
    }

    #[test]
    fn the_measuring_program_gets_its_arguments_as_they_are() {
        let args = ["--data", "x", "--faces", "y"].map(OsString::from).to_vec();
        assert_eq!(read(&["bench", "vision", "--data", "x", "--faces", "y"]), Ok(Wanted::BenchVision(args)));
        assert!(read(&["bench"]).is_err());
        assert_eq!(read(&["bench", "cards", "--people", "8"]), Ok(Wanted::BenchCards(8)));
        assert!(read(&["bench", "cards", "--rounds", "8"]).is_err());
        assert_eq!(read(&["bench", "pages"]), Ok(Wanted::BenchPages));
        assert!(read(&["bench", "pages", "home"]).is_err());
        assert_eq!(read(&["bench", "papers"]), Ok(Wanted::BenchPapers));
        assert!(read(&["bench", "papers", "10"]).is_err());
        assert_eq!(read(&["bench", "office"]), Ok(Wanted::BenchOffice(100_000)));
        assert_eq!(read(&["bench", "exports"]), Ok(Wanted::BenchExports(100_000)));
        assert_eq!(read(&["bench", "kill"]), Ok(Wanted::BenchKill(30)));
        assert_eq!(read(&["bench", "kill", "--rounds", "3"]), Ok(Wanted::BenchKill(3)));
    }

    #[test]
    fn stories_get_the_arguments_of_playwright() {
        let args = ["road.spec.ts", "-g", "C4"].map(OsString::from).to_vec();
        assert_eq!(read(&["stories", "road.spec.ts", "-g", "C4"]), Ok(Wanted::Stories(args)));
        assert_eq!(read(&["stories"]), Ok(Wanted::Stories(Vec::new())));
    }

    #[test]
    fn an_unknown_word_is_refused() {
        assert_eq!(read(&[]), Ok(Wanted::Help));
        assert!(read(&["tset"]).is_err());
        assert!(read(&["test", "--fast"]).is_err());
    }
}
