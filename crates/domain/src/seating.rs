//! 编排: who sits where (E1–E3). Rooms and candidates in, a plan with its violations out; a frozen plan with ticket
//! numbers, to which late candidates are added and in which seats are exchanged, but nobody is ever renumbered.
//!
//! | module | what it holds |
//! |---|---|
//! | [`room`] | rooms, their layouts, the S line of their seats |
//! | [`arrange`](mod@arrange) | the arrangement |
//! | `apart` | inside one room: teaching points apart |
//! | `random` | dice that fall the same way for a stored seed |
//! | [`numbering`] | the 15 digits of a ticket number |
//! | [`pattern`] | which groups a school's ticket numbers have |
//! | [`frozen`] | what holds once numbers are out |

mod apart;
pub mod arrange;
pub mod frozen;
pub mod numbering;
pub mod pattern;
mod random;
mod refusal;
pub mod room;
#[cfg(test)]
mod tests;

pub use arrange::{ArrangeProblem, Order, Placed, Plan, Rule, Sitter, SwapProblem, Violation, arrange};
pub use frozen::{AddProblem, FreezeProblem, Frozen, Ticketed};
pub use numbering::{NumberProblem, Numbering, Part, TicketNumber};
pub use pattern::Pattern;
pub use refusal::SeatingRefusal;
pub use room::{Layout, LayoutProblem, Room, Seat, Spot, Use};
