//! The check as a job: followed live, also after a reload, and without WASM by reloading.

use domain::identity::Identity;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::load_identity_state;
use super::load_again;
use crate::paths;
use crate::ui::pause::pause;
use crate::ui::still::Still;
use crate::ui::{BottomAction, Sheet};
use crate::words::identity as words;

/// Between two looks, in milliseconds.
const LOOK_EVERY_MS: i32 = 1_000;
/// After so many looks it is slower than announced.
const SLOW_LOOKS: u32 = 8;
/// For browsers without scripts; inside `noscript` the parser reads it only there.
const RELOAD: &str = r#"<meta http-equiv="refresh" content="2">"#;

/// What can be said while waiting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Saying {
    AsAnnounced,
    Slow,
    Lost,
}

/// Follows the check until it ends, then loads the page with its outcome.
#[component]
pub fn Waiting(
    /// Where to go on afterwards.
    next: String,
) -> AnyView {
    let saying = RwSignal::new(Saying::AsAnnounced);
    let href = paths::identity_then(&next);
    Effect::new(move |_| {
        let next = next.clone();
        spawn_local(async move {
            let mut looks = 0;
            // The signal is gone when the page is.
            while saying.try_get_untracked().is_some() {
                pause(LOOK_EVERY_MS).await;
                looks += 1;
                let now = match load_identity_state().await {
                    Ok(Identity::Checking { .. }) if looks > SLOW_LOOKS => Saying::Slow,
                    Ok(Identity::Checking { .. }) => Saying::AsAnnounced,
                    Ok(_) => return load_again(&next),
                    Err(_) => Saying::Lost,
                };
                saying.try_set(now);
            }
        });
    });
    let text = move || match saying.get() {
        Saying::AsAnnounced => words::checking_text(),
        Saying::Slow => words::checking_slow(),
        Saying::Lost => words::checking_lost(),
    };
    view! {
        <noscript inner_html=RELOAD></noscript>
        <Sheet title=words::checking_title()>
            <progress class="progress" aria-hidden="true"></progress>
            <p class="text-soft" role="status">{text}</p>
        </Sheet>
        <BottomAction>
            <a class="btn btn-block" rel="external" href=href>
                {words::checking_reload()}
            </a>
        </BottomAction>
    }
    .still()
}
