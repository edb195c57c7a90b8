//! Measures the engine on a folder of drawn cards and, if given, on photographs of people.
//!
//! `cargo xtask bench vision --data DIR [--faces DIR] [--models DIR] [--report FILE]`
//!
//! `DIR` holds `truth.json` and the pictures it names: fronts and backs in four levels of difficulty (0 clean scan, 1 mild,
//! 2 tilted with a reflection, 3 small, blurred, reflections, some upside down) and pictures that are no cards. The faces
//! folder holds one folder `person-…` for each person, and `groups` with several people on each photograph.
//! Cards on screens are drawn here. Prints a table, writes the report as JSON, and fails when a bar is missed.

#![expect(clippy::cast_precision_loss, reason = "counts of a few thousand")]

mod cards;
mod faces;
mod report;
mod screens;

use report::Report;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vision::{Engine, Picture, UploadLimits, decode_upload};

type Failure = Box<dyn std::error::Error>;

struct Arguments {
    data: PathBuf,
    faces: Option<PathBuf>,
    models: PathBuf,
    report: PathBuf,
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "bench vision: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Whether every bar was reached.
fn run() -> Result<bool, Failure> {
    let arguments = Arguments::read()?;
    let engine = Engine::load(&arguments.models)?;
    let mut report = Report::default();
    let measured = cards::measure(&engine, &arguments.data)?;
    measured.report(&mut report);
    faces::measure(&engine, &measured.portraits, arguments.faces.as_deref())?.report(&mut report);
    screens::measure(&engine)?.report(&mut report);
    report.at_most("peak memory", "MB", &[report::peak_memory_mb()?], 400.0);
    report.print(&mut std::io::stdout())?;
    report.write(&arguments.report)?;
    Ok(report.is_ok())
}

impl Arguments {
    fn read() -> Result<Self, Failure> {
        let (mut data, mut faces, mut models, mut report) = (None, None, None, None);
        let mut words = std::env::args_os().skip(1);
        while let Some(word) = words.next() {
            let target = match word.to_str() {
                Some("--data") => &mut data,
                Some("--faces") => &mut faces,
                Some("--models") => &mut models,
                Some("--report") => &mut report,
                _ => return Err(format!("unknown argument {}", word.display()).into()),
            };
            *target = Some(PathBuf::from(words.next().ok_or("an argument lacks its value")?));
        }
        let home_models = || Some(std::env::home_dir()?.join(".cache/zhunkao/v1/models"));
        Ok(Self {
            data: data.ok_or("--data DIR is needed: a folder with truth.json and pictures of cards")?,
            faces,
            models: models.or_else(home_models).ok_or("--models DIR is needed")?,
            report: report.unwrap_or_else(|| PathBuf::from("target/bench/report.json")),
        })
    }
}

/// A picture as the server would take it in.
fn open(path: &Path) -> Result<Picture, Failure> {
    let bytes = std::fs::read(path).map_err(|problem| format!("{}: {problem}", path.display()))?;
    decode_upload(&bytes, UploadLimits::default())
        .map_err(|problem| format!("{}: {problem}", path.display()).into())
}
