//! 个人中心.

use domain::identity::Identity;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::api::{MeView, SignOut, load_me};
use crate::identity::identity_state;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Badge, ErrorSummary, Loaded, Mark, Page, Seal, Shape, Sheet, Tab, Tone, errors_of};
use crate::words::{account as words, message as messages};

/// 个人中心
#[component]
pub fn MePage() -> impl IntoView {
    let sign_out = ServerAction::<SignOut>::new();
    let data = ask(|| (), |()| load_me());
    view! {
        <Page title=words::me_title() tab=Tab::Me>
            <Loaded data=data view=move |view: MeView| centre(sign_out, view) />
        </Page>
    }
}

fn centre(sign_out: ServerAction<SignOut>, view: MeView) -> AnyView {
    let (tone, word) = identity_state(&view.identity);
    let next = matches!(view.identity, Identity::None | Identity::Failed { .. }).then(|| {
        view! {
            <Sheet title=words::next_title()>
                <p>{words::next_identity()}</p>
                <a class="btn btn-primary btn-block" href=paths::identity()>
                    {words::to_identity()}
                </a>
            </Sheet>
        }
    });
    let unread = (view.unread > 0).then(|| {
        let word = messages::unread_count(&view.unread.to_string());
        view! { <Badge tone=Tone::Info word=word /> }.still()
    });
    view! {
        <Sheet>
            <div class="person">
                <div class="grow">
                    <p class="person-name">{view.name}</p>
                    <p class="number text-soft">{view.masked_number}</p>
                    <p class="number text-soft">{words::mobile()} " " {view.masked_phone}</p>
                </div>
                {view.identity.is_passed().then(|| view! { <Seal label=words::verified() /> })}
            </div>
        </Sheet>
        {next}
        <Sheet>
            <ul class="menu-list">
                {entry(paths::profile(), words::profile(), None)}
                {entry(
                    paths::identity(),
                    words::identity(),
                    Some(view! { <Badge tone=tone word=word /> }.still()),
                )}
                {entry(paths::registrations(), words::registrations(), None)}
                {entry(paths::messages(), messages::title(), unread)}
                {entry(paths::security(), words::security(), None)}
                {entry(paths::privacy(), words::privacy(), None)}
            </ul>
        </Sheet>
        <ErrorSummary errors=errors_of(sign_out) />
        <ActionForm action=sign_out>
            <button class="btn btn-block" type="submit">
                {words::sign_out()}
            </button>
        </ActionForm>
    }
    .still()
}

fn entry(href: &'static str, word: &'static str, state: Option<AnyView>) -> AnyView {
    view! {
        <li>
            <a class="menu-link" href=href>
                <span class="menu-line">
                    <span class="menu-word">{word}</span>
                    {state}
                </span>
                <Mark shape=Shape::Onward />
            </a>
        </li>
    }
    .still()
}
