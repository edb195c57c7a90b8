//! The two pictures, and 开始认证.

use domain::card::Side;
use domain::document::DocumentKind;
use domain::form::Field;
use domain::identity::PictureState;
use leptos::prelude::*;

use super::api::{IdentityView, StartCheck};
use super::drawing::CardOutline;
use super::{came_back_with, load_again_after};
use crate::error::AppError;
use crate::paths;
use crate::ui::photo::{Photo, PhotoForm};
use crate::ui::still::Still;
use crate::ui::{Badge, ErrorSummary, Form, Sheet, SubmitButton, Tone, unchecked};
use crate::words::identity as words;
use crate::words::messages as common;

/// Two places for pictures, those that are in already shown, and the button that begins the check.
pub fn pictures(view: &IdentityView, next: String) -> AnyView {
    let start = ServerAction::<StartCheck>::new();
    load_again_after(start, next.clone());
    let places = Places::new(view);
    let by_machine = view.by_machine;
    let label = Signal::derive(move || {
        let label = match places.state() {
            PictureState::Missing => words::begin_needs_both(),
            PictureState::Refused => words::begin_needs_new(),
            PictureState::In if by_machine => words::begin(),
            PictureState::In => words::begin_by_person(),
        };
        label.to_owned()
    });
    let left = by_machine.then(|| {
        let left = words::attempts_left(&view.attempts.left.to_string());
        view! { <p class="text-center text-soft tabular-nums" role="status">{left}</p> }
    });
    let disabled = Signal::derive(move || places.state() != PictureState::In);
    let unchecked = unchecked::<StartCheck>;
    view! {
        {two_sides(view, places, &next)}
        <Form action=start check=unchecked>
            <input type="hidden" name="next" value=next/>
            {left}
            <SubmitButton label pending=start.pending() disabled/>
        </Form>
    }
    .still()
}

/// Only the places, for somebody who waits for a person already.
pub fn more_pictures(view: &IdentityView, next: &str) -> AnyView {
    two_sides(view, Places::new(view), next)
}

/// Where the pictures of both sides stand on this page.
#[derive(Clone, Copy)]
struct Places([RwSignal<PictureState>; 2]);

impl Places {
    fn new(view: &IdentityView) -> Self {
        Self(view.pictures.map(RwSignal::new))
    }

    /// What stands in the way of both.
    fn state(self) -> PictureState {
        let [front, back] = self.0.map(|place| place.get());
        match (front, back) {
            (PictureState::Missing, _) | (_, PictureState::Missing) => PictureState::Missing,
            (PictureState::Refused, _) | (_, PictureState::Refused) => PictureState::Refused,
            (PictureState::In, PictureState::In) => PictureState::In,
        }
    }
}

fn two_sides(view: &IdentityView, places: Places, next: &str) -> AnyView {
    let error = RwSignal::new(came_back_with());
    let advice =
        [words::advice_edges(), words::advice_light(), words::advice_original(), words::capture_hint()];
    let is_card = view.kind == DocumentKind::ResidentId;
    let title = if is_card { words::pictures_title() } else { words::document_title() };
    let [front, back] = places.0;
    view! {
        <ErrorSummary errors=error.into()/>
        <Sheet title=title>
            <p class="font-semibold">{words::advice_title()}</p>
            <ul class="list-disc ps-5 text-soft">
                {advice.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
        </Sheet>
        <OneSide side=Side::Front place=front is_card next=next.to_owned() error/>
        <OneSide side=Side::Back place=back is_card next=next.to_owned() error/>
    }
    .still()
}

/// What a side is called and what it should show.
fn of_side(side: Side, is_card: bool) -> (Field, &'static str, &'static str) {
    match (side, is_card) {
        (Side::Front, true) => (Field::Front, common::field_front(), words::front_hint()),
        (Side::Back, true) => (Field::Back, common::field_back(), words::back_hint()),
        (Side::Front, false) => (Field::Front, words::document_front(), words::document_front_hint()),
        (Side::Back, false) => (Field::Back, words::document_back(), words::document_back_hint()),
    }
}

#[component]
fn OneSide(
    side: Side,
    place: RwSignal<PictureState>,
    is_card: bool,
    next: String,
    error: RwSignal<Option<AppError>>,
) -> AnyView {
    let code = side.code();
    let (field, label, hint) = of_side(side, is_card);
    let photo = Photo { name: "photo", field, label, hint };
    let state = move || {
        let (tone, word) = match place.get() {
            PictureState::In => (Tone::Ok, words::stored()),
            PictureState::Refused => (Tone::Warn, words::refused()),
            PictureState::Missing => (Tone::Draft, words::missing()),
        };
        view! { <Badge tone word/> }
    };
    let example = move || {
        if is_card { view! { <CardOutline side/> }.still() } else { view! { <span></span> }.still() }
    };
    let is_in = place.get_untracked() != PictureState::Missing;
    view! {
        <Sheet>
            {state}
            <PhotoForm
                action=paths::upload_card(code)
                photo
                example
                stored=is_in.then(|| paths::own_card(code))
                submit=words::upload()
                at_once=true
                error
                on_sent=Callback::new(move |_| place.set(PictureState::In))
            >
                <input type="hidden" name="next" value=next/>
            </PhotoForm>
        </Sheet>
    }
    .still()
}
