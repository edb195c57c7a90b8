//! The two pictures, and 开始认证.

use domain::card::Side;
use domain::form::Field;
use leptos::prelude::*;

use super::api::{IdentityView, StartCheck};
use super::drawing::CardOutline;
use super::{Again, came_back_with};
use crate::error::AppError;
use crate::messages;
use crate::paths;
use crate::ui::photo::{Photo, PhotoForm};
use crate::ui::{Badge, ErrorSummary, Form, Sheet, SubmitButton, Tone, unchecked};
use crate::words::identity as words;

/// Two places for pictures and the button that begins the check.
#[component]
pub fn Pictures(
    /// What is in already.
    view: IdentityView,
    /// Where to go on afterwards.
    next: String,
) -> AnyView {
    let start = ServerAction::<StartCheck>::new();
    let error = RwSignal::new(came_back_with());
    let ready = view.front && view.back;
    let advice = [words::advice_edges(), words::advice_light(), words::advice_original()];
    let label = if ready { words::begin() } else { words::begin_needs_both() };
    let unchecked = unchecked::<StartCheck>;
    view! {
        <ErrorSummary errors=error.into()/>
        <Sheet title=words::pictures_title()>
            <p class="font-semibold">{words::advice_title()}</p>
            <ul class="list-disc ps-5 text-soft">
                {advice.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
        </Sheet>
        <OneSide side=Side::Front is_in=view.front next=next.clone() error/>
        <OneSide side=Side::Back is_in=view.back next=next.clone() error/>
        <Form action=start check=unchecked>
            <input type="hidden" name="next" value=next/>
            <SubmitButton label pending=start.pending() disabled=!ready/>
        </Form>
    }
    .into_any()
}

#[component]
fn OneSide(side: Side, is_in: bool, next: String, error: RwSignal<Option<AppError>>) -> AnyView {
    let (code, field, hint) = match side {
        Side::Front => ("front", Field::Front, words::front_hint()),
        Side::Back => ("back", Field::Back, words::back_hint()),
    };
    let Again(again) = expect_context();
    let photo = Photo { name: "photo", field, label: messages::field(field), hint };
    let (tone, state) = if is_in { (Tone::Ok, words::stored()) } else { (Tone::Draft, words::missing()) };
    view! {
        <Sheet>
            <Badge tone word=state/>
            <PhotoForm
                action=paths::upload_card(code)
                photo
                example=move || view! { <CardOutline side/> }
                stored=is_in.then(|| paths::own_card(code))
                submit=words::upload()
                at_once=true
                error
                on_sent=Callback::new(move |_| again.run(()))
            >
                <input type="hidden" name="next" value=next/>
            </PhotoForm>
        </Sheet>
    }
    .into_any()
}
