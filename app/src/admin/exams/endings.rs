//! Publishing, closing, opening again, the next term, the end of a test. What cannot be taken back is opened first and then
//! confirmed.

use domain::exam::{Exam, Status};
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::desk::Acts;
use super::parts::seen;
use super::words;
use crate::admin::parts::line;
use crate::ui::Sheet;
use crate::ui::still::Still;
use crate::words::office_exam_parts as parts;

/// What can be done with the exam as a whole.
pub fn endings(acts: Acts, exam: &Exam, version: i64, fit: bool) -> AnyView {
    let standing = match exam.status {
        Status::Draft => fit.then(|| publish(acts, exam, version)),
        Status::Published { .. } => Some(close(acts, exam, version)),
        Status::Closed { .. } => Some(reopen(acts, exam, version)),
    };
    let wipe = exam.is_test.then(|| wipe(acts, exam, version));
    view! {
        {standing}
        {next_term(acts, exam)}
        {wipe}
    }
    .still()
}

fn publish(acts: Acts, exam: &Exam, version: i64) -> AnyView {
    let seen = seen(&exam.id, version);
    let form = view! {
        <ActionForm action=acts.publish>
            {seen} <button class="btn btn-primary" type="submit">
                {words::publish_confirm()}
            </button>
        </ActionForm>
    };
    confirmed(words::publish(), words::publish_text(), form.still())
}

fn close(acts: Acts, exam: &Exam, version: i64) -> AnyView {
    let seen = seen(&exam.id, version);
    let form = view! {
        <ActionForm action=acts.close>
            {seen} <div class="grave">
                <button class="btn btn-primary" type="submit">
                    {words::close_confirm()}
                </button>
            </div>
        </ActionForm>
    };
    confirmed(words::close(), words::close_text(), form.still())
}

fn reopen(acts: Acts, exam: &Exam, version: i64) -> AnyView {
    let (seen, reason) =
        (seen(&exam.id, version), line("reason", parts::reason(), Some(parts::reason_hint()), ""));
    let form = view! {
        <ActionForm action=acts.reopen>
            {seen} {reason} <button class="btn btn-primary" type="submit">
                {parts::reopen_confirm()}
            </button>
        </ActionForm>
    };
    confirmed(parts::reopen(), parts::reopen_text(), form.still())
}

fn next_term(acts: Acts, exam: &Exam) -> AnyView {
    let next = [("6", words::months_6()), ("12", words::months_12())].map(|(months, word)| {
        let id = exam.id.as_str().to_owned();
        view! {
            <ActionForm action=acts.clone>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="months" value=months />
                <button class="btn" type="submit">
                    {word}
                </button>
            </ActionForm>
        }
        .still()
    });
    let next = next.into_iter().collect_view();
    view! {
        <Sheet title=words::next_term()>
            <p class="text-soft">{words::next_term_text()}</p>
            <div class="office-buttons">{next}</div>
        </Sheet>
    }
    .still()
}

fn wipe(acts: Acts, exam: &Exam, version: i64) -> AnyView {
    let (seen, name) = (seen(&exam.id, version), line("name", parts::wipe_name(), None, ""));
    let form = view! {
        <ActionForm action=acts.wipe>
            {seen} {name} <div class="grave">
                <button class="btn btn-primary" type="submit">
                    {parts::wipe_confirm()}
                </button>
            </div>
        </ActionForm>
    };
    confirmed(parts::wipe(), parts::wipe_text(), form.still())
}

fn confirmed(title: &'static str, text: &'static str, form: AnyView) -> AnyView {
    view! {
        <Sheet title=title>
            <details>
                <summary class="btn">{title}</summary>
                <p>{text}</p>
                {form}
            </details>
        </Sheet>
    }
    .still()
}
