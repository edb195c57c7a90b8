//! 编排考场: times, rooms, the arrangement and its violations, freezing, late additions.

mod plan;
mod room;
mod times;

use domain::id::ExamId;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{
    ArchiveSeating, ArrangeSeating, ExamSeating, FreezeSeating, Me, RemoveSeatingRoom, SaveSeatingRoom,
    SeatLatecomer, SeatingView, SetSeatingTime, SwapSeats, load_seating,
};
use super::frame::{Entry, Office};
use super::parts::{exam_choice, line, tick};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Sheet, errors_of};
use crate::words::office_seating as words;
use domain::staff::Permission;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    room: ServerAction<SaveSeatingRoom>,
    remove: ServerAction<RemoveSeatingRoom>,
    arrange: ServerAction<ArrangeSeating>,
    freeze: ServerAction<FreezeSeating>,
    late: ServerAction<SeatLatecomer>,
    swap: ServerAction<SwapSeats>,
    sitting: ServerAction<SetSeatingTime>,
    archive: ServerAction<ArchiveSeating>,
}

/// 编排考场
#[component]
pub fn SeatingPage() -> impl IntoView {
    let acts = Acts {
        room: ServerAction::new(),
        remove: ServerAction::new(),
        arrange: ServerAction::new(),
        freeze: ServerAction::new(),
        late: ServerAction::new(),
        swap: ServerAction::new(),
        sitting: ServerAction::new(),
        archive: ServerAction::new(),
    };
    let query = use_query_map();
    let wanted = move || {
        let versions = [
            acts.room.version(),
            acts.remove.version(),
            acts.arrange.version(),
            acts.freeze.version(),
            acts.late.version(),
            acts.swap.version(),
            acts.sitting.version(),
            acts.archive.version(),
        ];
        let wanted = query.with(|query| {
            let exam = query.get("exam").and_then(|id| ExamId::try_from(id).ok());
            (exam, query.get("site"), query.get("room").and_then(|room| room.parse::<u16>().ok()))
        });
        (wanted, versions.map(|version| version.get()))
    };
    let data = ask(wanted, |((exam, site, room), _)| load_seating(exam, site, room));
    let view = move |me: Me, view: SeatingView| seating(acts, &me, view);
    view! { <Office title=words::title() entry=Entry::Seating data=data view=view /> }
}

fn seating(acts: Acts, me: &Me, view: SeatingView) -> AnyView {
    let Some(chosen) = view.chosen else {
        return view! {
            <Sheet>
                <p class="empty">{words::no_exam()}</p>
            </Sheet>
        }
        .still();
    };
    let arranges = me.may(Permission::ArrangeSeating);
    let is_draft = chosen.plan.as_ref().is_none_or(|plan| plan.state == "draft");
    let choice = exam_choice(paths::admin_seating(), &view.exams, &chosen.exam, None);
    let rooms = room::rooms(acts.remove, &chosen, arranges);
    let add = arranges.then(|| room::form(acts.room, &chosen));
    let arrange = (arranges && is_draft).then(|| arrange_form(acts.arrange, &chosen));
    let shown = chosen.plan.as_ref().map(|found| plan::plan(&chosen, found));
    let draft = chosen.plan.as_ref().filter(|plan| arranges && plan.state == "draft");
    let freeze = draft.map(|found| plan::freeze_form(acts.freeze, &chosen, found));
    let published = chosen.plan.as_ref().filter(|plan| arranges && plan.state == "published");
    let swap = published.map(|found| plan::swap_form(acts.swap, &chosen.exam, found));
    let archive = published.map(|_| plan::archive_form(acts.archive, &chosen.exam));
    let late = (!is_draft).then(|| plan::late(acts.late, &chosen, arranges));
    view! {
        <ErrorSummary errors=errors_of(acts.room) />
        <ErrorSummary errors=errors_of(acts.remove) />
        <ErrorSummary errors=errors_of(acts.arrange) />
        <ErrorSummary errors=errors_of(acts.freeze) />
        <ErrorSummary errors=errors_of(acts.late) />
        <ErrorSummary errors=errors_of(acts.swap) />
        <ErrorSummary errors=errors_of(acts.sitting) />
        <ErrorSummary errors=errors_of(acts.archive) />
        {choice}
        {times::times(acts.sitting, &chosen, arranges)}
        {rooms}
        {add}
        {arrange}
        {shown}
        {freeze}
        {late}
        {swap}
        {archive}
    }
    .still()
}

fn arrange_form(action: ServerAction<ArrangeSeating>, chosen: &ExamSeating) -> AnyView {
    let exam = chosen.exam.as_str().to_owned();
    let lead = words::arrange_lead(&chosen.waiting.len().to_string());
    view! {
        <Sheet title=words::arrange_title()>
            <p>{lead}</p>
            <ActionForm action=action>
                <input type="hidden" name="exam" value=exam />
                <p class="office-filter">
                    <label for="order">{words::order()}</label>
                    <select class="select" id="order" name="order">
                        <option value="random">{words::order_random()}</option>
                        <option value="snake">{words::order_snake()}</option>
                    </select>
                </p>
                {line("seed", words::seed(), Some(words::seed_hint()), "")}
                {tick("apart", words::apart(), true)}
                {tick("mixed", words::mixed(), true)}
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::arrange()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}
