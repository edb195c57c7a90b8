//! 隐私说明: what is asked for, why, and how long it is kept.

use leptos::prelude::*;

use crate::paths;
use crate::ui::still::Still;
use crate::ui::{Page, Sheet};
use crate::words::privacy as words;

/// 隐私说明
#[component]
pub fn PrivacyPage() -> AnyView {
    let sections = [
        (words::what_title(), words::what()),
        (words::why_title(), words::why()),
        (words::face_title(), words::face()),
        (words::keep_title(), words::keep()),
        (words::rights_title(), words::rights()),
    ];
    let section =
        |(title, text): (&'static str, &'static str)| view! { <Sheet title=title><p>{text}</p></Sheet> };
    view! {
        <Page title=words::title() back=paths::me()>
            {sections.into_iter().map(section).collect_view()}
        </Page>
    }
    .still()
}
