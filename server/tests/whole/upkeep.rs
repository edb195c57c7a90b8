use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::browser::{HTML, Part, encoded};
use crate::house::{House, models, photo};

fn zhunkao(words: &[&str], data: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zhunkao")).args(words).arg("--data").arg(data).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A school in which somebody has signed up, handed in two pictures and begun a registration.
async fn lived_in() -> House {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    let browser = &mut person.browser;
    browser.form("/api/identity/consent", HTML, "consent=on").await.unwrap();
    for path in ["/upload/identity/front", "/upload/identity/back"] {
        assert!(browser.upload(path, HTML, &[Part::File("photo", &photo())]).await.unwrap().is_fine());
    }
    let exam =
        browser.form("/api/home", crate::browser::JSON, "").await.unwrap().json()["exams"][0]["id"].clone();
    let begun = encoded(&[("exam", exam.as_str().unwrap())]);
    assert!(browser.form("/api/registration/begin", HTML, &begun).await.unwrap().is_fine());
    house
}

fn one_picture(data: &Path) -> std::path::PathBuf {
    // Files that staff take out have a folder of their own beside them.
    let mut all = std::fs::read_dir(data.join("pictures")).unwrap().map(|entry| entry.unwrap().path());
    all.find(|path| path.is_file()).expect("a picture")
}

#[tokio::test]
async fn f11_check_is_clean_on_a_living_database_and_tells_of_no_person() {
    let house = lived_in().await;
    let output = zhunkao(&["check"], &house.data());
    let text = told(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.lines().count() > 8 && !text.contains("BROKEN"), "{text}");
    let seen = |rule: &str| {
        let line = text.lines().find(|line| line.contains(rule)).unwrap_or_else(|| panic!("{rule}: {text}"));
        line.split_whitespace().nth(2).unwrap().parse::<u32>().unwrap()
    };
    assert_eq!((seen("one-active-registration"), seen("named-pictures-are-there")), (1, 2));
    assert!(seen("sealed-values-open") > 4);
    assert_eq!(text.lines().last().unwrap().split_whitespace().last(), Some("0"), "no picture without a row");
}

#[tokio::test]
async fn f11_check_names_the_ids_of_what_is_wrong_and_fails() {
    let house = lived_in().await;
    let lost = one_picture(&house.data());
    std::fs::rename(&lost, lost.with_file_name("pho_00000000000000000000000001")).unwrap();
    house.run("UPDATE accounts SET name = phone").await;
    house.run("UPDATE registrations SET version = version + 1").await;
    let output = zhunkao(&["check"], &house.data());
    let text = told(&output);
    assert!(!output.status.success(), "{text}");
    let line = |rule: &str| text.lines().find(|line| line.contains(rule)).unwrap_or_default().to_owned();
    assert!(line("named-pictures-are-there").contains(lost.file_name().unwrap().to_str().unwrap()), "{text}");
    assert!(line("sealed-values-open").contains("(accounts.name)"), "{text}");
    assert!(line("each-move-is-noted-once").contains("reg_"), "{text}");
    assert!(line("pictures-without-a-row").ends_with('1'), "{text}");
    assert!(!text.contains("欧阳") && !text.contains("4301111995"), "{text}");
}

#[tokio::test]
async fn f8_the_log_is_verified_and_a_strange_hand_is_named() {
    let house = lived_in().await;
    let waiting = told(&zhunkao(&["audit", "verify"], &house.data()));
    assert!(waiting.starts_with("ok      0 entries") && !waiting.contains(" 0 newer ones"), "{waiting}");
    // In a running server the jobs do it.
    service::audit::link(&house.cx).await.unwrap();
    let text = told(&zhunkao(&["audit", "verify"], &house.data()));
    assert!(text.starts_with("ok  ") && text.contains(" 0 newer ones wait"), "{text}");
    let head = text.lines().last().unwrap().split_whitespace().last().unwrap().to_owned();
    assert!(zhunkao(&["audit", "verify", "--head", &head], &house.data()).status.success());
    let cut = zhunkao(&["audit", "verify", "--head", "0"], &house.data());
    assert!(!cut.status.success() && told(&cut).contains("its end was cut off"), "{}", told(&cut));

    let listed = told(&zhunkao(&["audit", "list", "--event", "registration.begun"], &house.data()));
    assert!(listed.contains("registration.begun  reg_") && listed.lines().count() == 1, "{listed}");
    assert!(!listed.contains("欧阳") && !listed.contains("4301111995"), "{listed}");

    house.run("DROP TRIGGER audit_is_never_updated").await;
    house.run("UPDATE audit SET actor = 'nobody' WHERE event = 'registration.begun'").await;
    let broken = zhunkao(&["audit", "verify"], &house.data());
    let id = listed.split_whitespace().find(|word| word.starts_with("aud_")).unwrap();
    assert!(!broken.status.success(), "{}", told(&broken));
    assert_eq!(told(&broken).trim(), format!("BROKEN  {id} or its link was changed"));
    assert!(told(&zhunkao(&["check"], &house.data())).contains("BROKEN  audit-chain-holds"));
}

#[tokio::test]
async fn f11_a_wrong_key_file_stops_the_start_with_a_sentence() {
    let house = lived_in().await;
    let data = house.data();
    house.store.close().await;
    std::fs::remove_file(data.join("keys")).unwrap();
    let site = data.parent().unwrap().join("site");
    let start = || {
        let words = ["demo", "--port", "1", "--site", site.to_str().unwrap(), "--models"];
        let models = models();
        Command::new(env!("CARGO_BIN_EXE_zhunkao"))
            .args(words)
            .arg(models)
            .arg("--data")
            .arg(&data)
            .output()
            .unwrap()
    };
    let output = start();
    assert!(!output.status.success());
    assert!(told(&output).contains("does not belong to this database"), "{}", told(&output));
    for words in [&["check"][..], &["keys", "status"], &["keys", "rotate"]] {
        let output = zhunkao(words, &data);
        assert!(!output.status.success() && told(&output).contains("does not belong"), "{}", told(&output));
    }
    std::fs::write(data.join("keys"), "zhunkao keys 2\nnonsense\n").unwrap();
    assert!(told(&start()).contains("the key file is damaged"), "{}", told(&start()));
}

#[tokio::test]
async fn f11_keys_are_rotated_through_a_kill_while_the_school_is_open() {
    let house = lived_in().await;
    let data = house.data();
    let status = || told(&zhunkao(&["keys", "status"], &data));
    assert!(status().contains("newest") && !status().contains("older"), "{}", status());
    assert!(!zhunkao(&["keys", "retire"], &data).status.success(), "there is one key only");

    // Killed at growing moments until one run comes to its end: each goes on where the last one stopped.
    let mut kills = 0;
    let mut patience = Duration::from_millis(5);
    loop {
        let mut run = Command::new(env!("CARGO_BIN_EXE_zhunkao"))
            .args(["keys", "rotate", "--data"])
            .arg(&data)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let ended = (0..20).find_map(|_| {
            std::thread::sleep(patience / 20);
            run.try_wait().unwrap()
        });
        if ended.is_none() {
            let _ = run.kill();
            kills += 1;
        }
        let output = run.wait_with_output().unwrap();
        let text = told(&output);
        // A run that was killed after its last value but before its last word has done all: the next one says so.
        if output.status.success() || text.contains("already") {
            break;
        }
        assert!(ended.is_none(), "{text}");
        assert!(zhunkao(&["check"], &data).status.success(), "both keys open while it is half done");
        patience = patience * 3 / 2;
    }
    assert!(kills > 0, "no run was cut off");
    assert!(status().contains("key 1            0 values         0 pictures  older"), "{}", status());
    service::jobs::sweep(&house.cx).await.unwrap();
    // The running school reads what was sealed anew, and seals with the new key.
    let answer = house.person("司马相如", 456).await.browser.get("/me").await.unwrap();
    assert!(answer.text().contains("司马相如"));
    let early = zhunkao(&["keys", "retire"], &data);
    assert!(!early.status.success() && told(&early).contains("half an hour"), "{}", told(&early));
    let place = service::keys::Place {
        database_url: format!("sqlite://{}", data.join("zhunkao.db").display()),
        pictures: data.join("pictures"),
        key_file: data.join("keys"),
    };
    assert_eq!(service::keys::retire(&place, Duration::ZERO).await.unwrap(), 2);
    assert!(zhunkao(&["check"], &data).status.success());
    assert!(!status().contains("key 1 "), "{}", status());
}

#[tokio::test]
async fn f11_a_key_that_is_still_in_use_is_not_retired() {
    let house = lived_in().await;
    let data = house.data();
    store::Keys::add_to(&data.join("keys")).unwrap();
    let place = service::keys::Place {
        database_url: format!("sqlite://{}", data.join("zhunkao.db").display()),
        pictures: data.join("pictures"),
        key_file: data.join("keys"),
    };
    let refused = service::keys::retire(&place, Duration::ZERO).await.unwrap_err();
    assert!(matches!(refused, service::keys::KeysProblem::StillInUse), "{refused}");
    let done = service::keys::rotate(&place).await.unwrap();
    assert!(
        !done.made && done.newest == 2 && done.sealed.values > 4 && done.sealed.pictures == 2,
        "{done:?}"
    );
    let again = service::keys::rotate(&place).await.unwrap_err();
    assert!(matches!(again, service::keys::KeysProblem::NotRetired), "{again}");
    assert_eq!(service::keys::retire(&place, Duration::ZERO).await.unwrap(), 2);
}
