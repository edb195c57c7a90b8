//! 实名认证: the two pictures of the card, and the check that a job makes of them.
//!
//! - `consent`: given, withdrawn, its history
//! - `check`: the job
//! - `person`: asking for a person instead
//! - [`desk`]: what a person decides

mod check;
mod consent;
pub mod desk;
mod person;

use domain::card::Side;
use domain::form::{Field, PhotoProblem, Problem};
use domain::id::{AccountId, PhotoId, RegistrationId};
use domain::identity::{Attempts, CHECK_WINDOW_SECONDS, CONSENT_VERSION, Identity, PictureState, Refusal};
use domain::instant::Instant;
use domain::registration::State;
use store::account::Account;
use store::identity::IdentityRecord;
use store::{Reader, Tx, identity_check};

pub(crate) use check::check_card;
pub use consent::{ConsentEvent, ConsentPage, give_consent, load_consent, withdraw_consent};
pub use person::ask_for_person;
pub(crate) use person::leave_to_person;

use crate::photos::Purpose;
use crate::{Candidate, Cx, Error, Refused, audit, jobs, photos, portrait};

/// 实名认证 as its pages show it.
pub struct IdentityPage {
    /// The owner.
    pub account: Account,
    /// Where it stands.
    pub identity: Identity,
    /// Whether the consent in force was given.
    pub consented: bool,
    /// Where the picture of each side stands, the portrait's side first.
    pub pictures: [PictureState; 2],
    /// How many tries are left.
    pub attempts: Attempts,
    /// Whether the machine may look, or only people.
    pub by_machine: bool,
    /// Drafts that go on only once a person has decided, since their exam wants it so.
    pub halted: Vec<Halted>,
}

/// A draft that cannot go on while a person still looks at the document.
pub struct Halted {
    /// Which registration.
    pub registration: RegistrationId,
    /// Title of its exam.
    pub exam: String,
}

/// 实名认证 as its pages show it.
pub async fn load(cx: &Cx, who: &Candidate) -> Result<IdentityPage, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let account = store::account::load(r, who.id()).await?;
            let record = find(r, who).await?;
            let consented = store::consent::find(r, who.id(), CONSENT_VERSION).await?.is_some();
            let front = picture(r, who, Side::Front, record.front.as_ref()).await?;
            let back = picture(r, who, Side::Back, record.back.as_ref()).await?;
            let attempts = attempts(r, who, now).await?;
            let by_machine = account.number.kind().is_machine_readable() && !record.only_person;
            let (identity, pictures) = (record.identity, [front, back]);
            let halted = halted(r, who).await?;
            Ok(IdentityPage { account, identity, consented, pictures, attempts, by_machine, halted })
        })
        .await
}

/// Only where it stands.
pub async fn state(cx: &Cx, who: &Candidate) -> Result<Identity, Error> {
    Ok(cx.store().read(async |r| find(r, who).await).await?.identity)
}

/// Takes one picture of the card; replaces an earlier one of the same side. Only behind the consent. A picture that was
/// refused before is not taken again, unless a person looks anyway.
pub async fn receive_photo(cx: &Cx, who: &Candidate, side: Side, bytes: Vec<u8>) -> Result<(), Error> {
    let purpose = match side {
        Side::Front => Purpose::CardFront,
        Side::Back => Purpose::CardBack,
    };
    cx.store().read(async |r| must_take_pictures(r, who).await).await?;
    let encoded = photos::encode(cx, purpose, bytes).await?;
    cx.store()
        .read(async |r| {
            let is_known = is_refused(r, who, side, &encoded.look).await?;
            if is_known {
                Err(Error::field(purpose.field(), Problem::Photo(PhotoProblem::SameAgain)))
            } else {
                Ok(())
            }
        })
        .await?;
    let kept = photos::store_encoded(cx, who.id(), purpose, &encoded).await?;
    let now = cx.now();
    let written = cx
        .store()
        .write(async |tx| {
            let mut record = must_take_pictures(tx, who).await?;
            store::photo::insert(tx, &kept.photo).await?;
            if side == Side::Front {
                portrait::discard(tx, who.id(), now).await?;
            }
            let slot = match side {
                Side::Front => {
                    // The portrait was that of the picture which goes.
                    record.portrait = None;
                    &mut record.front
                }
                Side::Back => &mut record.back,
            };
            let replaced = slot.replace(kept.photo.id.clone());
            let version = record.version;
            store::identity::save(tx, who.id(), &record, version).await?;
            if let Some(replaced) = replaced {
                photos::discard(tx, &replaced, now).await?;
            }
            audit::record(tx, now, &who.actor(), "identity.photo_received", kept.photo.id.as_str()).await
        })
        .await;
    photos::take_back(cx, &kept, written).await
}

/// 开始认证: with both pictures in, the check becomes a job. A document that the engine does not read, and whoever had one
/// rejected, waits for a person.
///
/// The second tap of a double tap finds the check under way, or over: that is what was wanted.
pub async fn start_check(cx: &Cx, who: &Candidate) -> Result<(), Error> {
    match try_start_check(cx, who).await {
        // Two taps at once: the database let one through, whose check is there now.
        Err(Error::Stale) => try_start_check(cx, who).await,
        started => started,
    }
}

async fn try_start_check(cx: &Cx, who: &Candidate) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            if !find(tx, who).await?.identity.can_be_checked() {
                return Ok(());
            }
            let mut record = must_take_pictures(tx, who).await?;
            let (Some(front), Some(back)) = (&record.front, &record.back) else {
                return Err(Refused::PicturesMissing.into());
            };
            let account = store::account::load(tx, who.id()).await?;
            let by_machine = account.number.kind().is_machine_readable() && !record.only_person;
            record.identity = if by_machine {
                must_be_fresh(tx, who, [(Side::Front, front), (Side::Back, back)]).await?;
                if attempts(tx, who, now).await?.are_used_up() {
                    return Err(Refusal::ChecksUsedUp.into());
                }
                Identity::Checking { since: now }
            } else {
                Identity::WaitingForPerson { since: now, problems: Vec::new() }
            };
            let version = record.version;
            store::identity::save(tx, who.id(), &record, version).await?;
            if by_machine {
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

/// Forgets what is not needed any more: pictures of withdrawn consents once no review needs them, pictures whose time is
/// over, and what refused pictures looked like once their tries do not count any more.
pub(crate) async fn sweep(cx: &Cx) -> Result<(), Error> {
    consent::sweep(cx).await?;
    consent::sweep_old(cx).await?;
    let before = cx.now().plus_seconds(-CHECK_WINDOW_SECONDS);
    cx.store().write(async |tx| identity_check::forget_refused_before(tx, before).await).await?;
    Ok(())
}

/// One's own record; a blank one where there is none.
pub(crate) async fn find(r: &mut Reader<'_>, who: &Candidate) -> Result<IdentityRecord, Error> {
    of(r, who.id()).await
}

/// The record of anybody's account; a blank one where there is none.
pub(crate) async fn of(r: &mut Reader<'_>, account: &AccountId) -> Result<IdentityRecord, Error> {
    Ok(store::identity::find(r, account).await?.unwrap_or_else(blank))
}

/// Nothing begun. Version 0 says that no row exists.
pub(crate) fn blank() -> IdentityRecord {
    IdentityRecord {
        identity: Identity::None,
        front: None,
        back: None,
        portrait: None,
        only_person: false,
        version: 0,
    }
}

/// The name, or another thing that the card is compared with, has changed: 实名认证 begins anew. The pictures stay, the
/// same card is compared with what is right now.
pub(crate) async fn forget_verification(tx: &mut Tx<'_>, account: &AccountId) -> Result<(), Error> {
    let Some(seen) = store::identity::find(tx, account).await? else { return Ok(()) };
    let version = seen.version;
    let record = IdentityRecord { identity: seen.identity.clone().renamed(), portrait: None, ..seen };
    store::identity::save(tx, account, &record, version).await?;
    Ok(identity_check::forget_refused(tx, account).await?)
}

async fn halted(r: &mut Reader<'_>, who: &Candidate) -> Result<Vec<Halted>, Error> {
    let mut halted = Vec::new();
    for registration in store::registration::list_own(r, who.id()).await? {
        if registration.state == State::Draft {
            let exam = store::exam::load(r, &registration.exam).await?;
            if !exam.rules.allows_pending_identity {
                halted.push(Halted { registration: registration.id, exam: exam.shown_title() });
            }
        }
    }
    Ok(halted)
}

async fn attempts(r: &mut Reader<'_>, who: &Candidate, now: Instant) -> Result<Attempts, Error> {
    let since = now.plus_seconds(-CHECK_WINDOW_SECONDS);
    Ok(Attempts::after(&identity_check::refused_since(r, who.id(), since).await?))
}

async fn must_take_pictures(r: &mut Reader<'_>, who: &Candidate) -> Result<IdentityRecord, Error> {
    if store::consent::find(r, who.id(), CONSENT_VERSION).await?.is_none() {
        return Err(Refused::ConsentMissing.into());
    }
    let record = find(r, who).await?;
    if record.identity.takes_pictures() { Ok(record) } else { Err(Error::Stale) }
}

/// Whether a picture that looks like this was refused before, where the machine is the next to look.
async fn is_refused(
    r: &mut Reader<'_>,
    who: &Candidate,
    side: Side,
    look: &domain::card::Look,
) -> Result<bool, Error> {
    if !find(r, who).await?.identity.can_be_checked() {
        return Ok(false);
    }
    let refused = identity_check::refused_pictures(r, who.id(), side).await?;
    Ok(refused.iter().any(|(_, known)| known.is_same_picture(look)))
}

/// No side may still show the picture that was refused.
async fn must_be_fresh(
    r: &mut Reader<'_>,
    who: &Candidate,
    pictures: [(Side, &PhotoId); 2],
) -> Result<(), Error> {
    for (side, photo) in pictures {
        if picture(r, who, side, Some(photo)).await? == PictureState::Refused {
            let field = if side == Side::Front { Field::Front } else { Field::Back };
            return Err(Error::field(field, Problem::Photo(PhotoProblem::SameAgain)));
        }
    }
    Ok(())
}

async fn picture(
    r: &mut Reader<'_>,
    who: &Candidate,
    side: Side,
    photo: Option<&PhotoId>,
) -> Result<PictureState, Error> {
    let Some(photo) = photo else { return Ok(PictureState::Missing) };
    let refused = identity_check::refused_pictures(r, who.id(), side).await?;
    Ok(if refused.iter().any(|(known, _)| known == photo) { PictureState::Refused } else { PictureState::In })
}
