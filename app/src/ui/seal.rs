//! The seal 「准」, and the small line-drawn marks. All are decoration: a word always stands beside them.

use leptos::prelude::*;

use crate::paths;
use crate::ui::help;
use crate::ui::still::Still;

/// The seal: the school's own, or 「准」, drawn as strokes so that no font decides how it looks. Only where something is
/// officially true.
#[component]
pub fn Seal(
    /// What it certifies, for who cannot see it: 已实名.
    #[prop(into)]
    label: String,
    /// Large, for the page of a success.
    #[prop(optional)]
    large: bool,
) -> AnyView {
    let class = if large { "seal seal-large" } else { "seal" };
    if help::has_own_seal() {
        return view! { <img class=class src=paths::seal() alt=label /> }.still();
    }
    view! {
        <svg class=class viewBox="0 0 48 48" role="img" aria-label=label>
            <rect x="2.5" y="2.5" width="43" height="43" rx="6" fill="none" stroke="currentColor" stroke-width="3" />
            // 准: two drops on the left, 隹 on the right.
            <path
                d="M10.5 12l5 5M9.5 33l6.5-9M22.5 9.5l-6 10.5M20 16v23M29.5 9.5l2.5 4.5M20 16h18.5M20 23.5h16.5M20 30.5h16.5M20 38.5h19M29 16v22.5"
                fill="none"
                stroke="currentColor"
                stroke-width="3"
                stroke-linecap="round"
                stroke-linejoin="round"
            />
        </svg>
    }
    .still()
}

/// The small marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// ‹
    Back,
    /// ›
    Onward,
    /// ✓
    Done,
    /// ○ with hands: waiting.
    Wait,
    /// △ with !
    Warn,
    /// ⓘ
    Info,
    /// A house.
    Home,
    /// A list.
    List,
    /// A head and shoulders.
    Person,
    /// A pen.
    Draft,
    /// A globe.
    Globe,
}

impl Shape {
    /// Strokes on a field of 24 × 24.
    fn strokes(self) -> &'static str {
        match self {
            Self::Back => "M15 5l-7 7 7 7",
            Self::Onward => "M9 5l7 7-7 7",
            Self::Done => "M5 12.5l4.5 4.5L19 7.5",
            Self::Wait => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2",
            Self::Warn => "M12 4L2.8 20h18.4zM12 10v4.5M12 17.2v.3",
            Self::Info => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11v5M12 7.8v.3",
            Self::Home => "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-5.5h4V20",
            Self::List => "M6 3.5h12V20.500H6zM9 8.500h6M9 12h6M9 15.500h3.500",
            Self::Person => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.500 20c.8-4 3.700-6 7.500-6s6.700 2 7.500 6",
            Self::Globe => {
                "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17M3.500 12h17M12 3.500c5 5 5 12 0 17M12 3.500c-5 5-5 12 0 17"
            }
            Self::Draft => "M4 20l1-4L16 5l3 3L8 19zM13.500 7.500l3 3",
        }
    }
}

/// A mark, 1.25 em large.
#[component]
pub fn Mark(
    /// Which.
    shape: Shape,
) -> AnyView {
    view! {
        <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
            <path
                d=shape.strokes()
                fill="none"
                stroke="currentColor"
                stroke-width="2"
                stroke-linecap="round"
                stroke-linejoin="round"
            />
        </svg>
    }
    .still()
}
