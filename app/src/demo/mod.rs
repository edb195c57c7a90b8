//! What only the demo shows: messages in place of a phone, the specimen card, a payment page.

pub mod api;
mod messages;
mod pay;
pub mod specimen;

use leptos::prelude::*;

pub use messages::DemoPage;
pub use pay::DemoPayPage;

use crate::error::AppError;
use crate::paths;
use crate::words::demo as words;

/// Whether this is the demo, asked once for all pages.
#[derive(Clone, Copy)]
pub struct DemoMode(Resource<Result<bool, AppError>>);

impl DemoMode {
    /// Asks, and lets every page know.
    pub fn provide() {
        provide_context(Self(Resource::new_blocking(|| (), |()| api::is_demo())));
    }
}

/// Says on every page of the demo that it is one.
#[component]
pub fn DemoBanner() -> impl IntoView {
    let mode = use_context::<DemoMode>();
    let banner = || {
        view! {
            <p class="demo-banner">
                {words::banner()} " " <a class="link" href=paths::demo()>
                    {words::banner_link()}
                </a>
            </p>
        }
    };
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let on = match mode {
                    Some(DemoMode(asked)) => asked.await.unwrap_or(false),
                    None => false,
                };
                on.then(banner)
            })}
        </Suspense>
    }
}
