//! The face check on the wire.

use domain::face::{FaceCheck, FaceProblem, Movement, WhyPerson};
use domain::id::{ChallengeId, RegistrationId};
use domain::instant::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::registration::api::Road;
use crate::ui::browser::Family;
use crate::wire::{Fresh, Json};

/// 人脸识别
#[derive(Clone, Serialize, Deserialize)]
pub struct FaceView {
    /// Top of the page.
    pub road: Road,
    /// Where it stands.
    pub face: FaceCheck,
    /// Rounds that may still be begun now.
    pub left: u32,
    /// Since when the consent in force was given.
    pub consented: Option<Instant>,
    /// Whether the machine knows the document's portrait.
    pub comparable: bool,
    /// Which browser asks, for the way to its camera settings.
    pub browser: Family,
    /// Telephone for help.
    pub hotline: String,
}

/// A round of the face check.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChallengeView {
    /// Identifies the round; good for one upload.
    pub id: ChallengeId,
    /// What to do, in this order.
    pub movements: Vec<Movement>,
    /// Seconds until it runs out.
    pub seconds: i64,
    /// Rounds that may still be begun after this one.
    pub left: u32,
}

/// What the server says to the frames of a face check.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceAnswer {
    /// The same person, moving as asked.
    Passed {
        /// The page to go on with.
        next: String,
    },
    /// A person will settle it; the registration goes on.
    Person {
        /// Why a person.
        why: WhyPerson,
        /// The page to go on with.
        next: String,
    },
    /// Not passed; another round may be asked for.
    Refused {
        /// Why.
        problem: FaceProblem,
        /// Rounds that may still be begun.
        left: u32,
    },
    /// The round was used before, or is too old; another may be asked for.
    Expired,
}

/// 人脸识别
#[server(endpoint = "registration/face", output = Json, client = Fresh)]
pub async fn load_face(id: RegistrationId) -> Result<FaceView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let page = service::face::load(&cx, &candidate, &id).await?;
    Ok(FaceView {
        road: Road::of(&page.seen),
        face: page.seen.registration.face,
        left: page.left,
        consented: page.consented,
        comparable: page.comparable,
        browser: browser(),
        hotline: cx.school().hotline.clone(),
    })
}

/// The consent for the face alone.
#[server(endpoint = "registration/face/consent", output = Json)]
pub async fn give_face_consent(#[server(default)] consent: Option<String>) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    service::face::give_consent(&cx, &candidate, consent.is_some()).await?;
    Ok(())
}

/// A fresh round: two movements in random order, good for one upload.
#[server(endpoint = "registration/face/challenge", output = Json)]
pub async fn issue_challenge(id: RegistrationId) -> Result<ChallengeView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let issued = service::face::issue(&cx, &candidate, &id).await?;
    Ok(ChallengeView {
        id: issued.id,
        movements: issued.movements,
        seconds: issued.seconds,
        left: issued.left,
    })
}

/// 改用人工核验: the registration goes on at once.
#[server(endpoint = "registration/face/person", output = Json)]
pub async fn ask_person(id: RegistrationId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let step = service::face::ask_person(&cx, &candidate, &id).await?;
    redirect(&paths::step(&id, step));
    Ok(())
}
