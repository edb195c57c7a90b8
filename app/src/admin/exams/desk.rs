//! One exam: what it is, when what is allowed, publishing it, the next term.

use domain::exam::{Exam, ExamProblem, Status, WindowName};
use domain::id::ExamId;
use domain::instant::Instant;
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::timeline::{WINDOWS, timeline};
use super::{state, words};
use crate::admin::api::{
    CloneExam, CloseExam, ExamDeskView, Me, PublishExam, SaveExamBasics, SaveExamWindows, load_exam_desk,
};
use crate::admin::frame::{Entry, Office};
use crate::admin::parts::count_kept;
use crate::error::{AppError, OfficeRefusal};
use crate::messages::exam_desk as names;
use crate::paths;
use crate::ui::form::Errors;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Notice, Sheet, Tone, errors_of};

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    basics: ServerAction<SaveExamBasics>,
    windows: ServerAction<SaveExamWindows>,
    publish: ServerAction<PublishExam>,
    close: ServerAction<CloseExam>,
    clone: ServerAction<CloneExam>,
}

/// One exam
#[component]
pub fn ExamDeskPage() -> impl IntoView {
    let acts = Acts {
        basics: ServerAction::new(),
        windows: ServerAction::new(),
        publish: ServerAction::new(),
        close: ServerAction::new(),
        clone: ServerAction::new(),
    };
    let params = use_params_map();
    let id = move || params.read().get("id").and_then(|id| ExamId::try_from(id).ok());
    // Only what was kept is asked for again: what was typed and refused stays in its fields.
    let times = RwSignal::new(0_u32);
    count_kept(acts.basics, times);
    count_kept(acts.windows, times);
    count_kept(acts.publish, times);
    count_kept(acts.close, times);
    let kept = move || (id(), times.get());
    let data = ask(kept, |(id, _)| async move {
        match id {
            Some(id) => load_exam_desk(id).await,
            None => Err(AppError::NotFound),
        }
    });
    let view = move |me: Me, view: ExamDeskView| desk(acts, &me, &view);
    view! { <Office title=words::title() entry=Entry::Exams data=data view=view /> }
}

fn desk(acts: Acts, me: &Me, view: &ExamDeskView) -> AnyView {
    let ExamDeskView { exam, version, unfit } = view;
    let closed = matches!(exam.status, Status::Closed { .. });
    let edits = me.may(Permission::EditExams);
    let editor = (edits && !closed).then(|| {
        view! {
            {basics(acts.basics, exam, *version)}
            {windows(acts.windows, exam, *version)}
        }
        .still()
    });
    let drawn = (!edits || closed).then(|| timeline(&exam.windows));
    let ends = edits.then(|| endings(acts, exam, *version, unfit.is_empty()));
    view! {
        <p>
            <a class="link link-alone" href=paths::admin_exams()>
                {words::back()}
            </a>
        </p>
        <div class="office-tools">
            <h2 class="sheet-title">{exam.title.clone()}</h2>
            {state(exam.status)}
        </div>
        {refused(errors_of(acts.basics))}
        {refused(errors_of(acts.windows))}
        {refused(errors_of(acts.publish))}
        {refused(errors_of(acts.close))}
        <ErrorSummary errors=errors_of(acts.clone) />
        {fitness(exam, unfit)}
        {drawn}
        {editor}
        {ends}
    }
    .still()
}

/// Why nothing was kept, each reason leading to its field.
fn refused(errors: Errors) -> AnyView {
    let body = move || {
        errors.get().map(|error| match (OfficeRefusal::of(&error), error) {
            (Some(OfficeRefusal::Exam(problems)), _) => view! {
                <div class="notice tone-warn summary" role="alert" tabindex="-1" autofocus=true>
                    <div class="notice-text">
                        <p class="summary-title">{words::refused()}</p>
                        {list(&problems)}
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

fn list(problems: &[ExamProblem]) -> AnyView {
    let lines = problems.iter().map(|problem| {
        let text = names::problem(problem);
        match names::place(problem) {
            Some(place) => view! {
                <li>
                    <a class="link" href=["#", place].concat() rel="external">
                        {text}
                    </a>
                </li>
            }
            .still(),
            None => view! { <li>{text}</li> }.still(),
        }
    });
    view! { <ul>{lines.collect_view()}</ul> }.still()
}

fn fitness(exam: &Exam, unfit: &[ExamProblem]) -> Option<AnyView> {
    if unfit.is_empty() {
        let is_draft = exam.status == Status::Draft;
        return is_draft.then(|| {
            view! {
                <Notice tone=Tone::Ok>
                    <p>{words::fit()}</p>
                </Notice>
            }
            .still()
        });
    }
    let list = list(unfit);
    let said = view! { <Sheet title=words::unfit()>{list}</Sheet> };
    Some(said.still())
}

fn seen(id: &ExamId, version: i64) -> AnyView {
    view! {
        <input type="hidden" name="id" value=id.as_str().to_owned() />
        <input type="hidden" name="seen" value=version.to_string() />
    }
    .still()
}

fn save() -> AnyView {
    view! {
        <p>
            <button class="btn btn-primary" type="submit">
                {words::save()}
            </button>
        </p>
    }
    .still()
}

fn line(name: &'static str, label: &'static str, value: String, hint: Option<&'static str>) -> AnyView {
    let about = hint.map(|_| [name, "-hint"].concat());
    let hint = hint.map(|hint| {
        view! {
            <p class="field-hint" id=[name, "-hint"].concat()>
                {hint}
            </p>
        }
    });
    view! {
        <div class="field">
            <label class="field-label" for=name>
                {label}
            </label>
            {hint}
            <input class="input" id=name name=name type="text" value=value autocomplete="off" aria-describedby=about />
        </div>
    }
    .still()
}

fn basics(action: ServerAction<SaveExamBasics>, exam: &Exam, version: i64) -> AnyView {
    // `100.00` of `¥100.00`.
    let amount = exam.fee.amount.to_string().replace('¥', "");
    let fields = view! {
        {line("title", words::name(), exam.title.clone(), None)}
        {line("amount", words::amount(), amount, None)}
        {line("item", words::item(), exam.fee.item.clone(), None)}
        {line("link", words::link(), exam.fee.link.clone(), Some(words::link_hint()))}
    }
    .still();
    let seen = seen(&exam.id, version);
    view! {
        <ActionForm action=action attr:class="form">
            <Sheet title=words::basics()>{seen} {fields} {save()}</Sheet>
        </ActionForm>
    }
    .still()
}

fn moment(name: &'static str, label: String, at: Instant) -> AnyView {
    let value = at.to_minute().replace(' ', "T");
    view! {
        <input
            class="input"
            id=name
            name=["sent[", name, "]"].concat()
            type="datetime-local"
            value=value
            aria-label=label
        />
    }
    .still()
}

fn windows(action: ServerAction<SaveExamWindows>, exam: &Exam, version: i64) -> AnyView {
    let row = |name: WindowName| {
        let window = exam.windows.named(name);
        let word = names::window(name);
        view! {
            <tr>
                <th scope="row">{word}</th>
                <td>{moment(names::start(name), words::start_of(word), window.start)}</td>
                <td>{moment(names::end(name), words::end_of(word), window.end)}</td>
            </tr>
        }
        .still()
    };
    let rows = WINDOWS.map(row).into_iter().collect_view();
    let (seen, drawn) = (seen(&exam.id, version), timeline(&exam.windows));
    let table = view! {
        <div class="office-scroll" tabindex="0" role="region" aria-label=words::windows()>
            <table class="office-table">
                <thead>
                    <tr>
                        <th scope="col">{words::window()}</th>
                        <th scope="col">{words::start()}</th>
                        <th scope="col">{words::end()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .still();
    view! {
        <ActionForm action=action attr:class="form">
            <Sheet title=words::windows()>
                <p class="text-soft">{words::windows_hint()}</p>
                {drawn}
                {seen}
                {table}
                {save()}
            </Sheet>
        </ActionForm>
    }
    .still()
}

/// Publishing, closing, the next term. What cannot be taken back is opened first and then confirmed.
fn endings(acts: Acts, exam: &Exam, version: i64, fit: bool) -> AnyView {
    let publish = (fit && !matches!(exam.status, Status::Published { .. })).then(|| {
        let seen = seen(&exam.id, version);
        let form = view! {
            <ActionForm action=acts.publish>
                {seen} <button class="btn btn-primary" type="submit">
                    {words::publish_confirm()}
                </button>
            </ActionForm>
        };
        confirmed(words::publish(), words::publish_text(), form.still())
    });
    let close = matches!(exam.status, Status::Published { .. }).then(|| {
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
    });
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
        {publish}
        {close}
        <Sheet title=words::next_term()>
            <p class="text-soft">{words::next_term_text()}</p>
            <div class="office-buttons">{next}</div>
        </Sheet>
    }
    .still()
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
