//! 考生查询: a search whose text no address holds, and everything about one candidate.

mod desk;
mod person;

pub use person::PersonPage;

use domain::id::AccountId;
use domain::identity::Identity;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{Me, PeopleView, PersonLine, SearchPeople, SoughtAs, load_people};
use super::frame::{Entry, Office};
use super::parts::table;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Sheet, errors_of};
use crate::words::office_people as words;

/// 考生查询
#[component]
pub fn PeoplePage() -> impl IntoView {
    let search = ServerAction::<SearchPeople>::new();
    let (query, version) = (use_query_map(), search.version());
    let wanted = move || {
        let after = query.with(|query| query.get("after").and_then(|id| AccountId::try_from(id).ok()));
        (after, version.get())
    };
    let data = ask(wanted, |(after, _)| load_people(after));
    let view = move |_me: Me, view: PeopleView| people(search, view);
    view! { <Office title=words::title() entry=Entry::People data=data view=view /> }
}

fn people(search: ServerAction<SearchPeople>, view: PeopleView) -> AnyView {
    let found = view.sought.map(|sought| found(&view, sought));
    let next = view.next.as_ref().map(|next| {
        let href = paths::admin_people_after(next);
        view! {
            <p>
                <a class="btn" href=href rel="next">
                    {words::next()}
                </a>
            </p>
        }
    });
    view! {
        <ErrorSummary errors=errors_of(search) />
        <Sheet>
            <ActionForm action=search attr:class="office-tools">
                <p class="office-filter grow">
                    <label for="text">{words::text()}</label>
                    <input class="input" id="text" name="text" type="search" value=view.text autocomplete="off" aria-describedby="text-hint" />
                    <span class="text-soft" id="text-hint">
                        {words::hint()}
                    </span>
                </p>
                <button class="btn btn-primary" type="submit">
                    {words::search()}
                </button>
            </ActionForm>
        </Sheet>
        {found}
        {next}
    }
    .still()
}

fn found(view: &PeopleView, sought: SoughtAs) -> AnyView {
    let by = match sought {
        SoughtAs::Number => words::by_number(),
        SoughtAs::Ticket => words::by_ticket(),
        SoughtAs::Phone => words::by_phone(),
        SoughtAs::Tail => words::by_tail(),
        SoughtAs::Name => words::by_name(),
    };
    let said = words::found(by, &view.lines.len().to_string());
    if view.lines.is_empty() {
        return view! {
            <Sheet>
                <p role="status">{words::nobody(by)}</p>
            </Sheet>
        }
        .still();
    }
    let rows = view.lines.iter().map(row).collect_view();
    let heads = [words::name(), words::number(), words::phone(), words::identity(), words::exams()];
    let table = table(words::results(), &heads, rows);
    view! {
        <p role="status">{said}</p>
        {table}
    }
    .still()
}

fn row(line: &PersonLine) -> AnyView {
    view! {
        <tr>
            <th scope="row">
                <a class="link link-alone" href=paths::admin_person(&line.id)>
                    {line.name.clone()}
                </a>
            </th>
            <td class="number">{line.number.clone()}</td>
            <td class="number">{line.phone.clone()}</td>
            <td>{identity(&line.identity)}</td>
            <td>{line.exams.join("；")}</td>
        </tr>
    }
    .still()
}

/// Where the real-name check stands, in one word.
fn identity(identity: &Identity) -> &'static str {
    match identity {
        Identity::None => words::identity_none(),
        Identity::Checking { .. } => words::identity_checking(),
        Identity::Passed { .. } => words::identity_passed(),
        Identity::PassedByPerson { .. } => words::identity_by_person(),
        Identity::WaitingForPerson { .. } => words::identity_waiting(),
        Identity::Failed { .. } => words::identity_failed(),
    }
}
