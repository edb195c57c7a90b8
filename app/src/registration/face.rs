//! 人脸识别: explained first, then the camera with live hints, the movements that the server asks for, its answer.

mod check;
mod glance;
mod guide;
mod round;
mod stage;

use domain::registration::Step;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::api::{FaceView, load_face};
use super::registration_id;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::steps::step_note;
use crate::ui::still::Still;
use crate::ui::{BottomAction, BottomLink, Loaded, Page, Seal, Sheet, StepLine};
use crate::words::face as words;
use check::{Screen, run};
use stage::StageView;

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
    let below = if view.passed {
        passed_before(paths::step(&view.road.id, view.road.step))
    } else {
        view! { <Check view=view.clone()/> }.still()
    };
    view! {
        <StepLine road=view.road current=Step::Face/>
        {below}
    }
    .still()
}

fn passed_before(next: String) -> AnyView {
    view! {
        <Sheet>
            <div class="grid justify-items-center gap-3 text-center">
                <Seal label=words::passed_before() large=true/>
                <h2 class="sheet-title">{words::passed_before()}</h2>
                <p>{words::passed_before_text()}</p>
            </div>
        </Sheet>
        <BottomLink href=next label=words::onwards()/>
    }
    .still()
}

/// The check itself; before it begins, and without scripts, the explanation.
#[component]
fn Check(view: FaceView) -> AnyView {
    let screen = Screen::new();
    let video: NodeRef<html::Video> = NodeRef::new();
    let able = RwSignal::new(false);
    Effect::new(move |_| able.set(true));
    let navigate = use_navigate();
    let id = view.road.id.clone();
    let begin = move |_| {
        let Some(video) = video.get_untracked() else { return };
        let (id, navigate) = (id.clone(), navigate.clone());
        spawn_local(async move {
            if let Some(next) = run(id, video, screen).await {
                navigate(&next, NavigateOptions::default());
            }
        });
    };
    let stage = screen.stage;
    let explained = move || stage.read().is_explained();
    let label = move || if explained() { words::begin() } else { words::again() };
    let waits_for_tap = move || stage.with(|stage| stage.is_explained() || stage.is_over());
    view! {
        <noscript>{words::needs_script()}</noscript>
        {move || explained().then(explanation)}
        <StageView screen video/>
        <p class="text-soft">{words::help(&view.hotline)}</p>
        <div class=move || if waits_for_tap() { "contents" } else { "hidden" }>
            <BottomAction>
                <button class="btn btn-primary btn-block" type="button" disabled=move || !able.get() on:click=begin>
                    {label}
                </button>
            </BottomAction>
        </div>
    }
    .still()
}

/// What happens with the pictures, before the camera is touched.
fn explanation() -> AnyView {
    let list = |lines: [&'static str; 3]| {
        let lines = lines.map(|line| view! { <li>{line}</li> });
        view! { <ul class="list-disc ps-5">{lines.collect_view()}</ul> }
    };
    view! {
        <Sheet>
            <p>{words::lead()}</p>
        </Sheet>
        <Sheet title=words::what_title()>
            {list([words::what_frames(), words::what_hints(), words::what_consent()])}
        </Sheet>
        <Sheet title=words::advice_title()>
            {list([words::advice_light(), words::advice_face(), words::advice_alone()])}
        </Sheet>
    }
    .still()
}
