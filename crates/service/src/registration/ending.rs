//! How a registration ends before the exam: given up by its owner, or not paid in time.

use domain::id::{RegistrationId, WithdrawalId};
use domain::instant::Instant;
use domain::registration::{Event, Refusal, WayOut};
use store::withdrawal::{Withdrawal, WithdrawalDecision};
use store::{Tx, withdrawal};

use super::{find, keep, keep_as};
use crate::{Candidate, Cx, Error, audit, jobs, message, notices, random};

/// Overdue registrations that one sweep ends at most; the next one goes on.
const SWEPT: i64 = 500;

/// Gives up what was not paid for: the place is free at once. Tapped twice it is given up once.
pub async fn withdraw(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let seen = find(tx, who, id).await?;
            match seen.registration.clone().withdraw(now) {
                Err(Refusal::AlreadyDone) => Ok(()),
                Err(refusal) => Err(refusal.into()),
                Ok(moved) => {
                    store::registration_draft::forget(tx, id).await?;
                    keep(tx, who, &moved, seen.version, now).await
                }
            }
        })
        .await
}

/// Asks to give up what was paid for; staff decide. Tapped twice it is asked once.
pub async fn request_withdrawal(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<(), Error> {
    let now = cx.now();
    let request = Withdrawal {
        id: WithdrawalId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?,
        registration: id.clone(),
        at: now,
    };
    let asked: Result<(), Error> = cx
        .store()
        .write(async |tx| {
            let seen = find(tx, who, id).await?;
            match seen.registration.way_out() {
                WayOut::OnRequest => {}
                WayOut::Discard | WayOut::Free => return Err(Refusal::NotNow.into()),
                WayOut::None => return Err(Refusal::Over.into()),
            }
            if withdrawal::find_open(tx, id).await?.is_some() {
                return Ok(());
            }
            withdrawal::insert(tx, &request).await.map_err(|error| match error {
                store::Error::Taken => Error::Stale,
                other => other.into(),
            })?;
            audit::record(tx, now, &who.actor(), Event::WithdrawalRequested.code(), id.as_str()).await
        })
        .await;
    match asked {
        // Two taps at once: the database let one request through.
        Err(Error::Stale) => Ok(()),
        other => other,
    }
}

/// Takes an open request back; the registration goes on.
pub async fn take_withdrawal_back(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            find(tx, who, id).await?;
            let Some(request) = withdrawal::find_open(tx, id).await? else { return Ok(()) };
            withdrawal::decide(tx, &request.id, WithdrawalDecision::TakenBack, now).await?;
            audit::record(tx, now, &who.actor(), Event::WithdrawalTakenBack.code(), id.as_str()).await
        })
        .await
}

/// The job at the pay deadline. It may come by twice, or after the deadline was moved, and bears both: what is not
/// overdue stays, and is looked at again at its new deadline.
pub(crate) async fn expire(cx: &Cx, id: &RegistrationId) -> Result<(), Error> {
    let now = cx.now();
    cx.store().write(async |tx| expire_in(tx, cx, id, now).await).await?;
    cx.work_waits();
    Ok(())
}

/// Ends whatever is overdue and has no job: registrations from before there were such jobs, and those whose deadline
/// was moved forward. Answers how many.
pub(crate) async fn expire_overdue(cx: &Cx) -> Result<usize, Error> {
    let now = cx.now();
    let overdue = cx.store().read(async |r| store::registration::list_overdue(r, now, SWEPT).await).await?;
    for id in &overdue {
        match expire(cx, id).await {
            // Its owner or another node was faster.
            Ok(()) | Err(Error::Stale) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(overdue.len())
}

/// Ends the registration if its fee is overdue, gives its place back and tells its owner.
pub(crate) async fn expire_in(
    tx: &mut Tx<'_>,
    cx: &Cx,
    id: &RegistrationId,
    now: Instant,
) -> Result<(), Error> {
    let Some((registration, version)) = store::registration::find_anybodys(tx, id).await? else {
        return Ok(());
    };
    let exam = store::exam::load(tx, &registration.exam).await?;
    let still_due = matches!(registration.state, domain::registration::State::AwaitingPayment { .. });
    let moved = match registration.expire(&exam, now) {
        Ok(moved) => moved,
        Err(_) if still_due => return jobs::push_expiry(tx, id, exam.windows.pay.end, now).await,
        Err(_) => return Ok(()),
    };
    keep_as(tx, audit::SYSTEM, &moved, version, now).await?;
    let account = store::account::load(tx, &moved.registration.account).await?;
    message::tell(tx, &account, notices::expired(&cx.sms_rules().signature, &exam.shown_title()), now).await
}
