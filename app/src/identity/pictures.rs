//! The two pictures, and 开始认证.

use domain::card::Side;
use domain::form::Field;
use leptos::prelude::*;

use super::api::{IdentityView, StartCheck};
use super::drawing::CardOutline;
use super::{came_back_with, load_again_after};
use crate::error::AppError;
use crate::messages;
use crate::paths;
use crate::ui::photo::{Photo, PhotoForm};
use crate::ui::still::Still;
use crate::ui::{Badge, ErrorSummary, Form, Sheet, SubmitButton, Tone, unchecked};
use crate::words::identity as words;

/// Two places for pictures, those that are in already shown, and the button that begins the check.
pub fn pictures(view: &IdentityView, next: String) -> AnyView {
    let start = ServerAction::<StartCheck>::new();
    load_again_after(start, next.clone());
    let error = RwSignal::new(came_back_with());
    let (front, back) = (RwSignal::new(view.front), RwSignal::new(view.back));
    let ready = Memo::new(move |_| front.get() && back.get());
    let advice = [words::advice_edges(), words::advice_light(), words::advice_original()];
    let label = Signal::derive(move || {
        let label = if ready.get() { words::begin() } else { words::begin_needs_both() };
        label.to_owned()
    });
    let unchecked = unchecked::<StartCheck>;
    view! {
        <ErrorSummary errors=error.into()/>
        <Sheet title=words::pictures_title()>
            <p class="font-semibold">{words::advice_title()}</p>
            <ul class="list-disc ps-5 text-soft">
                {advice.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
        </Sheet>
        <OneSide side=Side::Front is_in=front next=next.clone() error/>
        <OneSide side=Side::Back is_in=back next=next.clone() error/>
        <Form action=start check=unchecked>
            <input type="hidden" name="next" value=next/>
            <SubmitButton label pending=start.pending() disabled=Signal::derive(move || !ready.get())/>
        </Form>
    }
    .still()
}

#[component]
fn OneSide(side: Side, is_in: RwSignal<bool>, next: String, error: RwSignal<Option<AppError>>) -> AnyView {
    let (code, field, hint) = match side {
        Side::Front => ("front", Field::Front, words::front_hint()),
        Side::Back => ("back", Field::Back, words::back_hint()),
    };
    let photo = Photo { name: "photo", field, label: messages::field(field), hint };
    let state = move || {
        let (tone, word) =
            if is_in.get() { (Tone::Ok, words::stored()) } else { (Tone::Draft, words::missing()) };
        view! { <Badge tone word/> }
    };
    view! {
        <Sheet>
            {state}
            <PhotoForm
                action=paths::upload_card(code)
                photo
                example=move || view! { <CardOutline side/> }
                stored=is_in.get_untracked().then(|| paths::own_card(code))
                submit=words::upload()
                at_once=true
                error
                on_sent=Callback::new(move |_| is_in.set(true))
            >
                <input type="hidden" name="next" value=next/>
            </PhotoForm>
        </Sheet>
    }
    .still()
}
