//! 人工核验 of the face, as its pages show it: the way to it, waiting for it, and how it ended.

use domain::face::{FaceCheck, FaceReturn, WhyPerson};
use domain::id::RegistrationId;
use domain::instant::Instant;
use leptos::prelude::*;

use super::api::AskPerson;
use crate::messages;
use crate::paths;
use crate::registration::api::Road;
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{Badge, BottomLink, Form, Notice, Sheet, Tone, help, unchecked};
use crate::words::face as words;

/// 不想刷脸？改用人工核验: one tap, with and without WASM, from the start.
#[component]
pub fn HumanWay(
    /// Which registration.
    id: RegistrationId,
    /// Telephone for help.
    hotline: String,
    /// Whether it is the only way now.
    only: bool,
) -> AnyView {
    let ask = ServerAction::<AskPerson>::new();
    let (class, label) = if only {
        ("btn btn-primary btn-block", words::person_button_only())
    } else {
        ("btn btn-block", words::person_button())
    };
    view! {
        <Form action=ask check={unchecked::<AskPerson>}>
            <input type="hidden" name="id" value=id.to_string()/>
            <button class=class type="submit" disabled=move || ask.pending().get()>{label}</button>
            <p class="text-soft">{words::person_hint()} " " {help::tappable(&words::person_help(&hotline))}</p>
        </Form>
    }
    .still()
}

/// 已转人工核验: why, and that nobody has to wait here.
pub fn waiting(why: WhyPerson, since: Option<Instant>, next: String) -> AnyView {
    let since = since.map(|since| view! { <p class="text-soft">{words::waiting_since(&moment(since))}</p> });
    view! {
        <Sheet>
            <div class="grid gap-2" role="status">
                <Badge tone=Tone::Wait word=words::waiting_title()/>
                <p>{words::waiting_why(messages::why_person(why))}</p>
                <p>{words::waiting_text()}</p>
                {since}
            </div>
        </Sheet>
        <BottomLink href=next label=words::onwards()/>
    }
    .still()
}

/// 人工核验没有通过: why, and that both ways stand open again.
pub fn returned(reason: FaceReturn) -> AnyView {
    view! {
        <Notice tone=Tone::Warn>
            <div role="alert">
                <p class="font-semibold">{words::returned_title()}</p>
                <p>{messages::face_return(reason)}</p>
                <p>{words::returned_text()}</p>
            </div>
        </Notice>
    }
    .still()
}

/// What 报名详情 says of the face check: nothing, unless a person has it or has sent it back.
pub fn face_note(road: &Road, face: FaceCheck) -> Option<AnyView> {
    match face {
        FaceCheck::None | FaceCheck::Passed { .. } | FaceCheck::PassedByPerson { .. } => None,
        FaceCheck::WaitingForPerson { .. } => {
            Some(view! { <Notice tone=Tone::Wait><p>{words::note_waiting()}</p></Notice> }.still())
        }
        FaceCheck::RefusedByPerson { reason, .. } => Some(
            view! {
                {returned(reason)}
                <a class="btn btn-primary btn-block" href=paths::face(&road.id)>{words::returned_link()}</a>
            }
            .still(),
        ),
    }
}
