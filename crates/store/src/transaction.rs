//! What the closures of [`Store::read`](crate::Store::read) and [`Store::write`](crate::Store::write) are handed.

use std::ops::{Deref, DerefMut};

use sqlx::any::AnyArguments;
use sqlx::{Any, AnyConnection, Executor};

use crate::engine::Engine;
use crate::row::Row;
use crate::{Error, Vault};

/// A statement with its values.
pub(crate) type Query<'q> = sqlx::query::Query<'q, Any, AnyArguments>;

/// One state of the database, to be read.
pub struct Reader<'c> {
    connection: &'c mut AnyConnection,
    vault: &'c Vault,
    engine: Engine,
}

/// A transaction: reads like a [`Reader`], and can be written to.
pub struct Tx<'c>(pub(crate) Reader<'c>);

impl<'c> Deref for Tx<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<'c> Reader<'c> {
    pub(crate) fn new(connection: &'c mut AnyConnection, vault: &'c Vault, engine: Engine) -> Self {
        Self { connection, vault, engine }
    }

    /// The first row, if any.
    pub(crate) async fn find(&mut self, query: Query<'_>) -> Result<Option<Row<'c>>, Error> {
        let row = self.connection.fetch_optional(query).await?;
        Ok(row.map(|row| Row::new(row, self.vault)))
    }

    /// Every row.
    pub(crate) async fn list(&mut self, query: Query<'_>) -> Result<Vec<Row<'c>>, Error> {
        let rows = self.connection.fetch_all(query).await?;
        Ok(rows.into_iter().map(|row| Row::new(row, self.vault)).collect())
    }

    /// The row that an aggregate always gives.
    pub(crate) async fn one(&mut self, query: Query<'_>) -> Result<Row<'c>, Error> {
        Ok(Row::new(self.connection.fetch_one(query).await?, self.vault))
    }

    /// The keyed hash under which `text` is looked up.
    pub(crate) fn fingerprint(&self, place: &'static str, text: &str) -> String {
        self.vault.fingerprint(place, text)
    }

    pub(crate) fn vault(&self) -> &'c Vault {
        self.vault
    }

    pub(crate) fn engine(&self) -> Engine {
        self.engine
    }
}

impl Tx<'_> {
    /// How many rows were written. A refusal by a unique index is [`Error::Taken`].
    pub(crate) async fn run(&mut self, query: Query<'_>) -> Result<u64, Error> {
        Ok(self.0.connection.execute(query).await?.rows_affected())
    }

    /// As [`Self::run`], for an update that names the version it has seen: [`Error::Stale`] when no row matched.
    pub(crate) async fn run_guarded(&mut self, query: Query<'_>) -> Result<(), Error> {
        if self.run(query).await? == 0 { Err(Error::Stale) } else { Ok(()) }
    }

    /// Seals a value for the column `place` of the row `id`.
    pub(crate) fn seal(&self, place: &'static str, id: &str, plain: &[u8]) -> Vec<u8> {
        self.0.vault.seal(&sealed_place(place, id), plain)
    }
}

/// What a sealed value is tied to: moved to another column or row, it does not open.
pub(crate) fn sealed_place(place: &str, id: &str) -> String {
    format!("{place}:{id}")
}
