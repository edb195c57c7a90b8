//! Points in time as people read them, and how long is left, by the server's clock.

use std::time::Duration;

use domain::instant::Instant;
use leptos::prelude::*;

use crate::ui::still::Still;
use crate::words::frame as words;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// `11月30日 周一 17:00`, in Shanghai.
pub fn moment(instant: Instant) -> String {
    let t = instant.in_shanghai();
    let day = words::day(month_name(t.month().into()), &t.day().to_string());
    words::moment(&day, weekday(instant), &clock(instant))
}

/// `17:00`, in Shanghai.
pub fn clock(instant: Instant) -> String {
    let t = instant.in_shanghai();
    [two(t.hour()), ":".to_owned(), two(t.minute())].concat()
}

/// `2026年11月30日`, in Shanghai.
pub fn date(instant: Instant) -> String {
    let t = instant.in_shanghai();
    words::date(&t.year().to_string(), month_name(t.month().into()), &t.day().to_string())
}

/// By its number, from 1 to 12: `time` has no home in this crate.
pub fn month_name(number: u8) -> &'static str {
    match number {
        1 => words::month_1(),
        2 => words::month_2(),
        3 => words::month_3(),
        4 => words::month_4(),
        5 => words::month_5(),
        6 => words::month_6(),
        7 => words::month_7(),
        8 => words::month_8(),
        9 => words::month_9(),
        10 => words::month_10(),
        11 => words::month_11(),
        _ => words::month_12(),
    }
}

fn weekday(instant: Instant) -> &'static str {
    match instant.in_shanghai().weekday().number_days_from_monday() {
        0 => words::monday(),
        1 => words::tuesday(),
        2 => words::wednesday(),
        3 => words::thursday(),
        4 => words::friday(),
        5 => words::saturday(),
        _ => words::sunday(),
    }
}

fn two(number: u8) -> String {
    if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() }
}

/// How long `millis` is: `6天3小时`, `3小时20分`, `12分30秒`; nothing left is `0分0秒`.
pub fn span(millis: i64) -> String {
    let left = millis.max(0);
    let part = |size: i64, within: i64| (left % within / size).to_string();
    if left >= DAY {
        words::days_hours(&(left / DAY).to_string(), &part(HOUR, DAY))
    } else if left >= HOUR {
        words::hours_minutes(&(left / HOUR).to_string(), &part(MINUTE, HOUR))
    } else {
        words::minutes_seconds(&(left / MINUTE).to_string(), &part(SECOND, MINUTE))
    }
}

/// Milliseconds left until `until`, counted from the server's `now`; without WASM it stays what it was.
pub fn left_until(until: Instant, now: Instant) -> Signal<i64> {
    let left = RwSignal::new(until.since(now));
    let is_taken_over = Owner::current_shared_context().is_some_and(|page| page.during_hydration());
    Effect::new(move |_| {
        let start = if is_taken_over { came() } else { js_sys::Date::now() };
        let tick = move || {
            #[expect(clippy::cast_possible_truncation, reason = "milliseconds on a page, far below 2^53")]
            let gone = (js_sys::Date::now() - start) as i64;
            left.set(until.since(now).saturating_sub(gone).max(0));
        };
        if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || handle.clear());
        }
    });
    left.into()
}

/// When the page came, by the phone's clock in milliseconds: the page's script says so. The program may come much later.
fn came() -> f64 {
    let came = js_sys::Reflect::get(&window(), &"came".into()).ok().and_then(|came| came.as_f64());
    came.unwrap_or_else(js_sys::Date::now)
}

/// So many seconds, counting down to 0; without WASM they stay what they were.
pub fn counting_down(seconds: i64) -> Memo<i64> {
    let start = Instant::from_millis(0);
    let left = left_until(start.plus_seconds(seconds), start);
    Memo::new(move |_| left.get().saturating_add(SECOND - 1) / SECOND)
}

/// `还剩 6天3小时`, counting down.
#[component]
pub fn Countdown(
    /// When it ends.
    until: Instant,
    /// The server's clock when the page was made.
    now: Instant,
) -> AnyView {
    let left = left_until(until, now);
    let text = Memo::new(move |_| words::left(&span(left.get())));
    view! { <span class="countdown">{text}</span> }.still()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c1_a_deadline_is_told_with_its_weekday_in_shanghai() {
        // 2026-11-30T09:00:00Z
        assert_eq!(moment(Instant::from_millis(1_796_029_200_000)), "11月30日 周一 17:00");
    }

    #[test]
    fn c1_what_is_left_is_told_in_its_two_largest_units() {
        assert_eq!(span(6 * DAY + 3 * HOUR + 5 * MINUTE), "6天3小时");
        assert_eq!(span(3 * HOUR + 20 * MINUTE + 1), "3小时20分");
        assert_eq!(span(12 * MINUTE + 30 * SECOND), "12分30秒");
        assert_eq!(span(-5), "0分0秒");
    }
}
