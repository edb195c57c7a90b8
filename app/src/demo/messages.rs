//! 演示: what it is, its tools, and the messages that were sent.

use std::time::Duration;

use leptos::prelude::*;

use super::api::{DemoMessage, load_messages};
use crate::error::AppError;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{Mark, Notice, Page, SCHOOLS, Shape, Sheet, Tone, error_view};
use crate::words::demo as words;

/// How often the messages are asked for.
const REFRESH: Duration = Duration::from_secs(3);

/// 演示
#[component]
pub fn DemoPage() -> AnyView {
    let data = ask(|| (), |()| load_messages());
    Effect::new(move |_| {
        if let Ok(handle) = set_interval_with_handle(move || data.refetch(), REFRESH) {
            on_cleanup(move || handle.clear());
        }
    });
    view! {
        <Page title=words::title() back=paths::home()>
            <Notice tone=Tone::Info>
                <p>{words::what()}</p>
            </Notice>
            <Sheet title=words::messages_title()>
                <p class="text-soft">{words::messages_note()}</p>
                <div aria-live="polite">
                    <Transition>{move || Suspend::new(async move { messages(data.await) })}</Transition>
                </div>
                <p>
                    <a class="btn btn-block" href=paths::demo() rel="external">
                        {words::refresh()}
                    </a>
                </p>
            </Sheet>
            <Sheet title=words::links_title()>
                <ul class="menu-list">
                    {tool(paths::demo_specimen(), words::to_specimen(), words::to_specimen_note())}
                    {tool(paths::demo_pay(), words::to_pay(), words::to_pay_note())}
                </ul>
            </Sheet>
        </Page>
    }
    .still()
}

fn tool(href: &'static str, word: &'static str, note: &'static str) -> AnyView {
    view! {
        <li>
            <a class="menu-link" href=href>
                <span class="menu-word">
                    {word} <span class="menu-note">{note}</span>
                </span>
                <Mark shape=Shape::Onward />
            </a>
        </li>
    }
    .still()
}

fn messages(loaded: Result<Vec<DemoMessage>, AppError>) -> AnyView {
    match loaded {
        Err(error) => error_view(&error),
        Ok(list) if list.is_empty() => view! { <p class="empty">{words::no_messages()}</p> }.still(),
        Ok(list) => {
            view! { <ul class="messages">{list.into_iter().map(message).collect_view()}</ul> }.still()
        }
    }
}

fn message(message: DemoMessage) -> AnyView {
    view! {
        <li>
            <p class="text-soft">
                <span class="number">{message.masked_phone}</span>
                " · "
                <time>{moment(message.at)}</time>
            </p>
            <p class="message-text" lang=SCHOOLS>
                {message.text}
            </p>
        </li>
    }
    .still()
}
