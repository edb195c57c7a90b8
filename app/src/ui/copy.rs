//! A value with a button that copies it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::ui::still::Still;
use crate::words::frame as words;

/// What came of copying.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copied {
    NotYet,
    Yes,
    /// The browser refused: the value is selected by a tap and copied by hand.
    No,
}

/// One row: label, value, and 复制 as soon as a script can do it. 已复制 appears only once the clipboard has said yes.
/// Without a script the value is selected by a tap.
#[component]
pub fn CopyRow(
    /// What it is.
    label: &'static str,
    /// What is copied.
    #[prop(into)]
    value: String,
    /// Its language, where it is not the page's.
    #[prop(optional, into)]
    lang: Option<&'static str>,
) -> AnyView {
    let able = RwSignal::new(false);
    let copied = RwSignal::new(Copied::NotYet);
    Effect::new(move |_| able.set(has_clipboard()));
    let copy = {
        let value = value.clone();
        move |_| {
            let written = JsFuture::from(window().navigator().clipboard().write_text(&value));
            spawn_local(async move {
                let outcome = if written.await.is_ok() { Copied::Yes } else { Copied::No };
                copied.try_set(outcome);
            });
        }
    };
    let word = move || match copied.get() {
        Copied::NotYet => words::copy(),
        Copied::Yes => words::copied(),
        Copied::No => words::copy_by_hand(),
    };
    view! {
        <div class="fact copy-row">
            <dt>{label}</dt>
            <dd class="copy-value" lang=lang>
                {value}
            </dd>
            // Within a list of terms there is nothing but terms and what they mean.
            <dd>
                <button
                    class="btn btn-sm"
                    type="button"
                    class:invisible=move || !able.get()
                    aria-label=move || [word(), " ", label].concat()
                    on:click=copy
                >
                    {word}
                </button>
            </dd>
        </div>
    }
    .still()
}

/// Old browsers have none, and none has it outside of a secure page.
fn has_clipboard() -> bool {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &JsValue::from_str("clipboard"));
    clipboard.is_ok_and(|clipboard| clipboard.is_object())
}
