//! The browser's entry point: takes over the page that the server has drawn.

mod worker;

use app::words::{self, Book};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

/// Called by the page once the WASM is there.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    spawn_local(async {
        words::load(Book::First).await;
        if needs_more_words() {
            words::load(Book::Rest).await;
        }
        leptos::mount::hydrate_lazy(app::App);
        worker::begin();
    });
}

/// The home page shows what the first book says, unless it tells why a form was refused, which stands in its address.
fn needs_more_words() -> bool {
    let location = leptos::prelude::window().location();
    location.pathname().is_ok_and(|path| path != app::paths::home())
        || location.search().is_ok_and(|query| !query.is_empty())
}
