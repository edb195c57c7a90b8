//! 隐私说明: what the school says, then what this program asks for, why, and how long it is kept.

use leptos::prelude::*;

use super::api::load_school_privacy;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Loaded, Page, SCHOOLS, Sheet, help};
use crate::words::privacy as words;

/// 隐私说明
#[component]
pub fn PrivacyPage() -> AnyView {
    let data = ask(|| (), |()| load_school_privacy());
    view! {
        <Page title=words::title() back=paths::me()>
            <Loaded data view=sections />
        </Page>
    }
    .still()
}

fn sections(of_the_school: Option<String>) -> AnyView {
    let hotline = help::hotline();
    let sections = [
        (words::what_title(), words::what().to_owned()),
        (words::why_title(), words::why().to_owned()),
        (words::face_title(), words::face().to_owned()),
        (words::keep_title(), words::keep(&hotline)),
        (words::rights_title(), words::rights(&hotline)),
    ];
    let section = |(title, text): (&'static str, String)| view! { <Sheet title=title><p>{help::tappable(&text)}</p></Sheet> };
    let of_the_school = of_the_school
        .map(|html| view! { <Sheet><div class="prose" lang=SCHOOLS inner_html=html></div></Sheet> });
    view! {
        {of_the_school}
        {sections.into_iter().map(section).collect_view()}
    }
    .still()
}
