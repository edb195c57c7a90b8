//! What a file would change, before anything is changed.

use domain::id::ExamId;
use domain::score::Outcome;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::{Acts, outcome, words};
use crate::admin::api::PreviewView;
use crate::admin::parts::{table, tick};
use crate::messages::staff::row_problem;
use crate::ui::Sheet;
use crate::ui::still::Still;

/// Lines of one table that are shown; the rest is counted.
const MOST_ROWS: usize = 100;

pub fn preview(acts: Acts, exam: &ExamId, found: &PreviewView, imports: bool) -> AnyView {
    let count = |number: usize| number.to_string();
    let facts = [
        (words::new(), count(found.new)),
        (words::changed(), count(found.changed.len())),
        (words::same(), count(found.same)),
        (words::missing(), count(found.missing)),
        (words::bad_rows(), count(found.problems.len())),
    ];
    let facts = facts.into_iter().map(|(label, value)| {
        view! {
            <dt>{label}</dt>
            <dd class="number">{value}</dd>
        }
    });
    let changed = (!found.changed.is_empty()).then(|| changed(&found.changed));
    let problems = (!found.problems.is_empty()).then(|| problems(found));
    let ends = imports.then(|| ends(acts, exam, found));
    let lead = words::preview_lead(&found.created.to_minute());
    view! {
        <Sheet title=words::preview_title()>
            <p>{lead}</p>
            <dl class="once-facts">{facts.collect_view()}</dl>
            {changed}
            {problems}
            {ends}
        </Sheet>
    }
    .still()
}

fn changed(lines: &[(String, Outcome, Outcome)]) -> AnyView {
    let rows = lines.iter().take(MOST_ROWS).map(|(number, before, after)| {
        view! {
            <tr>
                <th scope="row" class="number">{number.clone()}</th>
                <td class="number">{outcome(*before)}</td>
                <td class="number">{outcome(*after)}</td>
            </tr>
        }
    });
    let heads = [words::number(), words::before(), words::after()];
    let (table, more) = (table(words::changed(), &heads, rows.collect_view()), more(lines.len()));
    view! {
        <h3>{words::changed()}</h3>
        {table}
        {more}
    }
    .still()
}

fn problems(found: &PreviewView) -> AnyView {
    let rows = found.problems.iter().take(MOST_ROWS).map(|(row, column, problem)| {
        view! {
            <tr>
                <th scope="row" class="number">{*row}</th>
                <td>{column.clone()}</td>
                <td>{row_problem(*problem)}</td>
            </tr>
        }
    });
    let heads = [words::row(), words::column(), words::problem()];
    let (table, more) = (table(words::bad_rows(), &heads, rows.collect_view()), more(found.problems.len()));
    view! {
        <h3>{words::bad_rows()}</h3>
        {table}
        {more}
    }
    .still()
}

fn more(lines: usize) -> Option<AnyView> {
    let rest = lines.checked_sub(MOST_ROWS).filter(|rest| *rest > 0)?;
    Some(view! { <p class="text-soft">{words::more(&rest.to_string())}</p> }.still())
}

fn ends(acts: Acts, exam: &ExamId, found: &PreviewView) -> AnyView {
    let (id, version) = (exam.as_str().to_owned(), found.version);
    let same = id.clone();
    let leave_out = (!found.problems.is_empty()).then(|| tick("leave_out", words::leave_out(), false));
    view! {
        <ActionForm action=acts.take_over>
            <input type="hidden" name="exam" value=same />
            <input type="hidden" name="version" value=version />
            {leave_out}
            <p>
                <button class="btn btn-primary" type="submit">
                    {words::take_over()}
                </button>
            </p>
        </ActionForm>
        <ActionForm action=acts.discard>
            <input type="hidden" name="exam" value=id />
            <input type="hidden" name="version" value=version />
            <button class="btn" type="submit">
                {words::discard()}
            </button>
        </ActionForm>
    }
    .still()
}
