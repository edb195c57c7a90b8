//! 审核: one line of a queue on a page: what the candidate has typed, the evidence beside it, three different acts.

mod acts;
mod evidence;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{Me, ReviewQueue, ReviewView, load_review};
use super::frame::{Entry, Office};
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::words::office_review as words;
use acts::acts;
use evidence::{candidate, pictures};

/// One line of a queue.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let (queue, id) = use_params_map().with_untracked(|params| {
        (params.get("queue").unwrap_or_default(), params.get("id").unwrap_or_default())
    });
    let title = title_of(&queue);
    let data = ask(move || (queue.clone(), id.clone()), |(queue, id)| load_review(queue, id));
    let view = |_me: Me, view: ReviewView| line(view);
    view! { <Office title=title entry=Entry::Welcome data=data view=view /> }
}

fn line(view: ReviewView) -> AnyView {
    view! {
        <div class="office-columns review">
            {pictures(&view)} <div class="office-stack">{candidate(&view)} {acts(view)}</div>
        </div>
    }
    .still()
}

fn title_of(code: &str) -> &'static str {
    match code {
        "identity" => words::title_identity(),
        "rename" => words::title_rename(),
        "face" => words::title_face(),
        "proof" => words::title_proof(),
        "registration" => words::title_registration(),
        _ => words::title_withdrawal(),
    }
}

/// How a queue is called.
pub fn queue_title(queue: ReviewQueue) -> &'static str {
    title_of(queue.code())
}
