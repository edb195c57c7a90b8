//! How long staff wait for the pages that they open all day, in a school with many registrations, on both engines.
//!
//! `cargo xtask bench office` measures 100,000 of them and writes a report; the test holds a form of forty, and no times.

use std::path::PathBuf;
use std::time::Instant as Stopwatch;

use domain::id::AccountId;
use domain::staff::{Grant, Role, Scope};
use serde_json::{Value, json};
use service::Operator;
use service::staff::account;

use crate::browser::{Answer, Browser};
use crate::crowd::{Crowd, QUEUES};
use crate::house::{House, Opening, fine};

/// Milliseconds within which 99 of 100 answers must have come.
const BAR: f64 = 50.0;

struct Wish {
    people: usize,
    rounds: usize,
    report: Option<PathBuf>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "`cargo xtask bench office` says how many people, and where to report"
)]
fn wish() -> Wish {
    let people = std::env::var("ZHUNKAO_OFFICE_PEOPLE").ok().and_then(|people| people.parse().ok());
    let rounds = if people.is_some() { 300 } else { 3 };
    let report = std::env::var("ZHUNKAO_OFFICE_REPORT").ok().map(PathBuf::from);
    Wish { people: people.unwrap_or(40), rounds, report }
}

/// What was measured of one page.
struct Measure {
    name: String,
    millis: Vec<f64>,
}

impl Measure {
    /// The value below which `share` per cent lie.
    fn percentile(&self, share: usize) -> f64 {
        let mut sorted = self.millis.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted[(sorted.len() * share).div_ceil(100).clamp(1, sorted.len()) - 1]
    }

    fn told(&self) -> Value {
        let [min, median, p99, max] = [1, 50, 99, 100].map(|share| self.percentile(share));
        println!("{:<44} median {median:>7.1} ms   p99 {p99:>7.1} ms   most {max:>7.1} ms", self.name);
        json!({ "name": self.name, "unit": "ms", "median": median, "min": min, "max": max, "p99": p99,
            "bar": BAR, "ok": p99 <= BAR })
    }
}

/// An officer at work in a full school.
struct Desk {
    engine: &'static str,
    people: usize,
    rounds: usize,
    browser: Browser,
    /// The first line of each queue.
    lines: Vec<(&'static str, String)>,
}

impl Desk {
    async fn open(engine: &'static str, wish: &Wish, database: Option<String>) -> (Self, House) {
        let house = House::with(Opening { database, ..Opening::default() }).await;
        let crowd = Crowd::fill(&house, wish.people).await;
        let browser = house.colleague("officer", "super_admin").await.browser;
        let lines = crowd.lines;
        (Self { engine, people: wish.people, rounds: wish.rounds, browser, lines }, house)
    }

    /// Asks again and again; every answer must show what it is for.
    async fn measure(&mut self, name: &str, paths: impl Fn(usize) -> String, sign: &str) -> Measure {
        let mut millis = Vec::new();
        // The first answers warm up.
        for round in 0..self.rounds + 2 {
            let path = paths(round);
            let since = Stopwatch::now();
            let answer = self.browser.get(&path).await.unwrap();
            let took = since.elapsed().as_secs_f64() * 1_000.0;
            shows(&answer, &path, sign);
            if round >= 2 {
                millis.push(took);
            }
        }
        Measure { name: format!("{name}, {} registrations, {}", self.people, self.engine), millis }
    }

    /// A search, and the page that shows whom it found.
    async fn search(&mut self) -> Measure {
        let mut millis = Vec::new();
        for round in 0..self.rounds + 2 {
            let one = round * 7 % self.people;
            let (text, found) = match round % 3 {
                0 => (Crowd::number(one), Crowd::account(one)),
                1 => (Crowd::phone(one), Crowd::account(one)),
                _ => (Crowd::name(one), Crowd::account(one % Crowd::NAMES)),
            };
            let since = Stopwatch::now();
            let next = fine(&mut self.browser, "/api/staff/people/search", &[("text", &text)]).await;
            let answer = self.browser.get(&next).await.unwrap();
            let took = since.elapsed().as_secs_f64() * 1_000.0;
            shows(&answer, &next, found.as_str());
            if round >= 2 {
                millis.push(took);
            }
        }
        Measure { name: format!("search, {} registrations, {}", self.people, self.engine), millis }
    }

    /// 开始处理, and the line that it leads to, which is put back.
    async fn next(&mut self) -> Measure {
        let mut millis = Vec::new();
        for _ in 0..self.rounds + 2 {
            let since = Stopwatch::now();
            let next = fine(&mut self.browser, "/api/staff/review/next", &[("queue", "proof")]).await;
            let answer = self.browser.get(&next).await.unwrap();
            millis.push(since.elapsed().as_secs_f64() * 1_000.0);
            shows(&answer, &next, "/api/staff/review/decide");
            let id = next.rsplit('/').next().unwrap();
            fine(&mut self.browser, "/api/staff/review/release", &[("queue", "proof"), ("id", id)]).await;
        }
        millis.drain(..2);
        Measure { name: format!("next proof, {} registrations, {}", self.people, self.engine), millis }
    }

    async fn all(mut self) -> Vec<Measure> {
        let mut measures = vec![self.next().await];
        for (queue, id) in self.lines.clone() {
            let page = app::paths::admin_review(queue, &id);
            measures.push(self.measure(&format!("queue {queue}"), |_| page.clone(), &id).await);
        }
        measures.push(self.search().await);
        let people = self.people;
        let person = move |round: usize| app::paths::admin_person(&Crowd::account(round * 31 % people));
        measures.push(self.measure("one candidate", person, "acc_").await);
        measures.push(self.measure("counter", |_| "/admin".to_owned(), "开始处理").await);
        measures.push(self.measure("dashboard", |_| app::paths::admin_dashboard().to_owned(), "<svg").await);
        measures
    }
}

fn shows(answer: &Answer, path: &str, sign: &str) {
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert!(answer.text().contains(sign), "{path} shows no {sign}: {}", answer.words());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f3_f6_queues_and_searches_find_the_same_on_both_engines() {
    let wish = wish();
    let mut told = Vec::new();
    for (engine, database) in [("SQLite", None), ("PostgreSQL", Some(crate::house::fresh_postgres().await))] {
        let since = Stopwatch::now();
        let (desk, house) = Desk::open(engine, &wish, database).await;
        println!("{engine}: {} people in {:.0} s", wish.people, since.elapsed().as_secs_f64());
        assert_eq!(desk.lines.iter().map(|(queue, _)| *queue).collect::<Vec<_>>(), QUEUES);
        assert!(AccountId::try_from(Crowd::account(0).to_string()).is_ok());
        let measures = desk.all().await;
        told.extend(measures.iter().map(Measure::told));
        house.store.close().await;
    }
    if let Some(file) = wish.report {
        std::fs::write(file, serde_json::to_string_pretty(&told).unwrap()).unwrap();
    }
}

#[tokio::test]
async fn f3_whoever_decides_for_one_site_finds_its_line_behind_hundreds_of_others() {
    let house = House::open().await;
    let crowd = Crowd::fill(&house, 900).await;
    let exam = house.open_exam().await;
    let [here, there] = [&exam.sites[0].code, &exam.sites[1].code];
    house.run(format!("UPDATE registrations SET site = '{there}' WHERE subject IS NOT NULL")).await;
    let (id, password) = house.invite("reviewer-here", "").await;
    let shell = Operator::at_the_command_line();
    let scope = Scope { exam: Some(exam.id.clone()), site: here.clone().try_into().ok() };
    let grant = Grant { role: Role::Reviewer, scope };
    account::grant(&house.cx, shell.confirmed(&house.cx).unwrap(), &id, &grant).await.unwrap();
    let mut browser = house.enrolled("reviewer-here", &id, &password).await;
    let next =
        async |browser: &mut Browser| fine(browser, "/api/staff/review/next", &[("queue", "proof")]).await;
    assert_eq!(next(&mut browser).await, "/admin", "the control: nothing of the other site");
    let last = crowd.last_proof;
    house.run(format!("UPDATE registrations SET site = '{here}' WHERE id IN (SELECT registration_id FROM proofs WHERE id = '{last}')")).await;
    assert_eq!(next(&mut browser).await, app::paths::admin_review("proof", &last));
}
