//! Sending a multipart form with progress. `fetch` tells nothing about how much has gone out; this does.

use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

use crate::error::AppError;
use crate::wire;

/// How it ended.
pub enum Sent {
    /// The server's answer, a JSON text.
    Answered(String),
    /// The server said no.
    Refused(AppError),
    /// The network broke, or the visitor cancelled.
    Lost,
}

/// One upload on its way.
#[derive(Clone)]
pub struct Upload(XmlHttpRequest);

impl Upload {
    /// Not yet begun; none in a browser without uploads. Only in the browser.
    pub fn new() -> Option<Self> {
        XmlHttpRequest::new().ok().map(Self)
    }

    /// Sends the form; `progress` hears the percentage that has gone out.
    pub async fn send(&self, url: &str, form: &FormData, progress: impl Fn(u32) + 'static) -> Sent {
        let request = &self.0;
        let told =
            Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| progress(percent(&event)));
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
        }
        let ended = js_sys::Promise::new(&mut |resolve, reject| {
            request.set_onloadend(Some(&resolve));
            let begun = request
                .open_with_async("POST", url, true)
                .and_then(|()| request.set_request_header("Accept", "application/json"))
                .and_then(|()| request.send_with_opt_form_data(Some(form)));
            if begun.is_err() {
                let _ = reject.call0(&reject);
            }
        });
        match JsFuture::from(ended).await {
            Ok(_) => self.outcome(),
            Err(_) => Sent::Lost,
        }
    }

    /// Stops it; `send` then ends with [`Sent::Lost`].
    pub fn cancel(&self) {
        let _ = self.0.abort();
    }

    fn outcome(&self) -> Sent {
        let text = self.0.response_text().ok().flatten().unwrap_or_default();
        match self.0.status() {
            Ok(200..=299) => Sent::Answered(text),
            Ok(0) | Err(_) => Sent::Lost,
            Ok(_) => Sent::Refused(wire::read(&text).unwrap_or(AppError::Unreachable)),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
fn percent(event: &ProgressEvent) -> u32 {
    if event.total() > 0.0 { (event.loaded() / event.total() * 100.0) as u32 } else { 0 }
}
