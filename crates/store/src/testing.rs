//! Fresh stores for tests.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};

use crate::engine::Engine;
use crate::statement;
use crate::{Config, Error, Keys, Store};

impl Store {
    /// A fresh, migrated store on SQLite, in a folder that vanishes with it, sealed with [`Keys::for_tests`].
    pub async fn for_tests() -> Result<Self, Error> {
        let folder = tempfile::tempdir().map_err(sqlx::Error::Io)?;
        let path = folder.path();
        let config = Config {
            database_url: format!("sqlite://{}", path.join("test.db").display()),
            files: path.join("files"),
            keys: Keys::for_tests(),
        };
        let mut store = Self::open(config).await?;
        if let Some(inner) = std::sync::Arc::get_mut(&mut store.inner) {
            inner.folder = Some(folder);
        }
        Ok(store)
    }
}

impl Store {
    /// A fresh, migrated store in a database of its own on the PostgreSQL whose admin database is at `admin`. The
    /// database stays: the server is the tests' own and goes after them.
    pub async fn for_tests_on_postgres(admin: &str) -> Result<Self, Error> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("fresh_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        sqlx::any::install_default_drivers();
        let mut connection = AnyConnection::connect(admin).await?;
        // The name is made of digits by the line above.
        connection.execute(sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))).await?;
        connection.close().await?;
        let server = admin.rsplit_once('/').map_or(admin, |(server, _)| server);
        let folder = tempfile::tempdir().map_err(sqlx::Error::Io)?;
        let mut store = Self::open(Config {
            database_url: format!("{server}/{name}"),
            files: folder.path().join("files"),
            keys: Keys::for_tests(),
        })
        .await?;
        if let Some(inner) = std::sync::Arc::get_mut(&mut store.inner) {
            inner.folder = Some(folder);
        }
        Ok(store)
    }
}

/// Prepares every statement of the program on the migrated database at `url`, and gives what it refused: the name of
/// the statement, and why.
pub async fn prepare_every_statement(url: &str) -> Result<Vec<(String, sqlx::Error)>, Error> {
    let engine = Engine::of(url);
    let mut connection = AnyConnection::connect(url).await?;
    let mut refused = Vec::new();
    for (module, statements) in statement::ALL {
        for statement in statements.iter().filter(|s| s.only.is_none() || s.only == engine) {
            let text = sqlx::SqlSafeStr::into_sql_str(statement.text);
            if let Err(error) = connection.prepare(text).await {
                refused.push((format!("{module}::{}", statement.name), error));
            }
        }
    }
    Ok(refused)
}

/// The names of the modules whose statements [`prepare_every_statement`] knows.
pub fn modules_with_statements() -> Vec<&'static str> {
    statement::ALL.iter().map(|(module, _)| *module).collect()
}
