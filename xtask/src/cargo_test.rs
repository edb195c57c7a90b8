//! Runs `cargo test` and reads from its output which tests ran and how they ended.

use std::fs::File;
use std::io::{BufRead, BufReader, Write, pipe};

use crate::build::HOST_PACKAGES;
use crate::places::Places;
use crate::program::Program;
use crate::say;
use crate::tally::Tally;
use crate::trouble::Trouble;

/// Compiles the tests without running them, so that the minutes of both are seen apart.
pub fn compile(places: &Places) -> Result<(), Trouble> {
    Program::new("cargo").args(["test", "--no-run"]).args(HOST_PACKAGES).within(places.root()).run()
}

/// Runs all host tests against this `PostgreSQL`. Tests that passed are not printed; `host.log` holds every line.
pub fn run(places: &Places, postgres: &str) -> Result<Tally, Trouble> {
    let program = Program::new("cargo")
        .args(["test", "--no-fail-fast"])
        .args(HOST_PACKAGES)
        .env("CARGO_TERM_COLOR", "never")
        .env("ZHUNKAO_TEST_POSTGRES", postgres)
        .env("ZHUNKAO_MODELS", places.models())
        .within(places.root());
    let shown = program.shown();
    say::line(format!("$ {shown}"));
    let log_path = places.reports().join("host.log");
    let mut log = File::create(&log_path).map_err(Trouble::with(&log_path))?;
    let broken = |error| Trouble::new(format!("`{shown}` could not be followed: {error}"));

    // One pipe for both streams keeps the suite's name, on one, in front of its tests, on the other.
    let (reader, writer) = pipe().map_err(broken)?;
    let mut command = program.into_command();
    command.stdout(writer.try_clone().map_err(broken)?).stderr(writer);
    let mut child = command.spawn().map_err(broken)?;
    // The command holds the pipe's writing ends, and only without them does the reader see the end.
    drop(command);

    let mut output = Output::default();
    let mut lines = BufReader::new(reader);
    let mut bytes = Vec::new();
    while lines.read_until(b'\n', &mut bytes).map_err(broken)? > 0 {
        let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        writeln!(log, "{line}").map_err(Trouble::with(&log_path))?;
        if output.read(&line) == Interest::Show {
            say::line(&line);
        }
        bytes.clear();
    }
    let status = child.wait().map_err(broken)?;
    Ok(output.tally(status.success()))
}

#[derive(Debug, PartialEq, Eq)]
enum Interest {
    Show,
    Hide,
}

/// What has been read so far.
#[derive(Default)]
struct Output {
    suite: String,
    tally: Tally,
}

impl Output {
    fn read(&mut self, line: &str) -> Interest {
        if let Some(suite) = suite_of(line) {
            self.suite = suite;
            return Interest::Show;
        }
        let Some((name, passed)) = test_of(line) else {
            return if line.is_empty() || is_empty_suite(line) { Interest::Hide } else { Interest::Show };
        };
        self.tally.add(format!("{}::{name}", self.suite), passed);
        if passed { Interest::Hide } else { Interest::Show }
    }

    /// A suite that broke off without naming a failed test still counts as one failure.
    fn tally(mut self, success: bool) -> Tally {
        if !success && self.tally.failed == 0 {
            self.tally.add(format!("{} (broke off)", self.suite), false);
        }
        self.tally
    }
}

/// `Running tests/x.rs (target/debug/deps/store-0123abcd)` → `store`; `Doc-tests domain` → `domain`.
fn suite_of(line: &str) -> Option<String> {
    let line = line.trim_start();
    if let Some(name) = line.strip_prefix("Doc-tests ") {
        return Some(name.to_owned());
    }
    let program = line.strip_prefix("Running ")?.strip_suffix(')')?.rsplit_once('(')?.1;
    let file = program.rsplit('/').next()?;
    Some(file.rsplit_once('-').map_or(file, |(name, _hash)| name).to_owned())
}

/// `test a::b ... ok` → `("a::b", true)`. A test that is ignored counts as failed: nothing is skipped here.
fn test_of(line: &str) -> Option<(&str, bool)> {
    let (name, outcome) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    let passed = match outcome {
        "ok" => true,
        "FAILED" => false,
        other if other.starts_with("ignored") => false,
        _ => return None,
    };
    Some((name.strip_suffix(" - should panic").unwrap_or(name), passed))
}

fn is_empty_suite(line: &str) -> bool {
    line == "running 0 tests" || line.starts_with("test result: ok. 0 passed; 0 failed; 0 ignored")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, success: bool) -> Tally {
        let mut output = Output::default();
        for line in text.lines() {
            output.read(line);
        }
        output.tally(success)
    }

    const TEXT: &str = "   Compiling domain v0.1.0\n\
        \x20    Running unittests src/lib.rs (/t/debug/deps/domain-0d1c2b3a4f5e6d7c)\n\
        running 3 tests\n\
        test card::tests::b4_the_number_is_read ... ok\n\
        test a_panic_is_wanted - should panic ... ok\n\
        test c10_twice ... FAILED\n\
        test slow has been running for over 60 seconds\n\
        test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured\n\
        \x20    Running tests/both-engines.rs (target/debug/deps/both_engines-99)\n\
        test late ... ignored, too slow\n\
        \x20  Doc-tests vision\n\
        test crates/vision/src/lib.rs - Face (line 3) ... ok\n";

    #[test]
    fn each_test_is_read_with_its_suite_and_its_end() {
        let tally = read(TEXT, false);
        let names: Vec<_> = tally.tests.iter().map(|ran| (ran.name.as_str(), ran.passed)).collect();
        let wanted = [
            ("domain::card::tests::b4_the_number_is_read", true),
            ("domain::a_panic_is_wanted", true),
            ("domain::c10_twice", false),
            ("both_engines::late", false),
            ("vision::crates/vision/src/lib.rs - Face (line 3)", true),
        ];
        assert_eq!(names, wanted);
        assert_eq!((tally.passed, tally.failed), (3, 2));
    }

    #[test]
    fn a_suite_that_breaks_off_is_a_failure() {
        let text = "     Running unittests src/lib.rs (target/debug/deps/store-1a)\ntest one ... ok\n";
        assert_eq!(read(text, true).failed, 0);
        let tally = read(text, false);
        assert_eq!(tally.failed, 1);
        assert_eq!(tally.tests[1].name, "store (broke off)");
    }

    #[test]
    fn only_what_somebody_must_see_is_shown() {
        let mut output = Output::default();
        assert_eq!(output.read("test a ... ok"), Interest::Hide);
        assert_eq!(output.read("test b ... FAILED"), Interest::Show);
        assert_eq!(output.read("running 0 tests"), Interest::Hide);
        assert_eq!(output.read("thread 'b' panicked at src/lib.rs:1:1:"), Interest::Show);
    }
}
