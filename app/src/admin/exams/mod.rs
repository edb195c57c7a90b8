//! 考试管理: every exam, one exam.

mod desk;
mod timeline;

pub use desk::ExamDeskPage;

use domain::exam::{Phase, Status};
use leptos::prelude::*;

use super::api::{ExamLine, Me, load_exams};
use super::frame::{Entry, Office};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Badge, Sheet, Tone};
use crate::words::office_exams as words;

/// 考试管理
#[component]
pub fn ExamsPage() -> impl IntoView {
    let data = ask(|| (), |()| load_exams());
    let view = |_me: Me, exams: Vec<ExamLine>| everything(exams);
    view! { <Office title=words::title() entry=Entry::Exams data=data view=view /> }
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
    let register = [exam.register.start.to_minute(), exam.register.end.to_minute()].join(" – ");
    view! {
        <tr>
            <th scope="row">
                <a class="link link-alone" href=paths::admin_exam(&exam.id)>
                    {exam.title}
                </a>
            </th>
            <td>{state(exam.status)}</td>
            <td>{phase(exam.phase)}</td>
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
