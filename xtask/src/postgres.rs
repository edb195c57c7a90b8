//! A private `PostgreSQL` for the length of the tests: its own folder, its own port, gone afterwards.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::places::Places;
use crate::program::Program;
use crate::stamp;
use crate::system;
use crate::trouble::Trouble;

/// A running server. Stops, and takes its folder with it, when it is dropped.
pub struct Postgres {
    child: Child,
    folder: PathBuf,
    url: String,
}

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_mins(1);

impl Postgres {
    /// Makes a database cluster and starts it. `PostgreSQL` refuses to run as root, so root starts it as `postgres`.
    pub fn start(places: &Places) -> Result<Self, Trouble> {
        let advice =
            "PostgreSQL's server programs are missing. On Debian run: sudo apt-get install postgresql";
        let initdb = system::postgres_program("initdb").ok_or_else(|| Trouble::new(advice))?;
        let server = system::postgres_program("postgres").ok_or_else(|| Trouble::new(advice))?;
        let as_other = system::is_root();
        let folder = Program::new("mktemp").args(["-d", "-t", "zhunkao-postgres-XXXXXX"]).read()?;
        let folder = PathBuf::from(folder.trim());
        if as_other {
            Program::new("chown").arg("postgres").arg(&folder).read()?;
        }
        let data = folder.join("data");
        program(as_other, &initdb)
            .args(["--username=zhunkao", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
            .arg("--pgdata")
            .arg(&data)
            .within(&folder)
            .read()?;
        let port = free_port()?;
        // Nothing here must outlive the tests, so no write waits for the disk.
        let settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];
        let mut command = program(as_other, &server)
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k"])
            .arg(&folder)
            .args(settings.iter().flat_map(|setting| ["-c", setting]))
            .within(&folder)
            .into_command();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(Trouble::with(&server))?;
        let ready = follow(&mut child, &places.reports().join("postgres.log"))?;
        let url = format!("postgres://zhunkao@127.0.0.1:{port}/postgres");
        let running = Self { child, folder, url };
        match ready.recv_timeout(PATIENCE) {
            Ok(()) => Ok(running),
            Err(_) => Err(Trouble::new("PostgreSQL did not start; target/test/postgres.log says why")),
        }
    }

    /// The address for the tests.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown; plain killing would leave its shared memory behind.
        let asked = Program::new("kill").args(["-INT", &self.child.id().to_string()]).read();
        if asked.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
        let _ = stamp::remove_folder(&self.folder);
    }
}

fn program(as_other: bool, path: &Path) -> Program {
    if as_other {
        // Unlike `runuser` this becomes the program, so that its signals reach it.
        Program::new("setpriv")
            .args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"])
            .arg(path)
    } else {
        Program::new(path)
    }
}

/// Writes what the server says into a log; sends once it says that it is ready.
fn follow(child: &mut Child, log: &Path) -> Result<mpsc::Receiver<()>, Trouble> {
    let stderr = child.stderr.take().ok_or_else(|| Trouble::new("PostgreSQL's messages cannot be read"))?;
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).map_err(Trouble::with(folder))?;
    }
    let mut file = File::create(log).map_err(Trouble::with(log))?;
    let (send, ready) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            let _ = writeln!(file, "{line}");
            if line.contains("ready to accept connections") {
                let _ = send.send(());
            }
        }
    });
    Ok(ready)
}

/// A port that nobody listens on just now.
pub fn free_port() -> Result<u16, Trouble> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Trouble::new(format!("no free port on 127.0.0.1: {error}")))
}
