//! 我的报名.

use domain::registration::State;
use leptos::prelude::*;

use super::api::mine::{RegistrationCard, load_registrations};
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{Badge, Loaded, Mark, Page, SCHOOLS, Shape, Sheet, Tab, Tone};
use crate::words::registration as words;

/// 我的报名
#[component]
pub fn RegistrationsPage() -> impl IntoView {
    let data = ask(|| (), |()| load_registrations());
    view! {
        <Page title=words::list_title() tab=Tab::Registrations>
            <Loaded data=data view=list />
        </Page>
    }
}

fn list(registrations: Vec<RegistrationCard>) -> AnyView {
    if registrations.is_empty() {
        return view! {
            <Sheet>
                <p class="empty">{words::empty()}</p>
                <a class="btn btn-primary btn-block" href=paths::home()>
                    {words::to_home()}
                </a>
            </Sheet>
        }
        .still();
    }
    registrations.into_iter().map(line).collect_view().still()
}

/// Colour and word of a state.
pub fn state_badge(state: State) -> AnyView {
    view! { <Badge tone=tone(state) word=messages::state(state) /> }.still()
}

fn tone(state: State) -> Tone {
    match state {
        State::Draft | State::Discarded { .. } | State::Withdrawn { .. } => Tone::Draft,
        State::AwaitingPayment { .. } | State::Submitted { .. } | State::UnderReview { .. } => Tone::Wait,
        State::Approved { .. } | State::Admitted { .. } => Tone::Ok,
        State::Returned { .. } | State::Rejected { .. } | State::Expired { .. } => Tone::Warn,
    }
}

fn line(card: RegistrationCard) -> AnyView {
    view! {
        <a class="sheet card-link" href=paths::registration(&card.id)>
            <span class="grow">
                <span class="exam-title" lang=SCHOOLS>
                    {card.exam}
                </span>
                <span class="badges">
                    {state_badge(card.state)} <span class="text-soft">{words::begun_at(&moment(card.created))}</span>
                </span>
            </span>
            <Mark shape=Shape::Onward />
        </a>
    }
    .still()
}
