//! How failed tries slow the next ones down, for an account and for an address (A8, A13).
//!
//! A pause is counted from the last failure and stays short, however many there were: nobody is ever locked out.

use crate::instant::Instant;

/// Seconds in which failures are counted.
pub const WINDOW_SECONDS: i64 = 15 * 60;

/// Failures in the window after which each further try waits.
pub const FREE_FAILURES: i64 = 5;

/// Tries of one address that may be judged at the same time once it has failed too often.
pub const OPEN_TRIES: i64 = 4;

/// Seconds after which a try that was begun is over, whatever became of it.
pub const OPEN_SECONDS: i64 = 10;

/// Seconds between two tries on one account. The owner's own ways (a browser that has signed in before, the code by
/// SMS) do not pass here.
pub fn account_pause(failures: i64) -> i64 {
    match failures {
        ..FREE_FAILURES => 0,
        FREE_FAILURES..20 => 15,
        20.. => 60,
    }
}

/// Seconds between two codes of an authenticator app on one account of staff. Whoever tries them has the password already,
/// so the owner is better served by a longer pause: at most some 500 tries a day, each of which fits with 3 in a million.
pub fn code_pause(failures: i64) -> i64 {
    match failures {
        ..FREE_FAILURES => 0,
        FREE_FAILURES.. => 300,
    }
}

/// Seconds between a failure of one address and its next try, on whatever account. A whole campus shares an address:
/// mistyped passwords of others must not keep anybody waiting for long.
pub fn address_pause(failures: i64) -> i64 {
    match failures {
        ..FREE_FAILURES => 0,
        FREE_FAILURES..20 => 2,
        20..100 => 5,
        100.. => 10,
    }
}

/// Seconds between two SMS to one address, after `sends` within the hour of which `free` are not slowed down.
pub fn send_pause(sends: i64, free: i64) -> i64 {
    if sends < free {
        0
    } else if sends < free.saturating_mul(5) {
        10
    } else {
        30
    }
}

/// Seconds, begun ones whole, from `now` until `pause` seconds after `last`.
pub fn seconds_left(last: Option<Instant>, pause: i64, now: Instant) -> i64 {
    let Some(last) = last else { return 0 };
    let left = last.plus_seconds(pause).since(now);
    if left <= 0 { 0 } else { left.saturating_add(999) / 1_000 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a8_five_failures_are_free_and_the_sixth_try_waits() {
        assert_eq!((account_pause(4), address_pause(4)), (0, 0));
        assert!(account_pause(5) > 0 && address_pause(5) > 0);
    }

    #[test]
    fn a13_an_address_is_slowed_down_and_never_stopped() {
        for failures in [5, 100, 1_000_000] {
            assert!((1..=10).contains(&address_pause(failures)));
        }
        for sends in [60, 1_000_000] {
            assert!((1..=30).contains(&send_pause(sends, 60)));
        }
        assert_eq!(send_pause(59, 60), 0);
    }

    #[test]
    fn a8_a_pause_never_grows_into_a_lock() {
        assert!(account_pause(i64::MAX) <= 60);
    }

    #[test]
    fn a_pause_is_told_in_whole_seconds() {
        let last = Instant::from_millis(0);
        assert_eq!(seconds_left(Some(last), 15, Instant::from_millis(1)), 15);
        assert_eq!(seconds_left(Some(last), 15, Instant::from_millis(14_999)), 1);
        assert_eq!(seconds_left(Some(last), 15, Instant::from_millis(15_000)), 0);
        assert_eq!(seconds_left(None, 15, last), 0);
    }
}
