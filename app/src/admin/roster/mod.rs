//! 学籍名单: what holds for an exam, a file and what it would change.

use domain::id::ExamId;
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{DiscardRoster, ExamRoster, Me, RosterFileView, RosterView, TakeRosterOver, load_roster};
use super::frame::{Entry, Office};
use super::lists::bad::{bad_lines, facts, file_form};
use super::parts::{count_kept, exam_choice, tick};
use crate::error::AppError;
use crate::paths;
use crate::ui::form::Errors;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Sheet, errors_of};
use crate::words::office_roster as words;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    take_over: ServerAction<TakeRosterOver>,
    discard: ServerAction<DiscardRoster>,
    /// Why the file that was sent was not read.
    file: RwSignal<Option<AppError>>,
}

/// 学籍名单
#[component]
pub fn RosterPage() -> impl IntoView {
    let query = use_query_map();
    let acts = Acts {
        take_over: ServerAction::new(),
        discard: ServerAction::new(),
        file: RwSignal::new(query.with_untracked(|query| AppError::from_query(&query.get("error")?))),
    };
    let times = RwSignal::new(0_u32);
    count_kept(acts.take_over, times);
    count_kept(acts.discard, times);
    let wanted = move || {
        let exam = query.with(|query| query.get("exam").and_then(|id| ExamId::try_from(id).ok()));
        (exam, times.get())
    };
    let data = ask(wanted, |(exam, _)| load_roster(exam));
    let view = move |me: Me, view: RosterView| roster(acts, &me, &view);
    view! { <Office title=words::title() entry=Entry::Roster data=data view=view /> }
}

fn roster(acts: Acts, me: &Me, view: &RosterView) -> AnyView {
    let Some(chosen) = &view.chosen else {
        return view! {
            <Sheet>
                <p class="empty">{words::no_exam()}</p>
            </Sheet>
        }
        .still();
    };
    let edits = me.may(Permission::EditLists);
    let choice = exam_choice(paths::admin_roster(), &view.exams, &chosen.exam, None);
    let waits = chosen.waits.as_ref().map(|file| preview(acts, chosen, file, edits));
    let file = edits.then(|| {
        let texts = (words::file(), words::file_hint(), words::read_file());
        let form = file_form("file", texts, paths::upload_roster(&chosen.exam));
        view! {
            <Sheet title=words::file_title()>
                <p>{words::file_lead()}</p>
                {form}
            </Sheet>
        }
    });
    let file_errors: Errors = acts.file.into();
    view! {
        <ErrorSummary errors=file_errors />
        <ErrorSummary errors=errors_of(acts.take_over) />
        <ErrorSummary errors=errors_of(acts.discard) />
        {choice}
        {live(chosen)}
        {waits}
        {file}
    }
    .still()
}

fn live(chosen: &ExamRoster) -> AnyView {
    let body = match &chosen.live {
        None => view! { <p class="empty">{words::none()}</p> }.still(),
        Some(file) => facts(vec![
            (words::people(), (file.eligible + file.ineligible).to_string()),
            (words::eligible(), file.eligible.to_string()),
            (words::ineligible(), file.ineligible.to_string()),
            (words::taken_at(), file.at.to_minute()),
        ]),
    };
    view! {
        <Sheet title=words::live_title()>
            <p class="text-soft">{words::lead()}</p>
            {body}
        </Sheet>
    }
    .still()
}

fn preview(acts: Acts, chosen: &ExamRoster, file: &RosterFileView, edits: bool) -> AnyView {
    let counts = facts(vec![
        (words::people(), (file.eligible + file.ineligible).to_string()),
        (words::eligible(), file.eligible.to_string()),
        (words::ineligible(), file.ineligible.to_string()),
        (words::new(), file.new.to_string()),
        (words::changed(), file.changed.to_string()),
        (words::gone(), file.gone.to_string()),
        (words::bad(), file.bad.to_string()),
    ]);
    let is_same = chosen.live.is_some() && file.new + file.changed + file.gone == 0;
    let same = is_same.then(|| view! { <p>{words::same()}</p> });
    let lead = words::preview_lead(&file.at.to_minute());
    let ends = edits.then(|| ends(acts, &chosen.exam, file));
    view! {
        <Sheet title=words::preview_title()>
            <p>{lead}</p>
            {counts}
            {same}
            {bad_lines(file.bad, &file.problems)}
            {ends}
        </Sheet>
    }
    .still()
}

fn ends(acts: Acts, exam: &ExamId, file: &RosterFileView) -> AnyView {
    let hidden = || {
        let (exam, file) = (exam.as_str().to_owned(), file.id.as_str().to_owned());
        view! {
            <input type="hidden" name="exam" value=exam />
            <input type="hidden" name="file" value=file />
        }
    };
    let leave_out = (file.bad > 0).then(|| tick("leave_out", words::leave_out(), false));
    view! {
        <ActionForm action=acts.take_over>
            {hidden()}
            {leave_out}
            <p>
                <button class="btn btn-primary" type="submit">
                    {words::take_over()}
                </button>
            </p>
        </ActionForm>
        <ActionForm action=acts.discard>
            {hidden()}
            <button class="btn" type="submit">
                {words::discard()}
            </button>
        </ActionForm>
    }
    .still()
}
