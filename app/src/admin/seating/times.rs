//! When each subject is sat. Tickets say it.

use domain::instant::Window;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::words;
use crate::admin::api::{ExamSeating, SetSeatingTime};
use crate::ui::still::Still;
use crate::ui::{Notice, Sheet, Tone};

pub fn times(action: ServerAction<SetSeatingTime>, chosen: &ExamSeating, arranges: bool) -> AnyView {
    let rows =
        chosen.sittings.iter().map(|(code, name, when)| row(action, chosen, (code, name), *when, arranges));
    let rows = rows.collect_view();
    let unset = chosen.sittings.iter().any(|(_, _, when)| when.is_none());
    let unset = unset.then(|| view! { <Notice tone=Tone::Wait><p>{words::times_unset()}</p></Notice> });
    view! {
        <Sheet title=words::times_title()>
            {unset}
            <ul class="menu-list">{rows}</ul>
        </Sheet>
    }
    .still()
}

fn row(
    action: ServerAction<SetSeatingTime>,
    chosen: &ExamSeating,
    (code, name): (&str, &str),
    when: Option<Window>,
    arranges: bool,
) -> AnyView {
    if !arranges {
        let said = when.map_or_else(|| words::time_unset().to_owned(), span);
        return view! { <li class="office-tools"><span>{name.to_owned()}</span> <span>{said}</span></li> }
            .still();
    }
    let (exam, subject, word) = (chosen.exam.as_str().to_owned(), code.to_owned(), name.to_owned());
    let field = |part: &'static str, label: String, at: Option<domain::instant::Instant>| {
        let value = at.map(|at| at.to_minute().replace(' ', "T"));
        let id = [part, "-", code].concat();
        view! { <input class="input" id=id name=part type="datetime-local" value=value aria-label=label /> }
    };
    let start = field("starts", words::time_start(name), when.map(|when| when.start));
    let end = field("ends", words::time_end(name), when.map(|when| when.end));
    let label = words::time_save_for(name);
    view! {
        <li>
            <ActionForm action=action attr:class="office-time">
                <input type="hidden" name="exam" value=exam />
                <input type="hidden" name="subject" value=subject />
                <span>{word}</span>
                {start}
                {end}
                <button class="btn" type="submit" aria-label=label>
                    {words::time_save()}
                </button>
            </ActionForm>
        </li>
    }
    .still()
}

fn span(when: Window) -> String {
    [when.start.to_minute(), " – ".to_owned(), when.end.to_minute()].concat()
}
