//! A face check from the first picture to the server's answer: camera, hints, challenge, movements, upload.

use domain::id::RegistrationId;
use leptos::prelude::*;
use web_sys::{Blob, FormData, HtmlVideoElement};

use super::glance::Glance;
use super::guide::Guide;
use super::round::{Round, straight};
use super::stage::{Checks, Outcome, Stage};
use crate::error::AppError;
use crate::paths;
use crate::registration::api::{ChallengeView, FaceAnswer, issue_challenge};
use crate::ui::camera::{Camera, CameraProblem};
use crate::ui::canvas::Canvas;
use crate::ui::pause::pause;
use crate::ui::photo::sending::{Sent, Upload};

/// Quality of the pictures that are sent, 0 to 1.
const QUALITY: f64 = 0.9;
/// Rest between two looks in milliseconds, and what chance adds: cameras and screens have rhythms of their own.
const REST_MS: i32 = 130;
const REST_JITTER: f64 = 40.0;
/// Kept free of the challenge's time for the way to the server.
const UPLOAD_SECONDS: i64 = 10;
/// So many looks without any picture, and the camera is taken to be gone.
const BLIND_LOOKS: u32 = 30;

/// What the check tells the page while it runs. Dead once the page is left.
#[derive(Clone, Copy)]
pub struct Screen {
    /// Where it stands.
    pub stage: RwSignal<Stage>,
    /// The ticks.
    pub checks: RwSignal<Checks>,
}

impl Screen {
    /// Of a page that was just opened.
    pub fn new() -> Self {
        Self { stage: RwSignal::new(Stage::Explained), checks: RwSignal::new(Checks::default()) }
    }

    fn show(self, stage: Stage) -> Result<(), Outcome> {
        // A signal is gone when its page is.
        let now = self.stage.try_get_untracked().ok_or(Outcome::Left)?;
        if now != stage {
            self.stage.set(stage);
        }
        Ok(())
    }
}

/// Runs one check; ends with the page to go on with, or shows why not. The camera is on only while this runs.
pub async fn run(id: RegistrationId, video: HtmlVideoElement, screen: Screen) -> Option<String> {
    let ended = match checked(id, video, screen).await {
        Ok(FaceAnswer::Passed { next }) => {
            screen.show(Stage::Passed).ok()?;
            return Some(next);
        }
        Ok(FaceAnswer::Refused(problem)) => Outcome::Refused(problem),
        Ok(FaceAnswer::Unsure) => Outcome::Unsure,
        Ok(FaceAnswer::Expired) => Outcome::Late,
        Err(outcome) => outcome,
    };
    let _ = screen.show(Stage::Over(ended));
    None
}

async fn checked(id: RegistrationId, video: HtmlVideoElement, screen: Screen) -> Result<FaceAnswer, Outcome> {
    screen.show(Stage::OpeningCamera)?;
    let camera = Camera::open(video).await.map_err(Outcome::Camera)?;
    screen.show(Stage::LoadingGuide)?;
    let guide = Guide::load().await.ok_or(Outcome::Guide)?;
    let eyes = Eyes { camera, guide, screen };
    eyes.framed().await?;
    screen.show(Stage::Asking)?;
    let challenge = issue_challenge(id).await.map_err(Outcome::Error)?;
    let pictures = eyes.filmed(&challenge).await?;
    // The camera goes off before the upload.
    drop(eyes);
    send(&challenge, &pictures, screen).await
}

/// Camera and hints together.
struct Eyes {
    camera: Camera,
    guide: Guide,
    screen: Screen,
}

impl Eyes {
    /// Waits for one good straight look.
    async fn framed(&self) -> Result<(), Outcome> {
        loop {
            let (_, glance) = self.next().await?;
            match straight(&glance) {
                Ok(()) => return Ok(()),
                Err(hint) => self.screen.show(Stage::Framing(Some(hint)))?,
            }
        }
    }

    /// Waits for each picture of the round. When the time runs out it takes what there is: the hints may be wrong, and
    /// the verdict is the server's.
    async fn filmed(&self, challenge: &ChallengeView) -> Result<Vec<Blob>, Outcome> {
        let [first, second] = challenge.movements[..] else {
            return Err(Outcome::Error(AppError::Unreachable));
        };
        let deadline = now_seconds() + challenge.seconds - UPLOAD_SECONDS;
        let mut round = Round::new([first, second]);
        let mut pictures = Vec::new();
        let mut hint = None;
        while let Some(wanted) = round.wanted() {
            let seconds = (deadline - now_seconds()).max(0);
            self.screen.show(Stage::Moving { wanted, hint, kept: round.kept(), seconds })?;
            let (picture, glance) = self.next().await?;
            hint = round.judge(&glance).err();
            if (hint.is_none() || seconds == 0)
                && let Some(jpeg) = picture.jpeg(QUALITY).await
            {
                pictures.push(jpeg);
                round.keep(&glance);
            }
        }
        Ok(pictures)
    }

    /// The next picture and what the hints see on it.
    async fn next(&self) -> Result<(Canvas, Glance), Outcome> {
        for _ in 0..BLIND_LOOKS {
            pause(rest()).await;
            if self.screen.stage.try_get_untracked().is_none() {
                return Err(Outcome::Left);
            }
            let Some(picture) = self.camera.snapshot() else { continue };
            let glance = self.guide.look(&picture).ok_or(Outcome::Guide)?;
            let _ = self.screen.checks.try_set(Checks::of(&glance));
            return Ok((picture, glance));
        }
        Err(Outcome::Camera(CameraProblem::InUse))
    }
}

async fn send(challenge: &ChallengeView, pictures: &[Blob], screen: Screen) -> Result<FaceAnswer, Outcome> {
    let failed = || Outcome::Error(AppError::Unreachable);
    let form = FormData::new().map_err(|_| failed())?;
    for picture in pictures {
        form.append_with_blob_and_filename("frame", picture, "frame.jpg").map_err(|_| failed())?;
    }
    screen.show(Stage::Sending(0))?;
    let progress = move |percent| {
        let stage = if percent < 100 { Stage::Sending(percent) } else { Stage::Comparing };
        let _ = screen.show(stage);
    };
    let upload = Upload::new().ok_or_else(failed)?;
    match upload.send(&paths::upload_face(&challenge.id), &form, progress).await {
        Sent::Answered(text) => serde_json::from_str(&text).map_err(|_| failed()),
        Sent::Refused(error) => Err(Outcome::Error(error)),
        Sent::Lost => Err(failed()),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "seconds since 1970, and tens of milliseconds")]
fn now_seconds() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

#[expect(clippy::cast_possible_truncation, reason = "tens of milliseconds")]
fn rest() -> i32 {
    REST_MS + (js_sys::Math::random() * REST_JITTER) as i32
}
