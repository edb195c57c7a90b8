//! 学校设置: name, contacts, privacy text, SMS signature, ticket numbers, seal.

use domain::site::TypedSchool;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{Me, RemoveSeal, SaveSchool, SchoolView, load_school};
use super::frame::{Entry, Office};
use super::parts::table;
use super::print::count_kept;
use crate::error::AppError;
use crate::paths;
use crate::ui::form::Errors;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Sheet, errors_of};
use crate::words::office_school as words;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    save: ServerAction<SaveSchool>,
    remove: ServerAction<RemoveSeal>,
    /// Why the seal that was sent was not taken.
    seal: RwSignal<Option<AppError>>,
}

/// 学校设置
#[component]
pub fn SettingsPage() -> impl IntoView {
    let query = use_query_map();
    let acts = Acts {
        save: ServerAction::new(),
        remove: ServerAction::new(),
        seal: RwSignal::new(query.with_untracked(|query| AppError::from_query(&query.get("error")?))),
    };
    // Only what was kept is asked for again: what was typed and refused stays in its fields.
    let times = RwSignal::new(0_u32);
    count_kept(acts.save, times);
    count_kept(acts.remove, times);
    let data = ask(move || times.get(), |_| load_school());
    let view = move |_: Me, view: SchoolView| settings(acts, &view);
    view! { <Office title=words::title() entry=Entry::Settings data=data view=view /> }
}

fn settings(acts: Acts, view: &SchoolView) -> AnyView {
    let seal_errors: Errors = acts.seal.into();
    let changed = view.changed.map(|at| view! { <p class="text-soft">{words::changed(&at.to_minute())}</p> });
    view! {
        {refused(errors_of(acts.save))}
        {refused(errors_of(acts.remove))}
        {refused(seal_errors)}
        <p>{words::lead()}</p>
        {changed}
        {form(acts.save, view)}
        {texts(view)}
        {seal(acts.remove, view)}
    }
    .still()
}

/// Whoever comes second is told in this page's own words.
fn refused(errors: Errors) -> AnyView {
    let body = move || {
        errors.get().map(|error| match error {
            AppError::Stale => view! {
                <div class="notice tone-warn summary" role="alert" tabindex="-1" autofocus=true>
                    <p>{words::stale()}</p>
                </div>
            }
            .still(),
            other => view! { <ErrorSummary errors=Signal::stored(Some(other)) /> }.still(),
        })
    };
    view! { {body} }.still()
}

fn form(action: ServerAction<SaveSchool>, view: &SchoolView) -> AnyView {
    let (now, file) = (&view.now, &view.configured);
    let seen = view.version.to_string();
    let lines = [
        field("name", words::name(), words::name_hint(), (&now.name, &file.name)),
        field(
            "technical_contact",
            words::technical(),
            words::technical_hint(),
            (&now.technical_contact, &file.technical_contact),
        ),
        field("hotline", words::hotline(), words::hotline_hint(), (&now.hotline, &file.hotline)),
        field("signature", words::signature(), words::signature_hint(), (&now.signature, &file.signature)),
        field("ticket_code", words::code(), words::code_hint(), (&now.ticket_code, &file.ticket_code)),
        field(
            "ticket_pattern",
            words::pattern(),
            words::pattern_hint(),
            (&now.ticket_pattern, &file.ticket_pattern),
        ),
    ];
    let (lines, privacy) = (lines.into_iter().collect_view(), privacy(now));
    view! {
        <ActionForm action=action attr:class="form">
            <Sheet title=words::basics()>
                <input type="hidden" name="seen" value=seen />
                {lines}
                {privacy}
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::save()}
                    </button>
                </p>
            </Sheet>
        </ActionForm>
    }
    .still()
}

/// A line with what the configuration says, where that is something else.
fn field(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    (now, file): (&String, &String),
) -> AnyView {
    let about = [name, "-hint"].concat();
    let said = (now != file && !file.is_empty()).then(|| words::in_the_file(file));
    let value = now.clone();
    view! {
        <p class="office-filter">
            <label for=name>{label}</label>
            <input
                class="input"
                id=name
                name=["typed[", name, "]"].concat()
                type="text"
                value=value
                aria-describedby=about.clone()
                autocomplete="off"
            />
            <span class="text-soft" id=about>
                {hint}
                {said}
            </span>
        </p>
    }
    .still()
}

fn privacy(now: &TypedSchool) -> AnyView {
    let text = now.privacy.clone();
    view! {
        <p class="office-filter">
            <label for="privacy">{words::privacy()}</label>
            <textarea class="office-text" id="privacy" name="typed[privacy]" rows="12" aria-describedby="privacy-hint">
                {text}
            </textarea>
            <span class="text-soft" id="privacy-hint">
                {words::privacy_hint()}
            </span>
        </p>
    }
    .still()
}

/// Which text stood on the page, since when.
fn texts(view: &SchoolView) -> Option<AnyView> {
    if view.texts.is_empty() {
        return None;
    }
    let rows = view.texts.iter().rev().map(|(version, since, says)| {
        let says = if *says { words::text_own() } else { words::text_none() };
        view! {
            <tr>
                <th scope="row" class="number">{*version}</th>
                <td class="number">{since.to_minute()}</td>
                <td>{says}</td>
            </tr>
        }
    });
    let heads = [words::text_version(), words::text_since(), words::text_what()];
    let (table, page) = (table(words::texts(), &heads, rows.collect_view()), paths::privacy());
    let sheet = view! {
        <Sheet title=words::texts()>
            <p class="text-soft">{words::texts_lead()}</p>
            {table}
            <p>
                <a class="link link-alone" href=page rel="external">
                    {words::see_page()}
                </a>
            </p>
        </Sheet>
    };
    Some(sheet.still())
}

/// The seal as it is, a form for another one, and the way back. The browser sends the file by itself.
fn seal(action: ServerAction<RemoveSeal>, view: &SchoolView) -> AnyView {
    let version = view.version.to_string();
    let shown = if view.has_seal {
        let src = [paths::seal(), "?version=", &version].concat();
        view! { <img class="office-seal" src=src alt=words::seal_alt() width="128" height="128" /> }.still()
    } else {
        view! { <p class="empty">{words::no_seal()}</p> }.still()
    };
    let seen = version.clone();
    let remove = view.own_seal.then(|| {
        view! {
            <ActionForm action=action>
                <input type="hidden" name="seen" value=seen />
                <button class="btn" type="submit">
                    {words::seal_remove()}
                </button>
            </ActionForm>
        }
    });
    view! {
        <Sheet title=words::seal()>
            <p>{words::seal_lead()}</p>
            {shown}
            <form method="post" enctype="multipart/form-data" action=paths::upload_seal()>
                <input type="hidden" name="seen" value=version />
                <p class="office-filter">
                    <label for="file">{words::seal_file()}</label>
                    <input
                        class="file-input"
                        id="file"
                        name="file"
                        type="file"
                        accept="image/png,image/jpeg"
                        aria-describedby="file-hint"
                    />
                    <span class="text-soft" id="file-hint">
                        {words::seal_hint()}
                    </span>
                </p>
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::seal_send()}
                    </button>
                </p>
            </form>
            {remove}
        </Sheet>
    }
    .still()
}
