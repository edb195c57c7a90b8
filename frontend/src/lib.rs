//! The browser's entry point: takes over the page that the server has drawn.

mod worker;

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the WASM is there.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
    worker::begin();
}
