//! How the two engines differ, in one place.

/// Which database engine answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// By the scheme of the address.
    pub(crate) fn of(url: &str) -> Option<Self> {
        match url.split_once(':')?.0 {
            "sqlite" => Some(Self::Sqlite),
            "postgres" | "postgresql" => Some(Self::Postgres),
            _ => None,
        }
    }

    /// What the migrations' ` BLOB` is called. (A PostgreSQL domain of that name would do for binding values, but not
    /// for preparing statements: `Any` refuses parameters of a domain's type.)
    pub(crate) fn bytes_type(self) -> &'static str {
        match self {
            Self::Sqlite => " BLOB",
            Self::Postgres => " BYTEA",
        }
    }

    /// SQLite takes the write lock at once: a transaction that reads first and writes later fails with code 517,
    /// which no busy timeout helps. PostgreSQL knows no `IMMEDIATE`.
    pub(crate) fn begin_write(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// SQLite's readers are barred from writing by `query_only`, PostgreSQL's by the transaction itself.
    pub(crate) fn begin_read(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }
}
