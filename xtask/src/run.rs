//! `cargo xtask run`: from a fresh clone to the served demo.

use std::net::{IpAddr, TcpListener, UdpSocket};
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
        Self { lan: false, port: 8080, data: None }
    }
}

/// Prepares everything, serves, prints the addresses and waits for Ctrl-C.
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
    let home = address_for_people(options.lan, options.port);
    say::line(format!("\n  Portal:     {home}/"));
    say::line(format!("  Demo page:  {home}/demo"));
    if options.lan {
        say::line("  The certificate is this machine's own: the phone asks once whether to go on.");
    }
    say::line("  Ctrl-C ends it.\n");
    let status = served.wait()?;
    if status.success() { Ok(()) } else { Err(Trouble::new(format!("the server ended ({status})"))) }
}

fn stage(name: &str, work: impl FnOnce() -> Result<(), Trouble>) -> Result<(), Trouble> {
    let stage = say::stage(name);
    let outcome = work();
    stage.end(if outcome.is_ok() { "ready" } else { "failed" });
    outcome
}

fn address_for_people(lan: bool, port: u16) -> String {
    match own_address().filter(|_| lan) {
        Some(address) => format!("https://{address}:{port}"),
        None if lan => format!("https://localhost:{port}"),
        None => format!("http://localhost:{port}"),
    }
}

/// The address of this machine on its network. Connecting a UDP socket sends nothing; it only asks the routing table.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind(("0.0.0.0", 0)).ok()?;
    socket.connect(("192.0.2.1", 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}
