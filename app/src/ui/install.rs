//! 放到手机桌面, offered when somebody will want to come back: after the registration is handed in.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};

use crate::ui::Sheet;
use crate::ui::browser::Family;
use crate::ui::still::Still;
use crate::words::frame as words;

thread_local! {
    /// The browser's own offer, which must be kept to be shown later, and can be used once.
    static OFFER: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Keeps the browser's offer (`beforeinstallprompt`) for a better moment.
pub fn keep_offer(offer: JsValue) {
    OFFER.with_borrow_mut(|kept| *kept = Some(offer));
}

fn has_offer() -> bool {
    OFFER.with_borrow(Option::is_some)
}

/// Shows the browser's own question.
fn ask() {
    let Some(offer) = OFFER.take() else { return };
    let prompt = js_sys::Reflect::get(&offer, &JsValue::from_str("prompt"));
    if let Some(prompt) = prompt.ok().and_then(|prompt| prompt.dyn_into::<js_sys::Function>().ok()) {
        drop(prompt.call0(&offer));
    }
}

/// The offer; nothing where the browser has made none, but for Safari, which only tells how to do it oneself.
#[component]
pub fn Install(
    /// The reader's browser.
    browser: Family,
) -> AnyView {
    let offered = RwSignal::new(false);
    Effect::new(move |_| offered.set(has_offer()));
    let by_hand = browser == Family::SafariIos;
    view! {
        <div class="install" hidden=move || !(by_hand || offered.get())>
            <Sheet title=words::install_title()>
                <p>{words::install_text()}</p>
                {if by_hand {
                    view! { <p>{words::install_ios()}</p> }.still()
                } else {
                    view! {
                        <button class="btn btn-block" type="button" on:click=move |_| {
                            ask();
                            offered.set(false);
                        }>
                            {words::install()}
                        </button>
                    }
                    .still()
                }}
            </Sheet>
        </div>
    }
    .still()
}
