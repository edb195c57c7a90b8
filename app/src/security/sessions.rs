//! 账号安全: what leads to another password and phone, and the sessions.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::api::{EndOtherSessions, EndSession, SecurityView, SessionView, load_security};
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{Badge, ErrorSummary, Loaded, Mark, Page, Shape, Sheet, Tone, errors_of};
use crate::words::security as words;

/// 账号安全
#[component]
pub fn SecurityPage() -> impl IntoView {
    let end = ServerAction::<EndSession>::new();
    let end_others = ServerAction::<EndOtherSessions>::new();
    let data = ask(move || (end.version().get(), end_others.version().get()), |_| load_security());
    view! {
        <Page title=words::title() back=paths::me()>
            <Loaded data=data view=move |view: SecurityView| security(end, end_others, view) />
        </Page>
    }
}

fn security(
    end: ServerAction<EndSession>,
    end_others: ServerAction<EndOtherSessions>,
    view: SecurityView,
) -> AnyView {
    let entry = |href: &'static str, word: &'static str, note: String| {
        view! {
            <li>
                <a class="menu-link" href=href>
                    <span class="menu-line">
                        <span class="menu-word">{word}</span>
                        <span class="number text-soft">{note}</span>
                    </span>
                    <Mark shape=Shape::Onward />
                </a>
            </li>
        }
    };
    let alone = view.sessions.len() < 2;
    let rows = view.sessions.into_iter().map(|session| row(end, session)).collect_view();
    let others = if alone {
        view! { <p class="text-soft">{words::only_this()}</p> }.still()
    } else {
        view! {
            <p class="text-soft">{words::not_yours()}</p>
            <ActionForm action=end_others>
                <button class="btn btn-block" type="submit">
                    {words::end_others()}
                </button>
            </ActionForm>
        }
        .still()
    };
    view! {
        <ErrorSummary errors=errors_of(end) />
        <ErrorSummary errors=errors_of(end_others) />
        <Sheet>
            <ul class="menu-list">
                {entry(paths::change_password(), words::password(), String::new())}
                {entry(paths::change_phone(), words::phone(), view.masked_phone)}
            </ul>
        </Sheet>
        <Sheet title=words::sessions()>
            <ul class="menu-list">{rows}</ul>
            {others}
        </Sheet>
    }
    .still()
}

fn row(end: ServerAction<EndSession>, session: SessionView) -> AnyView {
    let device = messages::device(session.device);
    let (label, since) = (words::end_label(&device), words::since(&moment(session.since)));
    let side = if session.is_this {
        view! { <Badge tone=Tone::Ok word=words::this_one() /> }.still()
    } else {
        view! {
            <ActionForm action=end>
                <input type="hidden" name="session" value=session.id.as_str().to_owned() />
                <button class="btn" type="submit" aria-label=label>
                    {words::end()}
                </button>
            </ActionForm>
        }
        .still()
    };
    view! {
        <li class="session">
            <div class="grow">
                <p>{device}</p>
                <p class="menu-note">{since}</p>
            </div>
            {side}
        </li>
    }
    .still()
}
