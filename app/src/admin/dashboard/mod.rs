//! 数据总览: how far registrations have come, what waits, where people stop.

mod chart;

use domain::card::CardProblem;
use domain::id::ExamId;
use domain::instant::Instant;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{DashboardView, Me, NumbersView, load_dashboard};
use super::frame::{Entry, Office};
use super::parts::exam_choice;
use crate::paths;
use crate::ui::Sheet;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::words::office_dashboard as words;
use chart::{Bar, bars, days};

/// The states in the order of a registration's life.
const STATES: [&str; 13] = [
    "draft",
    "awaiting_payment",
    "submitted",
    "under_review",
    "returned",
    "approved",
    "admitted",
    "closed",
    "rejected",
    "expired",
    "withdrawn",
    "canceled",
    "discarded",
];

/// 数据总览
#[component]
pub fn DashboardPage() -> impl IntoView {
    let wanted = move || {
        use_query_map().with_untracked(|query| query.get("exam").and_then(|id| ExamId::try_from(id).ok()))
    };
    let data = ask(wanted, load_dashboard);
    let view = |_me: Me, view: DashboardView| dashboard(view);
    view! { <Office title=words::title() entry=Entry::Dashboard data=data view=view /> }
}

fn dashboard(view: DashboardView) -> AnyView {
    let Some(numbers) = view.chosen else {
        return view! {
            <Sheet>
                <p class="empty">{words::no_exam()}</p>
            </Sheet>
        }
        .still();
    };
    let choice = choice(&view.exams, &numbers);
    let all = numbers.states.is_empty().then(|| view! { <p class="empty">{words::nobody()}</p> });
    let failures = failures(&numbers.failures);
    view! {
        {choice}
        <div class="office-columns">
            <Sheet title=words::states()>{all} {states(&numbers.states)}</Sheet>
            <Sheet title=words::funnel()>
                <p class="text-soft">{words::funnel_lead()}</p>
                {funnel(numbers.reached)}
            </Sheet>
        </div>
        <Sheet title=words::days()>{by_day(&numbers.days)}</Sheet>
        <div class="office-columns">
            <Sheet title=words::subjects()>{named(words::subjects(), words::subject(), numbers.subjects)}</Sheet>
            {(!numbers.sites.is_empty())
                .then(|| {
                    let table = named(words::sites(), words::site(), numbers.sites);
                    view! { <Sheet title=words::sites()>{table}</Sheet> }
                })}
            <Sheet title=words::oldest()>{oldest(numbers.oldest)}</Sheet>
            <Sheet title=words::failures()>{failures}</Sheet>
        </div>
    }
    .still()
}

fn choice(exams: &[(ExamId, String)], numbers: &NumbersView) -> AnyView {
    let counted = words::counted(&numbers.at.to_minute());
    let counted = view! { <p class="text-soft office-counted">{counted}</p> }.still();
    exam_choice(paths::admin_dashboard(), exams, &numbers.exam, Some(counted))
}

fn states(counted: &[(String, i64)]) -> Option<AnyView> {
    let rows = STATES.iter().filter_map(|code| {
        let many = counted.iter().find(|(state, _)| state == code)?.1;
        Some(Bar::new(state_word(code), many))
    });
    let rows: Vec<Bar> = rows.collect();
    (!rows.is_empty()).then(|| bars(words::states(), &[words::state(), words::many()], rows))
}

fn state_word(code: &str) -> &'static str {
    match code {
        "draft" => words::state_draft(),
        "awaiting_payment" => words::state_awaiting_payment(),
        "submitted" => words::state_submitted(),
        "under_review" => words::state_under_review(),
        "returned" => words::state_returned(),
        "approved" => words::state_approved(),
        "admitted" => words::state_admitted(),
        "closed" => words::state_closed(),
        "rejected" => words::state_rejected(),
        "expired" => words::state_expired(),
        "withdrawn" => words::state_withdrawn(),
        "canceled" => words::state_canceled(),
        _ => words::state_discarded(),
    }
}

/// Who has come as far as a step and no further has stopped there.
fn funnel(reached: [i64; 7]) -> AnyView {
    let names = [
        words::step_begun(),
        words::step_notice(),
        words::step_identity(),
        words::step_face(),
        words::step_answers(),
        words::step_paid(),
        words::step_approved(),
    ];
    let after = reached.iter().skip(1).copied().map(Some).chain([None]);
    let rows = names.into_iter().zip(reached).zip(after).map(|((name, many), after)| {
        let stopped = after.map_or(0, |after| (many - after).max(0));
        Bar { beside: Some(stopped), ..Bar::new(name, many) }
    });
    bars(words::funnel(), &[words::step(), words::reached(), words::stopped()], rows.collect())
}

fn by_day(numbers: &[(Instant, i64, i64)]) -> AnyView {
    // `11-28` of `2026-11-28 17:00`.
    let rows = numbers.iter().map(|(day, begun, handed_in)| {
        let day = day.to_minute().get(5..10).unwrap_or_default().to_owned();
        (day, *begun, *handed_in)
    });
    days(&rows.collect::<Vec<_>>())
}

fn named(title: &'static str, head: &'static str, rows: Vec<(String, i64)>) -> AnyView {
    let rows = rows.into_iter().map(|(name, many)| Bar::new(name, many));
    bars(title, &[head, words::many()], rows.collect())
}

fn oldest(since: [Option<Instant>; 3]) -> AnyView {
    let names = [words::oldest_proofs(), words::oldest_registrations(), words::oldest_identities()];
    let rows: Vec<_> =
        names.into_iter().zip(since).filter_map(|(name, since)| Some((name, since?))).collect();
    if rows.is_empty() {
        return view! { <p class="empty">{words::nothing_waits()}</p> }.still();
    }
    let rows = rows.into_iter().map(|(name, since)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="office-number">{since.to_minute()}</td>
            </tr>
        }
    });
    view! {
        <table class="office-table office-counts">
            <thead>
                <tr>
                    <th scope="col">{words::queue()}</th>
                    <th scope="col" class="office-number">
                        {words::since()}
                    </th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .still()
}

fn failures(counted: &[(CardProblem, i64)]) -> AnyView {
    if counted.is_empty() {
        return view! { <p class="empty">{words::failures_none()}</p> }.still();
    }
    let mut rows: Vec<Bar> = Vec::new();
    for (problem, many) in counted {
        let word = failure_word(*problem);
        match rows.iter_mut().find(|bar| bar.label == word) {
            Some(bar) => bar.many += many,
            None => rows.push(Bar::new(word, *many)),
        }
    }
    bars(words::failures(), &[words::failure(), words::many()], rows)
}

fn failure_word(problem: CardProblem) -> &'static str {
    match problem {
        CardProblem::NotACard(_) => words::card_not(),
        CardProblem::WrongSide(_) => words::card_wrong_side(),
        CardProblem::TooBlurred(_) => words::card_blurred(),
        CardProblem::Glare(_) => words::card_glare(),
        CardProblem::NumberUnreadable => words::card_number_unreadable(),
        CardProblem::NumberDiffers => words::card_number_differs(),
        CardProblem::PrintDisagrees => words::card_print(),
        CardProblem::NameUnreadable => words::card_name_unreadable(),
        CardProblem::NameDiffers => words::card_name_differs(),
        CardProblem::NoPortrait => words::card_no_portrait(),
        CardProblem::ValidityUnreadable => words::card_validity(),
        CardProblem::Expired => words::card_expired(),
        CardProblem::BorderCut(_) => words::card_cut(),
        CardProblem::Photocopy(_) => words::card_copy(),
        CardProblem::Screen(_) => words::card_screen(),
        CardProblem::Found(_) => words::card_found(),
    }
}
