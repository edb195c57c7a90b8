//! 消息: what one was told, in the app.

#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;

use domain::message::Origin;
use leptos::form::ActionForm;
use leptos::prelude::*;

use self::api::{MessageView, ReadMessages, load_messages};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{Badge, ErrorSummary, Loaded, Page, SCHOOLS, Sheet, Tone, errors_of, help};
use crate::words::message as words;

/// 消息
#[component]
pub fn MessagesPage() -> impl IntoView {
    let read = ServerAction::<ReadMessages>::new();
    let data = ask(move || read.version().get(), |_| load_messages());
    let view = move |list: Vec<MessageView>| messages(read, list);
    view! {
        <Page title=words::title() back=paths::me()>
            <Loaded data=data view=view />
        </Page>
    }
}

fn messages(read: ServerAction<ReadMessages>, list: Vec<MessageView>) -> AnyView {
    if list.is_empty() {
        return view! {
            <Sheet>
                <p class="empty">{words::none()}</p>
            </Sheet>
        }
        .still();
    }
    // What comes while the page is looked at is not read with it.
    let newest = list.iter().filter(|one| !one.read).map(|one| one.at).max();
    let form = newest.map(|newest| {
        view! {
            <ActionForm action=read>
                <input type="hidden" name="last" value=newest.as_millis().to_string() />
                <button class="btn btn-block" type="submit">
                    {words::read_all()}
                </button>
            </ActionForm>
        }
    });
    view! {
        <ErrorSummary errors=errors_of(read) />
        {form}
        {list.into_iter().map(message).collect_view()}
    }
    .still()
}

fn message(one: MessageView) -> AnyView {
    let from = match one.origin {
        Origin::Notice => words::from_system(),
        Origin::Staff => words::from_staff(),
    };
    let state = if one.read {
        view! { <span class="text-soft">{words::read()}</span> }.still()
    } else {
        view! { <Badge tone=Tone::Info word=words::unread() /> }.still()
    };
    let lines = one.text.lines().map(|line| view! { <p lang=SCHOOLS>{help::tappable(line)}</p> }.still());
    let (lines, at) = (lines.collect_view(), moment(one.at));
    view! {
        <Sheet>
            <div class="session">
                <p class="menu-note grow">{from} " " {at}</p>
                {state}
            </div>
            {lines}
        </Sheet>
    }
    .still()
}
