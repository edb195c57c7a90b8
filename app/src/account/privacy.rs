//! 隐私说明: what is asked for, why, and how long it is kept.

use leptos::prelude::*;

use crate::paths;
use crate::ui::still::Still;
use crate::ui::{Page, Sheet, help};
use crate::words::privacy as words;

/// 隐私说明
#[component]
pub fn PrivacyPage() -> AnyView {
    let hotline = help::hotline();
    let sections = [
        (words::what_title(), words::what().to_owned()),
        (words::why_title(), words::why().to_owned()),
        (words::face_title(), words::face().to_owned()),
        (words::keep_title(), words::keep(&hotline)),
        (words::rights_title(), words::rights(&hotline)),
    ];
    let section = |(title, text): (&'static str, String)| view! { <Sheet title=title><p>{help::tappable(&text)}</p></Sheet> };
    view! {
        <Page title=words::title() back=paths::me()>
            {sections.into_iter().map(section).collect_view()}
        </Page>
    }
    .still()
}
