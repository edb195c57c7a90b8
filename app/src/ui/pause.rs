//! Waiting in the browser.

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// Lets so many milliseconds pass. Only in the browser.
pub async fn pause(milliseconds: i32) {
    let _ = JsFuture::from(paused(milliseconds)).await;
}

/// Comes true, as `undefined`, after so many milliseconds. Only in the browser.
pub fn paused(milliseconds: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    })
}
