//! Requests to withdraw what was paid for.

use domain::id::{RegistrationId, WithdrawalId};
use domain::instant::Instant;
use domain::registration::Event;
use domain::staff::Permission;
use store::account::Account;
use store::withdrawal::{self, WithdrawalDecision};

use super::{LINES, SHOWN, anybodys, must_cover, settle, tell};
use crate::claim::{self, Item};
use crate::staff::place_of;
use crate::{Cx, Error, Operator, audit, notices};

/// A request to withdraw.
pub struct WaitingWithdrawal {
    /// Identifier.
    pub id: WithdrawalId,
    /// Which registration.
    pub registration: RegistrationId,
    /// For which exam.
    pub exam: String,
    /// The candidate.
    pub account: Account,
    /// Since when it waits.
    pub at: Instant,
}

/// Requests to withdraw, the oldest first.
pub async fn list_withdrawals(cx: &Cx, who: &Operator) -> Result<Vec<WaitingWithdrawal>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = who.reach(r, Permission::ReviewChanges, now).await?;
            let mut list = Vec::new();
            for request in withdrawal::list_open(r, reach.widened(LINES)).await? {
                let (registration, _) = anybodys(r, &request.registration).await?;
                if !reach.covers(place_of(&registration)) || list.len() >= SHOWN {
                    continue;
                }
                let exam = store::exam::load(r, &registration.exam).await?.shown_title();
                let account = store::account::load(r, &registration.account).await?;
                let withdrawal::Withdrawal { id, registration, at } = request;
                list.push(WaitingWithdrawal { id, registration, exam, account, at });
            }
            Ok(list)
        })
        .await
}

/// Grants a request to withdraw (the place is free again) or declines it (the registration goes on).
pub async fn decide_withdrawal(
    cx: &Cx,
    who: &Operator,
    id: &WithdrawalId,
    granted: bool,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let reach = who.reach(tx, Permission::ReviewChanges, now).await?;
            // Decided before, or taken back.
            let request = withdrawal::find(tx, id).await?;
            let (request, _) = request.filter(|(_, is_open)| *is_open).ok_or(Error::Stale)?;
            claim::end(tx, who, &Item::Withdrawal(id.clone()), now).await?;
            let (registration, version) = anybodys(tx, &request.registration).await?;
            must_cover(&reach, &registration)?;
            let exam = store::exam::load(tx, &registration.exam).await?;
            let text = notices::withdrawal(
                &cx.sms_rules().signature,
                &exam.shown_title(),
                granted,
                &cx.school().hotline,
            );
            if granted {
                withdrawal::decide(tx, id, WithdrawalDecision::Granted, now).await?;
                let moved = registration.grant_withdrawal(now)?;
                return settle(tx, who, &moved, version, text, now).await;
            }
            withdrawal::decide(tx, id, WithdrawalDecision::Declined, now).await?;
            let event = Event::WithdrawalDeclined.code();
            audit::record(tx, now, &who.actor(), event, registration.id.as_str()).await?;
            tell(tx, &registration, text, now).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}
