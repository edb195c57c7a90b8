//! What only the demo shows: messages in place of a phone, the specimen card, a payment page.

pub mod api;
mod messages;
mod pay;
pub mod specimen;

use leptos::prelude::*;

pub use messages::DemoPage;
pub use pay::DemoPayPage;

use crate::paths;
use crate::words::frame as words;

/// Whether this is the demo: the server knows, and has marked the document's root for the browser.
pub fn is_on() -> bool {
    #[cfg(feature = "ssr")]
    return use_context::<crate::ssr::Cx>().is_some_and(|cx| cx.is_demo());
    #[cfg(not(feature = "ssr"))]
    return document().document_element().is_some_and(|root| root.has_attribute("data-demo"));
}

/// Says on every page of the demo that it is one.
#[component]
pub fn DemoBanner() -> impl IntoView {
    is_on().then(|| {
        view! {
            <aside class="demo-banner">
                {words::demo_banner()} " " <a class="link" href=paths::demo()>
                    {words::demo_banner_link()}
                </a>
            </aside>
        }
    })
}
