//! `cargo xtask run`: from a fresh clone to the served demo.

use std::net::TcpListener;
use std::path::PathBuf;

use crate::places::Places;
use crate::say;
use crate::served::{Served, Wish};
use crate::trouble::Trouble;
use crate::{build, models, setup, system};

/// What the command line asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// Open to the local network, over HTTPS.
    pub lan: bool,
    /// The port to listen on.
    pub port: u16,
    /// Where the demo keeps its data; `data` in the clone if not named.
    pub data: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self { lan: false, port: 3000, data: None }
    }
}

/// Prepares everything and serves until Ctrl-C; the server itself says at which addresses.
pub fn run(places: &Places, options: &Options) -> Result<(), Trouble> {
    let address = if options.lan { "0.0.0.0" } else { "127.0.0.1" };
    TcpListener::bind((address, options.port)).map_err(|error| {
        Trouble::new(format!("port {} cannot be used ({error}); choose another with --port", options.port))
    })?;
    stage("set up", || setup(places, system::TO_RUN))?;
    stage("models", || models::ensure(places))?;
    stage("build", || build::all(places))?;
    let data = match &options.data {
        Some(data) => std::path::absolute(data).map_err(Trouble::with(data))?,
        None => places.root().join("data"),
    };
    std::fs::create_dir_all(&data).map_err(Trouble::with(&data))?;
    say::line("\n== serve");
    let wish = Wish { data: &data, port: options.port, lan: options.lan, log: None };
    let mut served = Served::start(places, &wish)?;
    let status = served.wait()?;
    if status.success() { Ok(()) } else { Err(Trouble::new(format!("the server ended ({status})"))) }
}

fn stage(name: &str, work: impl FnOnce() -> Result<(), Trouble>) -> Result<(), Trouble> {
    let stage = say::stage(name);
    let outcome = work();
    stage.end(if outcome.is_ok() { "ready" } else { "failed" });
    outcome
}
