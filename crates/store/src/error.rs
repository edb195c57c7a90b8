//! What can go wrong in the store.

/// What can go wrong in the store. No variant shows personal data.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A guarded update found another version: somebody was faster.
    #[error("somebody else changed this row")]
    Stale,
    /// A unique index refused the row.
    #[error("a row like this exists")]
    Taken,
    /// The database refused, or could not be reached.
    #[error("database: {0}")]
    Database(#[source] sqlx::Error),
    /// Something sealed could not be opened: the wrong key, the wrong place, or damage.
    #[error("sealed data could not be opened")]
    Sealed,
    /// A stored value that `domain` refuses; names the table and column, never the value.
    #[error("corrupt value in {0}")]
    Corrupt(&'static str),
    /// A picture file could not be written, read or deleted.
    #[error("file: {0}")]
    File(#[from] object_store::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refused) if refused.is_unique_violation() => Self::Taken,
            _ => Self::Database(error),
        }
    }
}
