//! 实名认证: one page that shows what comes next, by the state of the check.

#[expect(missing_docs, reason = "the arguments of a server function become the fields of a type; its docs say what they are")]
pub mod api;
mod consent;
mod drawing;
mod outcome;
mod pictures;
mod waiting;

use domain::identity::Identity;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::error::AppError;
use crate::paths;
use crate::ui::{Badge, Facts, Loaded, Page, Sheet, Tone};
use crate::words::identity as words;
use api::{IdentityView, load_identity};
use consent::ConsentForm;
use outcome::{Failed, Passed, WaitingForPerson};
use pictures::Pictures;
use waiting::Waiting;

/// Asks the server again, after a picture came in or the check ended.
#[derive(Clone, Copy)]
struct Again(Callback<()>);

/// 实名认证
#[component]
pub fn IdentityPage() -> impl IntoView {
    let data = Resource::new_blocking(|| (), |()| load_identity());
    provide_context(Again(Callback::new(move |()| data.refetch())));
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
    let summary = view! { <Summary view=view.clone()/> };
    let Again(again) = expect_context();
    let below = match view.identity.clone() {
        Identity::Checking { .. } => view! { <Waiting next done=again/> }.into_any(),
        Identity::Passed { at } => view! { <Passed at by_person=false next/> }.into_any(),
        Identity::PassedByPerson { at } => view! { <Passed at by_person=true next/> }.into_any(),
        Identity::WaitingForPerson { problems, .. } => view! { <WaitingForPerson problems next/> }.into_any(),
        Identity::None | Identity::Failed { .. } if !view.consented => view! { <ConsentForm view next/> }.into_any(),
        Identity::None => view! { <Pictures view next/> }.into_any(),
        Identity::Failed { problems, .. } => {
            let here = paths::identity_then(&next);
            let technical_contact = view.technical_contact.clone();
            view! {
                <Failed problems here technical_contact/>
                <Pictures view next/>
            }
            .into_any()
        }
    };
    view! {
        {summary}
        {below}
    }
    .into_any()
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
    .into_any()
}
