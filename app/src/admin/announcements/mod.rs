//! 公告管理: posted at once, corrected, withdrawn.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::api::{
    CorrectAnnouncement, Me, PostAnnouncement, PostedView, WithdrawAnnouncement, load_announcements,
};
use super::frame::{Entry, Office};
use super::parts::{count_kept, line};
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Sheet, errors_of};
use crate::words::office_announcements as words;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    post: ServerAction<PostAnnouncement>,
    correct: ServerAction<CorrectAnnouncement>,
    withdraw: ServerAction<WithdrawAnnouncement>,
}

/// 公告管理
#[component]
pub fn AnnouncementsPage() -> impl IntoView {
    let acts =
        Acts { post: ServerAction::new(), correct: ServerAction::new(), withdraw: ServerAction::new() };
    // Only what was kept is asked for again: what was typed and refused stays in its fields.
    let times = RwSignal::new(0_u32);
    count_kept(acts.post, times);
    count_kept(acts.correct, times);
    count_kept(acts.withdraw, times);
    let data = ask(move || times.get(), |_| load_announcements());
    let view = move |_me: Me, posted: Vec<PostedView>| announcements(acts, &posted);
    view! { <Office title=words::title() entry=Entry::Announcements data=data view=view /> }
}

fn announcements(acts: Acts, posted: &[PostedView]) -> AnyView {
    let lines = posted.iter().map(|one| announcement(acts, one)).collect_view();
    let none = posted.is_empty().then(|| view! { <p class="empty">{words::none()}</p> });
    view! {
        <ErrorSummary errors=errors_of(acts.post) />
        <ErrorSummary errors=errors_of(acts.correct) />
        <ErrorSummary errors=errors_of(acts.withdraw) />
        <Sheet title=words::new()>
            <ActionForm action=acts.post>
                {line("title", words::headline(), Some(words::headline_hint()), "")}
                {text("text", "")}
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::post()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
        {lines}
        {none}
    }
    .still()
}

fn text(id: &str, value: &str) -> AnyView {
    let (id, value) = (id.to_owned(), value.to_owned());
    let label = id.clone();
    view! {
        <p class="office-filter">
            <label for=label>{words::text()}</label>
            <textarea class="input office-text" id=id name="text" rows="4">
                {value}
            </textarea>
        </p>
    }
    .still()
}

fn announcement(acts: Acts, one: &PostedView) -> AnyView {
    let (title, said, at) = (one.title.clone(), one.text.clone(), one.at.to_minute());
    if let Some(withdrawn) = one.withdrawn {
        let note = words::withdrawn_at(&withdrawn.to_minute());
        return view! {
            <Sheet title=title>
                <p class="text-soft">{at} " " {note}</p>
                <p>{said}</p>
            </Sheet>
        }
        .still();
    }
    let (id, version) = (one.id.as_str().to_owned(), one.version);
    let (other, label) = (id.clone(), words::withdraw_of(&one.title));
    let field = ["text-", one.id.as_str()].concat();
    let head = ["title-", one.id.as_str()].concat();
    let (head_label, value) = (head.clone(), one.title.clone());
    let body = text(&field, &one.text);
    view! {
        <Sheet title=title>
            <p class="text-soft">{at}</p>
            <p>{said}</p>
            <details>
                <summary class="link link-alone">{words::correct()}</summary>
                <ActionForm action=acts.correct>
                    <input type="hidden" name="id" value=id />
                    <input type="hidden" name="version" value=version />
                    <p class="office-filter">
                        <label for=head_label>{words::headline()}</label>
                        <input class="input" id=head name="title" type="text" value=value autocomplete="off" />
                    </p>
                    {body}
                    <p>
                        <button class="btn" type="submit">
                            {words::save()}
                        </button>
                    </p>
                </ActionForm>
            </details>
            <ActionForm action=acts.withdraw>
                <input type="hidden" name="id" value=other />
                <button class="btn btn-sm" type="submit" aria-label=label>
                    {words::withdraw()}
                </button>
            </ActionForm>
        </Sheet>
    }
    .still()
}
