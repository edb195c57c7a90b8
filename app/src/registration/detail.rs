//! 报名详情: what was chosen, what happened and why, what comes next and by when.

use domain::exam::WindowName;
use domain::identity::Identity;
use domain::instant::Instant;
use domain::payment::PaymentState;
use domain::registration::{Enrolment, Event, Refusal, State, WayOut};
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::answers::site_facts;
use super::api::Begin;
use super::api::mine::{RegistrationView, TakeWithdrawalBack, load_registration};
use super::face::face_note;
use super::list::state_badge;
use super::registration_id;
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{
    BottomLink, Countdown, ErrorSummary, Facts, Form, Loaded, Notice, Page, SCHOOLS, Seal, Sheet,
    SubmitButton, Tone, errors_of, help, school_text, unchecked,
};
use crate::words::{frame, registration as words};

/// 报名详情
#[component]
pub fn RegistrationPage() -> impl IntoView {
    let take_back = ServerAction::<TakeWithdrawalBack>::new();
    let begin = ServerAction::<Begin>::new();
    let id = registration_id();
    let version = take_back.version();
    let data = ask(move || (id.get(), version.get()), |(id, _)| async move { load_registration(id?).await });
    view! {
        <Page title=words::detail_title() back=paths::registrations()>
            <Loaded data=data view=move |view: RegistrationView| detail(take_back, begin, view) />
        </Page>
    }
}

fn detail(
    take_back: ServerAction<TakeWithdrawalBack>,
    begin: ServerAction<Begin>,
    view: RegistrationView,
) -> AnyView {
    // 「准」 is a promise: it stands here once somebody has said yes.
    let approved = matches!(view.state, State::Approved { .. } | State::Admitted { .. });
    let seal = approved.then(|| view! { <Seal label=messages::state(view.state) /> });
    let withdrawal = view.withdrawal.map(|since| withdrawal(take_back, &view, since));
    let identity = identity_note(&view);
    let face = face_note(&view.road, view.face);
    let (facts, next, more, action) = (facts(&view), next(&view), more(&view), action(begin, &view));
    let happened = view.timeline.into_iter().map(happened).collect_view();
    view! {
        <Sheet>
            <div class="person">
                <div class="grow">
                    <p class="exam-title" lang=SCHOOLS>
                        {view.road.exam}
                    </p>
                    <p class="badges">{state_badge(view.state)}</p>
                </div>
                {seal}
            </div>
            <Facts rows=facts />
        </Sheet>
        {withdrawal}
        {identity}
        {face}
        <Sheet title=words::what_next()>{next}</Sheet>
        {more}
        <Sheet title=words::timeline()>
            <ol class="timeline">{happened}</ol>
        </Sheet>
        {action}
    }
    .still()
}

/// That 实名认证 is still open: the registration goes on meanwhile, and is not approved before. A draft is led there anyway.
fn identity_note(view: &RegistrationView) -> Option<AnyView> {
    if view.state == State::Draft || view.state.is_over() {
        return None;
    }
    match view.identity {
        Identity::Passed { .. } | Identity::PassedByPerson { .. } => None,
        Identity::Checking { .. } | Identity::WaitingForPerson { .. } => {
            Some(view! { <Notice tone=Tone::Wait><p>{words::identity_waits()}</p></Notice> }.still())
        }
        Identity::None | Identity::Failed { .. } => {
            let href = paths::identity_then(&paths::registration(&view.road.id));
            Some(
                view! {
                    <Notice tone=Tone::Warn><p>{words::identity_open()}</p></Notice>
                    <a class="btn btn-block" href=href>{words::to_identity()}</a>
                }
                .still(),
            )
        }
    }
}

fn facts(view: &RegistrationView) -> Vec<(&'static str, AnyView)> {
    let mut rows = Vec::new();
    if let Some(answers) = &view.answers {
        rows.push((words::candidate_type(), school_text(&answers.candidate_type)));
        rows.push((words::major(), school_text(&answers.major)));
        rows.push((words::subject(), school_text(view.subject.clone().unwrap_or_default())));
        rows.extend(view.site.clone().into_iter().flat_map(site_facts));
        match answers.enrolment {
            Enrolment::Enrolled => {
                rows.push((words::enrolment(), messages::enrolment("enrolled").still()));
            }
            Enrolment::Graduated { thesis, on } => {
                rows.push((words::enrolment(), messages::enrolment("graduated").still()));
                rows.push((messages::field(domain::form::Field::Thesis), messages::grade(thesis).still()));
                rows.extend(on.map(|on| (words::graduation(), messages::month(on).still())));
            }
        }
    }
    rows.push((words::fee(), view.fee.to_string().still()));
    if !view.changed.is_empty() {
        let changed: Vec<&str> = view.changed.iter().map(|changed| messages::changed(*changed)).collect();
        rows.push((words::changed(), changed.join(frame::between_items()).still()));
    }
    rows
}

/// What comes next, and by when.
fn next(view: &RegistrationView) -> AnyView {
    let sentence = match view.state {
        State::Draft => words::next_draft(messages::step(view.road.step)),
        State::AwaitingPayment { .. } if view.pay.contains(view.now) => {
            return view! {
                <p>{words::next_pay(&moment(view.pay.end))} " " <Countdown until=view.pay.end now=view.now /></p>
            }
            .still();
        }
        State::AwaitingPayment { .. } if view.now < view.pay.start => {
            messages::refusal(Refusal::TooEarly { window: WindowName::Pay, opens: view.pay.start })
        }
        State::AwaitingPayment { .. } => words::next_late(&moment(view.pay.end)),
        State::Submitted { .. } | State::UnderReview { .. } => words::next_review(&moment(view.review.end)),
        State::Approved { .. } | State::Admitted { .. } if view.now < view.ticket.start => {
            words::next_ticket(&moment(view.ticket.start))
        }
        State::Approved { .. } if view.ticket.contains(view.now) => words::next_not_seated().to_owned(),
        State::Admitted { .. } if view.ticket.contains(view.now) => {
            words::next_ticket_open(&moment(view.ticket.end))
        }
        State::Admitted { .. } if view.score.contains(view.now) => words::next_score(&moment(view.score.end)),
        State::Approved { .. } | State::Admitted { .. } => {
            messages::refusal(Refusal::TooLate { window: WindowName::Ticket, since: view.ticket.end })
        }
        State::Returned { why, .. } => {
            let by_when = words::next_correct(&moment(view.review.end));
            return view! {
                <Notice tone=Tone::Warn>
                    <p>{messages::return_reason(why)}</p>
                    <p>{by_when}</p>
                </Notice>
            }
            .still();
        }
        State::Rejected { why, .. } => messages::reject_reason(why),
        State::Expired { .. } if view.payment == PaymentState::None => words::next_expired().to_owned(),
        State::Expired { .. } => words::next_late_given(&view.hotline),
        State::Withdrawn { .. } if view.has_proof => words::next_withdrawn_paid(&view.hotline),
        State::Withdrawn { .. } => words::next_withdrawn().to_owned(),
        State::Discarded { .. } => words::next_discarded().to_owned(),
    };
    view! { <p>{help::tappable(&sentence)}</p> }.still()
}

/// What else can be done.
fn more(view: &RegistrationView) -> Option<AnyView> {
    let id = &view.road.id;
    let link = |href: String, label: String| {
        view! {
            <li>
                <a class="menu-link" href=href>
                    <span class="menu-word">{label}</span>
                    <crate::ui::Mark shape=crate::ui::Shape::Onward />
                </a>
            </li>
        }
    };
    let mut links = Vec::new();
    if let Some(until) = view.change_until {
        links.push(link(paths::answers(id), words::change_answers(&moment(until))));
    }
    if view.has_proof && view.payment == PaymentState::ProofGiven && view.state.is_handed_in() {
        links.push(link(paths::proof(id), words::replace_proof().to_owned()));
    }
    let late = matches!(view.state, State::Expired { .. }) && view.payment == PaymentState::None;
    if late || (matches!(view.state, State::AwaitingPayment { .. }) && view.now >= view.pay.end) {
        links.push(link(paths::proof(id), words::late_proof().to_owned()));
    }
    match view.way_out {
        WayOut::Discard => links.push(link(paths::withdraw(id), words::discard().to_owned())),
        WayOut::Free => links.push(link(paths::withdraw(id), words::withdraw().to_owned())),
        WayOut::OnRequest if view.withdrawal.is_none() => {
            links.push(link(paths::withdraw(id), words::ask_withdrawal().to_owned()));
        }
        WayOut::OnRequest | WayOut::None => {}
    }
    if links.is_empty() {
        return None;
    }
    Some(view! { <Sheet title=words::more()><ul class="menu-list">{links}</ul></Sheet> }.still())
}

/// A request to withdraw that waits, and the way back.
fn withdrawal(
    take_back: ServerAction<TakeWithdrawalBack>,
    view: &RegistrationView,
    since: Instant,
) -> AnyView {
    let (id, asked) = (view.road.id.to_string(), words::withdrawal_waits(&moment(since)));
    view! {
        <Notice tone=Tone::Wait>
            <p>{asked}</p>
            <ErrorSummary errors=errors_of(take_back) />
            <ActionForm action=take_back>
                <input type="hidden" name="id" value=id />
                <button class="btn btn-sm" type="submit">
                    {words::take_back()}
                </button>
            </ActionForm>
        </Notice>
    }
    .still()
}

/// The one thing to do now.
fn action(begin: ServerAction<Begin>, view: &RegistrationView) -> Option<AnyView> {
    let id = &view.road.id;
    let step = || paths::step(id, view.road.step);
    let (href, label) = match view.state {
        State::Draft => (step(), words::detail_go_on(messages::step(view.road.step))),
        State::AwaitingPayment { .. } if view.now < view.pay.end => (step(), words::to_pay().to_owned()),
        State::Returned { .. } => (step(), words::correct(messages::step(view.road.step))),
        State::Admitted { .. } if view.ticket.contains(view.now) => {
            (paths::ticket(id), words::to_ticket().to_owned())
        }
        State::Admitted { .. } if view.score.contains(view.now) => {
            (paths::score(id), words::to_score().to_owned())
        }
        State::AwaitingPayment { .. }
        | State::Submitted { .. }
        | State::UnderReview { .. }
        | State::Approved { .. }
        | State::Admitted { .. } => return None,
        State::Rejected { .. }
        | State::Expired { .. }
        | State::Withdrawn { .. }
        | State::Discarded { .. } => {
            return view.may_begin_again.then(|| begin_again(begin, view));
        }
    };
    Some(view! { <BottomLink href=href label=label /> }.still())
}

fn begin_again(begin: ServerAction<Begin>, view: &RegistrationView) -> AnyView {
    let exam = view.exam_id.to_string();
    view! {
        <Form action=begin check={unchecked::<Begin>}>
            <input type="hidden" name="exam" value=exam />
            <SubmitButton label=words::begin_again() pending=begin.pending() />
        </Form>
    }
    .still()
}

fn happened((at, event): (Instant, Event)) -> AnyView {
    let why = messages::event_reason(event).map(|why| view! { <span class="text-soft">{why}</span> });
    view! {
        <li>
            <span class="timeline-word">{messages::event(event)}</span>
            {why}
            <time class="text-soft">{moment(at)}</time>
        </li>
    }
    .still()
}
