//! 大字 and 语言, in the top bar of every page. A plain form; with WASM the size changes without a new page.

use leptos::prelude::*;

use crate::paths;
use crate::ui::seal::{Mark, Shape};
use crate::ui::still::Still;
use crate::words::{Language, frame as words, spoken};

/// The two choices. Both sizes are offered; the styles show the one that is not chosen.
#[component]
pub fn DisplayChoice() -> AnyView {
    let languages = Language::ALL.map(|language| {
        let code = language.code();
        let current = (language == spoken()).then_some("true");
        view! {
            <button class="language-choice" name="language" value=code lang=code aria-current=current>
                {language.own_name()}
            </button>
        }
    });
    view! {
        <form class="display" method="post" action=paths::display()>
            <button class="icon-button to-large" name="text" value="large">
                {words::large_text()}
            </button>
            <button class="icon-button to-normal" name="text" value="normal">
                {words::normal_text()}
            </button>
            <details class="languages">
                <summary class="icon-button" aria-label=words::language()>
                    <Mark shape=Shape::Globe />
                </summary>
                <div class="languages-list">{languages}</div>
            </details>
        </form>
    }
    .still()
}
