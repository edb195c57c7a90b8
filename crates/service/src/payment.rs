//! 上传凭证: the order screenshot and whose payment it shows.

use domain::id::{ProofId, RegistrationId};
use domain::instant::Instant;
use domain::payment::{PaymentState, ProofForm};
use domain::registration::{Refusal, State, Step};
use store::account::Account;
use store::proof::Proof;
use store::{Reader, Tx};

use crate::photos::{Encoded, Kept, Purpose};
use crate::registration::Seen;
use crate::{Candidate, Cx, Error, photos, random, registration};

/// What came of handing in a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandedIn {
    /// It will be looked at.
    InTime,
    /// The registration has expired; the finance office looks at it.
    Late,
}

/// What the page of the proof can do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofStage {
    /// A proof is due, or can be replaced, or was sent back.
    Open,
    /// The pay window has closed: a proof goes to the finance office.
    Late,
    /// Nothing is to be handed in any more.
    Done,
}

/// 上传凭证 as its page shows it.
pub struct ProofPage {
    /// The registration.
    pub seen: Seen,
    /// The owner.
    pub account: Account,
    /// What can be done.
    pub stage: ProofStage,
    /// The proof that is there: of this registration, or of an earlier one for the same exam.
    pub last: Option<Proof>,
}

/// What is sent with a proof.
#[derive(Default)]
pub struct ProofUpload {
    /// The payer's fields.
    pub form: ProofForm,
    /// The screenshot; none to offer the last one as it is.
    pub screenshot: Vec<u8>,
    /// The proof that the page showed, and that this one replaces. It tells a replacement from the second tap of a
    /// double tap.
    pub replaces: Option<ProofId>,
}

/// 上传凭证. Open also for who has expired: whoever paid must be able to say so.
pub async fn load_proof(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<ProofPage, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let seen = registration::find(r, who, id).await?;
            let stage = stage(&seen, now)?;
            let account = store::account::load(r, who.id()).await?;
            let last = store::proof::find_last_of(r, who.id(), &seen.exam.id).await?;
            Ok(ProofPage { seen, account, stage, last })
        })
        .await
}

fn stage(seen: &Seen, now: Instant) -> Result<ProofStage, Refusal> {
    let registration = &seen.registration;
    if registration.is_overdue(&seen.exam, now) {
        return Ok(ProofStage::Late);
    }
    match registration.state {
        State::Draft => Err(Refusal::StepMissing(seen.step())),
        State::AwaitingPayment { .. } | State::Submitted { .. } | State::Returned { .. } => {
            Ok(match registration.clone().hand_in_proof(&seen.exam, now) {
                Ok(_) => ProofStage::Open,
                Err(_) => ProofStage::Done,
            })
        }
        State::Expired { .. } if registration.payment == PaymentState::None => Ok(ProofStage::Late),
        State::UnderReview { .. }
        | State::Approved { .. }
        | State::Admitted { .. }
        | State::Expired { .. } => Ok(ProofStage::Done),
        State::Rejected { .. } | State::Withdrawn { .. } | State::Discarded { .. } => Err(Refusal::Over),
    }
}

/// Takes the screenshot and hands the registration in. Every problem of the fields comes at once.
pub async fn hand_in_proof(
    cx: &Cx,
    who: &Candidate,
    id: &RegistrationId,
    upload: ProofUpload,
) -> Result<HandedIn, Error> {
    let page = load_proof(cx, who, id).await?;
    if came_after_another(&page.seen, page.last.as_ref(), upload.replaces.as_ref()) {
        is_in_already(cx, who, id, upload.screenshot).await?;
        let is_late = matches!(page.seen.registration.state, State::Expired { .. });
        return Ok(if is_late { HandedIn::Late } else { HandedIn::InTime });
    }
    match page.stage {
        ProofStage::Open => {}
        ProofStage::Late => return hand_in_late(cx, who, page, upload).await,
        ProofStage::Done => {
            let refused = page.seen.registration.clone().hand_in_proof(&page.seen.exam, cx.now());
            return Err(refused.err().unwrap_or(Refusal::NotNow).into());
        }
    }
    let (proof, fresh) = proof(cx, who, &page, upload).await?;
    let now = proof.at;
    let written = cx
        .store()
        .write(async |tx| {
            let seen = registration::find(tx, who, id).await?;
            if seen.version != page.seen.version {
                return Err(Error::Stale);
            }
            let moved = seen.registration.clone().hand_in_proof(&seen.exam, now)?;
            insert(tx, &proof, fresh.as_ref()).await?;
            registration::keep(tx, who, &moved, seen.version, now).await
        })
        .await;
    settle(cx, who, &page, &proof, fresh, written).await?;
    Ok(HandedIn::InTime)
}

/// The page that was sent showed no proof, or another one than is there: this one came first already.
fn came_after_another(seen: &Seen, last: Option<&Proof>, replaces: Option<&ProofId>) -> bool {
    let own = last.filter(|proof| proof.registration == seen.registration.id).map(|proof| &proof.id);
    let may_have_come = matches!(seen.registration.state, State::Submitted { .. } | State::Expired { .. });
    may_have_come && own.is_some() && own != replaces
}

/// The second tap of a double tap: its picture is in, which is what was wanted. Another picture comes from a page that was
/// open elsewhere; nobody is told that it is in.
async fn is_in_already(
    cx: &Cx,
    who: &Candidate,
    id: &RegistrationId,
    screenshot: Vec<u8>,
) -> Result<(), Error> {
    if screenshot.is_empty() {
        return Ok(());
    }
    let sent = photos::encode(cx, Purpose::OrderScreenshot, screenshot).await?;
    if sent.is_stored_as(&own_proof(cx, who, id).await?) { Ok(()) } else { Err(Error::Stale) }
}

/// Two taps at once: the first one is in, which is what was wanted. Whoever meets anything else, another picture from
/// another tab or a decision of staff, is told so; nobody is told that a picture is in which is not.
async fn settle(
    cx: &Cx,
    who: &Candidate,
    page: &ProofPage,
    proof: &Proof,
    fresh: Option<Fresh>,
    written: Result<(), Error>,
) -> Result<(), Error> {
    let Err(error) = written else { return Ok(()) };
    if let Some(fresh) = &fresh {
        photos::forget(cx, &fresh.kept).await;
    }
    if !matches!(error, Error::Stale) {
        return Err(error);
    }
    let exam = &page.seen.exam.id;
    let last = cx.store().read(async |r| store::proof::find_last_of(r, who.id(), exam).await).await?;
    let came_meanwhile = last.filter(|last| {
        last.registration == proof.registration && page.last.as_ref().is_none_or(|seen| seen.id != last.id)
    });
    let is_in = match (came_meanwhile, fresh) {
        (None, _) => false,
        (Some(last), None) => last.photo == proof.photo,
        (Some(last), Some(fresh)) => fresh.encoded.is_stored_as(&cx.store().files().load(&last.photo).await?),
    };
    if is_in { Ok(()) } else { Err(error) }
}

/// Nothing is lost: what came too late is kept for the finance office, and the registration expires if it has not yet.
async fn hand_in_late(
    cx: &Cx,
    who: &Candidate,
    page: ProofPage,
    upload: ProofUpload,
) -> Result<HandedIn, Error> {
    let id = page.seen.registration.id.clone();
    let (proof, fresh) = proof(cx, who, &page, upload).await?;
    let now = proof.at;
    match registration::expire(cx, &id).await {
        // The job, or the first tap of two, was faster.
        Ok(()) | Err(Error::Stale) => {}
        Err(error) => return Err(error),
    }
    let written = cx
        .store()
        .write(async |tx| {
            let seen = registration::find(tx, who, &id).await?;
            let moved = match seen.registration.clone().hand_in_late_proof() {
                Err(Refusal::AlreadyDone) => return Err(Error::Stale),
                Err(refusal) => return Err(refusal.into()),
                Ok(moved) => moved,
            };
            insert(tx, &proof, fresh.as_ref()).await?;
            store::proof::add_late(tx, &proof).await?;
            registration::keep(tx, who, &moved, seen.version, now).await
        })
        .await;
    settle(cx, who, &page, &proof, fresh, written).await?;
    Ok(HandedIn::Late)
}

/// A screenshot that was stored for the proof that is about to be written.
struct Fresh {
    kept: Kept,
    encoded: Encoded,
}

/// The proof as it will be stored: with a new picture, or with that of the last proof.
async fn proof(
    cx: &Cx,
    who: &Candidate,
    page: &ProofPage,
    upload: ProofUpload,
) -> Result<(Proof, Option<Fresh>), Error> {
    let payer = upload.form.check(&page.account.name, &page.account.phone)?;
    let sent_back = matches!(page.seen.registration.state, State::Returned { .. });
    let (photo, fresh) = match &page.last {
        // What was sent back needs another picture; what was not may be offered again as it is.
        Some(last) if upload.screenshot.is_empty() && !sent_back => (last.photo.clone(), None),
        _ => {
            let encoded = photos::encode(cx, Purpose::OrderScreenshot, upload.screenshot).await?;
            let kept = photos::store_encoded(cx, who.id(), Purpose::OrderScreenshot, &encoded).await?;
            (kept.photo.id.clone(), Some(Fresh { kept, encoded }))
        }
    };
    let now = cx.now();
    let id = ProofId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    let registration = page.seen.registration.id.clone();
    Ok((Proof { id, registration, photo, payer, at: now }, fresh))
}

async fn insert(tx: &mut Tx<'_>, proof: &Proof, fresh: Option<&Fresh>) -> Result<(), Error> {
    if let Some(fresh) = fresh {
        store::photo::insert(tx, &fresh.kept.photo).await?;
    }
    Ok(store::proof::insert(tx, proof).await?)
}

/// One's own order screenshot, as JPEG: the last one for the exam of this registration.
pub async fn own_proof(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Vec<u8>, Error> {
    let photo = cx.store().read(async |r| own_picture(r, who, id).await).await?;
    Ok(cx.store().files().load(&photo).await?)
}

async fn own_picture(
    r: &mut Reader<'_>,
    who: &Candidate,
    id: &RegistrationId,
) -> Result<domain::id::PhotoId, Error> {
    let seen = registration::find(r, who, id).await?;
    let last = store::proof::find_last_of(r, who.id(), &seen.exam.id).await?;
    Ok(last.ok_or(Error::NotFound)?.photo)
}

/// 缴费: a registration that was confirmed.
pub async fn load_payment(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<(Seen, Account), Error> {
    cx.store()
        .read(async |r| {
            let seen = registration::find(r, who, id).await?;
            if !matches!(seen.registration.state, State::Expired { .. }) {
                seen.must_have_reached(Step::Payment)?;
            }
            // The review comes first (C17): nothing is due yet.
            if matches!(seen.registration.state, State::UnderReview { .. })
                && seen.registration.payment == PaymentState::None
            {
                return Err(Refusal::NotNow.into());
            }
            Ok((seen, store::account::load(r, who.id()).await?))
        })
        .await
}
