//! What several pages of the back office are made of: the choice of an exam, a table in its scrolling box, a line of a form.

use domain::id::ExamId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;

use crate::error::AppError;
use crate::ui::still::Still;
use crate::words::office as words;

/// Counts up whenever an act went well, each time anew. Its form shows from then on what is kept, not what was typed.
pub fn count_kept<S>(action: ServerAction<S>, times: RwSignal<u32>)
where
    S: ServerFn<Output = (), Error = AppError> + Clone + Send + Sync + 'static,
{
    let value = action.value();
    Effect::new(move |_| {
        if value.with(|value| matches!(value, Some(Ok(())))) {
            forget_typed(S::PATH);
            times.update(|times| *times += 1);
        }
    });
}

/// A field that somebody typed in shows that, whatever the page says of it later: when a row moves up, what was typed in
/// its place would stay. So the form that was sent goes back to what the page says, and no other one does; a form with a
/// long text keeps it, since what the page says of that never reaches the field.
fn forget_typed(action: &str) {
    let form = document().active_element().and_then(|at| at.closest("form").ok().flatten());
    let sent = form.filter(|form| form.get_attribute("action").is_some_and(|to| to.ends_with(action)));
    // What was opened to be confirmed is closed again: the next act, which stands in its place, is confirmed by itself.
    let opened = sent.as_ref().and_then(|form| form.closest("details").ok().flatten());
    if let Some(opened) = opened {
        let _ = opened.remove_attribute("open");
    }
    let short = sent.filter(|form| matches!(form.query_selector("textarea"), Ok(None)));
    if let Some(form) = short.and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok()) {
        form.reset();
    }
}

/// Chooses an exam, with or without WASM; `more` stands below.
pub fn exam_choice(
    action: &'static str,
    exams: &[(ExamId, String)],
    chosen: &ExamId,
    more: Option<AnyView>,
) -> AnyView {
    let options = exams.iter().map(|(id, title)| {
        view! {
            <option value=id.as_str().to_owned() selected=id == chosen>
                {title.clone()}
            </option>
        }
    });
    view! {
        <form class="office-tools" method="get" action=action>
            <label class="office-choice">
                <span>{words::exam()}</span>
                <select class="select" name="exam">
                    {options.collect_view()}
                </select>
            </label>
            <button class="btn" type="submit">
                {words::show()}
            </button>
            {more}
        </form>
    }
    .still()
}

/// A table in a box that scrolls, with the keyboard, too.
pub fn table(label: &str, heads: &[&'static str], rows: impl IntoView + 'static) -> AnyView {
    let heads = heads.iter().map(|head| view! { <th scope="col">{*head}</th> }).collect_view();
    view! {
        <div class="office-scroll" tabindex="0" role="region" aria-label=label.to_owned()>
            <table class="office-table">
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .still()
}

/// A line of text under its label.
pub fn line(name: &'static str, label: &'static str, hint: Option<&'static str>, value: &str) -> AnyView {
    let value = value.to_owned();
    let id = [name, "-hint"].concat();
    let about = hint.map(|_| id.clone());
    let hint = hint.map(|hint| {
        view! {
            <span class="text-soft" id=id>
                {hint}
            </span>
        }
    });
    view! {
        <p class="office-filter">
            <label for=name>{label}</label>
            <input class="input" id=name name=name type="text" value=value aria-describedby=about autocomplete="off" />
            {hint}
        </p>
    }
    .still()
}

/// Something to tick; what is not ticked is not sent.
pub fn tick(name: &'static str, label: &'static str, checked: bool) -> AnyView {
    view! {
        <p>
            <label class="office-choice">
                <input class="checkbox" type="checkbox" name=name value="true" checked=checked />
                <span>{label}</span>
            </label>
        </p>
    }
    .still()
}
