//! 实名认证: the consent, the two pictures of the card, and the check that a job makes of them.

mod check;

use domain::card::Side;
use domain::id::PhotoId;
use domain::identity::{CONSENT_VERSION, Identity};
use store::account::Account;
use store::identity::IdentityRecord;
use store::{Reader, Tx};

pub(crate) use check::check_card;

use crate::photos::Purpose;
use crate::{Candidate, Cx, Error, Refused, audit, jobs, photos};

/// 实名认证 as its pages show it.
pub struct IdentityPage {
    /// The owner.
    pub account: Account,
    /// Where it stands.
    pub identity: Identity,
    /// Whether the consent in force was given.
    pub consented: bool,
    /// Whether the portrait side is in.
    pub front: bool,
    /// Whether the emblem side is in.
    pub back: bool,
}

/// 实名认证 as its pages show it.
pub async fn load(cx: &Cx, who: &Candidate) -> Result<IdentityPage, Error> {
    cx.store()
        .read(async |r| {
            let account = store::account::load(r, who.id()).await?;
            let record = find(r, who).await?;
            let consented = store::consent::find(r, who.id(), CONSENT_VERSION).await?.is_some();
            let (front, back) = (record.front.is_some(), record.back.is_some());
            Ok(IdentityPage { account, identity: record.identity, consented, front, back })
        })
        .await
}

/// Only where it stands.
pub async fn state(cx: &Cx, who: &Candidate) -> Result<Identity, Error> {
    Ok(cx.store().read(async |r| find(r, who).await).await?.identity)
}

/// Gives the consent in force. It has to be ticked.
pub async fn give_consent(cx: &Cx, who: &Candidate, ticked: bool) -> Result<(), Error> {
    if !ticked {
        return Err(Refused::ConsentMissing.into());
    }
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            store::consent::give(tx, who.id(), CONSENT_VERSION, now).await?;
            audit::record(tx, now, &who.actor(), "consent.given", who.id().as_str()).await
        })
        .await
}

/// Takes one picture of the card; replaces an earlier one of the same side. Only behind the consent.
pub async fn receive_photo(cx: &Cx, who: &Candidate, side: Side, bytes: Vec<u8>) -> Result<(), Error> {
    let purpose = match side {
        Side::Front => Purpose::CardFront,
        Side::Back => Purpose::CardBack,
    };
    cx.store().read(async |r| must_take_pictures(r, who).await).await?;
    let kept = photos::keep(cx, who.id(), purpose, bytes).await?;
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let mut record = must_take_pictures(tx, who).await?;
            store::photo::insert(tx, &kept.photo).await?;
            let slot = match side {
                Side::Front => &mut record.front,
                Side::Back => &mut record.back,
            };
            *slot = Some(kept.photo.id.clone());
            let version = record.version;
            store::identity::save(tx, who.id(), &record, version).await?;
            audit::record(tx, now, &who.actor(), "identity.photo_received", kept.photo.id.as_str()).await
        })
        .await
}

/// 开始认证: with both pictures in, the check becomes a job. A document that the engine does not read waits for a person.
pub async fn start_check(cx: &Cx, who: &Candidate) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let mut record = must_take_pictures(tx, who).await?;
            if record.front.is_none() || record.back.is_none() {
                return Err(Refused::PicturesMissing.into());
            }
            let account = store::account::load(tx, who.id()).await?;
            let readable = account.number.kind().is_machine_readable();
            record.identity = if readable {
                Identity::Checking { since: now }
            } else {
                Identity::WaitingForPerson { since: now, problems: Vec::new() }
            };
            let version = record.version;
            store::identity::save(tx, who.id(), &record, version).await?;
            if readable {
                jobs::push_card_check(tx, who.id(), now).await?;
            }
            audit::record(tx, now, &who.actor(), "identity.check_started", who.id().as_str()).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// One's own picture of one side, as JPEG.
pub async fn own_photo(cx: &Cx, who: &Candidate, side: Side) -> Result<Vec<u8>, Error> {
    let record = cx.store().read(async |r| find(r, who).await).await?;
    let photo: Option<PhotoId> = match side {
        Side::Front => record.front,
        Side::Back => record.back,
    };
    Ok(cx.store().files().load(&photo.ok_or(Error::NotFound)?).await?)
}

/// The record of an account; a blank one where there is none.
pub(crate) async fn find(r: &mut Reader<'_>, who: &Candidate) -> Result<IdentityRecord, Error> {
    Ok(store::identity::find(r, who.id()).await?.unwrap_or_else(blank))
}

/// Nothing begun. Version 0 says that no row exists.
pub(crate) fn blank() -> IdentityRecord {
    IdentityRecord { identity: Identity::None, front: None, back: None, portrait: None, version: 0 }
}

async fn must_take_pictures(r: &mut Reader<'_>, who: &Candidate) -> Result<IdentityRecord, Error> {
    if store::consent::find(r, who.id(), CONSENT_VERSION).await?.is_none() {
        return Err(Refused::ConsentMissing.into());
    }
    let record = find(r, who).await?;
    if record.identity.takes_pictures() { Ok(record) } else { Err(Error::Stale) }
}

/// Saves what a check found, if nothing has changed meanwhile.
pub(crate) async fn settle(
    tx: &mut Tx<'_>,
    account: &domain::id::AccountId,
    seen: IdentityRecord,
    found: Identity,
    portrait: Option<Vec<f32>>,
) -> Result<(), Error> {
    let version = seen.version;
    let record = IdentityRecord { identity: found, portrait, ..seen };
    Ok(store::identity::save(tx, account, &record, version).await?)
}
