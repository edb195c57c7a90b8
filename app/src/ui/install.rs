//! 放到手机桌面, offered when somebody will want to come back: after the registration is handed in.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};

use crate::ui::Sheet;
use crate::ui::browser::Family;
use crate::ui::still::Still;
use crate::words::frame as words;

/// On the window: the browser's own offer (`beforeinstallprompt`), which comes before the program does. The page's script
/// keeps it for a better moment; it can be used once.
const OFFER: &str = "offer";

fn offer() -> Option<JsValue> {
    js_sys::Reflect::get(&window(), &OFFER.into()).ok().filter(JsValue::is_object)
}

/// Shows the browser's own question.
fn ask() {
    let Some(offer) = offer() else { return };
    drop(js_sys::Reflect::set(&window(), &OFFER.into(), &JsValue::NULL));
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
    Effect::new(move |_| offered.set(offer().is_some()));
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
