//! From 提交 to the answer: how long the real-name check takes through the whole process, for one after another and for
//! several at once.
//!
//! `cargo xtask bench cards` measures 24 people and writes a report; the test holds a form of two, and no times.

use std::net::TcpListener;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::house::config;
use crate::kill::Server;
use crate::walker::Walker;

/// How many ask at the same moment in the second half.
const AT_ONCE: usize = 4;

/// How often the page asks, as the candidate's page does.
const EVERY: Duration = Duration::from_millis(25);

#[expect(
    clippy::disallowed_methods,
    reason = "`cargo xtask bench cards` says how many people, and where to report"
)]
fn wish() -> (usize, Option<PathBuf>) {
    let people = std::env::var("ZHUNKAO_CARD_PEOPLE").ok().and_then(|people| people.parse().ok());
    (people.unwrap_or(2), std::env::var("ZHUNKAO_CARD_REPORT").ok().map(PathBuf::from))
}

/// Somebody whose pictures are both in.
async fn ready(port: u16) -> Walker {
    let mut walker = Walker::new(port);
    while !walker.is_before_check() {
        match walker.go_on().await {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            Err(error) => panic!("{error}"),
        }
    }
    walker
}

/// Asks for the check: milliseconds to the answer, which must be that it is the candidate's card.
async fn answered(mut walker: Walker) -> u128 {
    let since = Instant::now();
    walker.go_on().await.unwrap();
    loop {
        match walker.identity().await.unwrap().as_str() {
            "checking" => tokio::time::sleep(EVERY).await,
            state => {
                assert_eq!(state, "passed");
                return since.elapsed().as_millis();
            }
        }
    }
}

/// The value below which `share` per cent of `sorted` lie.
fn percentile(sorted: &[u128], share: usize) -> u128 {
    sorted[(sorted.len() * share).div_ceil(100).clamp(1, sorted.len()) - 1]
}

fn told(what: &str, mut millis: Vec<u128>) -> serde_json::Value {
    millis.sort_unstable();
    let [p50, p95] = [50, 95].map(|share| percentile(&millis, share));
    let most = millis.last().copied().unwrap_or_default();
    println!("{what:<28} n = {:>3}   median {p50:>5} ms   p95 {p95:>5} ms   most {most:>5} ms", millis.len());
    json!({ "what": what, "count": millis.len(), "median_ms": p50, "p95_ms": p95, "most_ms": most })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b4_every_card_is_answered_one_after_another_and_several_at_once() {
    let (people, report) = wish();
    let folder = tempfile::tempdir().unwrap();
    let config = config(&folder);
    let (data, log) = (folder.path().join("data"), folder.path().join("server.log"));
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let _server = Server::start(&data, &config.files.site, port, &log).await;
    let mut alone = Vec::new();
    for _ in 0..people.div_ceil(2) {
        alone.push(answered(ready(port).await).await);
    }
    let mut together = Vec::new();
    while together.len() < people / 2 {
        let mut crowd = Vec::new();
        for _ in 0..AT_ONCE.min(people / 2 - together.len()) {
            crowd.push(ready(port).await);
        }
        let crowd: Vec<_> = crowd.into_iter().map(|walker| tokio::spawn(answered(walker))).collect();
        for one in crowd {
            together.push(one.await.unwrap());
        }
    }
    let scenarios = [told("one after another", alone), told("four at once", together)];
    if let Some(file) = report {
        let text =
            serde_json::to_string_pretty(&json!({ "bench": "cards", "scenarios": scenarios })).unwrap();
        std::fs::write(file, text).unwrap();
    }
}
