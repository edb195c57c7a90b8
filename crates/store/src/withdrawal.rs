//! Requests to withdraw a registration that was paid. The database holds that one has at most one open request.

use domain::id::{RegistrationId, WithdrawalId};
use domain::instant::Instant;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO withdrawals (id, registration_id, requested_at) VALUES ($1, $2, $3)";
    FIND_OPEN = "SELECT id, registration_id, requested_at FROM withdrawals \
        WHERE registration_id = $1 AND decision IS NULL";
    FIND = "SELECT id, registration_id, requested_at, decision FROM withdrawals WHERE id = $1";
    LIST_OPEN = "SELECT id, registration_id, requested_at FROM withdrawals WHERE decision IS NULL \
        ORDER BY requested_at, id LIMIT $1";
    DECIDE = "UPDATE withdrawals SET decision = $2, decided_at = $3 WHERE id = $1 AND decision IS NULL";
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Identifier.
    pub id: WithdrawalId,
    /// Which registration.
    pub registration: RegistrationId,
    /// Since when it waits.
    pub at: Instant,
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithdrawalDecision {
    /// The registration is withdrawn.
    Granted,
    /// It goes on.
    Declined,
    /// Its owner changed their mind.
    TakenBack,
}

impl WithdrawalDecision {
    fn code(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Declined => "declined",
            Self::TakenBack => "taken_back",
        }
    }
}

/// A new request. [`Error::Taken`] when one is open already.
pub async fn insert(tx: &mut Tx<'_>, request: &Withdrawal) -> Result<(), Error> {
    let query = sqlx::query(INSERT).bind(request.id.as_str()).bind(request.registration.as_str());
    tx.run(query.bind(request.at.as_millis())).await.map(drop)
}

/// The open request of this registration.
pub async fn find_open(
    r: &mut Reader<'_>,
    registration: &RegistrationId,
) -> Result<Option<Withdrawal>, Error> {
    let row = r.find(sqlx::query(FIND_OPEN).bind(registration.as_str())).await?;
    row.as_ref().map(withdrawal).transpose()
}

/// The request of this id, for staff, and whether it is still open.
pub async fn find(r: &mut Reader<'_>, id: &WithdrawalId) -> Result<Option<(Withdrawal, bool)>, Error> {
    let row = r.find(sqlx::query(FIND).bind(id.as_str())).await?;
    let found = |row: &Row<'_>| Ok((withdrawal(row)?, row.maybe_text("withdrawals.decision")?.is_none()));
    row.as_ref().map(found).transpose()
}

/// Open requests, the oldest first, for staff.
pub async fn list_open(r: &mut Reader<'_>, limit: i64) -> Result<Vec<Withdrawal>, Error> {
    r.list(sqlx::query(LIST_OPEN).bind(limit)).await?.iter().map(withdrawal).collect()
}

/// Ends an open request. [`Error::Stale`] when it has ended already.
pub async fn decide(
    tx: &mut Tx<'_>,
    id: &WithdrawalId,
    decision: WithdrawalDecision,
    now: Instant,
) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(DECIDE).bind(id.as_str()).bind(decision.code()).bind(now.as_millis())).await
}

fn withdrawal(row: &Row<'_>) -> Result<Withdrawal, Error> {
    Ok(Withdrawal {
        id: row.id("withdrawals.id")?,
        registration: row.id("withdrawals.registration_id")?,
        at: row.instant("withdrawals.requested_at")?,
    })
}
