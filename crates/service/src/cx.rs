//! What a use case needs from outside.

use std::num::NonZeroUsize;
use std::sync::{Arc, PoisonError, RwLock};

use domain::face::FacePolicy;
use domain::instant::Instant;
use domain::person::PasswordRule;
use domain::site::School;
use gateway::Sms;
use store::Store;
use tokio::sync::Notify;
use vision::{Engine, Pool};

use crate::jobs::Lane;
use crate::password::Hasher;
use crate::{Clock, Error};

/// How SMS leave.
#[derive(Debug, Clone)]
pub struct SmsRules {
    /// Stands in front of each, as 【示例大学】.
    pub signature: String,
    /// Most codes a day, over all numbers.
    pub daily_budget: i64,
    /// Codes an hour that one address may ask for before it is slowed down.
    pub address_sends_an_hour: i64,
}

impl SmsRules {
    /// What holds where nothing is set: a signature of the school's name.
    pub fn of(school_name: &str) -> Self {
        Self { signature: school_name.to_owned(), daily_budget: 5_000, address_sends_an_hour: 60 }
    }
}

/// What the school decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name and contacts.
    pub school: School,
    /// How long a password may be.
    pub password_rule: PasswordRule,
    /// How SMS leave.
    pub sms: SmsRules,
    /// Thresholds of the face check.
    pub face: FacePolicy,
    /// Demo mode: specimen cards, SMS on a page, a pretended payment page.
    pub demo: bool,
}

/// The parts a context is made of.
pub struct Parts {
    /// Database and files.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Reads cards and faces.
    pub engine: Arc<Engine>,
    /// The threads it runs on.
    pub pool: Pool,
    /// Where messages go.
    pub sms: Sms,
    /// What the school decides.
    pub settings: Settings,
}

/// What a use case needs from outside. Cheap to clone.
#[derive(Clone)]
pub struct Cx(Arc<Inner>);

struct Inner {
    parts: Parts,
    hasher: Hasher,
    letters_wait: Notify,
    cards_wait: Notify,
    exports_wait: Notify,
    papers_wait: Notify,
    live: RwLock<Live>,
}

/// The settings that can be changed in the app, as they hold now.
#[derive(Clone)]
pub(crate) struct Live {
    /// Of what was changed; 0 for the configuration alone.
    pub(crate) version: i64,
    /// Name, contacts, seal, ticket numbers.
    pub(crate) school: Arc<School>,
    /// Stands in front of each SMS.
    pub(crate) signature: String,
}

impl Cx {
    /// A context of these parts.
    pub fn new(parts: Parts) -> Result<Self, Error> {
        let hasher = Hasher::new()?;
        let live = Live {
            version: 0,
            school: Arc::new(parts.settings.school.clone()),
            signature: parts.settings.sms.signature.clone(),
        };
        Ok(Self(Arc::new(Inner {
            parts,
            hasher,
            letters_wait: Notify::new(),
            cards_wait: Notify::new(),
            exports_wait: Notify::new(),
            papers_wait: Notify::new(),
            live: RwLock::new(live),
        })))
    }

    /// The present instant.
    pub fn now(&self) -> Instant {
        self.0.parts.clock.now()
    }

    /// The school as it is set now: what the configuration says, and before it what was changed in the app.
    pub fn school(&self) -> Arc<School> {
        self.live().school
    }

    pub(crate) fn live(&self) -> Live {
        self.0.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Other settings hold from now on; an older version never comes after a newer one.
    pub(crate) fn set_live(&self, live: Live) {
        let mut held = self.0.live.write().unwrap_or_else(PoisonError::into_inner);
        if live.version >= held.version {
            *held = live;
        }
    }

    /// What the configuration says of the school, and how it signs SMS.
    pub(crate) fn configured(&self) -> (&School, &str) {
        let Settings { school, sms, .. } = &self.0.parts.settings;
        (school, &sms.signature)
    }

    /// How long a password may be.
    pub fn password_rule(&self) -> PasswordRule {
        self.0.parts.settings.password_rule
    }

    pub(crate) fn sms_rules(&self) -> SmsRules {
        SmsRules { signature: self.live().signature, ..self.0.parts.settings.sms.clone() }
    }

    /// Whether the process runs in demo mode.
    pub fn is_demo(&self) -> bool {
        self.0.parts.settings.demo
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.parts.store
    }

    pub(crate) fn face_policy(&self) -> &FacePolicy {
        &self.0.parts.settings.face
    }

    pub(crate) fn sms(&self) -> &Sms {
        &self.0.parts.sms
    }

    pub(crate) fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }

    /// Runs work on pictures on the bounded pool, never on an async thread.
    pub(crate) async fn see<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let engine = Arc::clone(&self.0.parts.engine);
        let seen = self.0.parts.pool.try_run(move || work(&engine)).map_err(|_full| Error::Busy)?;
        seen.await.map_err(|_| Error::internal("the picture's thread ended early"))
    }

    /// How many pictures are worked on at the same time.
    pub(crate) fn picture_threads(&self) -> NonZeroUsize {
        self.0.parts.pool.threads()
    }

    /// Tells the jobs' runners that there is something to do.
    pub(crate) fn work_waits(&self) {
        self.0.letters_wait.notify_one();
        self.0.cards_wait.notify_one();
        self.0.exports_wait.notify_one();
        self.0.papers_wait.notify_one();
    }

    /// Resolves when [`Self::work_waits`] was called.
    pub(crate) async fn until_work_waits(&self, lane: Lane) {
        match lane {
            Lane::Quick => self.0.letters_wait.notified().await,
            Lane::Cards => self.0.cards_wait.notified().await,
            Lane::Exports => self.0.exports_wait.notified().await,
            Lane::Papers => self.0.papers_wait.notified().await,
        }
    }
}
