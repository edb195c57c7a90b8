//! 改用人工核验: one tap, on every page of 实名认证 until it is passed.

use leptos::prelude::*;

use super::api::AskForPerson;
use super::load_again_after;
use crate::ui::still::Still;
use crate::ui::{Form, Sheet, quoting, unchecked};
use crate::words::identity as words;

/// The way to a person. `first` when it is the better way, so that its button is the page's own.
#[component]
pub fn AskPerson(
    /// Where to go on afterwards.
    next: String,
    /// Whether the machine has refused for the same reason before, or may not be asked any more.
    first: bool,
    /// Exams whose registration goes on only once a person has decided; empty where none waits.
    halted: String,
) -> AnyView {
    let ask = ServerAction::<AskForPerson>::new();
    load_again_after(ask, next.clone());
    let (text, class) = if first {
        (words::person_first(), "btn btn-primary btn-block")
    } else {
        (words::person_text(), "btn btn-block")
    };
    let onwards = if halted.is_empty() {
        words::person_goes_on().still()
    } else {
        quoting(&words::person_halts(&halted), &halted)
    };
    let unchecked = unchecked::<AskForPerson>;
    view! {
        <Sheet title=words::person_title()>
            <p class="text-soft">{text} " " {onwards}</p>
            <Form action=ask check=unchecked>
                <input type="hidden" name="next" value=next/>
                <button class=class type="submit">{words::person_ask()}</button>
            </Form>
        </Sheet>
    }
    .still()
}
