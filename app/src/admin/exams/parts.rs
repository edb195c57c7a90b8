//! What the pages of one exam are made of: its data, its head, why nothing was kept, rows of a form.

use domain::exam::{Exam, ExamProblem, Status};
use domain::id::ExamId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::state;
use crate::admin::api::{ExamDeskView, Framed, load_exam_desk};
pub use crate::admin::parts::count_kept;
use crate::error::{AppError, OfficeRefusal};
use crate::messages::exam_desk as names;
use crate::paths;
use crate::ui::form::Errors;
use crate::ui::load::{Data, ask};
use crate::ui::still::Still;
use crate::ui::{Badge, ErrorSummary, Notice, Tone};
use crate::words::{office_exam_parts as parts, office_exams as words};

/// Rows for something new in a form of rows; with more to add, one keeps and goes on.
pub const NEW_ROWS: usize = 3;

/// The exam that the address names.
pub fn exam_id() -> impl Fn() -> Option<ExamId> + Copy + Send + Sync + 'static {
    let params = use_params_map();
    move || params.read().get("id").and_then(|id| ExamId::try_from(id).ok())
}

/// The exam, asked for anew as often as something was kept: what was typed and refused stays in its fields.
pub fn exam_data(times: RwSignal<u32>) -> Data<Framed<ExamDeskView>> {
    let id = exam_id();
    ask(
        move || (id(), times.get()),
        |(id, _)| async move {
            match id {
                Some(id) => load_exam_desk(id).await,
                None => Err(AppError::NotFound),
            }
        },
    )
}

/// The top of a part's page: back to the exam, what the part is, where the exam stands.
pub fn head(exam: &Exam, title: &'static str) -> AnyView {
    let closed = matches!(exam.status, Status::Closed { .. }).then(closed_hint);
    view! {
        <p>
            <a class="link link-alone" href=paths::admin_exam(&exam.id)>
                {parts::back_to(&exam.title)}
            </a>
        </p>
        <div class="office-tools">
            <h2 class="sheet-title">{title}</h2>
            {standing(exam)}
        </div>
        {closed}
    }
    .still()
}

/// Where it stands, and whether it is a test.
pub fn standing(exam: &Exam) -> AnyView {
    let test = exam.is_test.then(test_badge);
    view! { <span class="badges">{test} {state(exam.status)}</span> }.still()
}

/// 测试
pub fn test_badge() -> AnyView {
    view! { <Badge tone=Tone::Warn word=parts::test() /> }.still()
}

/// What is closed is looked at only.
pub fn closed_hint() -> AnyView {
    view! {
        <Notice tone=Tone::Info>
            <p>{parts::closed_hint()}</p>
        </Notice>
    }
    .still()
}

/// Why nothing was kept, each reason leading to its field: on the page `here`, or on the page of its part.
pub fn refused(errors: Errors, id: &ExamId, here: &'static str) -> AnyView {
    let id = id.clone();
    let body = move || {
        errors.get().map(|error| match (OfficeRefusal::of(&error), error) {
            (Some(OfficeRefusal::Exam(problems)), _) => view! {
                <div class="notice tone-warn summary" role="alert" tabindex="-1" autofocus=true>
                    <div class="notice-text">
                        <p class="summary-title">{words::refused()}</p>
                        {list(&problems, &id, here)}
                    </div>
                </div>
            }
            .still(),
            (_, AppError::Stale) => view! {
                <div class="notice tone-warn summary" role="alert" tabindex="-1" autofocus=true>
                    <p>{words::stale()}</p>
                </div>
            }
            .still(),
            (_, other) => view! { <ErrorSummary errors=Signal::stored(Some(other)) /> }.still(),
        })
    };
    view! { {body} }.still()
}

/// Problems in words, each with its place.
pub fn list(problems: &[ExamProblem], id: &ExamId, here: &'static str) -> AnyView {
    let lines = problems.iter().map(|problem| {
        let text = names::problem(problem);
        match names::place(problem) {
            Some((part, field)) if part == here => view! {
                <li>
                    <a class="link" href=["#", field].concat() rel="external">
                        {text}
                    </a>
                </li>
            }
            .still(),
            Some((part, field)) => {
                let page =
                    if part.is_empty() { paths::admin_exam(id) } else { paths::admin_exam_part(id, part) };
                let href = [page.as_str(), "#", field].concat();
                view! {
                    <li>
                        <a class="link" href=href>
                            {text}
                        </a>
                    </li>
                }
                .still()
            }
            None => view! { <li>{text}</li> }.still(),
        }
    });
    view! { <ul>{lines.collect_view()}</ul> }.still()
}

/// Which exam, and which version of it the form was made of.
pub fn seen(id: &ExamId, version: i64) -> AnyView {
    view! {
        <input type="hidden" name="id" value=id.as_str().to_owned() />
        <input type="hidden" name="seen" value=version.to_string() />
    }
    .still()
}

/// Keeps the form.
pub fn save(word: &'static str) -> AnyView {
    view! {
        <p>
            <button class="btn btn-primary" type="submit">
                {word}
            </button>
        </p>
    }
    .still()
}

/// One field of a row, named for those who do not see its column.
pub fn cell(name: String, label: String, value: String) -> AnyView {
    view! { <input class="input" name=name type="text" value=value aria-label=label autocomplete="off" /> }
        .still()
}

/// What is ticked to go.
pub fn gone(name: String, label: String) -> AnyView {
    view! {
        <label>
            <input class="checkbox" type="checkbox" name=name value="true" aria-label=label />
        </label>
    }
    .still()
}

/// How a field of a row is called aloud.
pub fn label_of(row: &str, what: &str) -> String {
    parts::label_of(row, what)
}

/// A capacity as it is typed.
pub fn capacity(capacity: Option<i64>) -> String {
    capacity.map(|capacity| capacity.to_string()).unwrap_or_default()
}
