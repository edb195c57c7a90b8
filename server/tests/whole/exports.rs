//! A file that staff take out, through the whole process: asked for, followed, downloaded by its maker and by nobody else;
//! and how long one of many registrations takes.
//!
//! `cargo xtask bench exports` measures 100,000 registrations and writes a report; the test takes out 40, and holds no times.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use domain::document::{DocumentKind, DocumentNumber};
use domain::exam::Exam;
use domain::face::FaceCheck;
use domain::id::{AccountId, RegistrationId};
use domain::payment::PaymentState;
use domain::person::{PersonName, Phone, Region};
use domain::registration::{Answers, Enrolment, Registration, State};
use serde_json::{Value, json};
use store::account::Account;

use crate::browser::{Answer, Browser, HTML, JSON, encoded};
use crate::house::{House, fine};

/// People that one transaction adds.
const AT_ONCE: usize = 2_000;

#[expect(
    clippy::disallowed_methods,
    reason = "`cargo xtask bench exports` says how many people, and where to report"
)]
fn wish() -> (usize, Option<PathBuf>) {
    let people = std::env::var("ZHUNKAO_EXPORT_PEOPLE").ok().and_then(|people| people.parse().ok());
    (people.unwrap_or(40), std::env::var("ZHUNKAO_EXPORT_REPORT").ok().map(PathBuf::from))
}

/// One's own exports, as the page asks for them.
async fn mine(browser: &mut Browser) -> Vec<Value> {
    let listed = browser.form("/api/staff/exports/mine", JSON, "").await.unwrap().json();
    listed.as_array().unwrap_or_else(|| panic!("{listed}")).clone()
}

async fn get(browser: &mut Browser, id: &Value, part: &str) -> Answer {
    browser.get(&format!("/admin/exports/{}/{part}", id.as_str().unwrap())).await.unwrap()
}

#[tokio::test]
async fn f7_a_file_is_followed_and_downloaded_by_its_maker_and_by_nobody_else() {
    let house = House::open().await;
    let exam = house.open_exam().await.id.to_string();
    let mut officer = house.colleague("wang.fang", "exam_officer").await.browser;
    let mut other = house.colleague("li.na", "exam_officer").await.browser;
    let next =
        fine(&mut officer, "/api/staff/exports/ask", &[("exam", &exam), ("kind", "csv"), ("reason", "")])
            .await;
    assert_eq!(next, format!("/admin/exports?exam={exam}"));
    let page = officer.get(&next).await.unwrap();
    assert!(page.words().contains("等待中") && page.words().contains("停止"), "{}", page.words());
    let id = mine(&mut officer).await[0]["id"].clone();
    assert_eq!(get(&mut officer, &id, "file").await.status, 404, "it is not there yet");
    service::jobs::run_due(&house.cx).await.unwrap();
    let page = officer.get(&next).await.unwrap();
    assert!(page.words().contains("已完成") && page.text().contains("/file\""), "also without the program");
    let answer = get(&mut officer, &id, "file").await;
    assert!(answer.status == 200 && answer.text().starts_with("\u{FEFF}报名编号,"), "{}", answer.text());
    assert_eq!(answer.header("content-disposition"), "attachment; filename*=UTF-8''%E6%8A%A5%E5%90%8D.csv");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.header("content-type").starts_with("text/csv"));
    assert_eq!(get(&mut officer, &id, "list").await.status, 404, "there is no list");
    assert_eq!(get(&mut officer, &id, "else").await.status, 404);
    assert_eq!(get(&mut other, &id, "file").await.status, 404, "another's");
    assert!(mine(&mut other).await.is_empty());
    assert!(get(&mut house.browser(), &id, "file").await.asks_to_sign_in());
    // Whole names: the form is there for ten minutes after the password, and what is sent later leads to it.
    house.wait(601);
    assert!(officer.get(&next).await.unwrap().text().contains("/admin/confirm?next="));
    let full = [("exam", &*exam), ("kind", "csv"), ("full", "true"), ("reason", "报送")];
    let sent = officer.form("/api/staff/exports/ask", HTML, &encoded(&full)).await.unwrap();
    assert!(sent.location().starts_with("/admin/confirm"), "{}", sent.location());
    let text = id.as_str().unwrap();
    fine(&mut officer, "/api/staff/exports/end", &[("id", text), ("exam", &exam)]).await;
    assert!(mine(&mut officer).await.is_empty());
    assert_eq!(get(&mut officer, &id, "file").await.status, 404, "thrown away");
}

fn somebody(n: usize, exam: &Exam) -> (Account, Registration) {
    let ulid = format!("{n:026}");
    let now = domain::instant::Instant::from_millis(0);
    let account = Account {
        id: AccountId::from_ulid(&ulid).unwrap(),
        name: PersonName::parse("欧阳望舒").unwrap(),
        region: Region::HongKongMacaoTaiwan,
        number: DocumentNumber::parse(DocumentKind::HongKongMacaoPermit, &format!("H{n:08}")).unwrap(),
        phone: Phone::parse("13800000000").unwrap(),
        candidate_type: Some("函授".to_owned()),
        major: Some("会计学".to_owned()),
        created: now,
        version: 1,
    };
    let registration = Registration {
        id: RegistrationId::from_ulid(&ulid).unwrap(),
        account: account.id.clone(),
        exam: exam.id.clone(),
        state: State::Approved { at: now },
        payment: PaymentState::Confirmed,
        notice: None,
        face: FaceCheck::None,
        answers: Some(Answers {
            subject: exam.subjects[0].code.clone(),
            site: exam.sites.first().map(|site| site.code.clone()),
            enrolment: Enrolment::Enrolled,
            candidate_type: "函授".to_owned(),
            major: "会计学".to_owned(),
        }),
        changed: Vec::new(),
        permit: None,
        created: now,
    };
    (account, registration)
}

impl House {
    /// So many registrations, past every rule.
    async fn crowd(&self, people: usize) {
        let exam = self.open_exam().await;
        for first in (1..=people).step_by(AT_ONCE) {
            let last = people.min(first + AT_ONCE - 1);
            let added = self.store.write(async |tx| {
                for n in first..=last {
                    let (account, registration) = somebody(n, &exam);
                    store::account::insert(tx, &account, "hash").await?;
                    store::registration::insert(tx, &registration).await?;
                }
                Ok::<_, store::Error>(())
            });
            added.await.unwrap();
        }
    }
}

/// What the process has held in memory, in megabytes: `VmHWM` the most since [`forget_the_most`], `VmRSS` now.
fn megabytes(what: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or_default()
        / 1_024
}

/// Linux counts the most anew.
fn forget_the_most() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f7_every_registration_is_in_every_kind_of_table() {
    let (people, report) = wish();
    let house = House::open().await;
    house.crowd(people).await;
    let exam = house.open_exam().await.id.to_string();
    let mut officer = house.colleague("wang.fang", "exam_officer").await.browser;
    let mut told = Vec::new();
    for kind in ["xlsx", "csv", "dbf"] {
        house.wait(1);
        fine(&mut officer, "/api/staff/exports/ask", &[("exam", &exam), ("kind", kind)]).await;
        forget_the_most();
        let (before, since) = (megabytes("VmRSS"), Instant::now());
        service::jobs::run_due(&house.cx).await.unwrap();
        let seconds = since.elapsed().as_secs_f64();
        let (most, own) = (megabytes("VmHWM"), megabytes("VmHWM").saturating_sub(before));
        let made = mine(&mut officer).await[0].clone();
        assert_eq!(
            (made["state"].as_str(), made["written"].as_u64()),
            (Some("done"), u64::try_from(people).ok())
        );
        println!("export_{people}_{kind}   {seconds:.1} s   at most {most} MB, {own} MB of it the export's");
        told.push(json!({ "what": format!("export_{people}_{kind}"), "seconds": seconds, "most_mb": most, "own_mb": own }));
    }
    if let Some(report) = report {
        fs::write(report, serde_json::to_string_pretty(&told).unwrap()).unwrap();
    }
}
