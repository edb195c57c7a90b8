//! A face check from the first picture to the server's answer: camera, hints, challenge, movements, upload.

use std::cell::Cell;

use domain::id::RegistrationId;
use leptos::prelude::*;
use web_sys::{Blob, FormData, HtmlVideoElement};

use super::api::{ChallengeView, FaceAnswer, give_face_consent, issue_challenge};
use super::glance::Glance;
use super::guide::Guide;
use super::round::{Round, straight};
use super::stage::{Checks, Outcome, Stage};
use crate::error::AppError;
use crate::paths;
use crate::ui::camera::{Camera, CameraProblem};
use crate::ui::pause::pause;
use crate::ui::photo::sending::{Sent, Upload};
use crate::wire;

/// Quality of the pictures that are sent, 0 to 1.
const QUALITY: f64 = 0.9;
/// Milliseconds from one look to the next, and what chance adds: cameras and screens have rhythms of their own. Ten looks a
/// second on a slow phone, a few more on a quick one.
const EVERY_MS: f64 = 60.0;
const JITTER_MS: f64 = 30.0;
/// The least rest between two looks, for the page to draw and for fingers.
const REST_MS: f64 = 8.0;
/// Rest after a picture that is sent, so that the next one shows a later moment.
const AFTER_KEPT_MS: i32 = 100;
/// Kept free of the challenge's time for the way to the server.
const UPLOAD_SECONDS: i64 = 10;
/// Rest before pictures that did not arrive are sent again.
const SEND_AGAIN_MS: i32 = 1_500;
/// So many looks without any picture, and the camera is taken to be gone.
const BLIND_LOOKS: u32 = 30;

/// What the check tells the page while it runs. Dead once the page is left.
#[derive(Clone, Copy)]
pub struct Screen {
    /// Where it stands.
    pub stage: RwSignal<Stage>,
    /// The ticks.
    pub checks: RwSignal<Checks>,
    /// Rounds that may still be begun.
    pub left: RwSignal<u32>,
}

impl Screen {
    /// Of a page that was just opened.
    pub fn new(left: u32) -> Self {
        Self {
            stage: RwSignal::new(Stage::Explained),
            checks: RwSignal::new(Checks::default()),
            left: RwSignal::new(left),
        }
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

/// Runs one check; ends with the page to go on with, or shows why not. The camera is on only while this runs. The
/// consent was ticked; it is sent if it was not `consented` before.
pub async fn run(
    id: RegistrationId,
    video: HtmlVideoElement,
    screen: Screen,
    consented: RwSignal<bool>,
) -> Option<String> {
    let ended = match checked(id, video, screen, consented).await {
        Ok(FaceAnswer::Passed { next }) => {
            screen.show(Stage::Passed).ok()?;
            return Some(next);
        }
        Ok(FaceAnswer::Person { why, next }) => {
            screen.show(Stage::ToPerson { why, next }).ok()?;
            return None;
        }
        Ok(FaceAnswer::Refused { problem, left }) => {
            screen.left.try_set(left);
            Outcome::Refused(problem)
        }
        Ok(FaceAnswer::Expired) => Outcome::Late,
        Err(outcome) => outcome,
    };
    let _ = screen.show(Stage::Over(ended));
    None
}

async fn checked(
    id: RegistrationId,
    video: HtmlVideoElement,
    screen: Screen,
    consented: RwSignal<bool>,
) -> Result<FaceAnswer, Outcome> {
    if consented.try_get_untracked() == Some(false) {
        screen.show(Stage::Agreeing)?;
        give_face_consent(Some("on".to_owned())).await.map_err(Outcome::Error)?;
        consented.try_set(true);
    }
    screen.show(Stage::OpeningCamera)?;
    let camera = Camera::open(video).await.map_err(Outcome::Camera)?;
    screen.show(Stage::LoadingGuide)?;
    let guide = Guide::load().await.ok_or(Outcome::Guide)?;
    let eyes = Eyes { camera, guide, screen, looked: Cell::new(0.0) };
    eyes.framed().await?;
    screen.show(Stage::Asking)?;
    let challenge = issue_challenge(id.clone()).await.map_err(Outcome::Error)?;
    screen.left.try_set(challenge.left);
    let ends = now_seconds() + challenge.seconds;
    let pictures = eyes.filmed(&challenge).await?;
    // The camera goes off before the upload.
    drop(eyes);
    send(&paths::upload_face(&id, &challenge.id), &pictures, screen, ends).await
}

/// Camera and hints together.
struct Eyes {
    camera: Camera,
    guide: Guide,
    screen: Screen,
    /// When the last look began.
    looked: Cell<f64>,
}

impl Eyes {
    /// Waits for one good straight look.
    async fn framed(&self) -> Result<(), Outcome> {
        loop {
            match straight(&self.next().await?) {
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
            hint = round.judge(&self.next().await?).err();
            if hint.is_some() && seconds > 0 {
                continue;
            }
            // What is kept is looked at itself: the head moves on.
            let Some(picture) = self.camera.middle() else { continue };
            let glance = self.look(|guide| guide.look(&picture))?;
            hint = round.judge(&glance).err();
            if (hint.is_none() || seconds == 0)
                && let Some(jpeg) = picture.jpeg(QUALITY).await
            {
                pictures.push(jpeg);
                round.keep(&glance);
                pause(AFTER_KEPT_MS).await;
            }
        }
        Ok(pictures)
    }

    /// What the hints see next.
    async fn next(&self) -> Result<Glance, Outcome> {
        for _ in 0..BLIND_LOOKS {
            pause(self.rest()).await;
            if self.screen.stage.try_get_untracked().is_none() {
                return Err(Outcome::Left);
            }
            let Some(video) = self.camera.video() else { continue };
            self.looked.set(js_sys::Date::now());
            return self.look(|guide| guide.look_at(video));
        }
        Err(Outcome::Camera(CameraProblem::Gone))
    }

    /// Looks, and shows what was seen.
    fn look(&self, look: impl FnOnce(&Guide) -> Option<Glance>) -> Result<Glance, Outcome> {
        let glance = look(&self.guide).ok_or(Outcome::Guide)?;
        let _ = self.screen.checks.try_set(Checks::of(&glance));
        Ok(glance)
    }

    /// What is left of the time between two looks.
    #[expect(clippy::cast_possible_truncation, reason = "tens of milliseconds")]
    fn rest(&self) -> i32 {
        let gone = js_sys::Date::now() - self.looked.get();
        (EVERY_MS + js_sys::Math::random() * JITTER_MS - gone).max(REST_MS) as i32
    }
}

/// Sends the pictures; when the network breaks, again and again until the round `ends`. A second arrival changes nothing:
/// the round is used once, and the server says again what came of it.
async fn send(url: &str, pictures: &[Blob], screen: Screen, ends: i64) -> Result<FaceAnswer, Outcome> {
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
    loop {
        let upload = Upload::new().ok_or_else(failed)?;
        match upload.send(url, &form, progress).await {
            Sent::Answered(text) => return wire::read(&text).ok_or_else(failed),
            Sent::Refused(error) => return Err(Outcome::Error(error)),
            Sent::Lost => {}
        }
        let seconds = ends - now_seconds();
        if seconds <= 0 {
            return Err(Outcome::Lost);
        }
        screen.show(Stage::SendingAgain(seconds))?;
        pause(SEND_AGAIN_MS).await;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "seconds since 1970")]
fn now_seconds() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}
