//! 实名认证: one page that shows what comes next, by the state of the check.

#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;
mod consent;
mod drawing;
mod outcome;
mod pictures;
mod waiting;

use domain::identity::Identity;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

use crate::error::AppError;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Badge, Facts, Loaded, Page, Sheet, Tone};
use crate::words::identity as words;
use api::{IdentityView, load_identity};
use consent::consent_form;
use outcome::{Passed, WaitingForPerson, failed};
use pictures::pictures;
use waiting::Waiting;

/// Loads the page anew, as a browser without WASM would: what stands in it belongs to the state before.
fn load_again(next: &str) {
    let _ = window().location().set_href(&paths::identity_then(next));
}

/// Loads the page anew after `action` has succeeded; its redirect leads to this very page, where nothing would happen.
fn load_again_after<S>(action: ServerAction<S>, next: String)
where
    S: ServerFn<Output = (), Error = AppError> + Clone + Send + Sync + 'static,
{
    let value = action.value();
    Effect::new(move |_| {
        if value.with(|value| matches!(value, Some(Ok(())))) {
            load_again(&next);
        }
    });
}

/// 实名认证
#[component]
pub fn IdentityPage() -> impl IntoView {
    let data = ask(|| (), |()| load_identity());
    view! {
        <Page title=words::title() back=paths::me()>
            <Loaded data view=identity/>
        </Page>
    }
}

/// Where the visitor goes on afterwards: where they came from, else 个人中心.
fn next_page() -> String {
    let next = use_query_map().with_untracked(|query| query.get("next"));
    paths::safe_next(next.as_deref()).unwrap_or(paths::me()).to_owned()
}

/// With what an upload without WASM came back.
fn came_back_with() -> Option<AppError> {
    use_query_map().with_untracked(|query| AppError::from_query(&query.get("error")?))
}

fn identity(view: IdentityView) -> AnyView {
    let next = next_page();
    let below = match view.identity.clone() {
        Identity::Checking { .. } => view! { <Waiting next/> }.still(),
        Identity::Passed { at } => view! { <Passed at by_person=false next/> }.still(),
        Identity::PassedByPerson { at } => view! { <Passed at by_person=true next/> }.still(),
        Identity::WaitingForPerson { problems, .. } => view! { <WaitingForPerson problems next/> }.still(),
        Identity::None | Identity::Failed { .. } if !view.consented => consent_form(&view, next),
        Identity::None => pictures(&view, next),
        Identity::Failed { problems, .. } => {
            let why = failed(problems, &paths::identity_then(&next), &view.technical_contact);
            view! {
                {why}
                {pictures(&view, next)}
            }
            .still()
        }
    };
    view! {
        <Summary view />
        {below}
    }
    .still()
}

/// Whose identity, and where it stands.
#[component]
fn Summary(view: IdentityView) -> AnyView {
    let (tone, state) = match view.identity {
        Identity::None => (Tone::Draft, words::state_none()),
        Identity::Checking { .. } => (Tone::Wait, words::state_checking()),
        Identity::Passed { .. } | Identity::PassedByPerson { .. } => (Tone::Ok, words::state_passed()),
        Identity::WaitingForPerson { .. } => (Tone::Wait, words::state_waiting()),
        Identity::Failed { .. } => (Tone::Warn, words::state_failed()),
    };
    let rows = vec![(words::account_name(), view.name), (words::account_number(), view.masked_number)];
    let is_new = view.identity == Identity::None;
    let intro = if view.machine_readable { words::intro() } else { words::intro_by_person() };
    view! {
        <Sheet>
            <Badge tone word=state/>
            <Facts rows/>
            {is_new.then(|| view! { <p class="text-soft">{intro}</p> })}
        </Sheet>
    }
    .still()
}
