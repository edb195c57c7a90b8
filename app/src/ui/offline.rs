//! What a phone shows that has no network: which of one's own pages it has kept.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::paths;
use crate::ui::still::Still;
use crate::ui::{Notice, Page, Sheet, Tone};
use crate::words::frame as words;

/// In the place of every page that cannot be had. The service worker keeps it; it is nobody's own.
#[component]
pub fn OfflinePage() -> AnyView {
    let again = RwSignal::new(paths::home().to_owned());
    let query = use_query_map();
    // The page that is kept was drawn for no address: only here is it known which one was asked for.
    Effect::new(move |_| {
        if let Some(wanted) = paths::safe_next(query.get_untracked().get("to").as_deref()) {
            again.set(wanted.to_owned());
        }
    });
    view! {
        <Page title=words::offline_title()>
            <Sheet>
                <Notice tone=Tone::Warn>
                    <p role="alert">{words::offline_lead()}</p>
                </Notice>
                <p>{words::offline_works()}</p>
                <a class="btn btn-block" href=paths::registrations() rel="external">{words::to_registrations()}</a>
                <a class="btn btn-primary btn-block" href=again rel="external">{words::offline_retry()}</a>
            </Sheet>
        </Page>
    }
    .still()
}
