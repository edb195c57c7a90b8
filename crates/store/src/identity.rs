//! Where the real-name check of an account stands. The portrait's numbers are sealed.

use std::fmt;

use domain::card::CardProblem;
use domain::document::DocumentKind;
use domain::id::{AccountId, PhotoId};
use domain::identity::Identity;
use domain::instant::Instant;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO identities (account_id, state, since_at, problems, front_photo, back_photo, portrait, \
        only_person, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT (account_id) DO NOTHING";
    UPDATE = "UPDATE identities SET state = $2, since_at = $3, problems = $4, front_photo = $5, back_photo = $6, \
        portrait = $7, only_person = $8, version = version + 1 WHERE account_id = $1 AND version = $9";
    FIND = "SELECT state, since_at, problems, front_photo, back_photo, portrait, only_person, version FROM identities \
        WHERE account_id = $1";
    WAITING = "SELECT i.account_id AS account_id, i.since_at AS since_at, i.problems AS problems, \
        i.front_photo AS front_photo, i.back_photo AS back_photo, i.version AS version, \
        a.document_kind AS document_kind FROM identities i JOIN accounts a ON a.id = i.account_id \
        WHERE i.state = 'waiting_for_person' ORDER BY i.since_at, i.account_id LIMIT $1";
    OLD_PICTURES = "SELECT i.account_id AS account_id FROM identities i \
        WHERE (i.front_photo IS NOT NULL OR i.back_photo IS NOT NULL OR i.portrait IS NOT NULL OR EXISTS (\
            SELECT 1 FROM photos f WHERE f.account_id = i.account_id AND f.purpose = 'face_frame')) \
        AND NOT EXISTS (SELECT 1 FROM photos p WHERE p.account_id = i.account_id \
            AND p.purpose IN ('card_front', 'card_back', 'face_frame') AND p.created_at > $1) \
        AND NOT EXISTS (SELECT 1 FROM registrations r JOIN exams e ON e.id = r.exam_id \
            WHERE r.account_id = i.account_id AND e.score_start > $1) \
        ORDER BY i.account_id LIMIT $2";
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
    /// Whether only people look at this account's documents: one was rejected.
    pub only_person: bool,
    /// Counts up with each change, from 1.
    pub version: i64,
}

/// One line of the queue of those who wait for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingIdentity {
    /// Whose.
    pub account: AccountId,
    /// Of which kind the document is.
    pub kind: DocumentKind,
    /// Since when.
    pub since: Instant,
    /// What made the machine unsure; nothing when it was not asked.
    pub problems: Vec<CardProblem>,
    /// How many of the two pictures are in.
    pub pictures: usize,
    /// A decision names the version that it has seen.
    pub version: i64,
}

impl fmt::Debug for IdentityRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentityRecord")
            .field("identity", &self.identity)
            .field("front", &self.front)
            .field("back", &self.back)
            .field("portrait", &self.portrait.as_ref().map(|_| "***"))
            .field("only_person", &self.only_person)
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
        only_person: row.number("identities.only_person")? != 0,
        version: row.number("identities.version")?,
    }))
}

/// Those who wait for a person, the longest first.
pub async fn list_waiting(r: &mut Reader<'_>, most: i64) -> Result<Vec<WaitingIdentity>, Error> {
    let waiting = |row: &Row<'_>| {
        let kind = DocumentKind::from_code(&row.text("accounts.document_kind")?);
        let pictures: [Option<PhotoId>; 2] =
            [row.maybe_id("identities.front_photo")?, row.maybe_id("identities.back_photo")?];
        Ok(WaitingIdentity {
            account: row.id("identities.account_id")?,
            kind: kind.ok_or(Error::Corrupt("accounts.document_kind"))?,
            since: row.maybe_instant(SINCE)?.ok_or(Error::Corrupt(SINCE))?,
            problems: problems(row)?,
            pictures: pictures.iter().flatten().count(),
            version: row.number("identities.version")?,
        })
    };
    r.list(sqlx::query(WAITING).bind(most)).await?.iter().map(waiting).collect()
}

/// Accounts that still have pictures or numbers of a document or face, of which none came after `before` and no exam that
/// they registered for had its scores out after it; at most `most`.
pub async fn list_with_old_pictures(
    r: &mut Reader<'_>,
    before: Instant,
    most: i64,
) -> Result<Vec<AccountId>, Error> {
    let rows = r.list(sqlx::query(OLD_PICTURES).bind(before.as_millis()).bind(most)).await?;
    rows.iter().map(|row| row.id("identities.account_id")).collect()
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
        .bind(portrait)
        .bind(i64::from(record.only_person));
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
    let problems = || problems(row);
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

fn problems(row: &Row<'_>) -> Result<Vec<CardProblem>, Error> {
    let text = row.maybe_text(PROBLEMS)?.ok_or(Error::Corrupt(PROBLEMS))?;
    serde_json::from_str(&text).map_err(|_| Error::Corrupt(PROBLEMS))
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
