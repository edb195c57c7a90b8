//! The check itself, run as a job: read both sides, find the portrait, compare with the account, write the verdict.

use domain::card::{CardHolder, CardProblem, CardReading, CardVerdict, Look, Side, judge_card};
use domain::face::{Face, FaceMeasurement, FacePolicy};
use domain::id::{AccountId, CheckId};
use domain::identity::Identity;
use domain::instant::Instant;
use store::Tx;
use store::account::Account;
use store::identity::IdentityRecord;
use store::identity_check::{self, EndedCheck, Outcome};
use vision::{UploadLimits, decode_upload};

use crate::{Cx, Error, audit, random};

/// What the engine made of the two pictures.
struct Seen {
    front: CardReading,
    back: CardReading,
    portrait: Option<Box<Face>>,
    looks: [Look; 2],
}

/// What follows from it.
struct Found {
    identity: Identity,
    outcome: Outcome,
    problems: Vec<CardProblem>,
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
    let found = verdict(&seen, &owner, cx.face_policy(), now);
    let settled = cx.store().write(async |tx| settle(tx, account, &record, &seen, &found, now).await).await;
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
        let looks = [front.look(), back.look()];
        let reading = engine.read_card(&front).map_err(Error::internal)?;
        let portrait = match engine.measure_face(&front).map_err(Error::internal)? {
            FaceMeasurement::One(face) => Some(face),
            FaceMeasurement::NoFace | FaceMeasurement::SeveralFaces => None,
        };
        let back = engine.read_card(&back).map_err(Error::internal)?;
        Ok(Seen { front: reading, back, portrait, looks })
    })
    .await?
}

fn verdict(seen: &Seen, owner: &Account, policy: &FacePolicy, now: Instant) -> Found {
    let holder = CardHolder { name: owner.name.expose(), number: owner.number.expose() };
    let judged = judge_card(&seen.front, &seen.back, &holder, now.in_shanghai().date());
    match judged {
        // Without a portrait there is nothing that the face check could compare with.
        CardVerdict::Passed if seen.portrait.is_none() => unsure(vec![CardProblem::NoPortrait], now),
        // A portrait under a reflection would fail its own owner at the face check. Another picture cures it now, with the card
        // still at hand.
        CardVerdict::Passed if seen.portrait.as_ref().is_some_and(|face| policy.is_blown_out(face)) => {
            failed(vec![CardProblem::Glare(Side::Front)], now)
        }
        CardVerdict::Passed => {
            Found { identity: Identity::Passed { at: now }, outcome: Outcome::Passed, problems: Vec::new() }
        }
        CardVerdict::NeedsPerson(problems) => unsure(problems, now),
        CardVerdict::Refused(problems) => failed(problems, now),
    }
}

fn unsure(problems: Vec<CardProblem>, now: Instant) -> Found {
    Found {
        identity: Identity::WaitingForPerson { since: now, problems: problems.clone() },
        outcome: Outcome::WaitsForPerson,
        problems,
    }
}

fn failed(problems: Vec<CardProblem>, now: Instant) -> Found {
    Found {
        identity: Identity::Failed { at: now, problems: problems.clone() },
        outcome: Outcome::Failed,
        problems,
    }
}

/// Saves what the check found, if nothing has changed meanwhile.
async fn settle(
    tx: &mut Tx<'_>,
    account: &AccountId,
    record: &IdentityRecord,
    seen: &Seen,
    found: &Found,
    now: Instant,
) -> Result<(), Error> {
    let portrait = seen.portrait.as_ref().map(|face| face.descriptor.expose().to_vec());
    let settled = IdentityRecord { identity: found.identity.clone(), portrait, ..record.clone() };
    store::identity::save(tx, account, &settled, record.version).await?;
    let id = CheckId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    let (account_id, problems) = (account.clone(), found.problems.clone());
    let ended = EndedCheck { id, account: account_id, ended: now, outcome: found.outcome, problems };
    identity_check::record(tx, &ended).await?;
    if found.outcome == Outcome::Failed {
        refuse_pictures(tx, account, record, seen, found, now).await?;
    }
    let event = match found.outcome {
        Outcome::Passed => "identity.passed",
        Outcome::WaitsForPerson => "identity.waits_for_person",
        Outcome::Failed => "identity.failed",
    };
    audit::record(tx, now, audit::SYSTEM, event, account.as_str()).await
}

/// The picture of each side against which something stands has to be replaced before the next check.
async fn refuse_pictures(
    tx: &mut Tx<'_>,
    account: &AccountId,
    record: &IdentityRecord,
    seen: &Seen,
    found: &Found,
    now: Instant,
) -> Result<(), Error> {
    let sides = [(Side::Front, &record.front), (Side::Back, &record.back)];
    for ((side, photo), look) in sides.into_iter().zip(&seen.looks) {
        let is_refused = found.problems.iter().any(|problem| problem.side() == Some(side));
        if let Some(photo) = photo.as_ref().filter(|_| is_refused) {
            identity_check::refuse_picture(tx, account, (side, photo), look, now).await?;
        }
    }
    Ok(())
}
