//! Who agreed to which version of the consent text, and who took it back, when. It only grows, and the database refuses
//! every change of it.

use domain::id::AccountId;
use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    RECORD = "INSERT INTO consent_events (account_id, version, event, noted_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (account_id, noted_at, event) DO NOTHING";
    LATEST = "SELECT version, event, noted_at FROM consent_events WHERE account_id = $1 \
        ORDER BY noted_at DESC, event DESC LIMIT 1";
    LIST = "SELECT version, event, noted_at FROM consent_events WHERE account_id = $1 ORDER BY noted_at, event";
    WITHDRAWN = "SELECT c.account_id AS account_id FROM consent_events c JOIN identities i ON i.account_id = c.account_id \
        WHERE c.event = 'withdrawn' AND (i.front_photo IS NOT NULL OR i.back_photo IS NOT NULL) \
        AND NOT EXISTS (SELECT 1 FROM consent_events later WHERE later.account_id = c.account_id \
            AND (later.noted_at > c.noted_at OR (later.noted_at = c.noted_at AND later.event > c.event))) \
        ORDER BY c.noted_at LIMIT $1";
}

/// One entry of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsentEvent {
    /// Of the text.
    pub version: i64,
    /// Given, or withdrawn.
    pub given: bool,
    /// When.
    pub at: Instant,
}

/// Notes that a consent was given or withdrawn.
pub async fn record(tx: &mut Tx<'_>, account: &AccountId, event: ConsentEvent) -> Result<(), Error> {
    let query = sqlx::query(RECORD)
        .bind(account.as_str())
        .bind(event.version)
        .bind(if event.given { "given" } else { "withdrawn" })
        .bind(event.at.as_millis());
    tx.run(query).await.map(drop)
}

/// The last entry, which says what holds.
pub async fn latest(r: &mut Reader<'_>, account: &AccountId) -> Result<Option<ConsentEvent>, Error> {
    let row = r.find(sqlx::query(LATEST).bind(account.as_str())).await?;
    row.map(|row| event(&row)).transpose()
}

/// When this version was agreed to, if that still holds.
pub async fn find(r: &mut Reader<'_>, account: &AccountId, version: i64) -> Result<Option<Instant>, Error> {
    let latest = latest(r, account).await?;
    Ok(latest.filter(|event| event.given && event.version == version).map(|event| event.at))
}

/// The whole history, the earliest first.
pub async fn list(r: &mut Reader<'_>, account: &AccountId) -> Result<Vec<ConsentEvent>, Error> {
    let rows = r.list(sqlx::query(LIST).bind(account.as_str())).await?;
    rows.iter().map(event).collect()
}

/// Accounts whose consent is withdrawn and whose pictures are still here, at most `most`.
pub async fn list_withdrawn_with_pictures(r: &mut Reader<'_>, most: i64) -> Result<Vec<AccountId>, Error> {
    let rows = r.list(sqlx::query(WITHDRAWN).bind(most)).await?;
    rows.iter().map(|row| row.id("consent_events.account_id")).collect()
}

fn event(row: &crate::row::Row<'_>) -> Result<ConsentEvent, Error> {
    Ok(ConsentEvent {
        version: row.number("consent_events.version")?,
        given: row.text("consent_events.event")? == "given",
        at: row.instant("consent_events.noted_at")?,
    })
}
