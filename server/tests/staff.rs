//! The command line for staff, as staff call it: the program itself, on a demo's folder.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "everything here is a test, helpers included")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use domain::document::{DocumentKind, DocumentNumber};
use domain::id::AccountId;
use domain::identity::Identity;
use domain::instant::Instant;
use domain::person::{PersonName, Phone, Region};
use store::account::Account;
use store::identity::IdentityRecord;
use store::{Config, Keys, Store};
use tempfile::TempDir;

const NOW: Instant = Instant::from_millis(1_795_400_000_000);

fn account() -> Account {
    Account {
        id: AccountId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap(),
        name: PersonName::parse("陈大文").unwrap(),
        region: Region::HongKongMacaoTaiwan,
        number: DocumentNumber::parse(DocumentKind::HongKongMacaoPermit, "H12345678").unwrap(),
        phone: Phone::parse("13900005678").unwrap(),
        candidate_type: None,
        major: None,
        created: NOW,
        version: 1,
    }
}

/// The folder of a demo in which one person waits.
async fn somebody_waits() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let record = IdentityRecord {
        identity: Identity::WaitingForPerson { since: NOW, problems: Vec::new() },
        front: None,
        back: None,
        portrait: None,
        only_person: false,
        version: 0,
    };
    let store = open(folder.path()).await;
    store
        .write(async |tx| {
            store::account::insert(tx, &account(), "hash").await?;
            store::identity::save(tx, &account().id, &record, 0).await
        })
        .await
        .unwrap();
    store.close().await;
    folder
}

async fn open(folder: &Path) -> Store {
    Store::open(Config {
        database_url: format!("sqlite://{}", folder.join("zhunkao.db").display()),
        files: folder.join("pictures"),
        keys: Keys::load_or_create(&folder.join("keys")).unwrap(),
    })
    .await
    .unwrap()
}

async fn state(folder: &Path) -> Identity {
    let store = open(folder).await;
    let record = store.read(async |r| store::identity::find(r, &account().id).await).await.unwrap();
    store.close().await;
    record.unwrap().identity
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where the models are")]
fn models() -> PathBuf {
    std::env::var("ZHUNKAO_MODELS").map_or_else(
        |_| PathBuf::from(std::env::var("HOME").expect("HOME")).join(".cache/zhunkao/v1/models"),
        PathBuf::from,
    )
}

fn zhunkao(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zhunkao"))
        .args(words)
        .arg("--data")
        .arg(folder)
        .arg("--models")
        .arg(models())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn b10_staff_list_show_and_decide_on_the_command_line() {
    let folder = somebody_waits().await;
    let id = account().id.to_string();
    let list = said(&zhunkao(folder.path(), &["identity", "list"]));
    assert!(list.contains(&id) && list.contains("version 1"), "{list}");
    assert!(!list.contains("陈大文") && !list.contains("H12345678"), "a list shows codes only: {list}");
    let to = folder.path().join("look");
    let shown = said(&zhunkao(folder.path(), &["identity", "show", &id, "--to", to.to_str().unwrap()]));
    assert!(shown.contains("陈大文") && shown.contains("version  1"), "{shown}");

    let stale = zhunkao(folder.path(), &["identity", "decide", &id, "approve", "--version", "7"]);
    assert!(!stale.status.success() && said(&stale).contains("has changed"), "{}", said(&stale));
    let decided = zhunkao(folder.path(), &["identity", "decide", &id, "approve", "--version", "1"]);
    assert!(decided.status.success(), "{}", said(&decided));
    assert!(matches!(state(folder.path()).await, Identity::PassedByPerson { .. }));
    let again = zhunkao(folder.path(), &["identity", "decide", &id, "approve"]);
    assert!(!again.status.success() && said(&again).contains("nobody waits"), "{}", said(&again));
    assert!(said(&zhunkao(folder.path(), &["identity", "list"])).contains("nobody waits"));
}

#[tokio::test(flavor = "multi_thread")]
async fn b10_a_return_needs_one_of_the_known_reasons() {
    let folder = somebody_waits().await;
    let id = account().id.to_string();
    for words in [&["return"][..], &["reject", "--reason", "because"]] {
        let refused = zhunkao(folder.path(), &[&["identity", "decide", &id], words].concat());
        assert!(!refused.status.success());
        assert!(said(&refused).contains("not_the_original"), "the reasons are listed: {}", said(&refused));
    }
    assert!(matches!(state(folder.path()).await, Identity::WaitingForPerson { .. }));
    let words = ["identity", "decide", &id, "return", "--reason", "unclear"];
    let returned = zhunkao(folder.path(), &words);
    assert!(returned.status.success(), "{}", said(&returned));
    assert!(matches!(state(folder.path()).await, Identity::Failed { .. }));
}
