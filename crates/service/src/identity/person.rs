//! 人工核验 in place of the machine: asked for by the owner, or because the machine could not do its work.

use domain::id::AccountId;
use domain::identity::Identity;
use domain::instant::Instant;
use store::Tx;
use store::identity::IdentityRecord;

use super::find;
use crate::{Candidate, Cx, Error, audit};

/// 改用人工核验: one tap, from the first page on, with or without pictures, whatever the machine said before.
pub async fn ask_for_person(cx: &Cx, who: &Candidate) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let record = find(tx, who).await?;
            let asked = record.identity.clone().ask_for_person(now)?;
            if asked == record.identity {
                return Ok(());
            }
            let version = record.version;
            let record = IdentityRecord { identity: asked, ..record };
            store::identity::save(tx, who.id(), &record, version).await?;
            audit::record(tx, now, &who.actor(), "identity.person_asked", who.id().as_str()).await
        })
        .await
}

/// The job that should have checked this card is buried: a person looks instead.
pub(crate) async fn leave_to_person(tx: &mut Tx<'_>, account: &AccountId, now: Instant) -> Result<(), Error> {
    let Some(record) = store::identity::find(tx, account).await? else { return Ok(()) };
    if !matches!(record.identity, Identity::Checking { .. }) {
        return Ok(());
    }
    let version = record.version;
    let identity = Identity::WaitingForPerson { since: now, problems: Vec::new() };
    store::identity::save(tx, account, &IdentityRecord { identity, ..record }, version).await?;
    audit::record(tx, now, audit::SYSTEM, "identity.left_to_person", account.as_str()).await
}
