//! The served program, started with the demo's data and watched until it answers.

use std::fs::File;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::build::SERVER;
use crate::places::Places;
use crate::program::Program;
use crate::say;
use crate::trouble::Trouble;

/// How to start it.
pub struct Wish<'a> {
    /// Where it keeps the database and the pictures.
    pub data: &'a Path,
    /// The port it listens on.
    pub port: u16,
    /// Is it open to the local network, over HTTPS?
    pub lan: bool,
    /// Where its messages go; `None` leaves them on the terminal.
    pub log: Option<&'a Path>,
}

/// A running server, stopped when it is dropped.
pub struct Served {
    child: Child,
}

/// How long it may take until it listens; loading the models is in it.
const PATIENCE: Duration = Duration::from_mins(1);

impl Served {
    /// Starts the demo and returns once its port answers.
    pub fn start(places: &Places, wish: &Wish) -> Result<Self, Trouble> {
        let program = Program::new(places.built(SERVER))
            .args(["demo", "--port", &wish.port.to_string(), "--data"])
            .arg(wish.data)
            .arg("--site")
            .arg(places.site())
            .arg("--models")
            .arg(places.models())
            .args(wish.lan.then_some("--lan"))
            .within(places.root());
        let shown = program.shown();
        say::line(format!("$ {shown}"));
        let mut command = program.into_command();
        command.stdin(Stdio::null());
        if let Some(log) = wish.log {
            let file = File::create(log).map_err(Trouble::with(log))?;
            command.stdout(file.try_clone().map_err(Trouble::with(log))?).stderr(file);
        }
        let child = command.spawn().map_err(Trouble::with(&places.built(SERVER)))?;
        let mut served = Self { child };
        served.wait_for_port(wish.port)?;
        Ok(served)
    }

    fn wait_for_port(&mut self, port: u16) -> Result<(), Trouble> {
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(Trouble::new(format!("the server ended before it answered ({status})")));
            }
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err(Trouble::new(format!("the server does not answer on port {port}")))
    }

    /// Waits until it ends by itself or by Ctrl-C.
    pub fn wait(&mut self) -> Result<ExitStatus, Trouble> {
        self.child.wait().map_err(|error| Trouble::new(format!("the server was lost: {error}")))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
