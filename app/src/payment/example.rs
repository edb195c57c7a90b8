//! 样本: what an order's page looks like, and what must be seen on it.

use leptos::prelude::*;

use crate::ui::still::Still;
use crate::words::payment as words;

/// An amount on top, lines of label and value below; the three that a reviewer needs are framed.
pub fn receipt_example() -> AnyView {
    let line = |y: &'static str, label: &'static str, value: &'static str| {
        view! {
            <text x="16" y=y font-size="9" fill="currentColor">
                {label}
            </text>
            <text x="64" y=y font-size="9" fill="currentColor">
                {value}
            </text>
        }
    };
    let frame = |y: &'static str, height: &'static str| {
        view! {
            <rect class="example-frame" x="10" y=y width="180" height=height rx="4" fill="none" stroke-width="1.5" />
        }
    };
    view! {
        <figure class="example">
            <svg class="receipt" viewBox="0 0 200 210" role="img" aria-label=words::example()>
                <rect x="1" y="1" width="198" height="208" rx="8" fill="none" stroke="currentColor" />
                <text x="100" y="20" text-anchor="middle" font-size="11" fill="currentColor">
                    {words::example_head()}
                </text>
                <text class="example-mark" x="100" y="120" text-anchor="middle" font-size="44">
                    {words::example_mark()}
                </text>
                <text x="100" y="52" text-anchor="middle" font-size="20" fill="currentColor">
                    "-100.00"
                </text>
                {frame("32", "28")}
                {line("86", words::example_state(), words::example_state_value())}
                {line("106", words::example_item(), words::example_item_value())}
                {line("126", words::example_time(), "2026-11-23 10:15:30")}
                {frame("114", "18")}
                {line("146", words::example_number(), "4200009999202611230000")}
                {frame("134", "18")}
                {line("166", words::example_merchant(), "DEMO202611230001")}
            </svg>
            <figcaption class="text-soft">{words::example_note()}</figcaption>
        </figure>
    }
    .still()
}
