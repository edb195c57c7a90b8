//! Sheets, notices, badges, rows of label and value; what a school wrote.

use leptos::prelude::*;

use crate::ui::help;
use crate::ui::seal::{Mark, Shape};
use crate::ui::still::{Inside, Still};

/// The language in which schools write, whatever the page's own: so screen readers pronounce it, and fonts draw it.
pub const SCHOOLS: &str = "zh-CN";

/// What a school wrote: names of exams, subjects and sites, notices, contacts.
pub fn school_text(text: impl Into<String>) -> AnyView {
    view! { <span lang=SCHOOLS>{text.into()}</span> }.still()
}

/// One of our sentences in which something is quoted that a school wrote; its telephone numbers call.
pub fn quoting(sentence: &str, quoted: &str) -> AnyView {
    match sentence.split_once(quoted) {
        Some((before, after)) if !quoted.is_empty() => {
            view! { {help::tappable(before)} {school_text(quoted)} {help::tappable(after)} }.still()
        }
        _ => help::tappable(sentence),
    }
}

/// A white sheet on the paper ground, with an optional heading.
#[component]
pub fn Sheet(
    /// Heading.
    #[prop(optional, into)]
    title: String,
    /// Its language, where it is not the page's.
    #[prop(optional, into)]
    lang: Option<&'static str>,
    children: Inside,
) -> AnyView {
    let title = (!title.is_empty()).then(|| view! { <h2 class="sheet-title" lang=lang>{title}</h2> });
    view! { <section class="sheet">{title} {children.draw()}</section> }.still()
}

/// What a badge or a notice says, beside its words: always colour and shape together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done, fine.
    Ok,
    /// Somebody is waited for.
    Wait,
    /// Take care.
    Warn,
    /// To know.
    Info,
    /// Being written.
    Draft,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Ok => "tone-ok",
            Self::Wait => "tone-wait",
            Self::Warn => "tone-warn",
            Self::Info => "tone-info",
            Self::Draft => "tone-draft",
        }
    }

    fn shape(self) -> Shape {
        match self {
            Self::Ok => Shape::Done,
            Self::Wait => Shape::Wait,
            Self::Warn => Shape::Warn,
            Self::Info => Shape::Info,
            Self::Draft => Shape::Draft,
        }
    }
}

/// A state in one word.
#[component]
pub fn Badge(
    /// Colour and shape.
    tone: Tone,
    /// The word.
    #[prop(into)]
    word: String,
) -> AnyView {
    let class = ["badge-word ", tone.class()].concat();
    view! {
        <span class=class>
            <Mark shape=tone.shape() />
            {word}
        </span>
    }
    .still()
}

/// A box with something to know or to take care of.
#[component]
pub fn Notice(
    /// Colour and shape.
    tone: Tone,
    children: Inside,
) -> AnyView {
    let class = ["notice ", tone.class()].concat();
    view! {
        <div class=class>
            <Mark shape=tone.shape() />
            <div class="notice-text">{children.draw()}</div>
        </div>
    }
    .still()
}

/// Rows of label and value.
#[component]
pub fn Facts(
    /// Label and value.
    rows: Vec<(&'static str, AnyView)>,
) -> AnyView {
    let row = |(label, value): (&'static str, AnyView)| {
        view! {
            <div class="fact">
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! { <dl class="facts">{rows.into_iter().map(row).collect_view()}</dl> }.still()
}
