//! Charts, drawn on the server as SVG: they need no script, and every number stands beside its bar in words and figures, so
//! that they can be read in black and white and heard.

use leptos::prelude::*;

use crate::ui::still::Still;
use crate::words::office_dashboard as words;

/// Width of a whole bar, in the units of its drawing.
const FULL: f64 = 100.0;

/// One row of a table with bars: what it is about, how many, and a number beside it.
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// How many.
    pub many: i64,
    /// Another number, such as how many stopped.
    pub beside: Option<i64>,
}

impl Bar {
    /// Without a number beside it.
    pub fn new(label: impl Into<String>, many: i64) -> Self {
        Self { label: label.into(), many, beside: None }
    }
}

/// A table of bars. The longest one is whole; `heads` name the label, the number, and the number beside it.
pub fn bars(title: &'static str, heads: &[&'static str], rows: Vec<Bar>) -> AnyView {
    let most = rows.iter().map(|bar| bar.many).max().unwrap_or(0).max(1);
    let (label, rest) = heads.split_first().map_or(("", heads), |(label, rest)| (*label, rest));
    let rest = rest.iter().map(|head| {
        view! {
            <th scope="col" class="office-number">
                {*head}
            </th>
        }
    });
    let lines = rows.into_iter().map(|bar| {
        let beside = bar.beside.map(|number| view! { <td class="office-number">{number}</td> });
        view! {
            <tr>
                <th scope="row">{bar.label}</th>
                <td class="chart-bar">{drawn(bar.many, most)}</td>
                <td class="office-number">{bar.many}</td>
                {beside}
            </tr>
        }
    });
    view! {
        <div class="office-scroll" tabindex="0" role="region" aria-label=title>
            <table class="office-table chart-table">
                <thead>
                    <tr>
                        <th scope="col">{label}</th>
                        <td></td>
                        {rest.collect_view()}
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </div>
    }
    .still()
}

fn drawn(many: i64, most: i64) -> AnyView {
    view! {
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="chart-filled" width=format!("{:.2}", share(many, most) * FULL) height="10" />
        </svg>
    }
    .still()
}

/// How much of the whole.
fn share(many: i64, most: i64) -> f64 {
    let number = |count: i64| f64::from(i32::try_from(count).unwrap_or(i32::MAX));
    if most <= 0 { 0.0 } else { (number(many) / number(most)).clamp(0.0, 1.0) }
}

/// What the columns of the days are drawn in.
const WIDE: f64 = 700.0;
const HIGH: f64 = 160.0;
/// Below them stand the days.
const FOOT: f64 = 24.0;

/// Two columns a day: hollow for what was begun, filled for what was handed in.
pub fn days(rows: &[(String, i64, i64)]) -> AnyView {
    let most = rows.iter().map(|(_, begun, handed_in)| *begun.max(handed_in)).max().unwrap_or(0).max(1);
    let step = WIDE / f64::from(i32::try_from(rows.len().max(1)).unwrap_or(1));
    let columns = rows.iter().enumerate().map(|(nth, (day, begun, handed_in))| {
        let left = step * f64::from(i32::try_from(nth).unwrap_or(0));
        let width = step * 0.34;
        let column = |class: &'static str, from: f64, many: i64| {
            let high = share(many, most) * HIGH;
            let at = |number: f64| format!("{number:.1}");
            view! { <rect class=class x=at(from) y=at(HIGH - high) width=at(width) height=at(high) /> }
        };
        let middle = format!("{:.1}", left + step / 2.0);
        view! {
            {column("chart-hollow", left + step * 0.14, *begun)}
            {column("chart-filled", left + step * 0.52, *handed_in)}
            <text class="chart-day" x=middle y=format!("{:.1}", HIGH + 16.0) text-anchor="middle">
                {day.clone()}
            </text>
        }
        .still()
    });
    let lines = rows.iter().map(|(day, begun, handed_in)| {
        view! {
            <tr>
                <th scope="row" class="number">
                    {day.clone()}
                </th>
                <td class="office-number">{*begun}</td>
                <td class="office-number">{*handed_in}</td>
            </tr>
        }
    });
    let about = words::days_about(&most.to_string());
    view! {
        <figure class="chart">
            <svg viewBox=format!("0 -4 {WIDE} {:.0}", HIGH + FOOT + 4.0) role="img" aria-label=about>
                <line class="chart-ground" x1="0" x2=format!("{WIDE}") y1=format!("{HIGH}") y2=format!("{HIGH}") />
                {columns.collect_view()}
            </svg>
            <figcaption class="chart-key">
                <span>
                    <svg viewBox="0 0 10 10" aria-hidden="true">
                        <rect class="chart-hollow" x="1" y="1" width="8" height="8" />
                    </svg>
                    {words::begun()}
                </span>
                <span>
                    <svg viewBox="0 0 10 10" aria-hidden="true">
                        <rect class="chart-filled" x="1" y="1" width="8" height="8" />
                    </svg>
                    {words::handed_in()}
                </span>
            </figcaption>
        </figure>
        <details class="chart-numbers">
            <summary class="btn btn-sm">{words::days_table()}</summary>
            <table class="office-table office-counts">
                <thead>
                    <tr>
                        <th scope="col">{words::day()}</th>
                        <th scope="col" class="office-number">
                            {words::begun()}
                        </th>
                        <th scope="col" class="office-number">
                            {words::handed_in()}
                        </th>
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </details>
    }
    .still()
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn f9_a_bar_is_as_long_as_its_share() {
        assert_eq!((share(0, 10), share(5, 10), share(10, 10)), (0.0, 0.5, 1.0));
        assert_eq!((share(3, 0), share(30, 10)), (0.0, 1.0));
    }
}
