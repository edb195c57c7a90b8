//! Fresh stores for tests.

use sqlx::{AnyConnection, Connection, Executor};

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
