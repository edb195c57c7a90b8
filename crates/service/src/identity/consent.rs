//! The consent that stands before every picture: given, withdrawn, and what follows from that.

use domain::id::AccountId;
use domain::identity::{CONSENT_VERSION, Identity, PICTURES_KEPT_SECONDS};
use domain::instant::Instant;
use store::identity::IdentityRecord;
use store::{Reader, Tx, consent, identity_check};

pub use store::consent::ConsentEvent;

use super::find;
use crate::{Candidate, Cx, Error, Refused, audit, photos, portrait};

/// Purpose under which the frames of face checks are stored.
const FACE_FRAME: &str = "face_frame";

/// Withdrawn consents that one sweep looks at.
const SWEPT_AT_ONCE: i64 = 100;

/// The consent with its history, and what withdrawing it would mean.
pub struct ConsentPage {
    /// Whether the consent in force is given.
    pub given: bool,
    /// Given and withdrawn, the earliest first.
    pub history: Vec<ConsentEvent>,
    /// Where the real-name check stands; what is decided stays decided.
    pub identity: Identity,
    /// Whether a review still needs the pictures of the card, which are then deleted after it.
    pub needed_for_review: bool,
}

/// The consent with its history.
pub async fn load_consent(cx: &Cx, who: &Candidate) -> Result<ConsentPage, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            Ok(ConsentPage {
                given: consent::find(r, who.id(), CONSENT_VERSION).await?.is_some(),
                history: consent::list(r, who.id()).await?,
                identity: find(r, who).await?.identity,
                needed_for_review: is_needed(r, who.id(), now).await?,
            })
        })
        .await
}

/// Gives the consent in force. It has to be ticked. Given twice, the first moment stays.
pub async fn give_consent(cx: &Cx, who: &Candidate, ticked: bool) -> Result<(), Error> {
    if !ticked {
        return Err(Refused::ConsentMissing.into());
    }
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            if consent::find(tx, who.id(), CONSENT_VERSION).await?.is_some() {
                return Ok(());
            }
            let event = ConsentEvent { version: CONSENT_VERSION, given: true, at: now };
            consent::record(tx, who.id(), event).await?;
            audit::record(tx, now, &who.actor(), "consent.given", who.id().as_str()).await
        })
        .await
}

/// Withdraws the consent. What was not decided yet is undone; what was decided stays. The face's numbers and the frames
/// of face checks go at once; the pictures of the card go at once, or after the review that needs them.
pub async fn withdraw_consent(cx: &Cx, who: &Candidate) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let Some(latest) = consent::latest(tx, who.id()).await?.filter(|event| event.given) else {
                return Ok(());
            };
            let event = ConsentEvent { version: latest.version, given: false, at: now };
            consent::record(tx, who.id(), event).await?;
            store::face_consent::withdraw(tx, who.id(), now).await?;
            let is_needed = is_needed(tx, who.id(), now).await?;
            forget_pictures(tx, who.id(), is_needed, now).await?;
            audit::record(tx, now, &who.actor(), "consent.withdrawn", who.id().as_str()).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// Deletes the pictures of withdrawn consents that no review needs any more.
pub(super) async fn sweep(cx: &Cx) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            for account in consent::list_withdrawn_with_pictures(tx, SWEPT_AT_ONCE).await? {
                if !is_needed(tx, &account, now).await? {
                    forget_pictures(tx, &account, false, now).await?;
                }
            }
            Ok::<_, Error>(())
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// Deletes the pictures whose time is over: the scores of every exam that their owner registered for have been out long
/// enough, and nothing came since. No decision changes.
pub(super) async fn sweep_old(cx: &Cx) -> Result<(), Error> {
    let now = cx.now();
    let before = now.plus_seconds(-PICTURES_KEPT_SECONDS);
    let old = cx
        .store()
        .read(async |r| store::identity::list_with_old_pictures(r, before, SWEPT_AT_ONCE).await)
        .await?;
    for account in &old {
        cx.store()
            .write(async |tx| {
                forget_pictures(tx, account, false, now).await?;
                audit::record(tx, now, audit::SYSTEM, "identity.pictures_expired", account.as_str()).await
            })
            .await
            // Its owner was faster, with a new picture perhaps: the next sweep looks again.
            .or_else(|error| if matches!(error, Error::Stale) { Ok(()) } else { Err(error) })?;
    }
    cx.work_waits();
    Ok(())
}

/// Whether a registration that was handed in still needs the pictures as evidence: until its review ends.
async fn is_needed(r: &mut Reader<'_>, account: &AccountId, now: Instant) -> Result<bool, Error> {
    for registration in store::registration::list_own(r, account).await? {
        if registration.state.is_handed_in()
            && now < store::exam::load(r, &registration.exam).await?.windows.review.end
        {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn forget_pictures(
    tx: &mut Tx<'_>,
    account: &AccountId,
    keep_card: bool,
    now: Instant,
) -> Result<(), Error> {
    for frame in store::photo::list_ids(tx, account, FACE_FRAME).await? {
        photos::discard(tx, &frame, now).await?;
    }
    portrait::discard(tx, account, now).await?;
    let Some(seen) = store::identity::find(tx, account).await? else { return Ok(()) };
    let version = seen.version;
    let (front, back) = (seen.front.clone(), seen.back.clone());
    let mut record =
        IdentityRecord { identity: seen.identity.clone().without_consent(), portrait: None, ..seen };
    if !keep_card {
        (record.front, record.back) = (None, None);
    }
    store::identity::save(tx, account, &record, version).await?;
    if !keep_card {
        for photo in [front, back].into_iter().flatten() {
            photos::discard(tx, &photo, now).await?;
        }
        identity_check::forget_refused(tx, account).await?;
    }
    Ok(())
}
