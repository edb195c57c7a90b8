//! Lines of a file that act on nothing: by number and reason, as many as are shown, and how many there are.

use leptos::prelude::*;

use crate::admin::api::BadLineView;
use crate::admin::parts::table;
use crate::messages::staff::line_problem;
use crate::ui::still::Still;
use crate::words::office_lists as words;

/// Nothing where all lines are well.
pub fn bad_lines(total: i64, lines: &[BadLineView]) -> Option<AnyView> {
    if total == 0 {
        return None;
    }
    let rows = lines.iter().map(|(row, column, problem)| {
        view! {
            <tr>
                <th scope="row" class="number">{*row}</th>
                <td>{column.clone()}</td>
                <td>{line_problem(*problem)}</td>
            </tr>
        }
    });
    let heads = [words::row(), words::column(), words::problem()];
    let table = table(words::bad(), &heads, rows.collect_view());
    // A line can have two problems, so that fewer lines than problems may be left.
    let mut shown: Vec<u32> = lines.iter().map(|(row, ..)| *row).collect();
    shown.dedup();
    let rest = usize::try_from(total).unwrap_or(usize::MAX).saturating_sub(shown.len());
    let more = (rest > 0).then(|| view! { <p class="text-soft">{words::more(&rest.to_string())}</p> });
    let view = view! {
        <h3>{words::bad()}</h3>
        {table}
        {more}
    };
    Some(view.still())
}

/// Facts beside their labels.
pub fn facts(rows: Vec<(&'static str, String)>) -> AnyView {
    let rows = rows.into_iter().map(|(label, value)| {
        view! {
            <dt>{label}</dt>
            <dd class="number">{value}</dd>
        }
    });
    view! { <dl class="once-facts">{rows.collect_view()}</dl> }.still()
}

/// A plain form: the browser sends the file, and the page comes back with what it says.
pub fn file_form(
    id: &'static str,
    (label, hint, send): (&'static str, &'static str, &'static str),
    action: String,
) -> AnyView {
    let hint_id = [id, "-hint"].concat();
    let about = hint_id.clone();
    view! {
        <form method="post" enctype="multipart/form-data" action=action>
            <p class="office-filter">
                <label for=id>{label}</label>
                <input class="file-input" id=id name="file" type="file" accept=".xlsx,.csv" aria-describedby=about />
                <span class="text-soft" id=hint_id>
                    {hint}
                </span>
            </p>
            <p>
                <button class="btn btn-primary" type="submit">
                    {send}
                </button>
            </p>
        </form>
    }
    .still()
}
