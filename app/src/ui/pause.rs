//! Waiting in the browser.

use wasm_bindgen_futures::JsFuture;

/// Lets so many milliseconds pass. Only in the browser.
pub async fn pause(milliseconds: i32) {
    let passed = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(passed).await;
}
