//! Points in time: UTC milliseconds in storage, Asia/Shanghai for people.

use serde::{Deserialize, Serialize};
use std::fmt;
use time::{OffsetDateTime, UtcOffset};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

/// China has kept one time, eight hours ahead of UTC, without summer time since 1991.
const SHANGHAI_OFFSET_HOURS: i8 = 8;

impl Instant {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Later by `seconds`.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000)))
    }

    /// Milliseconds from `earlier` to this instant; negative when it lies behind.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The calendar and the clock in Shanghai at this instant.
    pub fn in_shanghai(self) -> OffsetDateTime {
        let utc = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH);
        utc.to_offset(UtcOffset::from_hms(SHANGHAI_OFFSET_HOURS, 0, 0).unwrap_or(UtcOffset::UTC))
    }

    /// What a browser's date and time field sends, in Shanghai: `2026-11-30T17:00`, or with a space.
    pub fn parse_shanghai(typed: &str) -> Option<Self> {
        let (date, clock) = typed.trim().split_once(['T', ' '])?;
        let numbers = |text: &str, between: char| -> Option<Vec<u16>> {
            text.split(between).map(|part| part.parse().ok()).collect()
        };
        let (date, clock) = (numbers(date, '-')?, numbers(clock.trim(), ':')?);
        let ([year, month, day], [hour, minute, ..]) = (date.as_slice(), clock.as_slice()) else {
            return None;
        };
        let month = time::Month::try_from(u8::try_from(*month).ok()?).ok()?;
        let date = time::Date::from_calendar_date(i32::from(*year), month, u8::try_from(*day).ok()?).ok()?;
        let clock = time::Time::from_hms(u8::try_from(*hour).ok()?, u8::try_from(*minute).ok()?, 0).ok()?;
        let offset = UtcOffset::from_hms(SHANGHAI_OFFSET_HOURS, 0, 0).ok()?;
        let seconds = date.with_time(clock).assume_offset(offset).unix_timestamp();
        Some(Self::from_millis(seconds.checked_mul(1_000)?))
    }

    /// `2026-11-30 17:00`, in Shanghai.
    pub fn to_minute(self) -> String {
        let t = self.in_shanghai();
        format!("{:04}-{:02}-{:02} {:02}:{:02}", t.year(), u8::from(t.month()), t.day(), t.hour(), t.minute())
    }
}

/// A span of time, open at its end: the end itself is outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First instant inside.
    pub start: Instant,
    /// First instant outside again.
    pub end: Instant,
}

impl Window {
    /// Whether `now` lies inside, to the millisecond.
    pub fn contains(&self, now: Instant) -> bool {
        self.start <= now && now < self.end
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_minute())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shanghai_is_eight_hours_ahead() {
        assert_eq!(Instant::from_millis(0).to_minute(), "1970-01-01 08:00");
    }

    #[test]
    fn f2_a_date_and_a_time_are_read_in_shanghai() {
        let read = |text: &str| Instant::parse_shanghai(text).map(Instant::to_minute);
        assert_eq!(read("2026-11-30T17:00").as_deref(), Some("2026-11-30 17:00"));
        assert_eq!(read(" 2026-11-30 17:00:59 ").as_deref(), Some("2026-11-30 17:00"));
        assert_eq!(Instant::parse_shanghai("1970-01-01T08:00"), Some(Instant::from_millis(0)));
        for nonsense in [
            "",
            "2026-11-30",
            "2026-02-30T17:00",
            "2026-11-30T24:00",
            "2026-13-01T00:00",
            "a-b-cTd:e",
            "1-2-3-4T5:6",
        ] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn c2_a_window_holds_its_start_and_not_its_end() {
        let window = Window { start: Instant::from_millis(10), end: Instant::from_millis(20) };
        assert!(window.contains(Instant::from_millis(10)) && window.contains(Instant::from_millis(19)));
        assert!(!window.contains(Instant::from_millis(9)) && !window.contains(Instant::from_millis(20)));
    }
}
