//! 实名认证: one page that shows what comes next, by the state of the check.

#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;
mod consent;
mod drawing;
mod outcome;
mod person;
mod pictures;
mod waiting;

use domain::document::DocumentKind;
use domain::identity::Identity;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

use crate::error::AppError;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Badge, Facts, Loaded, Notice, Page, Sheet, Tone};
use crate::words::identity as words;
use api::{IdentityView, load_identity};
pub use consent::ConsentPage;
use consent::consent_form;
use outcome::{Passed, failed, waiting_for_person};
use person::AskPerson;
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
        Identity::Checking { .. } => view! {
            <Waiting next=next.clone()/>
            <AskPerson next first=false halted=view.halted_exams()/>
        }
        .still(),
        Identity::Passed { at } => view! { <Passed at by_person=false next/> }.still(),
        Identity::PassedByPerson { at } => view! { <Passed at by_person=true next/> }.still(),
        Identity::WaitingForPerson { problems, .. } => waiting_for_person(&view, problems, next),
        Identity::None | Identity::Failed { .. } if !view.consented => consent_form(&view, next, true),
        Identity::None => to_do(&view, next),
        Identity::Failed { problems, .. } => {
            let why = failed(problems, &paths::identity_then(&next));
            view! {
                {why}
                {to_do(&view, next)}
            }
            .still()
        }
    };
    let consent = view.consented.then(
        || view! { <p><a class="link link-alone" href=paths::consent()>{words::consent_link()}</a></p> },
    );
    view! {
        <Summary view />
        {below}
        {consent}
    }
    .still()
}

/// The pictures and the way to a person, the better one first. Where the machine may not look any more today, there is
/// only the person.
fn to_do(view: &IdentityView, next: String) -> AnyView {
    let person_first = view.by_machine && view.attempts.offer_the_person_first();
    let person = |first| view! { <AskPerson next=next.clone() first halted=view.halted_exams()/> }.still();
    if view.by_machine && view.attempts.are_used_up() {
        return view! {
            <Notice tone=Tone::Warn><p role="status">{words::attempts_none()}</p></Notice>
            {person(true)}
        }
        .still();
    }
    let above = person_first.then(|| person(true));
    let below = (!person_first && view.by_machine).then(|| person(false));
    view! {
        {above}
        {pictures(view, next)}
        {below}
    }
    .still()
}

/// What is particular about this kind of document.
fn guidance(view: &IdentityView) -> &'static str {
    match view.kind {
        DocumentKind::ResidentId if view.by_machine => words::intro(),
        DocumentKind::ResidentId => words::guide_only_person(),
        DocumentKind::HongKongMacaoPermit => words::guide_hong_kong_macao(),
        DocumentKind::TaiwanPermit => words::guide_taiwan(),
        DocumentKind::HongKongMacaoTaiwanResidence => words::guide_residence(),
        DocumentKind::ForeignPermanentResidence => words::guide_foreign(),
    }
}

/// Whose identity, and where it stands.
#[component]
fn Summary(view: IdentityView) -> AnyView {
    let (tone, state) = identity_state(&view.identity);
    let is_begun = matches!(view.identity, Identity::Checking { .. }) || view.identity.is_passed();
    let intro = (!is_begun).then(|| guidance(&view));
    let rows = vec![
        (words::account_name(), view.name.still()),
        (words::account_number(), view.masked_number.still()),
    ];
    view! {
        <Sheet>
            <Badge tone word=state/>
            <Facts rows/>
            {intro.map(|intro| view! { <p class="text-soft">{intro}</p> })}
        </Sheet>
    }
    .still()
}

/// Where it stands, in one word.
pub fn identity_state(identity: &Identity) -> (Tone, &'static str) {
    match identity {
        Identity::None => (Tone::Draft, words::state_none()),
        Identity::Checking { .. } => (Tone::Wait, words::state_checking()),
        Identity::Passed { .. } | Identity::PassedByPerson { .. } => (Tone::Ok, words::state_passed()),
        Identity::WaitingForPerson { .. } => (Tone::Wait, words::state_waiting()),
        Identity::Failed { .. } => (Tone::Warn, words::state_failed()),
    }
}
