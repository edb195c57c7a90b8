//! The service worker (`public/sw.js`) from the page's side: registered once the page stands, asked for news when the page
//! is looked at again, and heard.

use app::ui::pause::pause;
use leptos::prelude::{document, window};
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, MessageEvent, ServiceWorkerContainer, ServiceWorkerRegistration, VisibilityState};

/// Milliseconds between two questions whether the server answers again.
const ASK_AGAIN: i32 = 2_000;

const PROGRAM: &str = "/sw.js?language=";

/// Milliseconds until a worker of another language takes over: while it does, Chromium may leave a page that is asked for at
/// that moment without an answer, and whoever has just chosen a language may choose again.
const SETTLED: i32 = 10_000;

/// On the root: what is shown was kept, and is not what the server says now.
const KEPT: &str = "data-kept";
/// On the root: the phone has no network; what is shown is what was shown before.
const OFFLINE: &str = "data-offline";
/// On the root: the server has another build than this page.
const NEW_BUILD: &str = "data-new-build";

/// Begins. Browsers without service workers, and pages that did not come over HTTPS, have everything but what is kept.
pub fn begin() {
    listen(window().as_ref(), "offline", |_| mark(OFFLINE));
    listen(window().as_ref(), "online", |_| unmark(OFFLINE));
    spawn_local(ask_again());
    let Some(container) = container() else { return };
    listen(container.as_ref(), "message", |event| hear(&event));
    // It may have told its build before anybody listened.
    if let Some(worker) = container.controller() {
        drop(worker.post_message(&JsValue::NULL));
    }
    let program = [PROGRAM, app::words::spoken().code()].concat();
    let is_other = container.controller().is_some_and(|worker| !worker.script_url().ends_with(&program));
    spawn_local(async move {
        if is_other {
            pause(SETTLED).await;
        }
        let Ok(registered) = JsFuture::from(container.register(&program)).await else { return };
        let registered: ServiceWorkerRegistration = registered.unchecked_into();
        listen(document().as_ref(), "visibilitychange", move |_| {
            if document().visibility_state() == VisibilityState::Visible {
                drop(registered.update());
            }
        });
    });
}

/// What was kept is asked for again as soon as the server answers; nothing can be typed on these pages. The browser's own news
/// of a network is not enough: it comes before the network does, and before this program listens.
async fn ask_again() {
    loop {
        pause(ASK_AGAIN).await;
        if is_marked(KEPT) && JsFuture::from(window().fetch_with_str(app::paths::alive())).await.is_ok() {
            drop(window().location().reload());
        }
    }
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    let there = js_sys::Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    there.then(|| navigator.service_worker())
}

/// As long as the page lives.
pub fn listen(target: &web_sys::EventTarget, event: &str, heard: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(heard);
    drop(target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()));
    closure.forget();
}

/// `kept`, or `build` and the name of the worker's build.
fn hear(event: &Event) {
    let said = event.unchecked_ref::<MessageEvent>().data().as_string().unwrap_or_default();
    let Some(root) = document().document_element() else { return };
    let own = root.get_attribute("data-build").unwrap_or_default();
    match said.strip_prefix("build ") {
        Some(build) if build != own => mark(NEW_BUILD),
        Some(_) => {}
        None => mark(KEPT),
    }
}

fn mark(name: &str) {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute(name, ""));
    }
}

fn is_marked(name: &str) -> bool {
    document().document_element().is_some_and(|root| root.has_attribute(name))
}

fn unmark(name: &str) {
    if let Some(root) = document().document_element() {
        drop(root.remove_attribute(name));
    }
}
