//! The windows of an exam under each other, to scale. What it shows stands in the fields beside it, too.

use domain::exam::{WindowName, Windows};
use leptos::prelude::*;

use crate::messages::exam_desk as names;
use crate::ui::still::Still;
use crate::words::office_exams as words;

/// Every window, in the order of a term.
pub const WINDOWS: [WindowName; 6] = [
    WindowName::Register,
    WindowName::Edit,
    WindowName::Pay,
    WindowName::Review,
    WindowName::Ticket,
    WindowName::Score,
];

const LABELS: i64 = 120;
const WIDTH: i64 = 600;
const LINE: i64 = 24;

/// Where a bar begins and how wide it is, in the units of the drawing. One that ends before it begins has the least width.
fn bar(first: i64, last: i64, start: i64, end: i64) -> (i64, i64) {
    let span = i128::from(last.saturating_sub(first).max(1));
    let at = |millis: i64| {
        let part = i128::from(millis.saturating_sub(first)) * i128::from(WIDTH) / span;
        i64::try_from(part).unwrap_or(0)
    };
    (LABELS + at(start), (at(end) - at(start)).max(2))
}

/// The drawing.
pub fn timeline(windows: &Windows) -> AnyView {
    let all = WINDOWS.map(|name| (name, windows.named(name)));
    let first = all.iter().map(|(_, window)| window.start.as_millis()).min().unwrap_or(0);
    let last = all.iter().map(|(_, window)| window.end.as_millis()).max().unwrap_or(0);
    let rows = (0..).zip(all).map(|(place, (name, window))| {
        let (x, width) = bar(first, last, window.start.as_millis(), window.end.as_millis());
        let y = place * LINE;
        view! {
            <text class="chart-day" x="0" y=y + 16>
                {names::window(name)}
            </text>
            <rect class="chart-filled" x=x y=y + 5 width=width height="14" />
        }
        .still()
    });
    view! {
        <figure class="chart">
            <svg viewBox="0 0 724 144" role="img" aria-label=words::timeline()>
                {rows.collect_view()}
            </svg>
        </figure>
    }
    .still()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f2_a_window_is_drawn_where_and_as_long_as_it_is() {
        assert_eq!(bar(100, 700, 100, 700), (LABELS, WIDTH));
        assert_eq!(bar(100, 700, 400, 500), (LABELS + 300, 100));
        assert_eq!(bar(100, 700, 500, 400), (LABELS + 400, 2), "backwards");
        assert_eq!(bar(5, 5, 5, 5), (LABELS, 2));
    }
}
