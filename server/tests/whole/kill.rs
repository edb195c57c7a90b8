//! `kill -9` of the real process at random moments, while several people walk the road. After each restart everything
//! that was acknowledged is there, the jobs go on, and `zhunkao check` finds nothing wrong.
//!
//! `cargo xtask bench kill` runs thirty rounds and writes a report; the tests hold a form of three.

use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::browser::{Browser, Line};
use crate::house::{config, count, models};
use crate::walker::{Step, Walker};

const WALKERS: usize = 3;

/// People in all: enough for every round, and few enough for the limits of one address.
const MOST_PEOPLE: u32 = 24;

/// How long the process may take until it answers.
const PATIENCE: Duration = Duration::from_mins(1);

/// The real process.
pub struct Server {
    child: Child,
}

impl Server {
    pub async fn start(data: &Path, site: &Path, port: u16, log: &Path) -> Self {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_zhunkao"))
            .args(["demo", "--port", &port.to_string(), "--data"])
            .arg(data)
            .arg("--site")
            .arg(site)
            .arg("--models")
            .arg(models())
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut server = Self { child };
        let (since, mut browser) = (Instant::now(), Browser::new(Line::Port(port)));
        loop {
            if browser.get("/healthz").await.is_ok_and(|answer| answer.status == 200) {
                return server;
            }
            assert!(server.child.try_wait().unwrap().is_none(), "the process ended before it answered");
            assert!(since.elapsed() < PATIENCE, "the process does not answer");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// `kill -9`.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One round as it was measured.
struct Round {
    up_millis: u128,
    lived_millis: u64,
    acknowledged: usize,
    verified: usize,
    lost: Vec<String>,
    clean: bool,
}

fn check(data: &Path) -> (bool, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_zhunkao")).args(["check", "--data"]).arg(data).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

async fn walk(walkers: &mut [Walker]) -> Vec<String> {
    let mut complaints = Vec::new();
    let each = walkers.iter_mut().map(async |walker| {
        loop {
            match walker.go_on().await {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Err(error) if error.kind() == io::ErrorKind::Other => return Some(error.to_string()),
                // The process is gone.
                Err(_) => return None,
            }
        }
    });
    let mut all: Vec<_> = each.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        all.retain_mut(|walker| match walker.as_mut().poll(context) {
            std::task::Poll::Ready(complaint) => {
                complaints.extend(complaint);
                false
            }
            std::task::Poll::Pending => true,
        });
        if all.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    complaints
}

#[expect(
    clippy::disallowed_methods,
    reason = "`cargo xtask bench kill` says how many rounds, and where to report"
)]
fn wish() -> (usize, Option<PathBuf>) {
    let rounds = std::env::var("ZHUNKAO_KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    (rounds.unwrap_or(3), std::env::var("ZHUNKAO_KILL_REPORT").ok().map(PathBuf::from))
}

/// Milliseconds that a process may live: from the first request to the end of a card check.
fn chance(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    150 + (*seed >> 33) % 3_000
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g4_what_was_acknowledged_survives_kills_at_random_moments() {
    let (wanted, report) = wish();
    let folder = tempfile::tempdir().unwrap();
    let config = config(&folder);
    let (data, site) = (folder.path().join("data"), config.files.site);
    let log = folder.path().join("server.log");
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let mut seed = u64::from(std::process::id());
    let mut walkers: Vec<_> = (0..WALKERS).map(|_| Walker::new(port)).collect();
    let mut retired: Vec<Walker> = Vec::new();
    let (mut rounds, mut complaints) = (Vec::new(), Vec::new());
    for _ in 0..wanted {
        let since = Instant::now();
        let mut server = Server::start(&data, &site, port, &log).await;
        let up_millis = since.elapsed().as_millis();
        let before: usize = walkers.iter().map(|walker| walker.done).sum();
        let (verified, lost) = verify_all(walkers.iter_mut().chain(&mut retired)).await;
        let lived_millis = chance(&mut seed);
        let killer = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(lived_millis)).await;
            server.kill();
        });
        complaints.extend(walk(&mut walkers).await);
        killer.await.unwrap();
        let acknowledged = walkers.iter().map(|walker| walker.done).sum::<usize>() - before;
        let (clean, text) = check(&data);
        if !clean {
            complaints.push(text);
        }
        rounds.push(Round { up_millis, lived_millis, acknowledged, verified, lost, clean });
        for walker in &mut walkers {
            let people = u32::try_from(retired.len() + WALKERS).unwrap();
            if walker.is_through() && people < MOST_PEOPLE {
                retired.push(std::mem::replace(walker, Walker::new(port)));
            }
        }
    }
    let _server = Server::start(&data, &site, port, &log).await;
    let (verified, lost) = verify_all(walkers.iter_mut().chain(&mut retired)).await;
    let unsettled = settle(walkers.iter_mut().chain(&mut retired)).await;
    let (clean, text) = check(&data);
    print(&rounds, verified, &unsettled);
    write(report, &rounds, verified, &unsettled);
    assert!(complaints.is_empty(), "{complaints:#?}\n{}", tail(&log));
    let lost: Vec<_> = rounds.iter().flat_map(|round| round.lost.clone()).chain(lost).collect();
    assert!(lost.is_empty(), "acknowledged, and gone: {lost:?}");
    assert!(unsettled.is_empty(), "card checks that never ended: {unsettled:?}\n{}", tail(&log));
    assert!(clean, "{text}");
    let acknowledged: usize = rounds.iter().map(|round| round.acknowledged).sum();
    assert!(acknowledged > wanted, "hardly anybody walked: {acknowledged} steps");
}

/// Walks until this step is done.
async fn walk_to(walker: &mut Walker, last: Step) {
    while walker.done <= last as usize {
        match walker.go_on().await {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            done => done.unwrap(),
        }
    }
}

/// How many card checks somebody has begun and nobody has ended. Reads beside the process, or after it.
async fn begun_checks(data: &Path) -> i64 {
    let url = server::config::Data::of_demo(data).database_url;
    let claimed = "SELECT COUNT(*) FROM jobs WHERE kind = 'card_check' AND state = 'waiting' \
        AND leased_until IS NOT NULL";
    count(&url, claimed).await
}

/// Whether the check of this walker has begun; it has not where it is at its end already.
async fn has_begun(walker: &mut Walker, data: &Path) -> bool {
    while walker.identity().await.unwrap() == "checking" {
        if begun_checks(data).await == 1 {
            return true;
        }
    }
    false
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b4_a_check_that_a_kill_cuts_off_comes_to_its_end_after_the_restart() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(&folder);
    let (data, site) = (folder.path().join("data"), config.files.site);
    let log = folder.path().join("server.log");
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let mut cut_off = None;
    // Whose check came to its end before the kill did is no witness; the next one walks.
    for _ in 0..MOST_PEOPLE {
        let mut server = Server::start(&data, &site, port, &log).await;
        let mut walker = Walker::new(port);
        walk_to(&mut walker, Step::Check).await;
        let has_begun = has_begun(&mut walker, &data).await;
        server.kill();
        if has_begun && begun_checks(&data).await == 1 {
            cut_off = Some(walker);
            break;
        }
    }
    let mut walker = cut_off.expect("a check that was cut off");
    let _server = Server::start(&data, &site, port, &log).await;
    let unsettled = settle([&mut walker].into_iter()).await;
    assert!(unsettled.is_empty(), "it never ended\n{}", tail(&log));
    assert_eq!(walker.identity().await.unwrap(), "passed", "{}", tail(&log));
    let (clean, text) = check(&data);
    assert!(clean, "{text}");
}

async fn verify_all<'w>(walkers: impl Iterator<Item = &'w mut Walker>) -> (usize, Vec<String>) {
    let (mut verified, mut lost) = (0, Vec::new());
    for walker in walkers {
        verified += walker.done;
        match walker.verify().await {
            Ok(gone) => lost.extend(gone.iter().map(|step| format!("{step:?}"))),
            Err(error) => lost.push(error.to_string()),
        }
    }
    (verified, lost)
}

/// Waits until every card check that was asked for has an end: the jobs went on.
async fn settle<'w>(walkers: impl Iterator<Item = &'w mut Walker>) -> Vec<String> {
    let mut unsettled = Vec::new();
    let since = Instant::now();
    for walker in walkers.filter(|walker| walker.done > Step::Check as usize) {
        loop {
            let state = walker.identity().await.unwrap_or_else(|error| error.to_string());
            if state != "checking" {
                break;
            }
            if since.elapsed() > Duration::from_mins(3) {
                unsettled.push(state);
                break;
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }
    unsettled
}

fn print(rounds: &[Round], verified: usize, unsettled: &[String]) {
    println!("round  answers after  killed after  acknowledged  verified  lost  check");
    for (n, round) in (1..).zip(rounds) {
        println!(
            "{n:>5} {:>11} ms {:>10} ms {:>13} {:>9} {:>5}  {}",
            round.up_millis,
            round.lived_millis,
            round.acknowledged,
            round.verified,
            round.lost.len(),
            if round.clean { "clean" } else { "BROKEN" }
        );
    }
    println!("at the end {verified} steps verified, {} card checks without an end", unsettled.len());
}

fn write(report: Option<PathBuf>, rounds: &[Round], verified: usize, unsettled: &[String]) {
    let Some(report) = report else { return };
    let lines: Vec<_> = rounds
        .iter()
        .map(|round| {
            json!({
                "up_ms": u64::try_from(round.up_millis).unwrap_or(u64::MAX),
                "killed_after_ms": round.lived_millis,
                "acknowledged": round.acknowledged,
                "verified": round.verified,
                "lost": round.lost.len(),
                "check_clean": round.clean,
            })
        })
        .collect();
    let whole =
        json!({ "kill": { "rounds": lines, "verified_at_end": verified, "unsettled": unsettled.len() } });
    std::fs::write(report, serde_json::to_string_pretty(&whole).unwrap()).unwrap();
}

fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().filter(|line| line.contains("ERROR")).collect();
    lines.iter().rev().take(10).rev().copied().collect::<Vec<_>>().join("\n")
}
