//! `cargo xtask bench vision`: measures the engine on a folder of pictures.

use std::ffi::OsString;

use crate::places::Places;
use crate::program::Program;
use crate::trouble::Trouble;
use crate::{build, models};

/// Runs the engine's measuring program with these arguments; its report goes to `target/bench/report.json`.
pub fn vision(places: &Places, args: &[OsString]) -> Result<(), Trouble> {
    models::ensure(places)?;
    build::host(places, &["--example", "bench_vision"])?;
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
