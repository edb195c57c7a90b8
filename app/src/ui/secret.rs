//! Parts that pages about passwords and codes share.

use domain::document::normalise;
use domain::form::{Field, FieldProblems, Problem};
use domain::person::PasswordRule;
use leptos::prelude::*;

use crate::ui::field::TextField;
use crate::ui::form::Errors;
use crate::ui::moment::counting_down;
use crate::ui::still::Still;
use crate::words::account as words;

/// A new password and its repetition, with the rule before them.
#[component]
pub fn NewPassword(
    /// How long it may be.
    rule: PasswordRule,
    /// Label of the first field.
    label: &'static str,
    /// Label of the second.
    again: &'static str,
    /// Errors of their form.
    errors: Errors,
) -> AnyView {
    let PasswordRule { min_chars, max_chars } = rule;
    let hint = words::password_rule(&min_chars.to_string(), &max_chars.to_string());
    view! {
        <TextField
            field=Field::Password
            label=label
            hint=hint
            errors=errors
            kind="password"
            autocomplete="new-password"
        />
        <TextField
            field=Field::PasswordAgain
            label=again
            errors=errors
            kind="password"
            autocomplete="new-password"
        />
    }
    .still()
}

/// What the browser can know of a new password; how common it is, only the server does.
pub fn check_new_password(
    rule: PasswordRule,
    (password, again): (&str, &str),
    number: &str,
    phone: &str,
) -> Option<FieldProblems> {
    let mut problems = FieldProblems::default();
    let (number, phone) = (normalise(number), normalise(phone));
    problems.keep(Field::Password, rule.check(password, Some(&number), Some(&phone)).map_err(Problem::from));
    if password != again {
        problems.add(Field::PasswordAgain, Problem::PasswordsDiffer);
    }
    (!problems.is_empty()).then_some(problems)
}

/// Asks for another code once so many seconds have gone.
#[component]
pub fn ResendButton(
    /// Seconds until it can be used.
    seconds: i64,
    /// Its word once it can be used.
    again: &'static str,
    /// Its words until then, made of the seconds left.
    wait: fn(&str) -> String,
) -> AnyView {
    let left = counting_down(seconds);
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let word = move || match left.get() {
        0 => again.to_owned(),
        seconds => wait(&seconds.to_string()),
    };
    // Without WASM nothing counts down, so the button stays usable and the server says how long to wait.
    view! {
        <button class="btn btn-block" type="submit" disabled=move || { live.get() && left.get() > 0 }>
            {word}
        </button>
    }
    .still()
}
