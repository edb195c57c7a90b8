//! A value with a button that copies it.

use leptos::prelude::*;

use crate::ui::still::Still;
use crate::words::frame as words;

/// One row: label, value, and 复制 as soon as a script can do it. Without one the value is selected by a tap.
#[component]
pub fn CopyRow(
    /// What it is.
    label: &'static str,
    /// What is copied.
    #[prop(into)]
    value: String,
) -> AnyView {
    let able = RwSignal::new(false);
    let copied = RwSignal::new(false);
    Effect::new(move |_| able.set(window().is_secure_context()));
    let copy = {
        let value = value.clone();
        move |_| {
            // The promise only fails when the page has lost the focus; the value stays selectable.
            let _ = window().navigator().clipboard().write_text(&value);
            copied.set(true);
        }
    };
    let word = move || if copied.get() { words::copied() } else { words::copy() };
    view! {
        <div class="fact copy-row">
            <dt>{label}</dt>
            <dd class="copy-value">{value}</dd>
            <button
                class="btn btn-sm"
                type="button"
                hidden=move || !able.get()
                aria-label=move || [word(), " ", label].concat()
                on:click=copy
            >
                {word}
            </button>
        </div>
    }
    .still()
}
