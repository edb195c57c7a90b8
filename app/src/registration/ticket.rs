//! 准考证 on the screen: all that the paper says, to be read without a network once it was opened.

use domain::document::Sex;
use domain::instant::Window;
use leptos::prelude::*;

use super::api::ticket::{TicketView, load_ticket};
use super::registration_id;
use crate::paths;
use crate::ui::form::BottomAction;
use crate::ui::load::ask;
use crate::ui::moment::{clock, moment};
use crate::ui::still::Still;
use crate::ui::{Facts, Loaded, Page, SCHOOLS, Seal, Sheet, school_text};
use crate::words::ticket as words;

/// 准考证
#[component]
pub fn TicketPage() -> impl IntoView {
    let id = registration_id();
    let back = id.get_untracked();
    let back = back.map_or_else(|_| paths::registrations().to_owned(), |id| paths::registration(&id));
    let data = ask(move || id.get(), |id| async move { load_ticket(id?).await });
    view! {
        <Page title=words::title() back=back>
            <Loaded data=data view=ticket />
        </Page>
    }
}

fn ticket(view: TicketView) -> AnyView {
    let portrait = view.has_portrait.then(|| {
        let src = paths::ticket_portrait(&view.id);
        view! { <img class="ticket-portrait" src=src width="360" height="480" alt=words::portrait() /> }
    });
    let (place, facts) = (place(&view), facts(&view));
    let rules = view.rules.into_iter().map(|rule| view! { <li>{rule}</li> }).collect_view();
    view! {
        <Sheet>
            <div class="person">
                <p class="exam-title grow" lang=SCHOOLS>
                    {view.exam}
                </p>
                <Seal label=words::title() />
            </div>
            <div class="ticket-head">
                <div>
                    <p class="person-name" lang=SCHOOLS>
                        {view.name}
                    </p>
                    <p class="text-soft">{words::number()}</p>
                    <p class="sheet-title number">{view.number}</p>
                </div>
                {portrait}
            </div>
            {place}
            <Facts rows=facts />
        </Sheet>
        <Sheet title=words::code()>
            <div class="ticket-code" role="img" aria-label=words::code() inner_html=view.code></div>
            <p class="text-soft">{words::code_hint()}</p>
        </Sheet>
        <Sheet title=words::rules()>
            <ol class="numbered" lang=SCHOOLS>
                {rules}
            </ol>
        </Sheet>
        <p class="aside">{words::until(&moment(view.until))} " " {words::offline()}</p>
        <BottomAction>
            // Not a page of the router: the browser keeps the file.
            <a class="btn btn-primary btn-block" href=paths::ticket_pdf(&view.id) rel="external" download="">
                {words::download()}
            </a>
        </BottomAction>
    }
    .still()
}

/// What is looked for in the corridor.
fn place(view: &TicketView) -> AnyView {
    let cell = |label: &'static str, value: String| {
        view! {
            <div>
                <dt class="text-soft">{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <dl class="ticket-place">
            {cell(words::room(), view.room.clone())} {cell(words::seat(), view.seat.clone())}
            {cell(words::place(), view.place.clone())}
        </dl>
    }
    .still()
}

fn facts(view: &TicketView) -> Vec<(&'static str, AnyView)> {
    let sex = view.sex.map(|sex| match sex {
        Sex::Male => words::male(),
        Sex::Female => words::female(),
    });
    let time = view.sitting.map_or_else(|| words::time_unset().to_owned(), sitting);
    let mut rows = vec![
        (words::subject(), school_text(view.subject.clone())),
        (words::time(), time.still()),
        (words::document(), view.document.clone().still()),
    ];
    rows.extend(sex.map(|sex| (words::sex(), sex.still())));
    if !view.site.is_empty() {
        rows.push((words::site(), school_text(view.site.clone())));
        rows.push((words::address(), school_text(view.address.clone())));
    }
    rows
}

/// `12月19日 周六 09:00–11:00`
fn sitting(window: Window) -> String {
    [moment(window.start), "–".to_owned(), clock(window.end)].concat()
}
