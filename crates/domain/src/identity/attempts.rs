//! How often the machine may refuse before a person is the better way.

use serde::{Deserialize, Serialize};

use crate::card::CardProblem;

/// Refused checks in [`CHECK_WINDOW_SECONDS`]. Whoever follows the advice of each sentence passes with the second or third
/// picture; who has failed five times has a card that the machine cannot read, and somebody who tries cards of others
/// gets five guesses a day and a person's look.
pub const CHECK_BUDGET: i64 = 5;

/// Seconds in which refused checks are counted: a day, so that tomorrow's light is a new chance.
pub const CHECK_WINDOW_SECONDS: i64 = 24 * 3_600;

/// What the refused checks of the last day mean for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// 还可尝试 n 次
    pub left: i64,
    /// The last two were refused for the same reason: another try will hardly end otherwise.
    pub same_again: bool,
}

impl Attempts {
    /// After these refused checks of the window, the newest first.
    pub fn after(refused: &[Vec<CardProblem>]) -> Self {
        let failed = i64::try_from(refused.len()).unwrap_or(CHECK_BUDGET);
        let same_again = match refused {
            [newest, before, ..] => newest.iter().any(|problem| before.contains(problem)),
            _ => false,
        };
        Self { left: (CHECK_BUDGET - failed).max(0), same_again }
    }

    /// No check by the machine until the window has moved on.
    pub fn are_used_up(self) -> bool {
        self.left == 0
    }

    /// Whether the page offers the person before the next try (B6: never round and round).
    pub fn offer_the_person_first(self) -> bool {
        self.are_used_up() || self.same_again
    }
}
