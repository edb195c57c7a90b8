//! Outlines of the two sides of a card: where what stands, nothing that looks like a real one.

use domain::card::Side;
use leptos::prelude::*;

use crate::ui::still::Still;
use crate::words::identity as words;

/// The outline of one side, as an example.
#[component]
pub fn CardOutline(
    /// Which side.
    side: Side,
) -> AnyView {
    match side {
        Side::Front => front(),
        Side::Back => back(),
    }
}

fn front() -> AnyView {
    view! {
        <svg class="card-outline" viewBox="0 0 172 108" role="img" aria-label=words::front_example()
            fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"
        >
            <rect x="1" y="1" width="170" height="106" rx="8"/>
            <path d="M14 20h10M32 20h24M14 36h10M32 36h10M60 36h10M78 36h12M14 52h10M32 52h40M14 68h10M32 68h56M32 78h40"/>
            <path d="M14 95h30M58 95h98" stroke-width="3"/>
            <rect x="112" y="14" width="44" height="62" rx="3"/>
            <circle cx="134" cy="38" r="10"/>
            <path d="M117 74c2-14 9-20 17-20s15 6 17 20"/>
        </svg>
    }
    .still()
}

fn back() -> AnyView {
    view! {
        <svg class="card-outline" viewBox="0 0 172 108" role="img" aria-label=words::back_example()
            fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"
        >
            <rect x="1" y="1" width="170" height="106" rx="8"/>
            <circle cx="30" cy="30" r="16"/>
            <circle cx="30" cy="30" r="10"/>
            <path d="M62 24h92M74 40h68" stroke-width="3"/>
            <path d="M50 78h26M84 78h56M50 94h26M84 94h66"/>
        </svg>
    }
    .still()
}
