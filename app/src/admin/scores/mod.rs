//! 成绩管理: a file and what it would change, publishing, taking back, requests for another look.

mod preview;

use domain::id::ExamId;
use domain::score::Outcome;
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{
    AnswerRecheck, DiscardScores, ExamScores, Me, PublishScores, RecheckView, ScoresView, TakeScoresOver,
    WithdrawScores, load_scores,
};
use super::frame::{Entry, Office};
use super::parts::{exam_choice, line, table};
use crate::error::AppError;
use crate::paths;
use crate::ui::form::Errors;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Sheet, errors_of};
use crate::words::office_scores as words;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    take_over: ServerAction<TakeScoresOver>,
    discard: ServerAction<DiscardScores>,
    publish: ServerAction<PublishScores>,
    withdraw: ServerAction<WithdrawScores>,
    recheck: ServerAction<AnswerRecheck>,
    /// Why the file that was sent was not read.
    file: RwSignal<Option<AppError>>,
}

/// 成绩管理
#[component]
pub fn ScoresPage() -> impl IntoView {
    let query = use_query_map();
    let acts = Acts {
        take_over: ServerAction::new(),
        discard: ServerAction::new(),
        publish: ServerAction::new(),
        withdraw: ServerAction::new(),
        recheck: ServerAction::new(),
        file: RwSignal::new(query.with_untracked(|query| AppError::from_query(&query.get("error")?))),
    };
    let wanted = move || {
        let versions = [
            acts.take_over.version(),
            acts.discard.version(),
            acts.publish.version(),
            acts.withdraw.version(),
            acts.recheck.version(),
        ];
        let exam = query.with(|query| query.get("exam").and_then(|id| ExamId::try_from(id).ok()));
        (exam, versions.map(|version| version.get()))
    };
    let data = ask(wanted, |(exam, _)| load_scores(exam));
    let view = move |me: Me, view: ScoresView| scores(acts, &me, &view);
    view! { <Office title=words::title() entry=Entry::Scores data=data view=view /> }
}

fn scores(acts: Acts, me: &Me, view: &ScoresView) -> AnyView {
    let Some(chosen) = &view.chosen else {
        return view! {
            <Sheet>
                <p class="empty">{words::no_exam()}</p>
            </Sheet>
        }
        .still();
    };
    let imports = me.may(Permission::ImportScores);
    let publishes = me.may(Permission::PublishScores);
    let choice = exam_choice(paths::admin_scores(), &view.exams, &chosen.exam, None);
    let file = imports.then(|| file_form(chosen));
    let waits = chosen.preview.as_ref();
    let preview = waits.map(|found| preview::preview(acts, &chosen.exam, found, imports));
    let publish = (publishes && chosen.marked + chosen.absent + chosen.violation > 0)
        .then(|| publish_form(acts, chosen));
    let withdraw = (publishes && chosen.published > 0).then(|| withdraw_form(acts, chosen));
    let rechecks = rechecks(acts, chosen, publishes);
    let file_errors: Errors = acts.file.into();
    view! {
        <ErrorSummary errors=file_errors />
        <ErrorSummary errors=errors_of(acts.take_over) />
        <ErrorSummary errors=errors_of(acts.discard) />
        <ErrorSummary errors=errors_of(acts.publish) />
        <ErrorSummary errors=errors_of(acts.withdraw) />
        <ErrorSummary errors=errors_of(acts.recheck) />
        {choice}
        {counted(chosen)}
        {preview}
        {file}
        {publish}
        {withdraw}
        {rechecks}
    }
    .still()
}

/// A score in one word.
fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Marked(mark) => mark.to_string(),
        Outcome::Absent => words::absent().to_owned(),
        Outcome::Violation => words::violation().to_owned(),
    }
}

fn counted(chosen: &ExamScores) -> AnyView {
    let count = |number: usize| number.to_string();
    let mut rows = vec![
        (words::tickets(), count(chosen.tickets)),
        (words::marked(), count(chosen.marked)),
        (words::absent(), count(chosen.absent)),
        (words::violation(), count(chosen.violation)),
        (words::published(), count(chosen.published)),
    ];
    if chosen.withdrawn > 0 {
        rows.push((words::withdrawn(), count(chosen.withdrawn)));
    }
    rows.extend(chosen.mean.map(|mean| (words::mean(), mean.to_string())));
    if let Some((line, at)) = chosen.sheet {
        rows.push((words::pass_line(), line.to_string()));
        rows.push((words::passed(), count(chosen.passed)));
        rows.push((words::published_at(), at.to_minute()));
    }
    let rows = rows.into_iter().map(|(label, value)| {
        view! {
            <dt>{label}</dt>
            <dd class="number">{value}</dd>
        }
    });
    view! {
        <Sheet title=words::counted()>
            <dl class="once-facts">{rows.collect_view()}</dl>
        </Sheet>
    }
    .still()
}

/// A plain form: the browser sends the file, and the page comes back with what it says.
fn file_form(chosen: &ExamScores) -> AnyView {
    let action = paths::upload_scores(&chosen.exam);
    view! {
        <Sheet title=words::file_title()>
            <p>{words::file_lead()}</p>
            <form method="post" enctype="multipart/form-data" action=action>
                <p class="office-filter">
                    <label for="file">{words::file()}</label>
                    <input class="file-input" id="file" name="file" type="file" accept=".xlsx,.csv" aria-describedby="file-hint" />
                    <span class="text-soft" id="file-hint">
                        {words::file_hint()}
                    </span>
                </p>
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::read_file()}
                    </button>
                </p>
            </form>
        </Sheet>
    }
    .still()
}

fn publish_form(acts: Acts, chosen: &ExamScores) -> AnyView {
    let exam = chosen.exam.as_str().to_owned();
    let value = chosen.sheet.map(|(line, _)| line.to_string()).unwrap_or_default();
    view! {
        <Sheet title=words::publish_title()>
            <p>{words::publish_lead()}</p>
            <ActionForm action=acts.publish>
                <input type="hidden" name="exam" value=exam />
                {line("pass_line", words::pass_line(), Some(words::pass_line_hint()), &value)}
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::publish()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}

fn withdraw_form(acts: Acts, chosen: &ExamScores) -> AnyView {
    let exam = chosen.exam.as_str().to_owned();
    view! {
        <Sheet title=words::withdraw_title()>
            <p>{words::withdraw_lead()}</p>
            <ActionForm action=acts.withdraw attr:class="grave">
                <input type="hidden" name="exam" value=exam />
                {line("reason", words::reason(), Some(words::reason_hint()), "")}
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::withdraw()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}

fn rechecks(acts: Acts, chosen: &ExamScores, answers: bool) -> AnyView {
    if chosen.rechecks.is_empty() {
        return view! {
            <Sheet title=words::rechecks_title()>
                <p class="empty">{words::no_rechecks()}</p>
            </Sheet>
        }
        .still();
    }
    let rows = chosen.rechecks.iter().map(|asked| recheck_row(acts, asked, answers)).collect_view();
    let heads = [words::number(), words::name(), words::score(), words::since(), words::answer()];
    view! {
        <Sheet title=words::rechecks_title()>
            <p class="text-soft">{words::rechecks_lead()}</p>
            {table(words::rechecks_title(), &heads, rows)}
        </Sheet>
    }
    .still()
}

fn recheck_row(acts: Acts, asked: &RecheckView, answers: bool) -> AnyView {
    let act = |corrected: bool, word: &'static str| {
        let id = asked.id.as_str().to_owned();
        let label = words::answer_for(word, &asked.number);
        view! {
            <ActionForm action=acts.recheck>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="corrected" value=corrected.to_string() />
                <button class="btn btn-sm" type="submit" aria-label=label>
                    {word}
                </button>
            </ActionForm>
        }
    };
    let acts = answers.then(|| {
        view! {
            <div class="office-tools">{act(false, words::kept())} {act(true, words::corrected())}</div>
        }
    });
    view! {
        <tr>
            <th scope="row" class="number">{asked.number.clone()}</th>
            <td>{asked.name.clone()}</td>
            <td class="number">{outcome(asked.outcome)}</td>
            <td class="number">{asked.since.to_minute()}</td>
            <td>{acts}</td>
        </tr>
    }
    .still()
}
