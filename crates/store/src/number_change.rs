//! Document numbers that staff want changed and that wait for a second person. The number is sealed, and forgotten with the
//! decision.

use domain::document::{DocumentKind, DocumentNumber};
use domain::id::{AccountId, NumberChangeId};
use domain::instant::Instant;
use domain::person_desk::NumberReason;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO number_changes (id, account_id, document_kind, number, reason, proposed_by, proposed_at, \
        state) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting')";
    WAITING = "SELECT id, account_id, document_kind, number, reason, proposed_by, proposed_at FROM number_changes \
        WHERE state = 'waiting' ORDER BY proposed_at, id LIMIT $1";
    FIND = "SELECT id, account_id, document_kind, number, reason, proposed_by, proposed_at FROM number_changes \
        WHERE id = $1 AND state = 'waiting'";
    OF_ACCOUNT = "SELECT id, account_id, document_kind, number, reason, proposed_by, proposed_at FROM number_changes \
        WHERE account_id = $1 AND state = 'waiting'";
    OUTCOME = "SELECT state, decided_by FROM number_changes WHERE id = $1";
    DECIDE = "UPDATE number_changes SET state = $2, decided_by = $3, decided_at = $4, number = NULL \
        WHERE id = $1 AND state = 'waiting'";
}

const NUMBER: &str = "number_changes.number";

/// A number that waits. `Debug` shows a masked number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberChange {
    /// Identifier.
    pub id: NumberChangeId,
    /// Whose number.
    pub account: AccountId,
    /// What it is to become.
    pub number: DocumentNumber,
    /// Why.
    pub reason: NumberReason,
    /// Who wants it, as the audit log names them.
    pub by: String,
    /// Since when it waits.
    pub at: Instant,
}

/// A number that waits from now on. [`Error::Taken`] where another one of this account waits.
pub async fn insert(tx: &mut Tx<'_>, change: &NumberChange) -> Result<(), Error> {
    let id = change.id.as_str();
    let query = sqlx::query(INSERT)
        .bind(id)
        .bind(change.account.as_str())
        .bind(change.number.kind().code())
        .bind(tx.seal(NUMBER, id, change.number.expose().as_bytes()))
        .bind(change.reason.code())
        .bind(&change.by)
        .bind(change.at.as_millis());
    tx.run(query).await.map(drop)
}

/// Those that wait, the longest first.
pub async fn list_waiting(r: &mut Reader<'_>, most: i64) -> Result<Vec<NumberChange>, Error> {
    r.list(sqlx::query(WAITING).bind(most)).await?.iter().map(change).collect()
}

/// The one of this identifier, while it waits.
pub async fn find_waiting(r: &mut Reader<'_>, id: &NumberChangeId) -> Result<Option<NumberChange>, Error> {
    r.find(sqlx::query(FIND).bind(id.as_str())).await?.as_ref().map(change).transpose()
}

/// The one of this account, while it waits.
pub async fn find_of(r: &mut Reader<'_>, account: &AccountId) -> Result<Option<NumberChange>, Error> {
    r.find(sqlx::query(OF_ACCOUNT).bind(account.as_str())).await?.as_ref().map(change).transpose()
}

/// How one ended and by whom, for the second of two taps; nothing where it waits, or is none.
pub async fn find_outcome(r: &mut Reader<'_>, id: &NumberChangeId) -> Result<Option<(bool, String)>, Error> {
    let Some(row) = r.find(sqlx::query(OUTCOME).bind(id.as_str())).await? else { return Ok(None) };
    let Some(by) = row.maybe_text("number_changes.decided_by")? else { return Ok(None) };
    Ok(Some((row.text("number_changes.state")? == "approved", by)))
}

/// A second person has decided; the number is forgotten here. [`Error::Stale`] where somebody was faster, and an error of the
/// database where it is the person who proposed it.
pub async fn decide(
    tx: &mut Tx<'_>,
    id: &NumberChangeId,
    approved: bool,
    by: &str,
    now: Instant,
) -> Result<(), Error> {
    let state = if approved { "approved" } else { "declined" };
    let query = sqlx::query(DECIDE).bind(id.as_str()).bind(state).bind(by).bind(now.as_millis());
    tx.run_guarded(query).await
}

fn change(row: &Row<'_>) -> Result<NumberChange, Error> {
    let id: NumberChangeId = row.id("number_changes.id")?;
    let kind = DocumentKind::from_code(&row.text("number_changes.document_kind")?)
        .ok_or(Error::Corrupt("number_changes.document_kind"))?;
    let number = row.sealed_text(NUMBER, id.as_str())?;
    let reason = NumberReason::from_code(&row.text("number_changes.reason")?);
    Ok(NumberChange {
        account: row.id("number_changes.account_id")?,
        number: DocumentNumber::parse(kind, &number).map_err(|_| Error::Corrupt(NUMBER))?,
        reason: reason.ok_or(Error::Corrupt("number_changes.reason"))?,
        by: row.text("number_changes.proposed_by")?,
        at: row.instant("number_changes.proposed_at")?,
        id,
    })
}
