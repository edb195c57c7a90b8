//! How a check ended: passed, not passed, or for a person to decide.

use domain::card::CardProblem;
use domain::identity::PictureState;
use domain::instant::Instant;
use leptos::prelude::*;

use super::api::IdentityView;
use super::consent::consent_form;
use super::pictures::more_pictures;
use crate::messages;
use crate::paths;
use crate::ui::still::Still;
use crate::ui::{BottomLink, Notice, Seal, Sheet, Tone, help, quoting};
use crate::words::identity as words;

/// 认证成功, with the seal and the way on.
#[component]
pub fn Passed(
    /// When.
    at: Instant,
    /// Whether a person decided.
    by_person: bool,
    /// Where to go on.
    next: String,
) -> AnyView {
    view! {
        <Sheet>
            <div class="grid justify-items-center gap-3 text-center" role="status">
                <Seal label=words::seal() large=true/>
                <h2 class="sheet-title">{words::passed_title()}</h2>
                <p>{words::passed_text()}</p>
                {by_person.then(|| view! { <p class="text-soft">{words::passed_by_person()}</p> })}
                <p class="text-soft tabular-nums">{words::passed_at(&at.to_minute())}</p>
            </div>
        </Sheet>
        <Onwards next/>
    }
    .still()
}

/// 等待人工核验: what made the machine unsure, the pictures that the person looks at, and that nobody has to wait here.
pub fn waiting_for_person(view: &IdentityView, problems: Vec<CardProblem>, next: String) -> AnyView {
    let unsure = (!problems.is_empty()).then(|| {
        view! {
            <p>{words::waiting_unsure()}</p>
            <Sentences problems/>
        }
    });
    let is_complete = view.pictures.iter().all(|picture| *picture != PictureState::Missing);
    let about_pictures = match (view.consented, is_complete) {
        (false, false) => words::waiting_no_consent(&view.hotline),
        (_, true) => words::waiting_pictures_in().to_owned(),
        (true, false) => words::waiting_pictures().to_owned(),
    };
    let below =
        if view.consented { more_pictures(view, &next) } else { consent_form(view, next.clone(), false) };
    let (about_road, next) = if view.halted.is_empty() {
        (words::waiting_next().still(), next)
    } else {
        let halted = view.halted_exams();
        let onwards = if view.halts(&next) { paths::me().to_owned() } else { next };
        (quoting(&words::waiting_halts(&halted), &halted), onwards)
    };
    view! {
        <Sheet title=words::waiting_title()>
            <p>{words::waiting_text()}</p>
            {unsure}
            <p>{help::tappable(&about_pictures)}</p>
            <p>{about_road}</p>
        </Sheet>
        {below}
        <Onwards next/>
    }
    .still()
}

/// 这次没有通过: every reason in its own sentence and what to do. From 个人信息 the way leads back to the page `here`.
pub fn failed(problems: Vec<CardProblem>, here: &str) -> AnyView {
    let name = problems
        .contains(&CardProblem::NameDiffers)
        .then(|| view! { <a class="btn btn-block" href=paths::profile_then(here)>{words::fix_name()}</a> });
    view! {
        <Sheet title=words::failed_title()>
            <Notice tone=Tone::Warn>
                <div role="alert">
                    <Sentences problems/>
                </div>
            </Notice>
            {name}
            <p class="text-soft">{words::failed_text()}</p>
        </Sheet>
    }
    .still()
}

#[component]
fn Sentences(problems: Vec<CardProblem>) -> AnyView {
    view! {
        <ul class="grid list-disc gap-2 ps-5">
            {problems.into_iter().map(|problem| view! { <li>{help::tappable(&messages::card(problem))}</li> }).collect_view()}
        </ul>
    }
    .still()
}

/// The button onwards to where the visitor came from.
#[component]
fn Onwards(next: String) -> AnyView {
    let label = match next.as_str() {
        next if next == paths::me() => words::back_to_me(),
        next if next.starts_with(paths::registrations()) => words::onwards_exam(),
        _ => words::onwards(),
    };
    view! { <BottomLink href=next label/> }.still()
}
