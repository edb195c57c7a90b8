//! What the page shows while a face check runs: the picture in its oval, one line of what to do, the ticks.

use domain::face::{FaceProblem, Movement, WhyPerson};
use leptos::html;
use leptos::prelude::*;

use super::check::Screen;
use super::glance::{Distance, Glance, Lit};
use super::person::waiting;
use super::round::{Hint, PICTURES, Wanted};
use crate::error::AppError;
use crate::messages;
use crate::ui::browser::Family;
use crate::ui::camera::{CameraFrame, CameraProblem, WayOut};
use crate::ui::still::Still;
use crate::ui::{Notice, Seal, Tone, help};
use crate::words::face as words;

/// Where the check stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Before the first tap.
    Explained,
    /// The consent is written down.
    Agreeing,
    /// The browser asks for the camera.
    OpeningCamera,
    /// The hints' module is on its way.
    LoadingGuide,
    /// Waiting for one good straight look; what is wrong with this one.
    Framing(Option<Hint>),
    /// The server draws the movements.
    Asking,
    /// The movements.
    Moving {
        /// What to do now.
        wanted: Wanted,
        /// What is wrong with this picture.
        hint: Option<Hint>,
        /// Pictures kept so far.
        kept: usize,
        /// Seconds left.
        seconds: i64,
    },
    /// Per cent of the pictures that are sent.
    Sending(u32),
    /// The network broke; they are sent again while the round lasts, for so many seconds.
    SendingAgain(i64),
    /// The server looks.
    Comparing,
    /// Done; the next page is on its way.
    Passed,
    /// A person will settle it.
    ToPerson {
        /// Why a person.
        why: WhyPerson,
        /// The page to go on with.
        next: String,
    },
    /// Over, not passed.
    Over(Outcome),
}

/// Why a check ended without success.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// No camera.
    Camera(CameraProblem),
    /// No hints.
    Guide,
    /// The time ran out.
    Late,
    /// The server's reason.
    Refused(FaceProblem),
    /// The network broke, and the round ran out over it.
    Lost,
    /// Something else.
    Error(AppError),
    /// The page was left.
    Left,
}

/// What the line below the picture ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checks {
    light: bool,
    distance: bool,
    centre: bool,
}

impl Checks {
    /// Of one picture.
    pub fn of(glance: &Glance) -> Self {
        let one = glance.faces == 1;
        Self {
            light: one && glance.lit == Lit::Well,
            distance: one && glance.distance == Distance::Right,
            centre: one && glance.is_centred,
        }
    }
}

impl Stage {
    /// Before the first tap.
    pub fn is_explained(&self) -> bool {
        matches!(self, Self::Explained)
    }

    /// Whether nothing runs, so that a tap begins a round.
    pub fn waits_for_tap(&self) -> bool {
        matches!(self, Self::Explained | Self::Over(_))
    }

    /// Whether it is settled, or left to a person: there is nothing to do here any more.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Passed | Self::ToPerson { .. })
    }

    /// Whether the picture of the camera is shown.
    fn shows_camera(&self) -> bool {
        matches!(
            self,
            Self::OpeningCamera | Self::LoadingGuide | Self::Framing(_) | Self::Asking | Self::Moving { .. }
        )
    }

    /// The one line that says what to do or what happens.
    fn words(&self) -> String {
        match self {
            Self::Explained | Self::Over(_) | Self::ToPerson { .. } => String::new(),
            Self::Agreeing => words::agreeing().to_owned(),
            Self::OpeningCamera => words::preparing_camera().to_owned(),
            Self::LoadingGuide => words::preparing_guide().to_owned(),
            Self::Framing(hint) => hint.map_or(words::look_here(), hint_words).to_owned(),
            Self::Asking => words::asking().to_owned(),
            Self::Moving { wanted, hint, .. } => hint.map_or(wanted_words(*wanted), hint_words).to_owned(),
            Self::Sending(percent) => words::sending(&percent.to_string()),
            Self::SendingAgain(seconds) => words::again_sending(&seconds.to_string()),
            Self::Comparing => words::comparing().to_owned(),
            Self::Passed => words::passed().to_owned(),
        }
    }

    /// How far the round is, and how long it may take.
    fn progress(&self) -> String {
        match self {
            Self::Moving { kept, seconds, .. } => {
                let kept = words::kept(&kept.to_string(), &PICTURES.to_string());
                [kept, words::seconds_left(&seconds.to_string())].join(" · ")
            }
            _ => String::new(),
        }
    }
}

fn wanted_words(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Straight => words::do_straight(),
        Wanted::Movement(movement) => movement_words(movement),
    }
}

fn movement_words(movement: Movement) -> &'static str {
    match movement {
        Movement::TurnLeft => words::do_left(),
        Movement::TurnRight => words::do_right(),
        Movement::ComeCloser => words::do_closer(),
    }
}

fn hint_words(hint: Hint) -> &'static str {
    match hint {
        Hint::Nobody => words::hint_nobody(),
        Hint::Several => words::hint_several(),
        Hint::ComeCloser => words::hint_closer(),
        Hint::GoBack => words::hint_back(),
        Hint::Centre => words::hint_centre(),
        Hint::Dark => words::hint_dark(),
        Hint::Bright => words::hint_bright(),
        Hint::Blurred => words::hint_blurred(),
        Hint::LookStraight => words::hint_straight(),
        Hint::Move(movement) => movement_words(movement),
    }
}

/// Title and sentence of an end without success.
fn outcome_words(outcome: &Outcome) -> Option<(&'static str, String)> {
    Some(match outcome {
        Outcome::Camera(problem) => (words::camera_failed_title(), problem.words()),
        Outcome::Guide => (words::guide_failed_title(), words::guide_failed().to_owned()),
        Outcome::Late => (words::late_title(), words::late().to_owned()),
        Outcome::Refused(problem) => (words::refused_title(), messages::face(*problem)),
        Outcome::Lost => (words::lost_title(), words::lost().to_owned()),
        Outcome::Error(error) => (words::refused_title(), messages::error(error)),
        Outcome::Left => return None,
    })
}

/// The picture, what to do, the ticks, and how it ended.
#[component]
pub fn StageView(
    /// What the check tells.
    screen: Screen,
    /// Where the camera plays.
    video: NodeRef<html::Video>,
    /// In which browser, for the way to its camera settings.
    browser: Family,
) -> AnyView {
    let stage = screen.stage;
    let shows = Memo::new(move |_| stage.with(Stage::shows_camera));
    let text = Memo::new(move |_| stage.with(Stage::words));
    let progress = Memo::new(move |_| stage.with(Stage::progress));
    let passed = Memo::new(move |_| stage.with(|stage| *stage == Stage::Passed));
    let over = Memo::new(move |_| {
        stage.with(|stage| match stage {
            Stage::Over(outcome) => outcome_words(outcome),
            _ => None,
        })
    });
    let camera_problem = Memo::new(move |_| {
        stage.with(|stage| match stage {
            Stage::Over(Outcome::Camera(problem)) => Some(problem.clone()),
            _ => None,
        })
    });
    let to_person = Memo::new(move |_| {
        stage.with(|stage| match stage {
            Stage::ToPerson { why, next } => Some((*why, next.clone())),
            _ => None,
        })
    });
    view! {
        <CameraFrame video label=words::video() shows=shows.into()/>
        {move || passed.get().then(seal)}
        <p class="camera-say" role="status" aria-live="polite">{text}</p>
        <div class="grid gap-1 text-center" class:hidden=move || !shows.get()>
            <Ticks checks=screen.checks/>
            <p class="text-soft tabular-nums">{progress}</p>
        </div>
        {move || over.get().map(|(title, sentence)| view! {
            <Notice tone=Tone::Warn>
                <div role="alert">
                    <p class="font-semibold">{title}</p>
                    <p>{help::tappable(&sentence)}</p>
                </div>
            </Notice>
        })}
        {move || camera_problem.get().map(|problem| view! { <WayOut problem family=browser/> })}
        {move || to_person.get().map(|(why, next)| waiting(why, None, next))}
    }
    .still()
}

fn seal() -> AnyView {
    view! {
        <div class="grid justify-items-center">
            <Seal label=words::passed() large=true/>
        </div>
    }
    .still()
}

/// 光线 ✓ 距离 ✓ 居中 ✓
#[component]
fn Ticks(checks: RwSignal<Checks>) -> AnyView {
    let tick = |name: &'static str, of: fn(Checks) -> bool| {
        let is_good = Memo::new(move |_| of(checks.get()));
        let spoken = move || if is_good.get() { words::yes_spoken() } else { words::no_spoken() };
        let mark = move || if is_good.get() { words::yes() } else { words::no() };
        view! {
            <li class:text-ok=is_good class:text-soft=move || !is_good.get()>
                {name} " " <span aria-hidden="true">{mark}</span> <span class="sr-only">{spoken}</span>
            </li>
        }
    };
    view! {
        <ul class="flex flex-wrap justify-center gap-x-4">
            {tick(words::check_light(), |checks| checks.light)}
            {tick(words::check_distance(), |checks| checks.distance)}
            {tick(words::check_centre(), |checks| checks.centre)}
        </ul>
    }
    .still()
}
