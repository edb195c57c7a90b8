//! How checks of cards ended, and which pictures were refused.

use domain::card::{CardProblem, LOOK_BYTES, Look, Side};
use domain::id::{AccountId, CheckId, PhotoId};
use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    RECORD = "INSERT INTO identity_checks (id, account_id, ended_at, outcome, problems) VALUES ($1, $2, $3, $4, $5)";
    REFUSED_SINCE = "SELECT problems FROM identity_checks WHERE account_id = $1 AND outcome = 'failed' \
        AND ended_at > $2 ORDER BY ended_at DESC, id DESC";
    REFUSE_PICTURE = "INSERT INTO refused_pictures (photo_id, account_id, side, look, refused_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (photo_id) DO NOTHING";
    REFUSED_PICTURES = "SELECT photo_id, look FROM refused_pictures WHERE account_id = $1 AND side = $2";
    FORGET_REFUSED = "DELETE FROM refused_pictures WHERE account_id = $1";
    FORGET_OLD_REFUSED = "DELETE FROM refused_pictures WHERE refused_at < $1";
}

const PROBLEMS: &str = "identity_checks.problems";
const LOOK: &str = "refused_pictures.look";

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// 已实名
    Passed,
    /// A person has to look.
    WaitsForPerson,
    /// Refused by the machine.
    Failed,
}

/// A check that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedCheck {
    /// Identifier.
    pub id: CheckId,
    /// Whose card.
    pub account: AccountId,
    /// When.
    pub ended: Instant,
    /// How.
    pub outcome: Outcome,
    /// What stood against the card.
    pub problems: Vec<CardProblem>,
}

/// Notes how a check ended.
pub async fn record(tx: &mut Tx<'_>, check: &EndedCheck) -> Result<(), Error> {
    let outcome = match check.outcome {
        Outcome::Passed => "passed",
        Outcome::WaitsForPerson => "waits_for_person",
        Outcome::Failed => "failed",
    };
    let query = sqlx::query(RECORD)
        .bind(check.id.as_str())
        .bind(check.account.as_str())
        .bind(check.ended.as_millis())
        .bind(outcome)
        .bind(serde_json::to_string(&check.problems).map_err(|_| Error::Corrupt(PROBLEMS))?);
    tx.run(query).await.map(drop)
}

/// What stood against the card in each check that was refused after `since`, the newest first.
pub async fn refused_since(
    r: &mut Reader<'_>,
    account: &AccountId,
    since: Instant,
) -> Result<Vec<Vec<CardProblem>>, Error> {
    let query = sqlx::query(REFUSED_SINCE).bind(account.as_str()).bind(since.as_millis());
    let problems = |row: &crate::row::Row<'_>| {
        serde_json::from_str(&row.text(PROBLEMS)?).map_err(|_| Error::Corrupt(PROBLEMS))
    };
    r.list(query).await?.iter().map(problems).collect()
}

/// Notes that this picture was refused, and what it looks like.
pub async fn refuse_picture(
    tx: &mut Tx<'_>,
    account: &AccountId,
    (side, photo): (Side, &PhotoId),
    look: &Look,
    now: Instant,
) -> Result<(), Error> {
    let query = sqlx::query(REFUSE_PICTURE)
        .bind(photo.as_str())
        .bind(account.as_str())
        .bind(side.code())
        .bind(tx.seal(LOOK, photo.as_str(), &look.0))
        .bind(now.as_millis());
    tx.run(query).await.map(drop)
}

/// The refused pictures of one side.
pub async fn refused_pictures(
    r: &mut Reader<'_>,
    account: &AccountId,
    side: Side,
) -> Result<Vec<(PhotoId, Look)>, Error> {
    let query = sqlx::query(REFUSED_PICTURES).bind(account.as_str()).bind(side.code());
    let refused = |row: &crate::row::Row<'_>| {
        let photo: PhotoId = row.id("refused_pictures.photo_id")?;
        let look = row.sealed(LOOK, photo.as_str())?;
        let look: [u8; LOOK_BYTES] = look.try_into().map_err(|_| Error::Corrupt(LOOK))?;
        Ok((photo, Look(look)))
    };
    r.list(query).await?.iter().map(refused).collect()
}

/// Gives every refused picture of this account another chance: what it is compared with has changed.
pub async fn forget_refused(tx: &mut Tx<'_>, account: &AccountId) -> Result<(), Error> {
    tx.run(sqlx::query(FORGET_REFUSED).bind(account.as_str())).await.map(drop)
}

/// Forgets what pictures that were refused before `before` looked like.
pub async fn forget_refused_before(tx: &mut Tx<'_>, before: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(FORGET_OLD_REFUSED).bind(before.as_millis())).await
}
