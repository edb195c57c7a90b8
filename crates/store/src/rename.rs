//! 更名申请. The name asked for and the owner's remark are sealed.

use domain::id::{AccountId, RenameId};
use domain::instant::Instant;
use domain::person::PersonName;
use domain::rename::{Remark, Rename, RenameFinding, RenameReason, RenameState};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, account_id, name, reason, remark, photo_id, asked_at, state, ended_at, finding, version \
                FROM renames ",
            $rest
        )
    };
}

statements! {
    INSERT = "INSERT INTO renames (id, account_id, name, reason, remark, photo_id, asked_at, state, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 1)";
    SAVE = "UPDATE renames SET state = $2, ended_at = $3, finding = $4, photo_id = $5, version = version + 1 \
        WHERE id = $1 AND version = $6";
    FIND = select!("WHERE id = $1");
    LATEST = select!("WHERE account_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 1");
    WAITING = select!("WHERE state = 'waiting' ORDER BY asked_at, id LIMIT $1");
    ENDED_WITH_PICTURE = select!("WHERE state <> 'waiting' AND ended_at < $1 AND photo_id IS NOT NULL \
        ORDER BY ended_at LIMIT $2");
}

const NAME: &str = "renames.name";
const REMARK: &str = "renames.remark";
const STATE: &str = "renames.state";
const ENDED: &str = "renames.ended_at";

/// A new request. [`Error::Taken`] while another one of this account waits.
pub async fn insert(tx: &mut Tx<'_>, rename: &Rename) -> Result<(), Error> {
    let id = rename.id.as_str();
    let query = sqlx::query(INSERT)
        .bind(id)
        .bind(rename.account.as_str())
        .bind(tx.seal(NAME, id, rename.name.expose().as_bytes()))
        .bind(rename.reason.code())
        .bind(tx.seal(REMARK, id, rename.remark.expose().as_bytes()))
        .bind(rename.photo.as_ref().map(domain::id::PhotoId::as_str))
        .bind(rename.asked.as_millis());
    tx.run(query).await.map(drop)
}

/// Writes state and picture over the version `seen`. [`Error::Stale`] when somebody was faster.
pub async fn save(tx: &mut Tx<'_>, rename: &Rename, seen: i64) -> Result<(), Error> {
    let (ended, finding) = match rename.state {
        RenameState::Waiting => (None, None),
        RenameState::Approved { at } | RenameState::Withdrawn { at } => (Some(at), None),
        RenameState::Rejected { at, finding } => (Some(at), Some(finding.code())),
    };
    let query = sqlx::query(SAVE)
        .bind(rename.id.as_str())
        .bind(rename.state.code())
        .bind(ended.map(Instant::as_millis))
        .bind(finding)
        .bind(rename.photo.as_ref().map(domain::id::PhotoId::as_str))
        .bind(seen);
    tx.run_guarded(query).await
}

/// The request of this identifier, with its version.
pub async fn find(r: &mut Reader<'_>, id: &RenameId) -> Result<Option<(Rename, i64)>, Error> {
    r.find(sqlx::query(FIND).bind(id.as_str())).await?.map(|row| rename(&row)).transpose()
}

/// The newest request of an account, with its version.
pub async fn find_latest(r: &mut Reader<'_>, account: &AccountId) -> Result<Option<(Rename, i64)>, Error> {
    r.find(sqlx::query(LATEST).bind(account.as_str())).await?.map(|row| rename(&row)).transpose()
}

/// Those that wait, the oldest first.
pub async fn list_waiting(r: &mut Reader<'_>, most: i64) -> Result<Vec<(Rename, i64)>, Error> {
    r.list(sqlx::query(WAITING).bind(most)).await?.iter().map(rename).collect()
}

/// Those that ended before `before` and still have their picture.
pub async fn list_ended_with_picture(
    r: &mut Reader<'_>,
    before: Instant,
    most: i64,
) -> Result<Vec<(Rename, i64)>, Error> {
    let query = sqlx::query(ENDED_WITH_PICTURE).bind(before.as_millis()).bind(most);
    r.list(query).await?.iter().map(rename).collect()
}

fn rename(row: &Row<'_>) -> Result<(Rename, i64), Error> {
    let id: RenameId = row.id("renames.id")?;
    let account: AccountId = row.id("renames.account_id")?;
    let name = row.sealed_text(NAME, id.as_str())?;
    let remark = row.sealed_text(REMARK, id.as_str())?;
    let reason = RenameReason::from_code(&row.text("renames.reason")?);
    let rename = Rename {
        account,
        name: PersonName::parse(&name).map_err(|_| Error::Corrupt(NAME))?,
        reason: reason.ok_or(Error::Corrupt("renames.reason"))?,
        remark: Remark::parse(&remark).map_err(|_| Error::Corrupt(REMARK))?,
        photo: row.maybe_id("renames.photo_id")?,
        asked: row.instant("renames.asked_at")?,
        state: state(row)?,
        id,
    };
    Ok((rename, row.number("renames.version")?))
}

fn state(row: &Row<'_>) -> Result<RenameState, Error> {
    let ended = || row.maybe_instant(ENDED)?.ok_or(Error::Corrupt(ENDED));
    match row.text(STATE)?.as_str() {
        "waiting" => Ok(RenameState::Waiting),
        "approved" => Ok(RenameState::Approved { at: ended()? }),
        "withdrawn" => Ok(RenameState::Withdrawn { at: ended()? }),
        "rejected" => {
            let finding = row.maybe_text("renames.finding")?.and_then(|code| RenameFinding::from_code(&code));
            Ok(RenameState::Rejected {
                at: ended()?,
                finding: finding.ok_or(Error::Corrupt("renames.finding"))?,
            })
        }
        _ => Err(Error::Corrupt(STATE)),
    }
}
