//! `cargo xtask test`: everything that is checked, stage by stage.
//!
//! A stage that fails does not end the run; only the stages that need it are left out, and count as failed.

use std::fs;
use std::time::Duration;

use crate::places::Places;
use crate::postgres::Postgres;
use crate::program::Program;
use crate::say::{self, minutes};
use crate::system::{self, Need};
use crate::tally::Tally;
use crate::toolchain::WASM;
use crate::trouble::Trouble;
use crate::{build, cargo_test, graph, lengths, models, playwright, rows, tools, traces};

/// Runs all stages. `Ok` only if every one passed.
pub fn run(places: &Places) -> Result<(), Trouble> {
    let reports = places.reports();
    fs::create_dir_all(&reports).map_err(Trouble::with(&reports))?;
    let mut course = Course::default();
    course.check("format", &[], || format(places));
    course.check("file lengths", &[], || lengths::check(places));
    course.check("browser graph", &[], || graph::check(places));
    course.check("fonts", &[], || system::ensure(&[Need::Fonts]));
    course.check("PostgreSQL", &[], || system::ensure(&[Need::Postgres]));
    course.check("browser", &[], || system::ensure(&[Need::Browser]));
    course.check("models", &[], || models::ensure(places));
    course.check("tools", &[], || tools(places));
    course.check("lints", &[], || lints(places));
    course.check("compile tests", &[], || cargo_test::compile(places));
    course.suite("host tests", &["compile tests", "PostgreSQL"], || {
        let postgres = Postgres::start(places)?;
        cargo_test::run(places, postgres.url())
    });
    course.check("build", &["tools"], || build::all(places));
    course.suite("browser tests", &["build", "browser", "models", "fonts"], || playwright::run(places, &[]));
    let stories = ["build", "browser", "models", "fonts"];
    course.check("invariants", &stories, || invariants(places));
    course.check("nothing readable", &stories, || traces::search(places));
    let tests = course.tally.tests.clone();
    course.check("rows", &[], || {
        rows::write(places, &tests)?;
        rows::print(places)
    });
    course.end()
}

fn format(places: &Places) -> Result<(), Trouble> {
    Program::new("cargo")
        .args(["fmt", "--all", "--check"])
        .within(places.root())
        .run()
        .map_err(|error| Trouble::new(format!("{error}. `cargo fmt --all` puts it right")))
}

/// Whether everything holds in the database that the stories have filled.
fn invariants(places: &Places) -> Result<(), Trouble> {
    let data = places.reports().join("data");
    Program::new(places.built(build::SERVER)).args(["check", "--data"]).arg(data).run()
}

fn lints(places: &Places) -> Result<(), Trouble> {
    let strict = ["--", "-D", "warnings"];
    let clippy = || Program::new("cargo").arg("clippy").within(places.root());
    clippy().args(build::HOST_PACKAGES).arg("--all-targets").args(strict).run()?;
    clippy().args(["--package", "frontend", "--package", "guide", "--target", WASM]).args(strict).run()
}

/// The stages that have been, in their order.
#[derive(Default)]
struct Course {
    stages: Vec<(String, Duration, Result<(), Trouble>)>,
    tally: Tally,
}

impl Course {
    /// A stage that is right or wrong as a whole.
    fn check(&mut self, name: &str, needs: &[&str], work: impl FnOnce() -> Result<(), Trouble>) {
        self.suite(name, needs, || work().map(|()| Tally::default()));
    }

    /// A stage that runs tests.
    fn suite(&mut self, name: &str, needs: &[&str], work: impl FnOnce() -> Result<Tally, Trouble>) {
        let stage = say::stage(name);
        let outcome = match self.unmet(needs) {
            Some(need) => Err(Trouble::new(format!("not run, because it needs “{need}”"))),
            None => work(),
        };
        let outcome = match outcome {
            Ok(tally) => {
                let failed: Vec<_> =
                    tally.tests.iter().filter(|ran| !ran.passed).map(|ran| ran.name.clone()).collect();
                self.tally.merge(tally);
                if failed.is_empty() { Ok(()) } else { Err(Trouble::new(failed.join("\n"))) }
            }
            Err(trouble) => {
                self.tally.failed += 1;
                Err(trouble)
            }
        };
        if let Err(trouble) = &outcome {
            say::line(trouble.to_string());
        }
        let took = stage.end(word(&outcome));
        self.stages.push((name.to_owned(), took, outcome));
    }

    fn unmet<'a>(&self, needs: &[&'a str]) -> Option<&'a str> {
        let is_met =
            |need: &str| self.stages.iter().any(|(name, _, outcome)| name == need && outcome.is_ok());
        needs.iter().copied().find(|need| !is_met(need))
    }

    /// Prints the table, what failed, and the line that counts.
    fn end(self) -> Result<(), Trouble> {
        say::line("\n== summary");
        for (name, took, outcome) in &self.stages {
            say::line(format!("  {name:<16}{:>10}  {}", minutes(*took), word(outcome)));
        }
        let total = self.stages.iter().map(|(_, took, _)| *took).sum();
        say::line(format!("  {:<16}{:>10}", "in all", minutes(total)));
        let mut failed = Vec::new();
        for (name, _, outcome) in &self.stages {
            if let Err(trouble) = outcome {
                failed.push(name.as_str());
                say::line(format!("\n{name}:\n{trouble}"));
            }
        }
        say::line(format!("\n{} passed, {} failed", self.tally.passed, self.tally.failed));
        if failed.is_empty() {
            return Ok(());
        }
        Err(Trouble::new(format!("Failed: {}", failed.join(", "))))
    }
}

fn word(outcome: &Result<(), Trouble>) -> &'static str {
    if outcome.is_ok() { "passed" } else { "failed" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_stage_fails_the_run_but_only_those_that_need_it_are_left_out() {
        let mut course = Course::default();
        course.check("one", &[], || Err(Trouble::new("broken")));
        course.check("two", &["one"], || panic!("must not run"));
        course.check("three", &[], || Ok(()));
        assert_eq!((course.tally.passed, course.tally.failed), (0, 2));
        assert!(course.stages[2].2.is_ok());
        assert_eq!(course.end(), Err(Trouble::new("Failed: one, two")));
    }

    #[test]
    fn all_suites_are_added_up() {
        let mut course = Course::default();
        for name in ["one", "two"] {
            course.suite(name, &[], || {
                let mut tally = Tally::default();
                tally.add(format!("{name}::a"), true);
                tally.add(format!("{name}::b"), name == "one");
                Ok(tally)
            });
        }
        assert_eq!((course.tally.passed, course.tally.failed), (3, 1));
        assert!(course.end().is_err());
    }
}
