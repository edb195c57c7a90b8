//! 考场材料: what is printed of a site or a room, what was ordered, whose name no typeface draws. And the portal's poster.

mod batches;
mod poster;

pub use poster::PosterPage;

use domain::id::ExamId;
use domain::print::PaperKind;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

use super::api::{ExamPrints, Me, OrderPrints, PrintsView, SitePrints, load_prints};
use super::frame::{Entry, Office};
use super::parts::{exam_choice, tick};
use crate::error::AppError;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Sheet, errors_of};
use crate::words::office_print as words;

/// 考场材料
#[component]
pub fn PrintsPage() -> impl IntoView {
    let order = ServerAction::<OrderPrints>::new();
    let query = use_query_map();
    let exam = move || query.with(|query| query.get("exam").and_then(|id| ExamId::try_from(id).ok()));
    // Only what was ordered is asked for again: what was ticked and refused stays ticked.
    let times = RwSignal::new(0_u32);
    count_kept(order, times);
    let data = ask(move || (exam(), times.get()), |(exam, _)| load_prints(exam));
    let view = move |_: Me, view: PrintsView| prints(order, &view);
    view! { <Office title=words::title() entry=Entry::Papers data=data view=view /> }
}

/// Counts up whenever an act went well, each time anew.
pub(super) fn count_kept<S>(action: ServerAction<S>, times: RwSignal<u32>)
where
    S: ServerFn<Output = (), Error = AppError> + Clone + Send + Sync + 'static,
{
    let value = action.value();
    Effect::new(move |_| {
        if value.with(|value| matches!(value, Some(Ok(())))) {
            times.update(|times| *times += 1);
        }
    });
}

fn prints(order: ServerAction<OrderPrints>, view: &PrintsView) -> AnyView {
    let Some(chosen) = &view.chosen else {
        return view! {
            <Sheet>
                <p class="empty">{words::no_exam()}</p>
            </Sheet>
        }
        .still();
    };
    let choice = exam_choice(paths::admin_papers(), &view.exams, &chosen.exam, None);
    let form = if chosen.sites.is_empty() { not_frozen() } else { form(order, chosen) };
    let batches = batches::batches(chosen.exam.clone(), chosen.batches.clone());
    view! {
        <ErrorSummary errors=errors_of(order) />
        {choice}
        {form}
        {batches}
    }
    .still()
}

fn not_frozen() -> AnyView {
    view! {
        <Sheet title=words::order_title()>
            <p class="empty">{words::not_frozen()}</p>
        </Sheet>
    }
    .still()
}

fn form(action: ServerAction<OrderPrints>, chosen: &ExamPrints) -> AnyView {
    let exam = chosen.exam.as_str().to_owned();
    let places = chosen.sites.iter().map(site_options).collect_view();
    let papers = PaperKind::ALL.map(|kind| tick(field(kind), name(kind), false)).into_iter().collect_view();
    view! {
        <Sheet title=words::order_title()>
            <p>{words::order_lead()}</p>
            <ActionForm action=action>
                <input type="hidden" name="exam" value=exam />
                <p class="office-filter">
                    <label for="place">{words::place()}</label>
                    <select class="select" id="place" name="place">
                        {places}
                    </select>
                </p>
                <fieldset>
                    <legend>{words::papers()}</legend>
                    {papers}
                </fieldset>
                <p class="office-filter">
                    <label for="packing">{words::packing()}</label>
                    <select class="select" id="packing" name="packing">
                        <option value="pdf">{words::packing_pdf()}</option>
                        <option value="zip">{words::packing_zip()}</option>
                    </select>
                </p>
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::order()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}

/// A site as a whole, then each of its rooms.
fn site_options(site: &SitePrints) -> AnyView {
    let people: usize = site.rooms.iter().map(|(_, _, people)| people).sum();
    let name = if site.name.is_empty() { words::the_site().to_owned() } else { site.name.clone() };
    let all = words::all_rooms(&name, &site.rooms.len().to_string(), &people.to_string());
    let rooms = site.rooms.iter().map(|(number, place, people)| {
        let label = words::one_room(&format!("{number:03}"), place, &people.to_string());
        view! { <option value=[&site.code, "/", &number.to_string()].concat()>{label}</option> }
    });
    view! {
        <optgroup label=name.clone()>
            <option value=[&site.code, "/"].concat()>{all}</option>
            {rooms.collect_view()}
        </optgroup>
    }
    .still()
}

/// The name of a paper's box in the form.
fn field(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Tickets => "papers[tickets]",
        PaperKind::DoorList => "papers[door_list]",
        PaperKind::SeatMap => "papers[seat_map]",
        PaperKind::DeskLabels => "papers[desk_labels]",
        PaperKind::SignIn => "papers[sign_in]",
        PaperKind::PhotoSheet => "papers[photo_sheet]",
        PaperKind::Incident => "papers[incident]",
    }
}

/// What a paper is called.
fn name(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Tickets => words::tickets(),
        PaperKind::DoorList => words::door_list(),
        PaperKind::SeatMap => words::seat_map(),
        PaperKind::DeskLabels => words::desk_labels(),
        PaperKind::SignIn => words::sign_in(),
        PaperKind::PhotoSheet => words::photo_sheet(),
        PaperKind::Incident => words::incident(),
    }
}
