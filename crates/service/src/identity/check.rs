//! The check itself, run as a job: read both sides, find the portrait, compare with the account, write the verdict.

use domain::card::{CardHolder, CardProblem, CardReading, CardVerdict, judge_card};
use domain::face::{Face, FaceMeasurement};
use domain::id::AccountId;
use domain::identity::Identity;
use store::account::Account;
use store::identity::IdentityRecord;
use vision::{UploadLimits, decode_upload};

use super::settle;
use crate::{Cx, Error, audit};

/// What the engine made of the two pictures.
struct Seen {
    front: CardReading,
    back: CardReading,
    portrait: Option<Box<Face>>,
}

/// Checks the card of this account. Does nothing when the pictures were replaced or the check was settled meanwhile,
/// so that a job that runs twice changes nothing.
pub(crate) async fn check_card(cx: &Cx, account: &AccountId) -> Result<(), Error> {
    let (owner, record) = cx
        .store()
        .read(async |r| {
            let owner = store::account::load(r, account).await?;
            Ok::<_, Error>((owner, store::identity::find(r, account).await?))
        })
        .await?;
    let Some(record) = record.filter(|record| matches!(record.identity, Identity::Checking { .. })) else {
        return Ok(());
    };
    let seen = look(cx, &record).await?;
    let now = cx.now();
    let (found, event) = verdict(&seen, &owner, now);
    let portrait = seen.portrait.map(|face| face.descriptor.expose().to_vec());
    let settled = cx
        .store()
        .write(async |tx| {
            settle(tx, account, record, found, portrait).await?;
            audit::record(tx, now, audit::SYSTEM, event, account.as_str()).await
        })
        .await;
    match settled {
        Err(Error::Stale) => Ok(()),
        other => other,
    }
}

async fn look(cx: &Cx, record: &IdentityRecord) -> Result<Seen, Error> {
    let (Some(front), Some(back)) = (&record.front, &record.back) else {
        return Err(Error::internal("a check without pictures"));
    };
    let front = cx.store().files().load(front).await?;
    let back = cx.store().files().load(back).await?;
    cx.see(move |engine| {
        let front = decode_upload(&front, UploadLimits::default()).map_err(Error::internal)?;
        let back = decode_upload(&back, UploadLimits::default()).map_err(Error::internal)?;
        let reading = engine.read_card(&front).map_err(Error::internal)?;
        let portrait = match engine.measure_face(&front).map_err(Error::internal)? {
            FaceMeasurement::One(face) => Some(face),
            FaceMeasurement::NoFace | FaceMeasurement::SeveralFaces => None,
        };
        let back = engine.read_card(&back).map_err(Error::internal)?;
        Ok(Seen { front: reading, back, portrait })
    })
    .await?
}

fn verdict(seen: &Seen, owner: &Account, now: domain::instant::Instant) -> (Identity, &'static str) {
    let holder = CardHolder { name: owner.name.expose(), number: owner.number.expose() };
    let judged = judge_card(&seen.front, &seen.back, &holder, now.in_shanghai().date());
    match judged {
        // Without a portrait there is nothing that the face check could compare with.
        CardVerdict::Passed if seen.portrait.is_none() => {
            (Identity::Failed { at: now, problems: vec![CardProblem::NoPortrait] }, "identity.failed")
        }
        CardVerdict::Passed => (Identity::Passed { at: now }, "identity.passed"),
        CardVerdict::NeedsPerson(problems) => {
            (Identity::WaitingForPerson { since: now, problems }, "identity.waits_for_person")
        }
        CardVerdict::Refused(problems) => (Identity::Failed { at: now, problems }, "identity.failed"),
    }
}
