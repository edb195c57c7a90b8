//! Why the office's act on a seating is refused, as a code.

use serde::{Deserialize, Serialize};

/// Why the seating stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatingRefusal {
    /// A room without number, building or name.
    Room,
    /// Rows, columns or seats that do not make a room.
    Layout,
    /// The exam has no such site or subject.
    Unknown,
    /// No whole number.
    Seed,
    /// Nothing was arranged yet.
    NotArranged,
    /// Numbers are out.
    Frozen,
    /// Not frozen, or over.
    NotFrozen,
    /// It ends before it begins.
    Times,
    /// The rule of the ticket numbers does not fit.
    Numbering,
    /// So many have no seat.
    Unseated(u32),
    /// A number would be one of another exam.
    NumberTaken,
    /// No free seat for somebody late.
    Full,
    /// Two who cannot exchange their seats.
    Swap,
    /// A reason is missing or too long.
    Reason,
    /// Freezing was not confirmed.
    Unconfirmed,
}
