//! 人脸识别: a challenge that only the server knows, and the verdict on the frames that answer it.

use domain::face::{
    Challenge, Descriptor, FaceMeasurement, FaceProblem, FaceVerdict, Movement, judge_liveness,
};
use domain::form::{Field, PhotoProblem, Problem};
use domain::id::{ChallengeId, PhotoId, RegistrationId};
use domain::registration::{Refusal, Step};
use store::face_challenge::FaceChallenge;
use store::photo::Photo;
use vision::{UploadLimits, decode_upload};

use crate::registration::Seen;
use crate::{Candidate, Cx, Error, audit, identity, photos, random, registration};

/// Seconds that a challenge lives: two movements by somebody who reads the screen slowly, with room to spare.
const CHALLENGE_SECONDS: i64 = 90;

/// Which model the stored distance belongs to.
const MODEL: &str = "face-api face_recognition_model 1.7.15 (dlib ResNet-29)";

/// JPEG quality of the frames that are kept for a reviewer.
const FRAME_QUALITY: u8 = 85;

/// A fresh round.
pub struct Issued {
    /// Identifies the round.
    pub id: ChallengeId,
    /// What to do, in this order.
    pub movements: Vec<Movement>,
    /// Seconds until it runs out.
    pub seconds: i64,
}

/// What the server says to an answer.
pub enum Outcome {
    /// Passed; this step comes next.
    Passed(Step),
    /// Not passed.
    Refused(FaceProblem),
    /// Neither surely the same person nor surely another.
    Unsure,
    /// The challenge was used before, or is too old.
    Expired,
}

/// One decoded frame: what was measured, and our own encoding of it.
type Frame = (FaceMeasurement, (usize, usize), Vec<u8>);

/// Issues a challenge of two different movements in random order. Only behind the real-name check.
pub async fn issue(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Issued, Error> {
    let now = cx.now();
    let movements = Challenge::ALL[pick(Challenge::ALL.len())?].movements.to_vec();
    let challenge = FaceChallenge {
        id: ChallengeId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?,
        registration: id.clone(),
        movements: movements.iter().map(|movement| code(*movement).to_owned()).collect(),
        issued: now,
        expires: now.plus_seconds(CHALLENGE_SECONDS),
        used: None,
    };
    cx.store()
        .write(async |tx| {
            let seen = registration::find(tx, who, id).await?;
            must_be_at_face(&seen)?;
            store::face_challenge::insert(tx, &challenge).await?;
            audit::record(tx, now, &who.actor(), "face.challenge_issued", id.as_str()).await
        })
        .await?;
    Ok(Issued { id: challenge.id, movements, seconds: CHALLENGE_SECONDS })
}

/// Judges the frames that answer a challenge. The challenge is used up first, whatever comes of it.
pub async fn answer(
    cx: &Cx,
    who: &Candidate,
    id: &ChallengeId,
    frames: Vec<Vec<u8>>,
) -> Result<(RegistrationId, Outcome), Error> {
    let (challenge, portrait) = use_up(cx, who, id).await?;
    let registration = challenge.registration.clone();
    let Some(portrait) = portrait else { return Ok((registration, Outcome::Expired)) };
    let frames = measure(cx, frames).await?;
    let measured: Vec<FaceMeasurement> = frames.iter().map(|(measurement, ..)| measurement.clone()).collect();
    let movements = Challenge { movements: movements_of(&challenge)? };
    let verdict = judge_liveness(&measured, &movements, &portrait, cx.face_policy());
    let kept = keep_frames(cx, who, &frames).await?;
    Ok((registration, settle(cx, who, &challenge, &verdict, &kept).await?))
}

/// Uses the challenge up and loads the portrait it is compared with; no portrait when it was used before or is too old.
async fn use_up(
    cx: &Cx,
    who: &Candidate,
    id: &ChallengeId,
) -> Result<(FaceChallenge, Option<Descriptor>), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let challenge = store::face_challenge::find(tx, id).await?.ok_or(Error::NotFound)?;
            let seen = registration::find(tx, who, &challenge.registration).await?;
            must_be_at_face(&seen)?;
            if !store::face_challenge::use_once(tx, id, now).await? {
                return Ok((challenge, None));
            }
            let portrait = identity::find(tx, who).await?.portrait.and_then(descriptor);
            let portrait =
                portrait.ok_or_else(|| Error::internal("a verified identity without a portrait"))?;
            Ok((challenge, Some(portrait)))
        })
        .await
}

async fn measure(cx: &Cx, frames: Vec<Vec<u8>>) -> Result<Vec<Frame>, Error> {
    cx.see(move |engine| {
        frames
            .iter()
            .map(|bytes| {
                let picture = decode_upload(bytes, UploadLimits::default())
                    .map_err(|_| Error::field(Field::Front, Problem::Photo(PhotoProblem::Damaged)))?;
                let measurement = engine.measure_face(&picture).map_err(Error::internal)?;
                let jpeg = picture.to_jpeg(FRAME_QUALITY).map_err(Error::internal)?;
                Ok((measurement, (picture.width(), picture.height()), jpeg))
            })
            .collect::<Result<Vec<Frame>, Error>>()
    })
    .await?
}

async fn keep_frames(cx: &Cx, who: &Candidate, frames: &[Frame]) -> Result<Vec<Photo>, Error> {
    let mut kept = Vec::with_capacity(frames.len());
    for (_, size, jpeg) in frames {
        kept.push(photos::store_jpeg(cx, who.id(), "face_frame", cx.now(), *size, jpeg).await?.photo);
    }
    Ok(kept)
}

/// Writes down score, model and threshold, and lets the registration go on if it passed.
async fn settle(
    cx: &Cx,
    who: &Candidate,
    challenge: &FaceChallenge,
    verdict: &FaceVerdict,
    frames: &[Photo],
) -> Result<Outcome, Error> {
    let now = cx.now();
    let threshold = f64::from(cx.face_policy().same_below);
    let (code, distance) = match verdict {
        FaceVerdict::Passed { distance } => ("passed", Some(f64::from(*distance))),
        FaceVerdict::NeedsPerson { distance } => ("unsure", Some(f64::from(*distance))),
        FaceVerdict::Refused(_) => ("refused", None),
    };
    let ids: Vec<PhotoId> = frames.iter().map(|photo| photo.id.clone()).collect();
    cx.store()
        .write(async |tx| {
            for photo in frames {
                store::photo::insert(tx, photo).await?;
            }
            let id = &challenge.id;
            store::face_challenge::record_result(tx, id, code, distance, MODEL, threshold, &ids).await?;
            match verdict {
                FaceVerdict::Refused(problem) => {
                    audit::record(tx, now, &who.actor(), "face.refused", challenge.id.as_str()).await?;
                    Ok(Outcome::Refused(*problem))
                }
                FaceVerdict::NeedsPerson { .. } => {
                    audit::record(tx, now, &who.actor(), "face.unsure", challenge.id.as_str()).await?;
                    Ok(Outcome::Unsure)
                }
                FaceVerdict::Passed { .. } => {
                    let seen = registration::find(tx, who, &challenge.registration).await?;
                    let moved = seen.registration.clone().pass_face(&seen.identity, &seen.exam, now)?;
                    let step = moved.registration.step(&seen.identity, &seen.exam);
                    registration::keep(tx, who, &moved, seen.version, now).await?;
                    Ok(Outcome::Passed(step))
                }
            }
        })
        .await
}

fn must_be_at_face(seen: &Seen) -> Result<(), Refusal> {
    seen.must_have_reached(Step::Face)?;
    if seen.step() == Step::Face { Ok(()) } else { Err(Refusal::AlreadyDone) }
}

fn descriptor(values: Vec<f32>) -> Option<Descriptor> {
    Some(Descriptor::new(values.try_into().ok()?))
}

/// An index below `n`, each equally likely.
fn pick(n: usize) -> Result<usize, Error> {
    let below = u64::try_from(n).map_err(Error::internal)?;
    usize::try_from(random::below(below)?).map_err(Error::internal)
}

fn code(movement: Movement) -> &'static str {
    match movement {
        Movement::TurnLeft => "turn_left",
        Movement::TurnRight => "turn_right",
        Movement::ComeCloser => "come_closer",
    }
}

fn movements_of(challenge: &FaceChallenge) -> Result<[Movement; 2], Error> {
    let known: Vec<Movement> = challenge
        .movements
        .iter()
        .filter_map(|stored| Movement::ALL.into_iter().find(|movement| code(*movement) == stored))
        .collect();
    known.try_into().map_err(|_| Error::internal("a challenge with unknown movements"))
}
