//! The rooms of an exam.

use domain::seating::Room;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::words;
use crate::admin::api::{ExamSeating, RemoveSeatingRoom, SaveSeatingRoom};
use crate::admin::parts::{line, tick};
use crate::ui::Sheet;
use crate::ui::still::Still;

pub fn rooms(action: ServerAction<RemoveSeatingRoom>, chosen: &ExamSeating, arranges: bool) -> AnyView {
    if chosen.rooms.is_empty() {
        return view! {
            <Sheet title=words::rooms()>
                <p class="empty">{words::no_rooms()}</p>
            </Sheet>
        }
        .still();
    }
    let rows = chosen.rooms.iter().map(|room| row(action, chosen, room, arranges)).collect_view();
    let act = arranges.then(|| view! { <th scope="col">{words::act()}</th> });
    view! {
        <Sheet title=words::rooms()>
            <p class="text-soft">{words::rooms_lead()}</p>
            <div class="office-scroll" tabindex="0" role="region" aria-label=words::rooms()>
                <table class="office-table">
                    <thead>
                        <tr>
                            <th scope="col">{words::site()}</th>
                            <th scope="col">{words::room()}</th>
                            <th scope="col">{words::where_it_is()}</th>
                            <th scope="col">{words::size()}</th>
                            <th scope="col">{words::seats()}</th>
                            <th scope="col">{words::spare_seats()}</th>
                            <th scope="col">{words::accessible()}</th>
                            {act}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Sheet>
    }
    .still()
}

fn row(
    action: ServerAction<RemoveSeatingRoom>,
    chosen: &ExamSeating,
    room: &Room,
    arranges: bool,
) -> AnyView {
    let seats = room.layout.seats();
    let spare = seats.iter().filter(|seat| seat.spare).count();
    let remove = arranges.then(|| {
        let (exam, site, number) = (chosen.exam.as_str().to_owned(), room.site.clone(), room.number);
        let label = words::remove_label(&full_number(room));
        view! {
            <td>
                <ActionForm action=action>
                    <input type="hidden" name="exam" value=exam />
                    <input type="hidden" name="site" value=site />
                    <input type="hidden" name="number" value=number />
                    <button class="btn btn-sm" type="submit" aria-label=label>
                        {words::remove()}
                    </button>
                </ActionForm>
            </td>
        }
    });
    view! {
        <tr>
            <td>{site_name(chosen, &room.site)}</td>
            <td class="number">{room.number}</td>
            <td>{[room.building.as_str(), " ", &room.name].concat()}</td>
            <td class="number">{format!("{} × {}", room.layout.rows(), room.layout.columns())}</td>
            <td class="number">{seats.len()}</td>
            <td class="number">{spare}</td>
            <td>{if room.accessible { words::yes() } else { words::no() }}</td>
            {remove}
        </tr>
    }
    .still()
}

/// 考点-考场号
pub fn full_number(room: &Room) -> String {
    if room.site.is_empty() { room.number.to_string() } else { format!("{}-{}", room.site, room.number) }
}

/// The name of a site; nothing where the exam names none.
pub fn site_name(chosen: &ExamSeating, code: &str) -> String {
    chosen
        .sites
        .iter()
        .find(|(site, _)| site == code)
        .map_or_else(|| code.to_owned(), |(_, name)| name.clone())
}

pub fn form(action: ServerAction<SaveSeatingRoom>, chosen: &ExamSeating) -> AnyView {
    let exam = chosen.exam.as_str().to_owned();
    let sites = (!chosen.sites.is_empty()).then(|| {
        let options = chosen.sites.iter().map(|(code, name)| {
            view! { <option value=code.clone()>{name.clone()}</option> }
        });
        view! {
            <p class="office-filter">
                <label for="site">{words::site()}</label>
                <select class="select" id="site" name="site">
                    {options.collect_view()}
                </select>
            </p>
        }
    });
    let next = chosen.rooms.iter().map(|room| room.number).max().unwrap_or_default().saturating_add(1);
    view! {
        <Sheet title=words::room_title()>
            <p class="text-soft">{words::room_hint()}</p>
            <ActionForm action=action>
                <input type="hidden" name="exam" value=exam />
                {sites}
                {line("number", words::room(), None, &next.to_string())}
                {line("building", words::building(), None, "")}
                {line("name", words::name(), None, "")}
                {line("rows", words::rows(), None, "6")}
                {line("columns", words::columns(), None, "5")}
                {line("spare", words::spare(), Some(words::spots_hint()), "")}
                {line("blocked", words::blocked(), Some(words::spots_hint()), "")}
                {tick("accessible", words::accessible(), false)}
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::save_room()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}
