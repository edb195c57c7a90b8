//! The frame of a page.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use leptos_meta::Title;

use crate::demo::DemoBanner;
use crate::paths;
use crate::ui::display::DisplayChoice;
use crate::ui::form::focus;
use crate::ui::seal::{Mark, Shape};
use crate::ui::still::{Inside, Still};
use crate::words::frame as words;

/// The `id` of a page's content.
pub const MAIN: &str = "main";

/// Whether a page stands already in whose place another one comes.
static STANDS: AtomicBool = AtomicBool::new(false);

/// The three tabs at the foot of the pages that are not on a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// 首页
    Home,
    /// 我的报名
    Registrations,
    /// 我的
    Me,
}

/// One page: top bar with the way back and the title, content, and the tabs where it is one of theirs.
///
/// `back` is a path; `note` stands right of the title, such as `5/6`.
#[component]
pub fn Page(
    /// Stands in the top bar and in the browser's title.
    #[prop(into)]
    title: String,
    /// The language of the title, where it is not the page's.
    #[prop(optional, into)]
    lang: Option<&'static str>,
    /// Where ‹ leads; none on a tab's own page.
    #[prop(optional, into)]
    back: String,
    /// Right of the title.
    #[prop(optional, into)]
    note: String,
    /// The tab this page belongs to.
    #[prop(optional_no_strip, into)]
    tab: Option<Tab>,
    children: Inside,
) -> AnyView {
    let head = words::head_title(&title);
    let note = (!note.is_empty()).then(|| view! { <div class="top-bar-note">{note}</div> });
    let back = (!back.is_empty()).then(|| {
        view! {
            <a class="icon-button" href=back aria-label=words::back()>
                <Mark shape=Shape::Back />
            </a>
        }
    });
    // Where a page takes another's place, the focus has gone with what had it. A loaded page begins at its top by itself.
    Effect::new(|_| {
        if STANDS.swap(true, Ordering::Relaxed) {
            request_animation_frame(|| focus(MAIN));
        }
    });
    view! {
        <Title text=head />
        <div class="page">
            <DemoBanner />
            <header class="top-bar">
                <div class="top-bar-side">{back}</div>
                <h1 class="top-bar-title" lang=lang>
                    {title}
                </h1>
                {note}
                <DisplayChoice />
            </header>
            <main id=MAIN class="page-body" tabindex="-1">
                {children.draw()}
            </main>
            {tab.map(tabs)}
        </div>
    }
    .still()
}

fn tabs(current: Tab) -> AnyView {
    let entry = |tab: Tab, href: &'static str, shape: Shape, word: &'static str| {
        view! {
            <a class="tab-link" href=href aria-current=(tab == current).then_some("page")>
                <Mark shape=shape />
                <span>{word}</span>
            </a>
        }
    };
    view! {
        <nav class="tab-bar" aria-label=words::tabs()>
            {entry(Tab::Home, paths::home(), Shape::Home, words::home())}
            {entry(Tab::Registrations, paths::registrations(), Shape::List, words::registrations())}
            {entry(Tab::Me, paths::me(), Shape::Person, words::me())}
        </nav>
    }
    .still()
}
