//! How papers say times and numbers.

use domain::document::Sex;
use domain::instant::{Instant, Window};
use time::Weekday;

/// For a time that the school has not set yet.
pub(crate) const UNSET: &str = "以学校通知为准";

/// `2026年12月19日 星期六`
pub(crate) fn day(at: Instant) -> String {
    let t = at.in_shanghai();
    format!("{}年{}月{}日 {}", t.year(), u8::from(t.month()), t.day(), weekday(t.weekday()))
}

/// `09:00–11:00`
pub(crate) fn hours(window: Window) -> String {
    let clock = |at: Instant| {
        let t = at.in_shanghai();
        format!("{:02}:{:02}", t.hour(), t.minute())
    };
    format!("{}–{}", clock(window.start), clock(window.end))
}

/// `2026年12月19日 星期六 09:00–11:00`
pub(crate) fn sitting(window: Window) -> String {
    format!("{} {}", day(window.start), hours(window))
}

/// The same, or that the school tells.
pub(crate) fn sitting_or_unset(window: Option<Window>) -> String {
    window.map_or_else(|| UNSET.to_owned(), sitting)
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "星期一",
        Weekday::Tuesday => "星期二",
        Weekday::Wednesday => "星期三",
        Weekday::Thursday => "星期四",
        Weekday::Friday => "星期五",
        Weekday::Saturday => "星期六",
        Weekday::Sunday => "星期日",
    }
}

/// 男 or 女.
pub(crate) fn sex(sex: Option<Sex>) -> &'static str {
    match sex {
        Some(Sex::Male) => "男",
        Some(Sex::Female) => "女",
        None => "—",
    }
}

/// `003`: as it stands in the ticket number.
pub(crate) fn room(number: u16) -> String {
    format!("{number:03}")
}

/// `05`
pub(crate) fn seat(number: u16) -> String {
    format!("{number:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e4_a_sitting_names_its_weekday() {
        // 2026-12-19T01:00:00Z, nine in the morning in Shanghai.
        let start = Instant::from_millis(1_797_642_000_000);
        let window = Window { start, end: start.plus_seconds(2 * 3_600) };
        assert_eq!(sitting(window), "2026年12月19日 星期六 09:00–11:00");
    }
}
