//! 报名详情: what was chosen, what happened, what comes next and by when.

use domain::instant::Instant;
use domain::registration::{Event, State, Step, ThesisGrade};
use leptos::prelude::*;

use super::api::{RegistrationView, load_registration};
use super::face::face_note;
use super::list::state_badge;
use super::registration_id;
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{BottomLink, Countdown, Facts, Loaded, Page, Seal, Sheet};
use crate::words::registration as words;

/// 报名详情
#[component]
pub fn RegistrationPage() -> impl IntoView {
    let id = registration_id();
    let data = ask(move || id.get(), |id| async move { load_registration(id?).await });
    view! {
        <Page title=words::detail_title() back=paths::registrations()>
            <Loaded data=data view=detail />
        </Page>
    }
}

fn detail(view: RegistrationView) -> AnyView {
    let submitted = matches!(view.state, State::Submitted { .. });
    let seal = submitted.then(|| view! { <Seal label=messages::step(Step::Done) /> });
    let facts = facts(&view);
    let face = face_note(&view.road, view.face);
    let next = next(&view);
    let action = action(&view);
    let happened = view.timeline.into_iter().map(happened).collect_view();
    view! {
        <Sheet>
            <div class="person">
                <div class="grow">
                    <p class="exam-title">{view.road.exam}</p>
                    <p class="badges">{state_badge(view.state)}</p>
                </div>
                {seal}
            </div>
            <Facts rows=facts />
        </Sheet>
        {face}
        <Sheet title=words::what_next()>{next}</Sheet>
        <Sheet title=words::timeline()>
            <ol class="timeline">{happened}</ol>
        </Sheet>
        {action}
    }
    .still()
}

fn facts(view: &RegistrationView) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    if let Some(subject) = &view.subject {
        rows.push((words::subject(), subject.clone()));
        rows.push((words::enrolment(), messages::enrolment(&view.form.enrolment).to_owned()));
    }
    if let Some(grade) = ThesisGrade::from_code(&view.form.thesis) {
        rows.push((messages::field(domain::form::Field::Thesis), messages::grade(grade).to_owned()));
    }
    rows.push((words::fee(), view.fee.to_string()));
    rows
}

fn next(view: &RegistrationView) -> AnyView {
    match view.state {
        State::Draft => view! { <p>{words::next_draft(messages::step(view.road.step))}</p> }.still(),
        State::AwaitingPayment { .. } if view.pay.contains(view.now) => view! {
            <p>{words::next_pay(&moment(view.pay.end))} " " <Countdown until=view.pay.end now=view.now /></p>
        }
        .still(),
        State::AwaitingPayment { .. } => view! { <p>{words::next_late(&moment(view.pay.end))}</p> }.still(),
        State::Submitted { .. } => view! { <p>{words::next_review()}</p> }.still(),
    }
}

fn action(view: &RegistrationView) -> Option<AnyView> {
    let label = match view.state {
        State::Draft => words::detail_go_on(messages::step(view.road.step)),
        State::AwaitingPayment { .. } => words::to_pay().to_owned(),
        State::Submitted { .. } => return None,
    };
    Some(view! { <BottomLink href=paths::step(&view.road.id, view.road.step) label=label /> }.still())
}

fn happened((at, event): (Instant, Event)) -> AnyView {
    view! {
        <li>
            <span class="timeline-word">{messages::event(event)}</span>
            <time class="text-soft">{moment(at)}</time>
        </li>
    }
    .still()
}
