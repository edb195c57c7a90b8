//! An arrangement: its rooms, what it could not fulfil, freezing it, and who comes late.

use domain::id::ExamId;
use domain::seating::{Room, Violation};
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::room::{full_number, site_name};
use super::words;
use crate::admin::api::{
    ArchiveSeating, ExamSeating, FreezeSeating, PlanView, SeatLatecomer, ShownRoom, SwapSeats, WaitingView,
};
use crate::admin::parts::{line, tick};
use crate::paths;
use crate::ui::Sheet;
use crate::ui::still::Still;

pub fn plan(chosen: &ExamSeating, plan: &PlanView) -> AnyView {
    let state = match plan.state.as_str() {
        "published" => words::state_published(&plan.edition.to_string()),
        "archived" => words::state_archived(&plan.edition.to_string()),
        _ => words::state_draft().to_owned(),
    };
    let rows = plan.rooms.iter().map(|(room, seated)| room_row(chosen, room, *seated)).collect_view();
    let shown = plan.shown.as_ref().map(shown_room);
    let seated = words::people(&plan.seated.to_string());
    let unmet = violations(&plan.violations);
    view! {
        <Sheet title=words::plan_title()>
            <dl class="once-facts">
                <dt>{words::state()}</dt>
                <dd>{state}</dd>
                <dt>{words::seated()}</dt>
                <dd>{seated}</dd>
            </dl>
            <h3>{words::violations()}</h3>
            {unmet}
            <div class="office-scroll" tabindex="0" role="region" aria-label=words::plan_title()>
                <table class="office-table">
                    <thead>
                        <tr>
                            <th scope="col">{words::site()}</th>
                            <th scope="col">{words::room()}</th>
                            <th scope="col">{words::where_it_is()}</th>
                            <th scope="col">{words::room_seated()}</th>
                            <th scope="col">{words::act()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Sheet>
        {shown}
    }
    .still()
}

fn room_row(chosen: &ExamSeating, room: &Room, seated: usize) -> AnyView {
    let label = words::look_label(&full_number(room));
    let href = paths::admin_seating_room(&chosen.exam, &room.site, room.number);
    view! {
        <tr>
            <td>{site_name(chosen, &room.site)}</td>
            <td class="number">{room.number}</td>
            <td>{[room.building.as_str(), " ", &room.name].concat()}</td>
            <td class="number">{format!("{seated} / {}", room.layout.seats().len())}</td>
            <td>
                <a class="link link-alone" href=href aria-label=label>
                    {words::look()}
                </a>
            </td>
        </tr>
    }
    .still()
}

fn violations(found: &[Violation]) -> AnyView {
    if found.is_empty() {
        return view! { <p>{words::no_violations()}</p> }.still();
    }
    let many = |of: fn(&Violation) -> bool| found.iter().filter(|one| of(one)).count();
    let counted = [
        (
            many(|one| matches!(one, Violation::Unseated { .. })),
            words::violation_unseated as fn(&str) -> String,
        ),
        (many(|one| matches!(one, Violation::Stairs { .. })), words::violation_stairs),
        (many(|one| matches!(one, Violation::NotInFront { .. })), words::violation_front),
    ];
    let counted = counted.into_iter().filter(|(many, _)| *many > 0).map(|(many, say)| say(&many.to_string()));
    let pairs =
        found.iter().filter_map(|one| match one {
            Violation::Neighbours { site, room, seats: [first, second] } => Some(
                words::violation_neighbours(site, &room.to_string(), &first.to_string(), &second.to_string()),
            ),
            _ => None,
        });
    let lines = counted.chain(pairs).map(|line| view! { <li>{line}</li> }).collect_view();
    view! { <ul>{lines}</ul> }.still()
}

fn shown_room(shown: &ShownRoom) -> AnyView {
    let title = words::room_shown(&full_number(&shown.room));
    let rows = shown.seats.iter().map(|seat| {
        let number = seat.number.clone().unwrap_or_else(|| words::no_number().to_owned());
        view! {
            <tr>
                <th scope="row" class="number">{seat.seat}</th>
                <td>{seat.name.clone()}</td>
                <td>{seat.subject.clone()}</td>
                <td class="number">{number}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let nobody = shown.seats.is_empty().then(|| view! { <p class="empty">{words::nobody()}</p> });
    view! {
        <Sheet title=title.clone()>
            <div class="office-scroll" tabindex="0" role="region" aria-label=title>
                <table class="office-table">
                    <thead>
                        <tr>
                            <th scope="col">{words::seat()}</th>
                            <th scope="col">{words::person()}</th>
                            <th scope="col">{words::subject()}</th>
                            <th scope="col">{words::number()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {nobody}
        </Sheet>
    }
    .still()
}

pub fn freeze_form(action: ServerAction<FreezeSeating>, chosen: &ExamSeating, plan: &PlanView) -> AnyView {
    let (exam, version) = (chosen.exam.as_str().to_owned(), plan.version);
    let school = line("school", words::school(), Some(words::school_hint()), &chosen.ticket_code);
    view! {
        <Sheet title=words::freeze_title()>
            <p>{words::freeze_text()}</p>
            <ActionForm action=action>
                <input type="hidden" name="exam" value=exam />
                <input type="hidden" name="version" value=version />
                {school}
                {line("year", words::year(), None, "")}
                <p class="office-filter">
                    <label for="term">{words::term()}</label>
                    <select class="select" id="term" name="term">
                        <option value="1">{words::term_first()}</option>
                        <option value="2">{words::term_second()}</option>
                    </select>
                </p>
                {tick("sure", words::sure(), false)}
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::freeze()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}

pub fn swap_form(action: ServerAction<SwapSeats>, exam: &ExamId, plan: &PlanView) -> AnyView {
    let (exam, version) = (exam.as_str().to_owned(), plan.version);
    view! {
        <Sheet title=words::swap_title()>
            <p class="text-soft">{words::swap_lead()}</p>
            <ActionForm action=action>
                <input type="hidden" name="exam" value=exam />
                <input type="hidden" name="version" value=version />
                {line("first", words::swap_first(), None, "")}
                {line("second", words::swap_second(), None, "")}
                {line("reason", words::reason(), Some(words::reason_hint()), "")}
                <p>
                    <button class="btn" type="submit">
                        {words::swap()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}

/// Opened first and then confirmed: it cannot be taken back.
pub fn archive_form(action: ServerAction<ArchiveSeating>, exam: &ExamId) -> AnyView {
    let exam = exam.as_str().to_owned();
    view! {
        <Sheet title=words::archive_title()>
            <p>{words::archive_text()}</p>
            <ActionForm action=action attr:class="grave">
                <input type="hidden" name="exam" value=exam />
                {tick("sure", words::archive_sure(), false)}
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::archive()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}

pub fn late(action: ServerAction<SeatLatecomer>, chosen: &ExamSeating, arranges: bool) -> AnyView {
    let rows = chosen.waiting.iter().map(|one| late_row(action, chosen, one, arranges)).collect_view();
    let nobody = chosen.waiting.is_empty().then(|| view! { <p class="empty">{words::nobody_late()}</p> });
    view! {
        <Sheet title=words::late_title()>
            <p class="text-soft">{words::late_lead()}</p>
            <ul class="menu-list">{rows}</ul>
            {nobody}
        </Sheet>
    }
    .still()
}

fn late_row(
    action: ServerAction<SeatLatecomer>,
    chosen: &ExamSeating,
    one: &WaitingView,
    arranges: bool,
) -> AnyView {
    let about = [one.name.as_str(), " · ", &one.subject, " · ", &site_name(chosen, &one.site)].concat();
    let act = arranges.then(|| {
        let (exam, id) = (chosen.exam.as_str().to_owned(), one.id.as_str().to_owned());
        let label = words::seat_late_label(&one.name);
        view! {
            <ActionForm action=action>
                <input type="hidden" name="exam" value=exam />
                <input type="hidden" name="registration" value=id />
                <button class="btn btn-sm" type="submit" aria-label=label>
                    {words::seat_late()}
                </button>
            </ActionForm>
        }
    });
    view! {
        <li class="session">
            <span class="grow">{about}</span>
            {act}
        </li>
    }
    .still()
}
