//! Everything that 准考 keeps: rows in SQLite or PostgreSQL, and sealed picture files.
//!
//! Open a [`Store`] once and clone it freely. All that is written goes through [`Store::write`], which runs a closure
//! in one transaction and undoes it when the closure fails; [`Store::read`] shows one unchanging state. Inside,
//! each noun has a module of plain functions: reading takes `&mut` [`Reader`], writing takes `&mut` [`Tx`], so that
//! nothing can be written outside of a transaction.
//!
//! Names, numbers, phones, messages and faces are encrypted on the way in and opened on the way out, here and nowhere
//! else. What must be searched for is stored beside them as a keyed fingerprint.
//!
//! Every SQL text is the same for both engines and stands in its module's `statements!` list, so that a test can
//! prepare them all. Columns are BIGINT, TEXT, DOUBLE PRECISION and BLOB only; times are UTC milliseconds.
//!
//! | module | what it holds |
//! |---|---|
//! | [`session`] | sessions, signed in or not |
//! | [`signup`] | what was typed while signing up |
//! | [`draft`] | what was typed in the other wizards |
//! | [`sms_code`] | sent codes, used once |
//! | [`sms_day`] | how many SMS left on a day |
//! | [`attempt`] | tries that slow the next one down |
//! | [`turn`] | who goes first where a limit is counted |
//! | [`device`] | browsers that have signed in before |
//! | [`former_phone`] | the phone before the last change |
//! | [`account`] | people and their passwords' hashes |
//! | [`consent`] | who agreed to which text and who took it back, when |
//! | [`photo`] | what is known about stored pictures |
//! | [`identity`] | where the real-name check stands |
//! | [`identity_check`] | how checks ended, which pictures were refused |
//! | [`exam`] | exams with their subjects and sites |
//! | [`announcement`] | what the school says on the home page |
//! | [`exam_notice`] | every version of a notice, and what officers are writing |
//! | [`wipe`] | everything of a test, deleted |
//! | [`choices`] | lists to choose from, files for them that wait |
//! | [`claim`] | who looks at which line of a queue |
//! | [`place`] | places of exams, subjects and sites, counted by the database |
//! | [`registration`] | registrations, guarded by version and by the one-active rule |
//! | [`registration_draft`] | 报考信息 as typed, until it is confirmed |
//! | [`withdrawal`] | requests to withdraw what was paid for |
//! | [`rename`] | 更名申请 |
//! | [`message`] | messages to one candidate |
//! | [`number_change`] | document numbers that wait for a second person |
//! | [`candidate_reset`] | resets that staff made with the document in hand |
//! | [`face_challenge`] | rounds of the face check, used once |
//! | [`proof`] | proofs of payment, and those that came too late |
//! | [`face_consent`] | who agreed to a face check, until when |
//! | [`face_try`] | how often it was tried, and which pictures it has seen |
//! | [`staff`] | staff, their secrets and where their accounts stand |
//! | [`staff_grant`] | which roles staff hold, and where |
//! | [`staff_session`] | sessions of staff |
//! | [`staff_key`] | recovery codes and known browsers of staff |
//! | [`waiting`] | how much waits for staff |
//! | [`export`] | what staff take out, and the rows that go into it |
//! | [`job`] | work for later, claimed by one worker at a time |
//! | [`demo`] | messages that the demo shows instead of sending |
//! | [`audit`] | who did what; it only grows |
//! | [`audit_chain`] | the chain that shows that nobody has changed it |
//! | [`seating`] | rooms and sittings, plans, ticket numbers, seats |
//! | [`roster`] | 学籍: files of who may sit an exam, the live one and the one that waits |
//! | [`score`] | scores, files of them that wait, requests to look again |
//! | [`print`](mod@print) | papers of a site that somebody has ordered, their files |
//! | [`school`] | what was changed of the school's settings |
//! | [`search`] | by what staff find people |
//! | [`sealed`] | every sealed column, and sealing all of them anew |
//! | [`invariant`] | what must hold on every database, to be checked on a live one |
//!
//! Below them: the vault seals and fingerprints ([`Vault`], [`Keys`]), [`Files`] keeps pictures, [`SealedFiles`] keeps
//! what staff take out, `open` migrates and
//! checks the database, `engine` knows how the two engines differ, `transaction` and `row` carry values in and out.

pub mod account;
pub mod announcement;
pub mod attempt;
pub mod audit;
pub mod audit_chain;
pub mod candidate_reset;
pub mod choices;
pub mod claim;
pub mod consent;
pub mod dashboard;
pub mod demo;
pub mod device;
pub mod draft;
pub mod exam;
pub mod exam_notice;
pub mod export;
pub mod face_challenge;
pub mod face_consent;
pub mod face_try;
pub mod former_phone;
pub mod identity;
pub mod identity_check;
pub mod invariant;
pub mod job;
pub mod message;
pub mod number_change;
pub mod photo;
pub mod place;
pub mod print;
pub mod proof;
pub mod registration;
pub mod registration_draft;
pub mod rename;
pub mod roster;
pub mod school;
pub mod score;
pub mod sealed;
pub mod search;
pub mod seating;
pub mod session;
pub mod signup;
pub mod sms_code;
pub mod sms_day;
pub mod staff;
pub mod staff_grant;
pub mod staff_key;
pub mod staff_session;
pub mod turn;
pub mod waiting;
pub mod wipe;
pub mod withdrawal;

mod engine;
mod error;
mod files;
mod keys;
mod open;
mod row;
mod sealed_file;
mod statement;
#[cfg(feature = "testing")]
pub mod testing;
mod transaction;
mod vault;

use std::path::PathBuf;
use std::sync::Arc;

use sqlx::AnyPool;

use engine::Engine;
pub use error::Error;
pub use files::Files;
pub use keys::{KeyFileProblem, Keys};
pub use sealed_file::{SealedFiles, SealedIn, SealedOut};
pub use transaction::{Reader, Tx};
pub use vault::Vault;

/// Where everything is kept.
pub struct Config {
    /// `sqlite://path/to/file` (made when it is missing) or `postgres://user@host/name`.
    pub database_url: String,
    /// Folder of the sealed pictures; made when it is missing.
    pub files: PathBuf,
    /// What seals and fingerprints.
    pub keys: Keys,
}

/// The open store. Cloning shares it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    readers: AnyPool,
    /// On SQLite a pool of exactly one connection, whose fair queue is the writer's lock. Committing several waiting
    /// writes together (one fsync for all) fits behind the same [`Store::write`] and comes with the load tests.
    writer: AnyPool,
    vault: Arc<Vault>,
    files: Files,
    sealed_files: SealedFiles,
    #[cfg(feature = "testing")]
    folder: Option<tempfile::TempDir>,
}

impl Store {
    /// Runs `work` in one transaction: committed when it answers `Ok`, undone when it answers `Err` or is dropped.
    ///
    /// Await nothing but the database inside: on SQLite everybody else who writes is waiting. Nothing is retried.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<Error>,
        F: AsyncFnOnce(&mut Tx<'_>) -> Result<T, E>,
    {
        let inner = &*self.inner;
        let begin = inner.engine.begin_write();
        let mut transaction = inner.writer.begin_with(begin).await.map_err(Error::from)?;
        let mut tx = Tx(Reader::new(&mut transaction, &inner.vault, inner.engine));
        match work(&mut tx).await {
            Ok(value) => {
                transaction.commit().await.map_err(Error::from)?;
                Ok(value)
            }
            Err(error) => {
                // The answer is the closure's own error; a connection that cannot roll back is closed by the pool.
                drop(transaction.rollback().await);
                Err(error)
            }
        }
    }

    /// Runs `work` on one state of the database, whatever others write meanwhile.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<Error>,
        F: AsyncFnOnce(&mut Reader<'_>) -> Result<T, E>,
    {
        let inner = &*self.inner;
        let begin = inner.engine.begin_read();
        let mut transaction = inner.readers.begin_with(begin).await.map_err(Error::from)?;
        let outcome = work(&mut Reader::new(&mut transaction, &inner.vault, inner.engine)).await;
        // Nothing was changed, so there is nothing that a failing rollback could lose.
        drop(transaction.rollback().await);
        outcome
    }

    /// Whether no other process serves this database: a SQLite file has one server, PostgreSQL may have several.
    pub fn has_one_server(&self) -> bool {
        self.inner.engine == Engine::Sqlite
    }

    /// The sealed picture files.
    pub fn files(&self) -> &Files {
        &self.inner.files
    }

    /// The sealed files that staff take out.
    pub fn sealed_files(&self) -> &SealedFiles {
        &self.inner.sealed_files
    }

    /// What seals and fingerprints.
    pub fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    /// Ends every connection, after which the store answers only errors. For a clean end of the process.
    pub async fn close(&self) {
        self.inner.readers.close().await;
        self.inner.writer.close().await;
    }
}
