//! 人脸识别: explained first, then the camera with live hints, the movements that the server asks for, its answer. Beside
//! it, from the start, the way by a person.

#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;
mod check;
mod glance;
mod guide;
mod person;
mod round;
mod stage;

use domain::face::FaceCheck;
use domain::form::{Field, FieldProblems, Problem};
use domain::instant::Instant;
use domain::registration::Step;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::registration_id;
use crate::error::AppError;
use crate::paths;
use crate::ui::form::focus;
use crate::ui::layout::MAIN;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::steps::step_note;
use crate::ui::still::Still;
use crate::ui::{BottomAction, BottomLink, ErrorSummary, Loaded, Page, Seal, Sheet, StepLine, Tick, help};
use crate::words::face as words;
use api::{FaceView, load_face};
use check::{Screen, run};
pub use person::face_note;
use person::{HumanWay, returned, waiting};
use stage::{Stage, StageView};

/// 人脸识别
#[component]
pub fn FacePage() -> AnyView {
    let id = registration_id();
    let data = ask(move || id.get(), |id| async move { load_face(id?).await });
    view! {
        <Page title=words::title() back=paths::registrations() note=step_note(Step::Face)>
            <Loaded data view=face/>
        </Page>
    }
    .still()
}

fn face(view: FaceView) -> AnyView {
    let next = paths::step(&view.road.id, view.road.step);
    let road = view.road.clone();
    let below = match view.face {
        FaceCheck::Passed { at } => passed_before(words::passed_before(), at, next),
        FaceCheck::PassedByPerson { at } => passed_before(words::passed_by_person(), at, next),
        FaceCheck::WaitingForPerson { since, why } => view! {
            {waiting(why, Some(since), next)}
            <TryAfterAll view/>
        }
        .still(),
        FaceCheck::RefusedByPerson { reason, .. } => view! {
            {returned(reason)}
            {both_ways(view)}
        }
        .still(),
        FaceCheck::None => both_ways(view),
    };
    view! {
        <StepLine road current=Step::Face/>
        {below}
    }
    .still()
}

fn passed_before(word: &'static str, at: Instant, next: String) -> AnyView {
    view! {
        <Sheet>
            <div class="grid justify-items-center gap-3 text-center">
                <Seal label=word large=true/>
                <h2 class="sheet-title">{word}</h2>
                <p>{words::passed_before_text()}</p>
                <p class="text-soft tabular-nums">{words::passed_at(&moment(at))}</p>
            </div>
        </Sheet>
        <BottomLink href=next label=words::onwards()/>
    }
    .still()
}

/// The machine's way where it is open, and the way by a person.
fn both_ways(view: FaceView) -> AnyView {
    let (id, hotline) = (view.road.id.clone(), view.hotline.clone());
    let why_not = if view.comparable {
        (view.left == 0).then(|| (words::tries_none(), words::tries_none_text()))
    } else {
        Some((words::nothing_title(), words::nothing_text()))
    };
    match why_not {
        Some((title, text)) => view! {
            <Sheet title=title>
                <p>{text}</p>
            </Sheet>
            <HumanWay id hotline only=true/>
        }
        .still(),
        None => view! { <Check view with_person=true/> }.still(),
    }
}

/// Who waits for a person may still pass the machine, if they like to.
#[component]
fn TryAfterAll(view: FaceView) -> AnyView {
    if !view.comparable || view.left == 0 {
        return ().still();
    }
    let shows = RwSignal::new(false);
    let able = RwSignal::new(false);
    Effect::new(move |_| able.set(true));
    view! {
        {move || if shows.get() {
            view! { <Check view=view.clone() with_person=false/> }.still()
        } else {
            view! {
                <button class="btn btn-ghost btn-block" type="button" hidden=move || !able.get()
                    on:click=move |_| shows.set(true)
                >
                    {words::try_after_all()}
                </button>
            }
            .still()
        }}
    }
    .still()
}

/// The check itself; before it begins, and without scripts, the explanation.
#[component]
fn Check(
    /// What the page knows.
    view: FaceView,
    /// Whether the way by a person is offered beside it.
    with_person: bool,
) -> AnyView {
    let screen = Screen::new(view.left);
    let video: NodeRef<html::Video> = NodeRef::new();
    let able = RwSignal::new(false);
    Effect::new(move |_| able.set(true));
    let consented = RwSignal::new(view.consented.is_some());
    let errors = RwSignal::new(None);
    let navigate = use_navigate();
    let id = view.road.id.clone();
    let begin = move |_| {
        let Some(video) = video.get_untracked() else { return };
        // Of a double tap, only the first begins.
        if !screen.stage.with_untracked(Stage::waits_for_tap) {
            return;
        }
        if !consented.get_untracked() && !is_ticked(Field::Consent) {
            let missing = FieldProblems::one(Field::Consent, Problem::Missing);
            errors.set(Some(AppError::Fields(missing)));
            return;
        }
        errors.set(None);
        focus(MAIN);
        screen.stage.set(Stage::OpeningCamera);
        let (id, navigate) = (id.clone(), navigate.clone());
        spawn_local(async move {
            if let Some(next) = run(id, video, screen, consented).await {
                navigate(&next, NavigateOptions::default());
            }
        });
    };
    let stage = screen.stage;
    let explained = Memo::new(move |_| stage.read().is_explained());
    let label = move || if explained.get() { words::begin() } else { words::again() };
    let waits_for_tap = Memo::new(move |_| stage.with(Stage::waits_for_tap) && screen.left.get() > 0);
    let (hotline, given) = (view.hotline.clone(), view.consented);
    let is_used_up = Memo::new(move |_| stage.with(Stage::waits_for_tap) && screen.left.get() == 0);
    let is_done = Memo::new(move |_| stage.with(Stage::is_done));
    let human =
        with_person.then(|| view! { <HumanWay id=view.road.id.clone() hotline=view.hotline only=false/> });
    view! {
        // Plain text: with scripts on, a browser takes what stands inside for text, and so it is taken over.
        <noscript>{words::needs_script()}</noscript>
        <div class=move || if explained.get() { "contents" } else { "hidden" }>
            <ErrorSummary errors=errors.into()/>
            {explanation(&hotline, given, errors.into())}
        </div>
        <StageView screen video browser=view.browser/>
        {move || is_used_up.get().then(|| view! {
            <Sheet title=words::tries_none()>
                <p>{words::tries_none_text()}</p>
            </Sheet>
        })}
        <div class=move || if is_done.get() { "hidden" } else { "contents" }>{human}</div>
        <div class=move || if waits_for_tap.get() { "contents" } else { "hidden" }>
            <p class="text-center text-soft">{move || words::tries_left(&screen.left.get().to_string())}</p>
            <BottomAction>
                <button class="btn btn-primary btn-block" type="button" disabled=move || !able.get() on:click=begin>
                    {label}
                </button>
            </BottomAction>
        </div>
    }
    .still()
}

fn is_ticked(field: Field) -> bool {
    let tick = document().get_element_by_id(field.name());
    tick.and_then(|tick| tick.dyn_into::<web_sys::HtmlInputElement>().ok()).is_some_and(|tick| tick.checked())
}

/// What happens with the pictures, before the camera is touched; and the consent, which nobody ticked beforehand.
fn explanation(hotline: &str, consented: Option<Instant>, errors: Signal<Option<AppError>>) -> AnyView {
    let list = |lines: Vec<String>| {
        let lines = lines.into_iter().map(|line| view! { <li>{help::tappable(&line)}</li> });
        view! { <ul class="grid list-disc gap-1 ps-5">{lines.collect_view()}</ul> }
    };
    let agreed = match consented {
        Some(when) => view! { <p class="text-soft">{words::consent_given(&moment(when))}</p> }.still(),
        None => view! { <Tick field=Field::Consent label=words::consent_tick() errors/> }.still(),
    };
    let what = [words::what_frames().to_owned(), words::what_hints().to_owned(), words::what_kept(hotline)];
    let advice = [words::advice_light(), words::advice_face(), words::advice_alone()].map(str::to_owned);
    view! {
        <Sheet>
            <p>{words::lead()}</p>
        </Sheet>
        <Sheet title=words::what_title()>
            {list(what.into_iter().chain([words::what_free().to_owned()]).collect())}
            {agreed}
        </Sheet>
        <Sheet title=words::advice_title()>
            {list(advice.to_vec())}
        </Sheet>
    }
    .still()
}
