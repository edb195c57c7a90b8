//! Opening: the database is migrated and checked on one connection before any pool exists.

use std::borrow::Cow;
use std::sync::{Arc, Once};
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Connection, Executor, Row as _, SqlSafeStr};

use crate::engine::Engine;
use crate::statement::statements;
use crate::{Config, Error, Files, Inner, Reader, SealedFiles, Store, Vault};

statements! {
    ADD_VAULT_CHECK = "INSERT INTO vault_checks (id, sealed) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
    VAULT_CHECK = "SELECT sealed FROM vault_checks WHERE id = $1";
    MIGRATED_TO = "SELECT MAX(version) AS version FROM _sqlx_migrations";
    SQLITE_VERSION on Sqlite = "SELECT sqlite_version() AS version";
    USE_WAL on Sqlite = "PRAGMA journal_mode = WAL";
}

/// The first SQLite without the WAL-reset bug, which could corrupt a database (3.51.3).
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// Readers of one process. SQLite has one writer besides; PostgreSQL's writers share the pool.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 8;

/// How long a caller waits for a connection before the answer is an error.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// `synchronous = FULL`: an acknowledged write survives a power cut. `busy_timeout` (milliseconds) is for other
/// processes, such as a backup; inside the process there is one writer.
const SQLITE_WRITER: &str = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON";
const SQLITE_READER: &str =
    "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA query_only = ON";

/// PostgreSQL's own way to bar a connection from writing.
const POSTGRES_READER: &str = "SET default_transaction_read_only = on";

/// Number, name and text of each migration; the engine is named where each has its own.
/// Additive only: what was released is never edited.
const MIGRATIONS: &[(i64, &str, Option<Engine>, &str)] = &[
    (1, "accounts", None, include_str!("../migrations/0001_accounts.sql")),
    (2, "sessions", None, include_str!("../migrations/0002_sessions.sql")),
    (3, "identities", None, include_str!("../migrations/0003_identities.sql")),
    (4, "exams", None, include_str!("../migrations/0004_exams.sql")),
    (5, "registrations", None, include_str!("../migrations/0005_registrations.sql")),
    (6, "jobs", None, include_str!("../migrations/0006_jobs.sql")),
    (7, "audit", None, include_str!("../migrations/0007_audit.sql")),
    (8, "audit guard", Some(Engine::Sqlite), include_str!("../migrations/0008_audit_guard.sqlite.sql")),
    (8, "audit guard", Some(Engine::Postgres), include_str!("../migrations/0008_audit_guard.postgres.sql")),
    (9, "account guards", None, include_str!("../migrations/0009_account_guards.sql")),
    (10, "identity", Some(Engine::Sqlite), IDENTITY_ON_SQLITE),
    (10, "identity", Some(Engine::Postgres), IDENTITY_ON_POSTGRES),
    (11, "road", None, include_str!("../migrations/0011_road.sql")),
    (12, "face checks", None, include_str!("../migrations/0012_face_checks.sql")),
    (13, "sites", None, include_str!("../migrations/0013_sites.sql")),
    (14, "staff", None, include_str!("../migrations/0014_staff.sql")),
    (15, "audit chain", Some(Engine::Sqlite), AUDIT_CHAIN_ON_SQLITE),
    (15, "audit chain", Some(Engine::Postgres), AUDIT_CHAIN_ON_POSTGRES),
    (16, "exam office", None, include_str!("../migrations/0016_exam_office.sql")),
    (17, "edit permits", None, include_str!("../migrations/0017_edit_permits.sql")),
    (18, "claims", None, include_str!("../migrations/0018_claims.sql")),
    (19, "seating", None, include_str!("../migrations/0019_seating.sql")),
    (20, "seating guard", Some(Engine::Sqlite), include_str!("../migrations/0020_seating_guard.sqlite.sql")),
    (
        20,
        "seating guard",
        Some(Engine::Postgres),
        include_str!("../migrations/0020_seating_guard.postgres.sql"),
    ),
    (21, "scores", None, include_str!("../migrations/0021_scores.sql")),
    (22, "search", None, include_str!("../migrations/0022_search.sql")),
    (23, "announcements", None, include_str!("../migrations/0023_announcements.sql")),
    (24, "lists", None, include_str!("../migrations/0024_lists.sql")),
    (25, "exports", None, include_str!("../migrations/0025_exports.sql")),
    (26, "exam editor", Some(Engine::Sqlite), EXAM_EDITOR_ON_SQLITE),
    (26, "exam editor", Some(Engine::Postgres), EXAM_EDITOR_ON_POSTGRES),
    (27, "person desk", None, include_str!("../migrations/0027_person_desk.sql")),
    (28, "prints", None, include_str!("../migrations/0028_prints.sql")),
    (29, "queues", None, include_str!("../migrations/0029_queues.sql")),
];

/// One text for both engines, and its guard in each one's own words.
const AUDIT_CHAIN_ON_SQLITE: &str = concat!(
    include_str!("../migrations/0015_audit_chain.sql"),
    include_str!("../migrations/0015_audit_chain_guard.sqlite.sql")
);
const AUDIT_CHAIN_ON_POSTGRES: &str = concat!(
    include_str!("../migrations/0015_audit_chain.sql"),
    include_str!("../migrations/0015_audit_chain_guard.postgres.sql")
);

/// The same of the exam editor.
const EXAM_EDITOR_ON_SQLITE: &str = concat!(
    include_str!("../migrations/0026_exam_editor.sql"),
    include_str!("../migrations/0026_exam_editor_guard.sqlite.sql")
);
const EXAM_EDITOR_ON_POSTGRES: &str = concat!(
    include_str!("../migrations/0026_exam_editor.sql"),
    include_str!("../migrations/0026_exam_editor_guard.postgres.sql")
);

/// One text for both engines, and the guard of the history of consent in each one's own words.
const IDENTITY_ON_SQLITE: &str = concat!(
    include_str!("../migrations/0010_identity.sql"),
    include_str!("../migrations/0010_consent_guard.sqlite.sql")
);
const IDENTITY_ON_POSTGRES: &str = concat!(
    include_str!("../migrations/0010_identity.sql"),
    include_str!("../migrations/0010_consent_guard.postgres.sql")
);

impl Store {
    /// Opens everything: makes what is missing, migrates, and refuses to start on an unsafe `SQLite`
    /// ([`Error::Database`]) or with keys that are not the database's own ([`Error::Sealed`]).
    pub async fn open(config: Config) -> Result<Self, Error> {
        let engine = engine_of(&config.database_url)?;
        let url = with_creation(engine, config.database_url);
        let vault = Arc::new(Vault::new(&config.keys));
        let files = Files::open(&config.files, Arc::clone(&vault))?;
        let sealed_files = SealedFiles::open(&config.files, Arc::clone(&vault))?;
        prepare_database(engine, &url, &vault).await?;
        let (readers, writer) = pools(engine, &url).await?;
        let inner = Inner {
            engine,
            readers,
            writer,
            vault,
            files,
            sealed_files,
            #[cfg(feature = "testing")]
            folder: None,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Opens what is there for reading only: nothing is made or migrated, and every write is refused by the database.
    /// Fails where there is no database of this program's version.
    pub async fn open_to_read(config: Config) -> Result<Self, Error> {
        let engine = engine_of(&config.database_url)?;
        let vault = Arc::new(Vault::new(&config.keys));
        let files = Files::open_existing(&config.files, Arc::clone(&vault))?;
        let sealed_files = SealedFiles::open_existing(&config.files, Arc::clone(&vault));
        let greeting = match engine {
            Engine::Sqlite => SQLITE_READER,
            Engine::Postgres => POSTGRES_READER,
        };
        let readers = pool(SQLITE_READERS, Some(greeting)).connect(&config.database_url).await?;
        let inner = Inner {
            engine,
            writer: readers.clone(),
            readers,
            vault,
            files,
            sealed_files,
            #[cfg(feature = "testing")]
            folder: None,
        };
        let store = Self { inner: Arc::new(inner) };
        store.read(async |r| check_version_and_keys(r).await).await?;
        Ok(store)
    }
}

fn engine_of(url: &str) -> Result<Engine, Error> {
    static DRIVERS: Once = Once::new();
    DRIVERS.call_once(sqlx::any::install_default_drivers);
    Engine::of(url).ok_or_else(|| unfit("the database address must begin with sqlite:// or postgres://"))
}

async fn check_version_and_keys(r: &mut Reader<'_>) -> Result<(), Error> {
    let newest = MIGRATIONS.iter().map(|(version, ..)| *version).max();
    let found = match r.one(sqlx::query(MIGRATED_TO)).await {
        Ok(row) => row.maybe_number("_sqlx_migrations.version")?,
        Err(Error::Database(sqlx::Error::Database(_))) => None,
        Err(error) => return Err(error),
    };
    if found != newest {
        return Err(unfit("the database is not of this program's version: start the server once"));
    }
    let row = r.one(sqlx::query(VAULT_CHECK).bind("1")).await?;
    row.sealed("vault_checks.sealed", "1").map(drop)
}

/// SQLite makes no file unless it is told to.
fn with_creation(engine: Engine, url: String) -> String {
    if engine == Engine::Sqlite && !url.contains('?') { format!("{url}?mode=rwc") } else { url }
}

async fn prepare_database(engine: Engine, url: &str, vault: &Vault) -> Result<(), Error> {
    let mut connection = AnyConnection::connect(url).await?;
    if engine == Engine::Sqlite {
        prepare_sqlite(&mut connection).await?;
    }
    migrator(engine).run_direct(None, &mut connection, false).await.map_err(|error| match error {
        MigrateError::Execute(error) => Error::from(error),
        other => Error::Database(sqlx::Error::Migrate(Box::new(other))),
    })?;
    check_keys(&mut connection, vault).await?;
    Ok(connection.close().await?)
}

async fn prepare_sqlite(connection: &mut AnyConnection) -> Result<(), Error> {
    connection.execute(sqlx::raw_sql(SQLITE_WRITER)).await?;
    let version: String = connection.fetch_one(sqlx::query(SQLITE_VERSION)).await?.try_get(0)?;
    if !is_safe_sqlite(&version) {
        return Err(unfit("SQLite 3.51.3 or newer is needed: older ones can corrupt a database"));
    }
    let mode: String = connection.fetch_one(sqlx::query(USE_WAL)).await?.try_get(0)?;
    if mode != "wal" {
        return Err(unfit(
            "SQLite could not switch to its write-ahead log: the file must lie on a local disk",
        ));
    }
    Ok(())
}

fn is_safe_sqlite(version: &str) -> bool {
    let parts: Result<Vec<u32>, _> = version.split('.').map(str::parse).collect();
    parts.is_ok_and(|parts| parts.as_slice() >= OLDEST_SQLITE.as_slice())
}

fn migrator(engine: Engine) -> Migrator {
    let ours = MIGRATIONS.iter().filter(|(_, _, only, _)| only.is_none_or(|only| only == engine));
    let migrations = ours.map(|&(version, name, _, text)| {
        // Our own files, in which nothing but the name of the one type differs.
        let text = SqlSafeStr::into_sql_str(AssertSqlSafe(text.replace(" BLOB", engine.bytes_type())));
        Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, text, false)
    });
    Migrator::with_migrations(migrations.collect())
}

/// A sealed word tells at the start, before anything is written, whether these are the keys of this database.
async fn check_keys(connection: &mut AnyConnection, vault: &Vault) -> Result<(), Error> {
    const PLACE: &str = "vault_checks.sealed:1";
    let sealed = vault.seal(PLACE, b"zhunkao");
    connection.execute(sqlx::query(ADD_VAULT_CHECK).bind("1").bind(sealed)).await?;
    let stored: Vec<u8> = connection.fetch_one(sqlx::query(VAULT_CHECK).bind("1")).await?.try_get(0)?;
    vault.open(PLACE, &stored).map(drop)
}

async fn pools(engine: Engine, url: &str) -> Result<(AnyPool, AnyPool), Error> {
    match engine {
        Engine::Sqlite => {
            let readers = pool(SQLITE_READERS, Some(SQLITE_READER)).connect(url).await?;
            let writer = pool(1, Some(SQLITE_WRITER)).connect(url).await?;
            Ok((readers, writer))
        }
        Engine::Postgres => {
            let all = pool(POSTGRES_CONNECTIONS, None).connect(url).await?;
            Ok((all.clone(), all))
        }
    }
}

fn pool(most: u32, greeting: Option<&'static str>) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(most).acquire_timeout(ACQUIRE_TIMEOUT).after_connect(
        move |connection, _| {
            Box::pin(async move {
                if let Some(greeting) = greeting {
                    connection.execute(sqlx::raw_sql(greeting)).await?;
                }
                Ok(())
            })
        },
    )
}

fn unfit(why: &'static str) -> Error {
    Error::Database(sqlx::Error::Configuration(why.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_with_the_log_bug_is_refused() {
        assert!(!is_safe_sqlite("3.46.0") && !is_safe_sqlite("3.51.2") && !is_safe_sqlite("new"));
        assert!(is_safe_sqlite("3.51.3") && is_safe_sqlite("3.52.0") && is_safe_sqlite("4.0"));
    }

    #[tokio::test]
    async fn b2_a_consent_of_an_older_version_is_in_the_history_after_the_migration() {
        Store::for_tests().await.unwrap().close().await;
        let mut connection = AnyConnection::connect("sqlite::memory:").await.unwrap();
        let before =
            MIGRATIONS.iter().filter(|(number, _, only, _)| *number < 10 && *only != Some(Engine::Postgres));
        for (.., text) in before {
            connection.execute(sqlx::raw_sql(*text)).await.unwrap();
        }
        let old = "INSERT INTO accounts (id, name, region, document_kind, number, login_hash, identity_hash, phone, \
            password_hash, created_at, version) VALUES ('acc', x'', 'mainland', 'resident_id', x'', 'a', 'b', x'', 'c', \
            1, 1); INSERT INTO consents (account_id, version, given_at) VALUES ('acc', 1, 77)";
        connection.execute(sqlx::raw_sql(old)).await.unwrap();
        connection.execute(sqlx::raw_sql(IDENTITY_ON_SQLITE)).await.unwrap();
        let events = "SELECT event, noted_at FROM consent_events WHERE account_id = 'acc'";
        let row = connection.fetch_one(sqlx::query(events)).await.unwrap();
        assert_eq!((row.get::<String, _>(0), row.get::<i64, _>(1)), ("given".to_owned(), 77));
    }

    #[test]
    fn an_engine_is_known_by_its_address() {
        assert_eq!(Engine::of("sqlite://x.db"), Some(Engine::Sqlite));
        assert_eq!(Engine::of("postgresql://localhost/x"), Some(Engine::Postgres));
        assert_eq!(Engine::of("mysql://localhost/x"), None);
    }

    /// A database of the first release with these rows, opened by this one, and then closed.
    async fn migrated(rows: &'static str) -> Result<(tempfile::TempDir, AnyConnection), Error> {
        sqlx::any::install_default_drivers();
        let folder = tempfile::tempdir().map_err(sqlx::Error::Io)?;
        let url = format!("sqlite://{}", folder.path().join("old.db").display());
        let mut connection = AnyConnection::connect(&with_creation(Engine::Sqlite, url.clone())).await?;
        let of_release: Vec<Migration> =
            migrator(Engine::Sqlite).iter().filter(|one| one.version <= 8).cloned().collect();
        let released = Migrator::with_migrations(of_release);
        released.run_direct(None, &mut connection, false).await.map_err(|_| Error::Corrupt("migrations"))?;
        let people = "INSERT INTO accounts VALUES ('a', x'00', 'mainland', 'resident_id', x'00', 'l', 'i', x'00', '函授', \
                '英语', 'p', 1, 1); \
            INSERT INTO exams VALUES ('e', 't', 1, 2, 1, 3, 1, 4, 1, 2, 1, 2, 100, 'i', 'l', 1, 'n', 1); \
            INSERT INTO exams VALUES ('f', 't', 1, 2, 1, 3, 1, 4, 1, 2, 1, 2, 100, 'i', 'l', 1, 'n', 1); \
            INSERT INTO subjects VALUES ('e', 'en', '英语', 1), ('e', 'ja', '日语', 2)";
        connection.execute(sqlx::raw_sql(people)).await?;
        connection.execute(sqlx::raw_sql(rows)).await?;
        connection.close().await?;

        let keys = crate::Keys::for_tests();
        let store =
            Store::open(Config { database_url: url.clone(), files: folder.path().into(), keys }).await?;
        store.close().await;
        Ok((folder, AnyConnection::connect(&url).await?))
    }

    #[tokio::test]
    async fn c6_who_had_passed_the_face_check_before_stays_passed() -> Result<(), Error> {
        let rows = "INSERT INTO registrations (id, account_id, exam_id, state, payment_state, face_passed_at, created_at, \
            version) VALUES ('r', 'a', 'e', 'draft', 'none', 77, 1, 1), ('s', 'a', 'f', 'draft', 'none', NULL, 1, 1)";
        let (_folder, mut connection) = migrated(rows).await?;
        let text = "SELECT face_state FROM registrations WHERE face_at = 77 OR face_at IS NULL ORDER BY id";
        let found = connection.fetch_all(sqlx::query(text)).await?;
        let states: Vec<String> = found.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        assert_eq!(states, ["passed", "none"]);
        Ok(())
    }

    #[tokio::test]
    async fn c12_who_held_a_place_before_places_were_counted_still_holds_it() -> Result<(), Error> {
        let rows = "INSERT INTO registrations (id, account_id, exam_id, state, state_at, payment_state, subject, enrolment, \
            created_at, version) VALUES ('r', 'a', 'e', 'awaiting_payment', 5, 'none', 'en', 'enrolled', 1, 1), \
            ('s', 'a', 'f', 'draft', NULL, 'none', NULL, NULL, 1, 1)";
        let (_folder, mut connection) = migrated(rows).await?;
        let text = "SELECT CAST(SUM(taken) AS BIGINT) FROM exams UNION ALL SELECT taken FROM subjects WHERE code = 'en' \
            UNION ALL SELECT taken FROM subjects WHERE code = 'ja' UNION ALL SELECT edit_end FROM exams WHERE id = 'e'";
        let found = connection.fetch_all(sqlx::query(text)).await?;
        let numbers: Vec<i64> = found.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        assert_eq!(numbers, [1, 1, 0, 2], "the exam, its two subjects, the end of the edit window");
        let text = "SELECT major FROM registrations WHERE id = 'r'";
        let major: String = connection.fetch_one(sqlx::query(text)).await?.try_get(0)?;
        assert_eq!(major, "英语");
        Ok(())
    }
}
