//! `cargo xtask bench`: `vision` measures the engine on a folder of pictures, `kill` how the server bears being killed.

use std::ffi::OsString;

use crate::places::Places;
use crate::program::Program;
use crate::trouble::Trouble;
use crate::{build, models};

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

/// Rounds of `kill` where nobody says how many.
pub const KILL_ROUNDS: u32 = 30;

/// Kills the real server at random moments while people walk the road (`server/tests/whole/kill.rs`); its report goes to
/// `target/bench/report.json`.
pub fn kill(places: &Places, rounds: u32) -> Result<(), Trouble> {
    models::ensure(places)?;
    let folder = places.root().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(Trouble::with(&folder))?;
    Program::new("cargo")
        .arg("test")
        .args(build::HOST_PACKAGES)
        .args(["--test", "whole", "--", "--nocapture", "kill::"])
        .env("ZHUNKAO_KILL_ROUNDS", rounds.to_string())
        .env("ZHUNKAO_KILL_REPORT", folder.join("report.json"))
        .env("ZHUNKAO_MODELS", places.models())
        .within(places.root())
        .run()
}
