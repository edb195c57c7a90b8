//! 人脸识别: a challenge that only the server knows, the verdict on the frames that answer it, and the way by a person
//! that stands open from the start.
//!
//! | module | use cases |
//! |---|---|
//! | `consent` | the consent for the face alone |
//! | `frames` | decoding, measuring and keeping what was sent |
//! | `person` | 人工核验: asking for it, the queue, the decision |

mod consent;
mod frames;
mod person;

use domain::face::{
    Challenge, Descriptor, FaceMeasurement, FaceProblem, FaceRefusal, FaceVerdict, Movement, TRIES_PER_DAY,
    TRIES_PER_REGISTRATION, Tries, WhyPerson, day_of_tries, judge_liveness,
};
use domain::id::{ChallengeId, PhotoId, RegistrationId};
use domain::instant::Instant;
use domain::registration::Step;
use store::face_challenge::{FaceChallenge, FaceResult};
use store::{Reader, Tx, face_challenge, face_try};

pub use consent::{consents, give_consent, withdraw_consent};
pub use person::{Evidence, Waiting, ask_person, decide, list_waiting, look_at};

use crate::registration::Seen;
use crate::{Candidate, Cx, Error, audit, identity, random, registration};
use frames::Frame;

/// Seconds that a challenge lives: two movements by somebody who reads the screen slowly, with room to spare.
const CHALLENGE_SECONDS: i64 = 90;

/// Which model the stored distance belongs to.
const MODEL: &str = "face-api face_recognition_model 1.7.15 (dlib ResNet-29)";

/// 人脸识别 as its page shows it.
pub struct FacePage {
    /// The registration; its face check tells where it stands.
    pub seen: Seen,
    /// Rounds that may still be begun now.
    pub left: u32,
    /// Since when the consent in force was given.
    pub consented: Option<Instant>,
    /// Whether the machine knows the document's portrait. Where it does not, a person compares.
    pub comparable: bool,
}

/// A fresh round.
pub struct Issued {
    /// Identifies the round.
    pub id: ChallengeId,
    /// What to do, in this order.
    pub movements: Vec<Movement>,
    /// Seconds until it runs out.
    pub seconds: i64,
    /// Rounds that may still be begun after this one.
    pub left: u32,
}

/// What the server says to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Passed; this step comes next.
    Passed(Step),
    /// A person will settle it; this step comes next.
    Person {
        /// Why a person.
        why: WhyPerson,
        /// The step to go on with.
        next: Step,
    },
    /// Not passed.
    Refused {
        /// Why.
        problem: FaceProblem,
        /// Rounds that may still be begun now.
        left: u32,
    },
    /// The challenge was used before, or is too old.
    Expired,
}

/// 人脸识别 as its page shows it, once the registration has come to it.
pub async fn load(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<FacePage, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let seen = registration::find(r, who, id).await?;
            seen.must_have_reached(Step::Face)?;
            Ok(FacePage {
                left: tries(r, who, id, now).await?.left(),
                consented: consent::find(r, who).await?,
                comparable: portrait(r, who).await?.is_some(),
                seen,
            })
        })
        .await
}

/// Issues a challenge of two different movements in random order, which takes one try. Only behind the real-name check
/// and the consent.
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
    let left = cx
        .store()
        .write(async |tx| {
            let seen = registration::find(tx, who, id).await?;
            must_be_ready(tx, who, &seen, now).await?;
            take_try(tx, who, id, now).await?;
            face_challenge::insert(tx, &challenge).await?;
            audit::record(tx, now, &who.actor(), "face.challenge_issued", id.as_str()).await?;
            Ok::<_, Error>(tries(tx, who, id, now).await?.left())
        })
        .await?;
    Ok(Issued { id: challenge.id, movements, seconds: CHALLENGE_SECONDS, left })
}

/// Judges the frames that answer a challenge of this registration. The challenge is used up first, whatever comes of it.
/// Where the face check was passed meanwhile (the answer to an upload was lost on its way) it says so again.
pub async fn answer(
    cx: &Cx,
    who: &Candidate,
    registration: &RegistrationId,
    id: &ChallengeId,
    sent: Vec<Vec<u8>>,
) -> Result<Outcome, Error> {
    let (challenge, portrait) = match use_up(cx, who, registration, id).await? {
        Use::Now(challenge, portrait) => (challenge, portrait),
        Use::Never(outcome) => return Ok(outcome),
    };
    let Some(measured) = frames::measure(cx, sent).await? else {
        let no_picture = FaceVerdict::Refused(FaceProblem::NotAPicture);
        return settle(cx, who, &challenge, no_picture, &[]).await;
    };
    let measurements: Vec<FaceMeasurement> = measured.iter().map(|frame| frame.measurement.clone()).collect();
    let movements = Challenge { movements: movements_of(&challenge)? };
    let verdict = judge_liveness(&measurements, &movements, &portrait, cx.face_policy());
    settle(cx, who, &challenge, verdict, &measured).await
}

/// Whether a challenge may be answered.
enum Use {
    /// It was used just now, and is compared with this portrait.
    Now(FaceChallenge, Box<Descriptor>),
    /// It may not; the answer is known.
    Never(Outcome),
}

/// Uses the challenge up and loads the portrait it is compared with.
async fn use_up(
    cx: &Cx,
    who: &Candidate,
    registration: &RegistrationId,
    id: &ChallengeId,
) -> Result<Use, Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let seen = registration::find(tx, who, registration).await?;
            let challenge = face_challenge::find(tx, id).await?.ok_or(Error::NotFound)?;
            if challenge.registration != *registration {
                return Err(Error::NotFound);
            }
            if seen.registration.face.is_passed() {
                return Ok(Use::Never(Outcome::Passed(seen.step())));
            }
            let portrait = must_be_ready(tx, who, &seen, now).await?;
            let used = face_challenge::use_once(tx, id, now).await?;
            Ok(if used { Use::Now(challenge, Box::new(portrait)) } else { Use::Never(Outcome::Expired) })
        })
        .await
}

/// Writes down score, model, thresholds and pictures, and lets the registration go on if it passed, or if a person has
/// to settle it. A picture of an earlier round spoils everything.
async fn settle(
    cx: &Cx,
    who: &Candidate,
    challenge: &FaceChallenge,
    verdict: FaceVerdict,
    frames: &[Frame],
) -> Result<Outcome, Error> {
    let photos = frames::keep(cx, who, frames).await?;
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let mut fresh = true;
            for frame in frames {
                fresh &= face_try::see(tx, who.id(), &challenge.id, &frame.mark).await?;
            }
            let verdict = if fresh { verdict } else { FaceVerdict::Refused(FaceProblem::SeenBefore) };
            for photo in &photos {
                store::photo::insert(tx, photo).await?;
            }
            let ids: Vec<PhotoId> = photos.iter().map(|photo| photo.id.clone()).collect();
            let result = result(cx, verdict);
            face_challenge::record_result(tx, &challenge.id, &result, &ids).await?;
            follow(tx, who, &challenge.registration, verdict, now).await
        })
        .await
}

/// What is stored of a verdict.
fn result(cx: &Cx, verdict: FaceVerdict) -> FaceResult<'static> {
    let policy = cx.face_policy();
    FaceResult {
        code: match verdict {
            FaceVerdict::Passed { .. } => "passed",
            FaceVerdict::NeedsPerson { .. } => "unsure",
            FaceVerdict::Another { .. } | FaceVerdict::Refused(_) => "refused",
        },
        problem: verdict.problem().map(FaceProblem::code),
        distance: verdict.distance().map(f64::from),
        model: MODEL,
        threshold: f64::from(policy.same_below),
        refused_from: f64::from(policy.different_from),
    }
}

/// What follows from a verdict for the registration.
async fn follow(
    tx: &mut Tx<'_>,
    who: &Candidate,
    id: &RegistrationId,
    verdict: FaceVerdict,
    now: Instant,
) -> Result<Outcome, Error> {
    match verdict.problem() {
        Some(problem) => {
            audit::record(tx, now, &who.actor(), "face.refused", id.as_str()).await?;
            let left = tries(tx, who, id, now).await?.left();
            if left > 0 {
                return Ok(Outcome::Refused { problem, left });
            }
            let next = person::leave(tx, who, id, WhyPerson::TriesUsed, now).await?;
            Ok(Outcome::Person { why: WhyPerson::TriesUsed, next })
        }
        None if matches!(verdict, FaceVerdict::NeedsPerson { .. }) => {
            audit::record(tx, now, &who.actor(), "face.unsure", id.as_str()).await?;
            let next = person::leave(tx, who, id, WhyPerson::Unsure, now).await?;
            Ok(Outcome::Person { why: WhyPerson::Unsure, next })
        }
        None => {
            let seen = registration::find(tx, who, id).await?;
            let moved = seen.registration.clone().pass_face(&seen.identity, &seen.exam, now)?;
            let step = moved.registration.step(&seen.identity, &seen.exam);
            registration::keep(tx, who, &moved, seen.version, now).await?;
            Ok(Outcome::Passed(step))
        }
    }
}

/// The gate of a round: the step is reached, the consent given, and there is a portrait to compare with.
async fn must_be_ready(
    r: &mut Reader<'_>,
    who: &Candidate,
    seen: &Seen,
    now: Instant,
) -> Result<Descriptor, Error> {
    seen.registration.must_take_face(&seen.identity, &seen.exam, now)?;
    if consent::find(r, who).await?.is_none() {
        return Err(FaceRefusal::ConsentMissing.into());
    }
    Ok(portrait(r, who).await?.ok_or(FaceRefusal::NothingToCompare)?)
}

/// The portrait that a face is compared with. Not before 已实名: whoever goes on while a person still looks at the document
/// would be compared with a document that may be refused, or be another's.
async fn portrait(r: &mut Reader<'_>, who: &Candidate) -> Result<Option<Descriptor>, Error> {
    let record = identity::find(r, who).await?;
    let values = record.portrait.filter(|_| record.identity.is_passed());
    Ok(values.and_then(|values| Some(Descriptor::new(values.try_into().ok()?))))
}

/// Takes one try of today's and one of the registration's.
async fn take_try(tx: &mut Tx<'_>, who: &Candidate, id: &RegistrationId, now: Instant) -> Result<(), Error> {
    let today = face_try::take(tx, who.id(), &day_of_tries(now), TRIES_PER_DAY).await?;
    let in_all = face_try::take(tx, who.id(), id.as_str(), TRIES_PER_REGISTRATION).await?;
    if today && in_all { Ok(()) } else { Err(FaceRefusal::TriesUsed.into()) }
}

async fn tries(
    r: &mut Reader<'_>,
    who: &Candidate,
    id: &RegistrationId,
    now: Instant,
) -> Result<Tries, Error> {
    Ok(Tries {
        today: face_try::count(r, who.id(), &day_of_tries(now)).await?,
        in_all: face_try::count(r, who.id(), id.as_str()).await?,
    })
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
