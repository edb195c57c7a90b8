//! The windows of an exam beside each other, and moved to another term.

use serde::{Deserialize, Serialize};
use time::{Month, OffsetDateTime};

use super::{WindowName, Windows};
use crate::instant::{Instant, Window};

/// What in the windows of an exam cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowConflict {
    /// It ends before it begins, or at the same moment.
    Backwards(WindowName),
    /// Editing or paying begins before registering does: nobody could.
    BeforeRegistering(WindowName),
    /// Editing or paying ends before registering does: who registers last could not.
    EndsBeforeRegistering(WindowName),
    /// Review ends before paying does: the last proofs would stay unseen.
    ReviewEndsBeforePaying,
    /// Tickets are given out while proofs are still reviewed.
    TicketsBeforeReviewEnds,
    /// Scores come while tickets are still given out.
    ScoresBeforeTicketsEnd,
}

impl Windows {
    /// Everything that cannot be, in the order of the windows.
    pub fn conflicts(&self) -> Vec<WindowConflict> {
        use WindowConflict::{
            Backwards, BeforeRegistering, EndsBeforeRegistering, ReviewEndsBeforePaying,
            ScoresBeforeTicketsEnd, TicketsBeforeReviewEnds,
        };
        use WindowName::{Edit, Pay, Register, Review, Score, Ticket};
        let backwards = [Register, Edit, Pay, Review, Ticket, Score].into_iter().filter_map(|name| {
            let window = self.named(name);
            (window.end <= window.start).then_some(Backwards(name))
        });
        let register = self.register;
        let beside = [Edit, Pay].into_iter().flat_map(|name| {
            let window = self.named(name);
            let early = (window.start < register.start).then_some(BeforeRegistering(name));
            let short = (window.end < register.end).then_some(EndsBeforeRegistering(name));
            early.into_iter().chain(short)
        });
        let order = [
            (self.review.end < self.pay.end).then_some(ReviewEndsBeforePaying),
            (self.ticket.start < self.review.end).then_some(TicketsBeforeReviewEnds),
            (self.score.start < self.ticket.end).then_some(ScoresBeforeTicketsEnd),
        ];
        backwards.chain(beside).chain(order.into_iter().flatten()).collect()
    }

    /// The same windows so many months later, at the same hours in Shanghai. A day that the month does not have becomes its
    /// last one.
    #[must_use]
    pub fn months_later(&self, months: i32) -> Self {
        let moved = |window: Window| Window {
            start: months_after(window.start, months),
            end: months_after(window.end, months),
        };
        Self {
            register: moved(self.register),
            edit: moved(self.edit),
            pay: moved(self.pay),
            review: moved(self.review),
            ticket: moved(self.ticket),
            score: moved(self.score),
        }
    }
}

fn months_after(instant: Instant, months: i32) -> Instant {
    let before = instant.in_shanghai();
    let count = before.year() * 12 + i32::from(u8::from(before.month())) - 1 + months;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
    let month =
        u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok()).unwrap_or(Month::January);
    let day = before.day().min(month.length(year));
    let moved = time::Date::from_calendar_date(year, month, day).map(|date| before.replace_date(date));
    moved.map_or(instant, |moved| millis(moved, instant))
}

fn millis(moved: OffsetDateTime, before: Instant) -> Instant {
    let millis = i64::try_from(moved.unix_timestamp_nanos() / 1_000_000);
    Instant::from_millis(millis.unwrap_or(before.as_millis()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::an_exam;
    use super::*;

    fn window(start: i64, end: i64) -> Window {
        Window { start: Instant::from_millis(start), end: Instant::from_millis(end) }
    }

    #[test]
    fn f2_windows_that_cannot_be_are_named() {
        use WindowConflict::{
            Backwards, BeforeRegistering, EndsBeforeRegistering, ReviewEndsBeforePaying,
            ScoresBeforeTicketsEnd, TicketsBeforeReviewEnds,
        };
        assert_eq!(an_exam().windows.conflicts(), []);
        let with = |change: fn(&mut Windows)| {
            let mut windows = an_exam().windows;
            change(&mut windows);
            windows.conflicts()
        };
        assert_eq!(with(|w| w.score = window(600, 600)), [Backwards(WindowName::Score)]);
        assert_eq!(with(|w| w.edit = window(99, 205)), [BeforeRegistering(WindowName::Edit)]);
        assert_eq!(with(|w| w.pay = window(100, 199)), [EndsBeforeRegistering(WindowName::Pay)]);
        assert_eq!(with(|w| w.review = window(100, 209)), [ReviewEndsBeforePaying]);
        assert_eq!(with(|w| w.ticket = window(299, 400)), [TicketsBeforeReviewEnds]);
        assert_eq!(with(|w| w.score = window(399, 600)), [ScoresBeforeTicketsEnd]);
    }

    #[test]
    fn f2_dates_move_by_calendar_months_at_the_same_hour() {
        let at = |text: &str| Instant::parse_shanghai(text).unwrap();
        assert_eq!(months_after(at("2026-08-31 17:00"), 6), at("2027-02-28 17:00"));
        assert_eq!(months_after(at("2026-11-30 09:30"), 6), at("2027-05-30 09:30"));
        assert_eq!(months_after(at("2027-02-28 00:00"), -6), at("2026-08-28 00:00"));
        assert_eq!(months_after(at("2028-01-31 12:00"), 1), at("2028-02-29 12:00"));
        assert_eq!(months_after(at("2026-12-31 23:59"), 12), at("2027-12-31 23:59"));
    }
}
