//! What stands in the place of every page inside `WeChat`, whose own browser neither opens the camera for us nor hands over
//! pictures: where to tap, and the address. It is all of the answer, so nothing lies behind it that could be reached.

use leptos::prelude::*;
use leptos_meta::HashedStylesheet;

use crate::ssr::{Cx, Display, text_size};
use crate::words::{frame, spoken, wechat as words};

/// The page. `address` is that of the page that was asked for, as another browser opens it.
pub fn page(options: &LeptosOptions, cx: &Cx, display: Display, address: String) -> String {
    let options = options.clone();
    let school = cx.school().name.clone();
    display.with(|| {
        view! {
            <!DOCTYPE html>
            <html lang=spoken().code() data-text=text_size().code()>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                    <meta name="color-scheme" content="light dark" />
                    <title>{frame::head_title(words::title())}</title>
                    <HashedStylesheet options=options />
                    // Reveals the button; without it the address is copied by hand.
                    <script src="/copy.js" defer></script>
                </head>
                <body>
                    <div class="page">
                        <main id="main" class="page-body">
                            {way(&school)}
                            {taken_along(address)}
                        </main>
                    </div>
                </body>
            </html>
        }
        .to_html()
    })
}

/// The arrow to the corner, and the two steps.
fn way(school: &str) -> impl IntoView + use<> {
    view! {
        <svg class="to-corner" viewBox="0 0 96 72" aria-hidden="true">
            <path
                d="M8 68C10 36 38 14 84 10M64 3l22 7-13 19"
                fill="none"
                stroke="currentColor"
                stroke-width="4"
                stroke-linecap="round"
                stroke-linejoin="round"
            />
        </svg>
        <p class="text-soft">{frame::app_name(school)}</p>
        <h1 class="portal">{words::title()}</h1>
        <ol class="numbered corner-steps">
            <li>{words::step_1()}</li>
            <li>{words::step_2()}</li>
        </ol>
        <p>{words::why()}</p>
    }
}

/// The address, and the button that copies it.
fn taken_along(address: String) -> impl IntoView {
    view! {
        <section class="sheet">
            <h2 class="sheet-title">{words::address_title()}</h2>
            <p id="address" class="select-all">
                {address}
            </p>
            <button
                id="copy"
                class="btn btn-primary btn-block"
                type="button"
                hidden
                aria-live="polite"
                data-copied=frame::copied()
                data-by-hand=frame::copy_by_hand()
            >
                {words::copy()}
            </button>
            <p class="aside">{words::paste()}</p>
        </section>
    }
}
