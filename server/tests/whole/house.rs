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
use domain::site::School;
use gateway::Sms;
use server::config::{Config, DemoOptions};
use server::{log, router};
use service::{Clock, Cx, Parts, Settings, demo, jobs};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, Row};
use store::{Keys, Store};
use tempfile::TempDir;
use tracing_subscriber::EnvFilter;
use vision::{Engine, Pool};

use crate::browser::{Browser, HTML, JSON, Line, encoded};

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

/// How a school is opened; what is not said is the demo's.
pub struct Opening {
    /// Threads for pictures, and how many may wait for one.
    pub threads: usize,
    pub waiting: usize,
    /// What the clock shows at first.
    pub now: Instant,
    pub school: Option<School>,
    /// The address of its database; SQLite in its folder where none is said.
    pub database: Option<String>,
}

impl Default for Opening {
    fn default() -> Self {
        Self { threads: 2, waiting: 64, now: Instant::from_millis(START), school: None, database: None }
    }
}

impl House {
    pub async fn open() -> Self {
        Self::with(Opening::default()).await
    }

    /// With so many threads for pictures, and so many that may wait.
    pub async fn with_pool(threads: usize, waiting: usize) -> Self {
        Self::with(Opening { threads, waiting, ..Opening::default() }).await
    }

    pub async fn with(opening: Opening) -> Self {
        listen();
        let Opening { threads, waiting, now, school, database } = opening;
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder);
        let school = school.unwrap_or_else(|| config.school.read().unwrap());
        let url = database.unwrap_or_else(|| config.data.database_url.clone());
        let store = Store::open(store::Config {
            database_url: url.clone(),
            files: config.data.pictures.clone(),
            keys: Keys::load_or_create(&config.data.key_file).unwrap(),
        })
        .await
        .unwrap();
        let clock =
            Arc::new(TestClock { now: AtomicI64::new(now.as_millis()), broken: AtomicBool::new(false) });
        let size = |n| NonZeroUsize::new(n).unwrap();
        let cx = Cx::new(Parts {
            store: store.clone(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            engine: engine(),
            pool: Pool::start("test", size(threads), size(waiting)).unwrap(),
            sms: Sms::None,
            settings: Settings {
                sms: service::SmsRules::of(&school.name),
                school,
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

    /// Puts the clock where a window opens or closes.
    pub fn set_clock(&self, now: Instant) {
        self.clock.now.store(now.as_millis(), Ordering::Relaxed);
    }

    /// From now on whatever asks the clock panics.
    pub fn break_clock(&self) {
        self.clock.broken.store(true, Ordering::Relaxed);
    }

    /// Runs SQL past the store, to stand somebody where the engine would take seconds to lead them.
    pub async fn run(&self, sql: impl Into<String>) {
        let mut connection = AnyConnection::connect(&self.url).await.unwrap();
        connection.execute(sqlx::query(AssertSqlSafe(sql.into()))).await.unwrap();
        connection.close().await.unwrap();
    }

    /// The number that this SQL counts.
    pub async fn count(&self, sql: impl Into<String>) -> i64 {
        count(&self.url, sql).await
    }

    /// The code in the message that left last.
    pub async fn newest_code(&self) -> String {
        jobs::run_due(&self.cx).await.unwrap();
        // Other messages may have left in the same moment.
        let sent = demo::messages(&self.cx).await.unwrap();
        let (_, text, _) = sent.into_iter().find(|(_, text, _)| text.contains("验证码")).expect("a code");
        text.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect()
    }

    /// Another phone on which they have signed in.
    pub async fn sign_in(&self, person: &Person) -> Browser {
        let form = encoded(&[("number", person.number.as_str()), ("password", PASSWORD)]);
        let mut phone = self.browser();
        assert!(phone.form("/api/account/sign-in", HTML, &form).await.unwrap().is_fine());
        phone
    }

    /// Signs somebody up, through every page.
    pub async fn person(&self, name: &'static str, sequence: u32) -> Person {
        let (number, phone) = (number(sequence), format!("139{:08}", 51_000_000 + sequence));
        let mut browser = self.browser();
        let person = [("name", name), ("region", "mainland"), ("number", number.as_str())];
        fine(&mut browser, "/api/account/sign-up/person", &person).await;
        fine(&mut browser, "/api/account/sign-up/send-code", &[("phone", phone.as_str())]).await;
        let code = self.newest_code().await;
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

/// Sends a form that must be answered well; where it leads.
pub async fn fine(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.form(path, HTML, &encoded(fields)).await.unwrap();
    assert!(answer.is_fine(), "{path}: {} {} {}", answer.status, answer.location(), answer.text());
    answer.location().to_owned()
}

/// The address of an empty database on the tests' `PostgreSQL`.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where PostgreSQL is")]
pub async fn fresh_postgres() -> String {
    let admin = std::env::var("ZHUNKAO_TEST_POSTGRES").expect("PostgreSQL, as `cargo xtask test` starts it");
    let name = format!("whole_{}", std::process::id());
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(&admin).await.unwrap();
    connection.execute(sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))).await.unwrap();
    connection.close().await.unwrap();
    let (server, _) = admin.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

/// The number that this SQL counts in this database.
pub async fn count(url: &str, sql: impl Into<String>) -> i64 {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await.unwrap();
    let row = connection.fetch_one(sqlx::query(AssertSqlSafe(sql.into()))).await.unwrap();
    connection.close().await.unwrap();
    row.get(0)
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

/// A demo's configuration with a site that holds nothing but the list of hashes and the service worker.
pub fn config(folder: &TempDir) -> Config {
    let site = folder.path().join("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    std::fs::write(site.join("hash.txt"), "css: c\njs: j\nwasm: w\nmanifest: m\nsplit: s\n").unwrap();
    std::fs::write(site.join("pkg/__wasm_split_manifest.m.json"), "{}").unwrap();
    std::fs::write(site.join("sw.js"), include_str!("../../../public/sw.js")).unwrap();
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
