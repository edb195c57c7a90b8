//! A school for one test: its own database, its own clock, invented candidates.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use domain::document::IdNumber;
use domain::face::FacePolicy;
use domain::instant::Instant;
use domain::person::PasswordRule;
use domain::registration::{Registration, State};
use domain::signup::PersonForm;
use domain::site::School as SchoolSettings;
use gateway::Sms;
use service::account::ProfileForm;
use service::{Candidate, Clock, Cx, Parts, Settings, SmsRules, Visitor, demo, jobs, session, signup};
use specimen::card::{draw_back, draw_front, photograph};
use specimen::fonts::Fonts;
use specimen::head::{Person, portrait};
use specimen::identity::Identity;
use store::Store;
use vision::{Engine, Pool};

pub const PASSWORD: &str = "kT4-brook-lamp";
pub const PHONE: &str = "13900005678";

/// 2026-11-23 in Shanghai.
const START: i64 = 1_795_400_000_000;

/// A clock that only the test moves.
pub struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Instant {
        Instant::from_millis(self.0.load(Ordering::Relaxed))
    }
}

pub struct School {
    pub cx: Cx,
    /// Past the use cases, for states that would take a whole road.
    pub store: Store,
    clock: Arc<TestClock>,
}

/// Loaded once for all tests: the models are large.
fn engine() -> Arc<Engine> {
    static ENGINE: OnceLock<Arc<Engine>> = OnceLock::new();
    Arc::clone(ENGINE.get_or_init(|| Arc::new(Engine::load(&models()).expect("the models"))))
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where the models are")]
fn models() -> PathBuf {
    std::env::var("ZHUNKAO_MODELS").map_or_else(
        |_| PathBuf::from(std::env::var("HOME").expect("HOME")).join(".cache/zhunkao/v1/models"),
        PathBuf::from,
    )
}

impl School {
    /// A demo school with its seeded exams.
    pub async fn open() -> Self {
        Self::open_where(|_| {}).await
    }

    /// The same, with thresholds of its own.
    pub async fn open_with(face: FacePolicy) -> Self {
        Self::open_where(|settings| settings.face = face).await
    }

    /// The same, with settings of its own.
    pub async fn open_where(change: impl FnOnce(&mut Settings)) -> Self {
        Self::open_on(Store::for_tests().await.unwrap(), change).await
    }

    /// The same, on this store.
    pub async fn open_on(store: Store, change: impl FnOnce(&mut Settings)) -> Self {
        let clock = Arc::new(TestClock(AtomicI64::new(START)));
        let cx = node(&store, &clock, change);
        demo::seed(&cx, "http://localhost:3000").await.unwrap();
        Self { cx, store, clock }
    }

    /// Another process on the same database.
    pub fn another_node(&self) -> Cx {
        node(&self.store, &self.clock, |_| {})
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }

    /// Lets time pass up to this instant.
    pub fn wait_until(&self, then: Instant) {
        self.clock.0.store(then.as_millis(), Ordering::Relaxed);
    }

    /// Does every job that is due.
    pub async fn work(&self) {
        jobs::run_due(&self.cx).await.unwrap();
    }

    /// The code in the newest message.
    pub async fn newest_code(&self) -> String {
        crate::doors::code_in(&self.messages().await[0].1)
    }

    /// A visitor whose first page is filled in. A number that is no resident's is one of a permit, told by its letter,
    /// or of a residence card, told by its area.
    pub async fn visitor(&self, name: &str, number: &str) -> Visitor {
        let (visitor, _) = session::open(&self.cx).await.unwrap();
        let (region, kind) = match (number.len(), number.starts_with(['H', 'M'])) {
            (18, _) if number.starts_with('8') => {
                ("hong_kong_macao_taiwan", "hong_kong_macao_taiwan_residence")
            }
            (18, _) => ("mainland", ""),
            (_, true) => ("hong_kong_macao_taiwan", "hong_kong_macao_permit"),
            (_, false) => ("hong_kong_macao_taiwan", "taiwan_permit"),
        };
        let form = PersonForm {
            name: name.into(),
            region: region.into(),
            document_kind: kind.into(),
            number: number.into(),
        };
        signup::save_person(&self.cx, &visitor, form).await.unwrap();
        visitor
    }

    /// A visitor whose phone is proven.
    pub async fn proven(&self, name: &str, number: &str) -> Visitor {
        let visitor = self.visitor(name, number).await;
        self.prove(&visitor, PHONE).await;
        self.wait(61);
        visitor
    }

    /// A signed-in candidate.
    pub async fn candidate(&self, name: &str, number: &str) -> Candidate {
        let visitor = self.proven(name, number).await;
        let signed_in = self.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await.unwrap();
        self.who(&signed_in).await.unwrap()
    }

    /// A registration that was handed in, without the road to it.
    pub async fn handed_in(&self, who: &Candidate) -> Registration {
        let now = self.cx.now();
        let home = service::exam::home(&self.cx, None).await.unwrap();
        let exam =
            home.exams.into_iter().map(|(exam, _)| exam).find(|e| e.windows.register.contains(now)).unwrap();
        let (id, _) = service::registration::begin(&self.cx, who, &exam.id).await.unwrap();
        self.store
            .write(async |tx| {
                let (mut own, seen) = store::registration::find_own(tx, who.id(), &id).await?.unwrap();
                own.state = State::Submitted { at: now };
                store::registration::save(tx, &own, seen).await?;
                Ok::<_, store::Error>(own)
            })
            .await
            .unwrap()
    }

    /// A candidate whose profile is complete.
    pub async fn complete(&self, name: &str, number: &str) -> Candidate {
        let who = self.candidate(name, number).await;
        let form =
            ProfileForm { name: name.into(), candidate_type: "函授".into(), major: "会计学".into() };
        service::account::save_profile(&self.cx, &who, form).await.unwrap();
        who
    }
}

fn node(store: &Store, clock: &Arc<TestClock>, change: impl FnOnce(&mut Settings)) -> Cx {
    let two = NonZeroUsize::new(2).unwrap();
    let school = SchoolSettings {
        name: "示例大学".into(),
        technical_contact: "0731-0000 0001".into(),
        hotline: "0731-0000 0000".into(),
        ..SchoolSettings::default()
    };
    let mut settings = Settings {
        sms: SmsRules::of(&school.name),
        school,
        password_rule: PasswordRule::default(),
        face: FacePolicy::default(),
        demo: true,
    };
    change(&mut settings);
    Cx::new(Parts {
        store: store.clone(),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        engine: engine(),
        pool: Pool::start("test", two, NonZeroUsize::new(64).unwrap()).unwrap(),
        sms: Sms::None,
        settings,
    })
    .unwrap()
}

/// A right number; `sequence` tells people apart.
pub fn number(sequence: u32) -> String {
    let digits = format!("43011119950615{sequence:03}");
    format!("{digits}{}", IdNumber::check_character(&digits).unwrap())
}

/// Photographs of both sides of a specimen card.
pub fn card(name: &str, number: &str, person: Person) -> (Vec<u8>, Vec<u8>) {
    let identity = Identity::of(name, IdNumber::parse(number).unwrap(), 1);
    let fonts = Fonts::load().unwrap();
    let shoot = |card, seed| specimen::jpeg(&photograph(&card, seed), 85);
    (
        shoot(draw_front(&identity.front(), &portrait(person), &fonts), 1),
        shoot(draw_back(&identity.back(), &fonts), 2),
    )
}

/// A picture that shows no card, another one for each seed.
pub fn wall(seed: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(640, 480, |x, y| {
        // Every square's grey is drawn by its place and the seed (a multiplicative hash).
        let place = x / 40 + 16 * (y / 40) + 192 * (seed + 1);
        let square = (place.wrapping_mul(2_654_435_761) >> 16) % 90;
        image::Rgb([u8::try_from(100 + square).unwrap(); 3])
    });
    specimen::jpeg(&picture, 85)
}
