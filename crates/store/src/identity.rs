//! Where the real-name check of an account stands. The portrait's numbers are sealed.

use std::fmt;

use domain::card::CardProblem;
use domain::id::{AccountId, PhotoId};
use domain::identity::Identity;
use domain::instant::Instant;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO identities (account_id, state, since_at, problems, front_photo, back_photo, portrait, \
        version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT (account_id) DO NOTHING";
    UPDATE = "UPDATE identities SET state = $2, since_at = $3, problems = $4, front_photo = $5, back_photo = $6, \
        portrait = $7, version = version + 1 WHERE account_id = $1 AND version = $8";
    FIND = "SELECT state, since_at, problems, front_photo, back_photo, portrait, version FROM identities \
        WHERE account_id = $1";
}

const STATE: &str = "identities.state";
const SINCE: &str = "identities.since_at";
const PROBLEMS: &str = "identities.problems";
const PORTRAIT: &str = "identities.portrait";

/// The state with the pictures that it rests on.
#[derive(Clone, PartialEq)]
pub struct IdentityRecord {
    /// Where it stands.
    pub identity: Identity,
    /// 人像面
    pub front: Option<PhotoId>,
    /// 国徽面
    pub back: Option<PhotoId>,
    /// The 128 numbers of the face on the document. Biometric data: never shown by `Debug`.
    pub portrait: Option<Vec<f32>>,
    /// Counts up with each change, from 1.
    pub version: i64,
}

impl fmt::Debug for IdentityRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentityRecord")
            .field("identity", &self.identity)
            .field("front", &self.front)
            .field("back", &self.back)
            .field("portrait", &self.portrait.as_ref().map(|_| "***"))
            .field("version", &self.version)
            .finish()
    }
}

/// The record; none before the first pictures.
pub async fn find(r: &mut Reader<'_>, account: &AccountId) -> Result<Option<IdentityRecord>, Error> {
    let Some(row) = r.find(sqlx::query(FIND).bind(account.as_str())).await? else { return Ok(None) };
    let portrait = row.maybe_sealed(PORTRAIT, account.as_str())?;
    Ok(Some(IdentityRecord {
        identity: identity(&row)?,
        front: row.maybe_id("identities.front_photo")?,
        back: row.maybe_id("identities.back_photo")?,
        portrait: portrait.as_deref().map(floats).transpose()?,
        version: row.number("identities.version")?,
    }))
}

/// Writes the record over the version `seen_version`; 0 means that there must be none yet, and the first has version 1
/// (`record.version` itself is not looked at). [`Error::Stale`] when somebody was faster.
pub async fn save(
    tx: &mut Tx<'_>,
    account: &AccountId,
    record: &IdentityRecord,
    seen_version: i64,
) -> Result<(), Error> {
    let (since, problems) = facts(&record.identity);
    let problems = problems.map(serde_json::to_string).transpose().map_err(|_| Error::Corrupt(PROBLEMS))?;
    let portrait =
        record.portrait.as_deref().map(|floats| tx.seal(PORTRAIT, account.as_str(), &bytes(floats)));
    let query = sqlx::query(if seen_version == 0 { INSERT } else { UPDATE })
        .bind(account.as_str())
        .bind(record.identity.code())
        .bind(since.map(Instant::as_millis))
        .bind(problems)
        .bind(record.front.as_ref().map(PhotoId::as_str))
        .bind(record.back.as_ref().map(PhotoId::as_str))
        .bind(portrait);
    tx.run_guarded(if seen_version == 0 { query } else { query.bind(seen_version) }).await
}

/// Since when the state holds, and what stands against the card.
fn facts(identity: &Identity) -> (Option<Instant>, Option<&[CardProblem]>) {
    match identity {
        Identity::None => (None, None),
        Identity::Checking { since } => (Some(*since), None),
        Identity::Passed { at } | Identity::PassedByPerson { at } => (Some(*at), None),
        Identity::WaitingForPerson { since, problems } => (Some(*since), Some(problems)),
        Identity::Failed { at, problems } => (Some(*at), Some(problems)),
    }
}

fn identity(row: &Row<'_>) -> Result<Identity, Error> {
    let since = || row.maybe_instant(SINCE)?.ok_or(Error::Corrupt(SINCE));
    let problems = || {
        let text = row.maybe_text(PROBLEMS)?.ok_or(Error::Corrupt(PROBLEMS))?;
        serde_json::from_str(&text).map_err(|_| Error::Corrupt(PROBLEMS))
    };
    match row.text(STATE)?.as_str() {
        "none" => Ok(Identity::None),
        "checking" => Ok(Identity::Checking { since: since()? }),
        "passed" => Ok(Identity::Passed { at: since()? }),
        "waiting_for_person" => Ok(Identity::WaitingForPerson { since: since()?, problems: problems()? }),
        "passed_by_person" => Ok(Identity::PassedByPerson { at: since()? }),
        "failed" => Ok(Identity::Failed { at: since()?, problems: problems()? }),
        _ => Err(Error::Corrupt(STATE)),
    }
}

/// Little-endian, four bytes each.
fn bytes(floats: &[f32]) -> Vec<u8> {
    floats.iter().flat_map(|float| float.to_le_bytes()).collect()
}

fn floats(bytes: &[u8]) -> Result<Vec<f32>, Error> {
    let (fours, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() {
        return Err(Error::Corrupt(PORTRAIT));
    }
    Ok(fours.iter().map(|four| f32::from_le_bytes(*four)).collect())
}
