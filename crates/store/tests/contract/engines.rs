//! One fresh database per test and engine.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use store::{Config, Keys, Store};
use tempfile::TempDir;

/// Runs one contract as two tests, `name::on_sqlite` and `name::on_postgres`.
macro_rules! on_every_engine {
    ($name:ident, |$fresh:ident| $contract:expr) => {
        mod $name {
            #[allow(unused_imports, reason = "short contracts need not all that their file imports")]
            use super::*;

            async fn contract($fresh: &crate::engines::Fresh) {
                $contract.await
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                contract(&crate::engines::Fresh::on_sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let fresh = crate::engines::Fresh::on_postgres().await;
                contract(&fresh).await;
                fresh.drop_database().await;
            }
        }
    };
}

/// A store on a database that nobody else uses.
pub struct Fresh {
    pub store: Store,
    pub url: String,
    folder: TempDir,
    /// Name and admin address of a PostgreSQL database.
    postgres: Option<(String, String)>,
}

impl Fresh {
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("contract.db").display());
        Self { store: open(&url, folder.path()).await, url, folder, postgres: None }
    }

    pub async fn on_postgres() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let admin = postgres_from_environment();
        let name = format!("contract_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        run_as_admin(&admin, format!("CREATE DATABASE {name}")).await;
        let server = admin.rsplit_once('/').expect("the address ends in a database's name").0;
        let url = format!("{server}/{name}");
        let folder = tempfile::tempdir().unwrap();
        Self { store: open(&url, folder.path()).await, url, folder, postgres: Some((name, admin)) }
    }

    pub fn is_postgres(&self) -> bool {
        self.postgres.is_some()
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A second store on the same database, as another process would open it.
    pub async fn reopen(&self, keys: Keys) -> Result<Store, store::Error> {
        let files = self.folder().join("files");
        Store::open(Config { database_url: self.url.clone(), files, keys }).await
    }

    /// Runs SQL past the store, as somebody with a database shell could.
    pub async fn run_past_the_store(&self, sql: &'static str) -> Result<u64, sqlx::Error> {
        let mut connection = AnyConnection::connect(&self.url).await?;
        let done = connection.execute(sqlx::query(sql)).await?;
        connection.close().await?;
        Ok(done.rows_affected())
    }

    pub async fn drop_database(self) {
        self.store.close().await;
        if let Some((name, admin)) = &self.postgres {
            run_as_admin(admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

async fn open(url: &str, folder: &Path) -> Store {
    let files = folder.join("files");
    Store::open(Config { database_url: url.into(), files, keys: Keys::for_tests() }).await.unwrap()
}

async fn run_as_admin(admin: &str, sql: String) {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(admin).await.expect("the PostgreSQL for tests answers");
    // The name is made of digits by this file.
    connection.execute(sqlx::query(AssertSqlSafe(sql))).await.unwrap();
    connection.close().await.unwrap();
}

#[expect(
    clippy::disallowed_methods,
    reason = "the only way in for the address of a server that the runner started"
)]
fn postgres_from_environment() -> String {
    std::env::var("ZHUNKAO_TEST_POSTGRES").expect(
        "ZHUNKAO_TEST_POSTGRES is not set: `cargo xtask test` starts a PostgreSQL and sets it; by hand, set it to \
        the address of an admin database such as postgres://postgres@127.0.0.1:5432/postgres",
    )
}
