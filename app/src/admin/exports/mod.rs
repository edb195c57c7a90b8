//! 导出: asking for a file, and following it until it is there.

mod mine;

use std::time::Duration;

use domain::export::{ExportKind, STATES};
use domain::id::ExamId;
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{
    AskForExport, EndExport, ExportChoices, ExportView, ExportsView, Me, load_exports, load_my_exports,
};
use super::frame::{Entry, Office};
use super::parts::{exam_choice, line, tick};
use crate::paths;
use crate::ui::load::{Data, ask};
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Sheet, errors_of};
use crate::words::office_exports as words;

/// How often one asks how far they are, as long as one goes on.
const REFRESH: Duration = Duration::from_secs(2);

/// What can be done on the page, and what it follows.
#[derive(Clone, Copy)]
struct Acts {
    ask: ServerAction<AskForExport>,
    end: ServerAction<EndExport>,
    mine: Data<Vec<ExportView>>,
    /// Whether one goes on.
    live: StoredValue<bool>,
}

/// 导出
#[component]
pub fn ExportsPage() -> impl IntoView {
    let query = use_query_map();
    let (asked, ended) = (ServerAction::new(), ServerAction::new());
    // Only the list is asked for again: what was typed stays in its fields.
    let mine = ask(move || (asked.version().get(), ended.version().get()), |_| load_my_exports());
    let acts = Acts { ask: asked, end: ended, mine, live: StoredValue::new(false) };
    Effect::new(move |_| {
        let look = move || {
            if acts.live.try_get_value().unwrap_or_default() {
                acts.mine.refetch();
            }
        };
        if let Ok(handle) = set_interval_with_handle(look, REFRESH) {
            on_cleanup(move || handle.clear());
        }
    });
    let wanted = move || query.with(|query| query.get("exam").and_then(|id| ExamId::try_from(id).ok()));
    let data = ask(wanted, load_exports);
    let view = move |me: Me, view: ExportsView| exports(acts, &me, &view);
    view! { <Office title=words::title() entry=Entry::Exports data=data view=view /> }
}

fn exports(acts: Acts, me: &Me, view: &ExportsView) -> AnyView {
    let Some(chosen) = &view.chosen else {
        return view! {
            <Sheet>
                <p class="empty">{words::no_exam()}</p>
            </Sheet>
        }
        .still();
    };
    let choice = exam_choice(paths::admin_exports(), &view.exams, &chosen.exam, None);
    let here = paths::admin_exports_of(&chosen.exam);
    let (exam, mine) = (chosen.exam.clone(), acts.mine);
    let listed = move || {
        let exam = exam.clone();
        Suspend::new(async move { mine::mine(acts, &exam, mine.await) })
    };
    view! {
        <ErrorSummary errors=errors_of(acts.ask) />
        <ErrorSummary errors=errors_of(acts.end) />
        {choice}
        {form(acts, me, chosen)}
        <Sheet title=words::list_title()>
            <Transition>{listed}</Transition>
            <p>
                <a class="btn" href=here rel="external">
                    {words::reload()}
                </a>
            </p>
        </Sheet>
    }
    .still()
}

fn form(acts: Acts, me: &Me, chosen: &ExportChoices) -> AnyView {
    let exam = chosen.exam.as_str().to_owned();
    let may_full = me.may(Permission::ExportFull);
    let full = may_full && me.confirmed;
    let kinds = ExportKind::ALL.iter().filter(|kind| full || !kind.is_always_full());
    let kinds = kinds.map(|kind| (kind.code().to_owned(), kind_word(*kind).to_owned())).collect();
    let states = STATES.iter().map(|code| ((*code).to_owned(), state_word(code).to_owned())).collect();
    let rule_hint = words::rule_hint("{", "}");
    let pictures = full.then(|| rule(rule_hint));
    let whole = full.then(|| {
        view! {
            {tick("full", words::full(), false)}
            <p class="text-soft">{words::full_note()}</p>
        }
        .still()
    });
    let confirm = (may_full && !me.confirmed).then(|| {
        let href = paths::admin_confirm_then(&paths::admin_exports_of(&chosen.exam));
        view! {
            <p>
                <a class="btn" href=href>
                    {words::to_confirm()}
                </a>
            </p>
        }
        .still()
    });
    // Whoever is held to some sites chooses one of them.
    let sites =
        (!chosen.sites.is_empty()).then(|| choice("site", words::site(), chosen.whole, chosen.sites.clone()));
    let kinds = choice("kind", words::kind(), false, kinds);
    let states = choice("state", words::state(), true, states);
    let subjects = choice("subject", words::subject(), true, chosen.subjects.clone());
    view! {
        <Sheet title=words::form_title()>
            <p>{words::form_lead()}</p>
            <p class="text-soft">{words::masked_note()}</p>
            {confirm}
            <ActionForm action=acts.ask>
                <input type="hidden" name="exam" value=exam />
                {kinds}
                {states}
                {sites}
                {subjects}
                {pictures}
                {whole}
                {line("reason", words::reason(), Some(words::reason_hint()), "")}
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::ask()}
                    </button>
                </p>
            </ActionForm>
            <details>
                <summary class="btn">{words::kinds_title()}</summary>
                <p>{words::about_csv()}</p>
                <p>{words::about_dbf()}</p>
                <p>{words::about_photos()}</p>
            </details>
        </Sheet>
    }
    .still()
}

fn rule(hint: String) -> AnyView {
    view! {
        <p class="office-filter">
            <label for="rule">{words::rule()}</label>
            <input class="input" id="rule" name="rule" type="text" aria-describedby="rule-hint" autocomplete="off" />
            <span class="text-soft" id="rule-hint">
                {hint}
            </span>
        </p>
    }
    .still()
}

/// One of a list, or all of them.
fn choice(name: &'static str, label: &'static str, or_all: bool, options: Vec<(String, String)>) -> AnyView {
    let all = or_all.then(|| view! { <option value="">{words::all()}</option> });
    let options = options.into_iter().map(|(code, word)| view! { <option value=code>{word}</option> });
    view! {
        <p class="office-filter">
            <label for=name>{label}</label>
            <select class="select" id=name name=name>
                {all}
                {options.collect_view()}
            </select>
        </p>
    }
    .still()
}

fn kind_word(kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Xlsx => words::kind_xlsx(),
        ExportKind::Csv => words::kind_csv(),
        ExportKind::Dbf => words::kind_dbf(),
        ExportKind::Photos => words::kind_photos(),
    }
}

fn state_word(code: &str) -> &'static str {
    match code {
        "draft" => words::state_draft(),
        "awaiting_payment" => words::state_awaiting_payment(),
        "submitted" => words::state_submitted(),
        "under_review" => words::state_under_review(),
        "approved" => words::state_approved(),
        "admitted" => words::state_admitted(),
        "returned" => words::state_returned(),
        "rejected" => words::state_rejected(),
        "expired" => words::state_expired(),
        "withdrawn" => words::state_withdrawn(),
        _ => words::state_discarded(),
    }
}
