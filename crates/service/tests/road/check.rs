use domain::id::PhotoId;
use service::check::{Report, run};
use service::{jobs, payment, registration};
use specimen::head::Person;

use crate::face::pass_face;
use crate::registration::begun;
use crate::school::{PHONE, School, card, number};
use crate::steps::{answers, proof};

fn broken(report: &Report) -> Vec<&'static str> {
    report.lines.iter().filter(|line| !line.broken.is_empty()).map(|line| line.rule).collect()
}

fn seen(report: &Report, rule: &str) -> i64 {
    report.lines.iter().find(|line| line.rule == rule).expect("a rule of this name").seen
}

#[tokio::test]
async fn f8_everything_holds_after_the_whole_road() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    school.wait(1);
    pass_face(&school, &who, &id, "张三", &number(1)).await;
    school.wait(1);
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    payment::hand_in_proof(&school.cx, &who, &id, proof("张三")).await.unwrap();
    let report = run(&school.store).await.unwrap();
    assert_eq!(broken(&report), Vec::<&str>::new(), "{report:#?}");
    assert!(report.is_clean());
    assert_eq!(seen(&report, "one-active-registration"), 1);
    assert!(seen(&report, "named-pictures-are-there") >= 3, "two sides and the screenshot");
    assert!(seen(&report, "sealed-values-open") > 8);
    assert_eq!(seen(&report, "each-check-is-noted"), 1);
}

#[tokio::test]
async fn f11_a_picture_that_is_gone_is_found_and_one_that_nobody_names_is_counted() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    service::identity::give_consent(&school.cx, &who, true).await.unwrap();
    let (front, _) = card("张三", &number(1), Person::First);
    service::identity::receive_photo(&school.cx, &who, domain::card::Side::Front, front).await.unwrap();
    let before = run(&school.store).await.unwrap();
    assert!(before.is_clean() && before.orphans == 0);
    let named = school.store.files().list().await.unwrap();
    let stray: PhotoId = "pho_00000000000000000000000009".to_owned().try_into().unwrap();
    school.store.files().put(&stray, b"cut off").await.unwrap();
    let photo: PhotoId = named[0].clone().try_into().unwrap();
    school.store.files().delete(&photo).await.unwrap();
    let report = run(&school.store).await.unwrap();
    assert_eq!((broken(&report), report.orphans), (vec!["named-pictures-are-there"], 1));
    assert!(!report.is_clean());
}

#[tokio::test]
async fn g4_the_sweep_forgets_what_was_done_a_week_ago_and_keeps_what_failed() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    service::signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    school.work().await;
    school.wait(7 * 86_400 - 1);
    assert!(jobs::sweep(&school.cx).await.unwrap() > 0, "what hangs on the session goes before");
    school.wait(1);
    assert_eq!(jobs::sweep(&school.cx).await.unwrap(), 1, "the job");
    assert_eq!(jobs::sweep(&school.cx).await.unwrap(), 0);
}
