//! A school behind its real router: an own database, an own clock, people who have walked the road.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::Router;
use domain::document::{DocumentKind, DocumentNumber, IdNumber};
use domain::face::FacePolicy;
use domain::instant::Instant;
use domain::person::{PasswordRule, Phone};
use gateway::Sms;
use server::config::{Config, DemoOptions};
use server::{log, router};
use service::{Clock, Cx, Parts, Settings, demo, jobs};
use sqlx::{AnyConnection, Connection, Executor};
use store::{Keys, Store};
use tempfile::TempDir;
use tracing_subscriber::EnvFilter;
use vision::{Engine, Pool};

use crate::browser::{Browser, HTML, JSON, Line, Part, encoded};

pub const PASSWORD: &str = "kT4-brook-lamp";

/// 2026-11-23 in Shanghai.
pub const START: i64 = 1_795_400_000_000;

/// A clock that only the test moves, and that can be broken, so that whatever asks it panics.
pub struct TestClock {
    now: AtomicI64,
    broken: AtomicBool,
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        assert!(!self.broken.load(Ordering::Relaxed), "李四 13900001234 broke the clock");
        Instant::from_millis(self.now.load(Ordering::Relaxed))
    }
}

/// Somebody with an account.
#[derive(Clone)]
pub struct Person {
    pub name: &'static str,
    pub number: String,
    pub phone: String,
    pub browser: Browser,
}

pub struct House {
    pub router: Router,
    pub cx: Cx,
    pub store: Store,
    clock: Arc<TestClock>,
    url: String,
    folder: TempDir,
}

/// Ids of what somebody owns.
#[derive(Clone)]
pub struct Owned {
    pub exam: String,
    pub registration: String,
    pub challenge: String,
    /// Another session of theirs, on another phone.
    pub session: String,
}

impl House {
    pub async fn open() -> Self {
        Self::with_pool(2, 64).await
    }

    /// With so many threads for pictures, and so many that may wait.
    pub async fn with_pool(threads: usize, waiting: usize) -> Self {
        listen();
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder);
        let url = config.data.database_url.clone();
        let store = Store::open(store::Config {
            database_url: url.clone(),
            files: config.data.pictures.clone(),
            keys: Keys::load_or_create(&config.data.key_file).unwrap(),
        })
        .await
        .unwrap();
        let clock = Arc::new(TestClock { now: AtomicI64::new(START), broken: AtomicBool::new(false) });
        let size = |n| NonZeroUsize::new(n).unwrap();
        let cx = Cx::new(Parts {
            store: store.clone(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            engine: engine(),
            pool: Pool::start("test", size(threads), size(waiting)).unwrap(),
            sms: Sms::None,
            settings: Settings {
                sms: service::SmsRules::of(&config.school),
                school: config.school.clone(),
                password_rule: PasswordRule::default(),
                face: FacePolicy::default(),
                demo: true,
            },
        })
        .unwrap();
        demo::seed(&cx, "http://localhost:3000").await.unwrap();
        let router = router::router(&config, &cx).unwrap();
        Self { router, cx, store, clock, url, folder }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(Line::Router(self.router.clone()))
    }

    /// The folder of database, pictures and keys, as `zhunkao check --data` takes it.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn wait(&self, seconds: i64) {
        self.clock.now.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }

    /// From now on whatever asks the clock panics.
    pub fn break_clock(&self) {
        self.clock.broken.store(true, Ordering::Relaxed);
    }

    /// Runs SQL past the store, to stand somebody where the engine would take seconds to lead them.
    pub async fn run(&self, sql: &'static str) {
        let mut connection = AnyConnection::connect(&self.url).await.unwrap();
        connection.execute(sqlx::query(sql)).await.unwrap();
        connection.close().await.unwrap();
    }

    async fn second_session(&self, person: &Person) -> String {
        let form = encoded(&[("number", person.number.as_str()), ("password", PASSWORD)]);
        let mut phone = self.browser();
        assert!(phone.form("/api/account/sign-in", HTML, &form).await.unwrap().is_fine());
        let listed = phone.form("/api/security/load", JSON, "").await.unwrap().json();
        let sessions = listed["sessions"].as_array().unwrap_or_else(|| panic!("{listed}"));
        let own = sessions.iter().find(|session| session["is_this"] == true);
        own.unwrap_or_else(|| panic!("{listed}"))["id"].as_str().unwrap().to_owned()
    }

    /// A portrait as the engine would have found it on the card.
    async fn give_portrait(&self, number: &str) {
        self.store
            .write(async |tx| {
                let found = store::account::find_credentials(tx, number).await?;
                let (account, _) = found.expect("an account of this number");
                let mut record = store::identity::find(tx, &account).await?.expect("pictures were handed in");
                record.portrait = Some(vec![0.1; 128]);
                let version = record.version;
                store::identity::save(tx, &account, &record, version).await
            })
            .await
            .unwrap();
    }

    /// Signs somebody up, through every page.
    pub async fn person(&self, name: &'static str, sequence: u32) -> Person {
        let (number, phone) = (number(sequence), format!("139{:08}", 51_000_000 + sequence));
        let mut browser = self.browser();
        let person = [("name", name), ("region", "mainland"), ("number", number.as_str())];
        fine(&mut browser, "/api/account/sign-up/person", &person).await;
        fine(&mut browser, "/api/account/sign-up/send-code", &[("phone", phone.as_str())]).await;
        while jobs::run_next(&self.cx).await.unwrap() {}
        let (_, text, _) = demo::messages(&self.cx).await.unwrap().remove(0);
        let code: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect();
        fine(&mut browser, "/api/account/sign-up/phone", &[("phone", phone.as_str()), ("code", &code)]).await;
        let typed = browser.form("/api/account/sign-up", JSON, "").await.unwrap().json();
        let mark = typed["mark"].as_str().unwrap_or_else(|| panic!("{typed}"));
        let password = [("password", PASSWORD), ("password_again", PASSWORD), ("mark", mark)];
        fine(&mut browser, "/api/account/sign-up/password", &password).await;
        let profile = [("name", name), ("candidate_type", "函授"), ("major", "会计学")];
        fine(&mut browser, "/api/account/profile/save", &profile).await;
        self.wait(61);
        Person { name, number, phone, browser }
    }

    /// Leads somebody to the end of the road: pictures, a face challenge, a registration with its proof.
    pub async fn owner(&self, person: &mut Person) -> Owned {
        let browser = &mut person.browser;
        let jpeg = photo();
        fine(browser, "/api/identity/consent", &[("consent", "on")]).await;
        for side in ["front", "back"] {
            let path = format!("/upload/identity/{side}");
            let answer = browser.upload(&path, HTML, &[Part::File("photo", &jpeg)]).await.unwrap();
            assert!(answer.is_fine(), "{side}: {answer:?}");
        }
        self.run("UPDATE identities SET state = 'passed', since_at = 1795400000000, problems = NULL").await;
        let exam = browser.form("/api/home", JSON, "").await.unwrap().json()["exams"][0]["id"].clone();
        let exam = exam.as_str().unwrap().to_owned();
        let begun = fine(browser, "/api/registration/begin", &[("exam", exam.as_str())]).await;
        let registration = begun.split('/').nth(2).unwrap().to_owned();
        let notice = [("id", registration.as_str()), ("version", "1")];
        fine(browser, "/api/registration/notice/accept", &notice).await;
        self.give_portrait(&person.number).await;
        fine(browser, "/api/registration/face/consent", &[("consent", "on")]).await;
        let id = encoded(&[("id", registration.as_str())]);
        let issued = browser.form("/api/registration/face/challenge", JSON, &id).await.unwrap();
        let challenge = issued.json()["id"].as_str().unwrap_or_else(|| panic!("{issued:?}")).to_owned();
        self.run(
            "UPDATE registrations SET state = 'awaiting_payment', state_at = 1795400000000, subject = 'en', \
            enrolment = 'enrolled', face_state = 'passed', face_at = 1795400000000, \
            candidate_type = '函授', major = '会计学' WHERE state = 'draft'",
        )
        .await;
        self.run("UPDATE exams SET taken = 1").await;
        self.run("UPDATE subjects SET taken = 1 WHERE code = 'en'").await;
        let parts = [
            Part::File("screenshot", &jpeg),
            Part::Text("payer_name", person.name),
            Part::Text("payer_phone", &person.phone),
            Part::Text("payer_is_candidate", "on"),
        ];
        let answer = browser.upload(&format!("/upload/proof/{registration}"), HTML, &parts).await.unwrap();
        assert!(answer.is_fine(), "{answer:?}");
        let parts = [
            Part::File("rename_picture", &jpeg),
            Part::Text("new_name", "欧阳望书"),
            Part::Text("rename_reason", "mistyped"),
        ];
        let answer = browser.upload("/upload/rename", HTML, &parts).await.unwrap();
        assert!(answer.is_fine(), "{answer:?}");
        let session = self.second_session(person).await;
        Owned { exam, registration, challenge, session }
    }
}

impl Person {
    /// Everything of this person that nobody else may read, in every form in which our pages show it.
    pub fn secrets(&self) -> Vec<String> {
        let number = DocumentNumber::parse(DocumentKind::ResidentId, &self.number).unwrap();
        let phone = Phone::parse(&self.phone).unwrap();
        vec![
            self.name.to_owned(),
            self.number.clone(),
            number.grouped(),
            number.masked(),
            self.phone.clone(),
            phone.masked(),
        ]
    }
}

async fn fine(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.form(path, HTML, &encoded(fields)).await.unwrap();
    assert!(answer.is_fine(), "{path}: {} {} {}", answer.status, answer.location(), answer.text());
    answer.location().to_owned()
}

/// A right number; `sequence` tells people apart.
pub fn number(sequence: u32) -> String {
    let digits = format!("43011119950615{sequence:03}");
    format!("{digits}{}", IdNumber::check_character(&digits).unwrap())
}

/// A small photograph.
pub fn photo() -> Vec<u8> {
    let picture =
        image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, 90]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::from(picture).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// A demo's configuration with a site that holds nothing but the list of hashes.
pub fn config(folder: &TempDir) -> Config {
    let site = folder.path().join("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    std::fs::write(site.join("hash.txt"), "css: c\njs: j\nwasm: w\n").unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir_all(&data).unwrap();
    Config::for_demo(DemoOptions { data, site, models: Some(models()), port: 3_000, lan: false }).unwrap()
}

/// Loaded once for all tests: the models are large.
fn engine() -> Arc<Engine> {
    static ENGINE: OnceLock<Arc<Engine>> = OnceLock::new();
    Arc::clone(ENGINE.get_or_init(|| Arc::new(Engine::load(&models()).expect("the models"))))
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where the models are")]
pub fn models() -> PathBuf {
    std::env::var("ZHUNKAO_MODELS").map_or_else(
        |_| PathBuf::from(std::env::var("HOME").expect("HOME")).join(".cache/zhunkao/v1/models"),
        PathBuf::from,
    )
}

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Listener;

impl std::io::Write for Listener {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Keeps what this test process logs, in the format of the real log.
fn listen() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        let subscriber = log::subscriber(EnvFilter::new("info,sqlx=warn"), || Listener);
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
}

/// Everything that was logged so far, by all tests of this process.
pub fn logged() -> String {
    String::from_utf8_lossy(&LOG.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
}
