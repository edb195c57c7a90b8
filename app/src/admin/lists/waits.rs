//! What a file for a list would change, before anything is changed.

use domain::list::List;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::bad::{bad_lines, facts};
use super::{Acts, words};
use crate::admin::api::ListPreview;
use crate::admin::parts::tick;
use crate::ui::Sheet;
use crate::ui::still::Still;

/// Names of one kind that are shown; all are counted.
const MOST_NAMES: usize = 50;

pub fn preview(acts: Acts, list: List, file: &ListPreview, edits: bool) -> AnyView {
    let title = match list {
        List::CandidateType => words::preview_type(),
        List::Major => words::preview_major(),
    };
    let counts = facts(vec![
        (words::new(), named(&file.new)),
        (words::changed(), named(&file.changed)),
        (words::kept(), file.kept.to_string()),
        (words::bad(), file.bad.to_string()),
    ]);
    let lead = words::preview_lead(&file.created.to_minute());
    let ends = edits.then(|| ends(acts, list, file));
    view! {
        <Sheet title=title>
            <p>{lead}</p>
            {counts}
            {bad_lines(file.bad, &file.problems)}
            {ends}
        </Sheet>
    }
    .still()
}

/// How many, and the first of them by name.
fn named(names: &[String]) -> String {
    if names.is_empty() {
        return "0".to_owned();
    }
    let first: Vec<&str> = names.iter().take(MOST_NAMES).map(String::as_str).collect();
    [&names.len().to_string(), "：", &first.join("、")].concat()
}

fn ends(acts: Acts, list: List, file: &ListPreview) -> AnyView {
    let version = file.version;
    let leave_out = (file.bad > 0).then(|| tick("leave_out", words::leave_out(), false));
    view! {
        <ActionForm action=acts.take_over>
            <input type="hidden" name="list" value=list.code() />
            <input type="hidden" name="version" value=version />
            {leave_out}
            <p>
                <button class="btn btn-primary" type="submit">
                    {words::take_over()}
                </button>
            </p>
        </ActionForm>
        <ActionForm action=acts.discard>
            <input type="hidden" name="list" value=list.code() />
            <input type="hidden" name="version" value=version />
            <button class="btn" type="submit">
                {words::discard()}
            </button>
        </ActionForm>
    }
    .still()
}
