//! 类型与专业: the lists that candidates choose from, by hand and by file.

pub mod bad;
mod entry;
mod waits;

use domain::list::List;
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{
    AddToList, ChangeInList, DiscardList, ListView, ListsView, Me, MoveInList, RetireFromList, TakeListOver,
    load_lists,
};
use super::frame::{Entry, Office};
use super::parts::{count_kept, table};
use crate::error::AppError;
use crate::paths;
use crate::ui::form::Errors;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Sheet, errors_of};
use crate::words::office_lists as words;
use bad::file_form;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    add: ServerAction<AddToList>,
    change: ServerAction<ChangeInList>,
    shift: ServerAction<MoveInList>,
    retire: ServerAction<RetireFromList>,
    take_over: ServerAction<TakeListOver>,
    discard: ServerAction<DiscardList>,
    /// Why the file that was sent was not read.
    file: RwSignal<Option<AppError>>,
}

/// 类型与专业
#[component]
pub fn ListsPage() -> impl IntoView {
    let query = use_query_map();
    let acts = Acts {
        add: ServerAction::new(),
        change: ServerAction::new(),
        shift: ServerAction::new(),
        retire: ServerAction::new(),
        take_over: ServerAction::new(),
        discard: ServerAction::new(),
        file: RwSignal::new(query.with_untracked(|query| AppError::from_query(&query.get("error")?))),
    };
    // Only what was kept is asked for again: what was typed and refused stays in its fields.
    let times = RwSignal::new(0_u32);
    count_kept(acts.add, times);
    count_kept(acts.change, times);
    count_kept(acts.shift, times);
    count_kept(acts.retire, times);
    count_kept(acts.take_over, times);
    count_kept(acts.discard, times);
    let data = ask(move || times.get(), |_| load_lists());
    let view = move |me: Me, view: ListsView| lists(acts, &me, &view);
    view! { <Office title=words::title() entry=Entry::Lists data=data view=view /> }
}

fn lists(acts: Acts, me: &Me, view: &ListsView) -> AnyView {
    // The lists are the whole school's, so they are changed by whoever holds the role there.
    let edits =
        me.grants.iter().any(|grant| grant.role.may(Permission::EditLists) && grant.scope.is_everywhere());
    let sheets = view.lists.iter().map(|list| sheet(acts, list, &view.languages, edits)).collect_view();
    let file_errors: Errors = acts.file.into();
    view! {
        <ErrorSummary errors=file_errors />
        <ErrorSummary errors=errors_of(acts.add) />
        <ErrorSummary errors=errors_of(acts.change) />
        <ErrorSummary errors=errors_of(acts.shift) />
        <ErrorSummary errors=errors_of(acts.retire) />
        <ErrorSummary errors=errors_of(acts.take_over) />
        <ErrorSummary errors=errors_of(acts.discard) />
        <p>{words::lead()}</p>
        {sheets}
    }
    .still()
}

fn sheet(acts: Acts, view: &ListView, languages: &[(String, String)], edits: bool) -> AnyView {
    let (title, lead) = match view.list {
        List::CandidateType => (words::candidate_types(), None),
        List::Major => (words::majors(), Some(words::majors_lead())),
    };
    let lead = lead.map(|lead| view! { <p class="text-soft">{lead}</p> });
    let last = view.entries.len().saturating_sub(1);
    let rows = view.entries.iter().enumerate().map(|(at, entry)| {
        let place = edits.then_some((at, last));
        entry::row(acts, view.list, entry, languages, place)
    });
    let rows: Vec<AnyView> = rows.collect();
    let body = if rows.is_empty() {
        view! { <p class="empty">{words::empty()}</p> }.still()
    } else {
        let heads: &[&'static str] = match (view.list, edits) {
            (_, true) => &[words::name(), words::state(), words::acts()],
            (List::Major, false) => &[words::name(), words::language(), words::state()],
            (List::CandidateType, false) => &[words::name(), words::state()],
        };
        table(title, heads, rows)
    };
    let waits = view.preview.as_ref().map(|file| waits::preview(acts, view.list, file, edits));
    let forms = edits.then(|| {
        view! {
            {add_form(acts, view.list, languages)}
            {import_form(view.list)}
        }
    });
    view! {
        <Sheet title=title>{lead} {body}</Sheet>
        {waits}
        {forms}
    }
    .still()
}

/// A further entry, at the end of its list.
fn add_form(acts: Acts, list: List, languages: &[(String, String)]) -> AnyView {
    let title = match list {
        List::CandidateType => words::add_type(),
        List::Major => words::add_major(),
    };
    let language = (list == List::Major).then(|| {
        let select = entry::language_select(languages, None, None);
        view! {
            <label class="office-choice">
                <span>{words::language()}</span>
                {select}
            </label>
        }
    });
    view! {
        <Sheet title=title>
            <ActionForm action=acts.add attr:class="office-tools">
                <input type="hidden" name="list" value=list.code() />
                <label class="office-choice">
                    <span>{words::name()}</span>
                    <input class="input" name="name" type="text" autocomplete="off" />
                </label>
                {language}
                <button class="btn btn-primary" type="submit">
                    {words::add()}
                </button>
            </ActionForm>
        </Sheet>
    }
    .still()
}

fn import_form(list: List) -> AnyView {
    let (id, title, label, hint) = match list {
        List::CandidateType => {
            ("file-candidate_type", words::import_type(), words::file_type(), words::hint_type())
        }
        List::Major => ("file-major", words::import_major(), words::file_major(), words::hint_major()),
    };
    let form = file_form(id, (label, hint, words::read_file()), paths::upload_list(list));
    view! {
        <Sheet title=title>
            <p>{words::import_lead()}</p>
            {form}
        </Sheet>
    }
    .still()
}
