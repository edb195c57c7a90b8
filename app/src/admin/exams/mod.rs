//! 考试管理: every exam, a new one, one exam and its parts.

mod desk;
mod endings;
mod notice;
mod parts;
mod payment;
mod rules;
mod subjects;
mod timeline;

pub use desk::ExamDeskPage;
pub use notice::ExamNoticePage;
pub use payment::ExamPaymentPage;
pub use rules::ExamRulesPage;
pub use subjects::ExamSubjectsPage;

use domain::exam::{Phase, Status};
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::api::{BeginExam, ExamLine, Me, load_exams};
use super::frame::{Entry, Office};
use super::parts::line;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Badge, ErrorSummary, Sheet, Tone, errors_of};
use crate::words::{office_exam_parts, office_exams as words};

/// 考试管理
#[component]
pub fn ExamsPage() -> impl IntoView {
    let begin = ServerAction::<BeginExam>::new();
    let data = ask(|| (), |()| load_exams());
    let view = move |me: Me, exams: Vec<ExamLine>| {
        let new = me.may(Permission::EditExams).then(|| new_exam(begin));
        view! {
            <ErrorSummary errors=errors_of(begin) />
            {everything(exams)}
            {new}
        }
        .still()
    };
    view! { <Office title=words::title() entry=Entry::Exams data=data view=view /> }
}

/// A draft with a name and a term; everything else is missing until somebody writes it.
fn new_exam(action: ServerAction<BeginExam>) -> AnyView {
    use office_exam_parts as new;
    view! {
        <Sheet title=new::new()>
            <p class="text-soft">{new::new_text()}</p>
            <ActionForm action=action attr:class="form">
                {line("year", new::year(), Some(new::year_hint()), "")}
                <p class="office-filter">
                    <label for="half">{new::half()}</label>
                    <select class="select" id="half" name="half">
                        <option value="1">{new::half_1()}</option>
                        <option value="2">{new::half_2()}</option>
                    </select>
                </p>
                {line("name", new::new_name(), Some(new::new_name_hint()), "")}
                <p>
                    <button class="btn btn-primary" type="submit">
                        {new::create()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}

fn everything(exams: Vec<ExamLine>) -> AnyView {
    if exams.is_empty() {
        return view! {
            <Sheet>
                <p class="empty">{words::none()}</p>
            </Sheet>
        }
        .still();
    }
    let rows = exams.into_iter().map(row).collect_view();
    view! {
        <div class="office-scroll" tabindex="0" role="region" aria-label=words::title()>
            <table class="office-table">
                <thead>
                    <tr>
                        <th scope="col">{words::name()}</th>
                        <th scope="col">{words::state()}</th>
                        <th scope="col">{words::phase()}</th>
                        <th scope="col">{words::registering()}</th>
                        <th scope="col" class="office-number">
                            {words::taken()}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .still()
}

fn row(exam: ExamLine) -> AnyView {
    let places = match exam.capacity {
        Some(capacity) => words::of_places(&exam.taken.to_string(), &capacity.to_string()),
        None => exam.taken.to_string(),
    };
    let is_set = exam.register.end.as_millis() != 0;
    let register =
        is_set.then(|| [exam.register.start.to_minute(), exam.register.end.to_minute()].join(" – "));
    view! {
        <tr>
            <th scope="row">
                <a class="link link-alone" href=paths::admin_exam(&exam.id)>
                    {exam.title}
                </a>
            </th>
            <td>
                <span class="badges">{exam.is_test.then(parts::test_badge)} {state(exam.status)}</span>
            </td>
            <td>{is_set.then(|| phase(exam.phase))}</td>
            <td class="number">{register}</td>
            <td class="office-number">{places}</td>
        </tr>
    }
    .still()
}

fn state(status: Status) -> AnyView {
    let (tone, word) = match status {
        Status::Draft => (Tone::Draft, words::draft()),
        Status::Published { .. } => (Tone::Ok, words::published()),
        Status::Closed { .. } => (Tone::Info, words::closed()),
    };
    view! { <Badge tone=tone word=word /> }.still()
}

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::NotOpen { .. } => words::phase_not_open(),
        Phase::Registering { .. } => words::phase_registering(),
        Phase::Reviewing => words::phase_reviewing(),
        Phase::Ticket { .. } => words::phase_ticket(),
        Phase::Waiting => words::phase_waiting(),
        Phase::Scores => words::phase_scores(),
    }
}
