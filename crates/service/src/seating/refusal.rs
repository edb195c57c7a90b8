//! Why the seating stays as it is, with its cause.

use domain::seating::{
    AddProblem, ArrangeProblem, FreezeProblem, NumberProblem, SeatingRefusal, SwapProblem,
};

use crate::{Error, Refused};

/// Why the seating stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The exam has no such site, or no such subject.
    #[error("the exam has no such site or subject")]
    Unknown,
    /// A room's number is part of the ticket number: 1 to 999.
    #[error("no number of a room")]
    RoomNumber,
    /// An exchange says why.
    #[error("a reason is missing or too long")]
    Reason,
    /// Nothing was arranged yet.
    #[error("nothing was arranged")]
    NotArranged,
    /// Numbers are out: nothing is arranged anew.
    #[error("the plan is frozen")]
    Frozen,
    /// It is not frozen, or over.
    #[error("the plan is not frozen, or archived")]
    NotFrozen,
    /// The end lies before the beginning.
    #[error("it ends before it begins")]
    Backwards,
    /// Nothing can be arranged.
    #[error(transparent)]
    Arrange(#[from] ArrangeProblem),
    /// The rule of the numbers.
    #[error(transparent)]
    Number(#[from] NumberProblem),
    /// The plan cannot be frozen.
    #[error(transparent)]
    Freeze(#[from] FreezeProblem),
    /// A number of this rule was given in another exam.
    #[error("a number was given before")]
    NumberTaken,
    /// Somebody late has no seat.
    #[error(transparent)]
    Add(#[from] AddProblem),
    /// Two do not exchange their seats.
    #[error(transparent)]
    Swap(#[from] SwapProblem),
    /// Everything else; [`Error::Stale`] when another officer was faster.
    #[error(transparent)]
    Service(#[from] Error),
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        Self::Service(error.into())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let code = match refusal {
            Refusal::Service(error) => return error,
            Refusal::Unknown => SeatingRefusal::Unknown,
            Refusal::RoomNumber => SeatingRefusal::Room,
            Refusal::Reason => SeatingRefusal::Reason,
            Refusal::NotArranged => SeatingRefusal::NotArranged,
            Refusal::Frozen => SeatingRefusal::Frozen,
            Refusal::NotFrozen => SeatingRefusal::NotFrozen,
            Refusal::Backwards => SeatingRefusal::Times,
            Refusal::NumberTaken => SeatingRefusal::NumberTaken,
            Refusal::Freeze(FreezeProblem::Unseated(many)) => {
                SeatingRefusal::Unseated(u32::try_from(many).unwrap_or(u32::MAX))
            }
            Refusal::Number(_) | Refusal::Freeze(_) | Refusal::Add(AddProblem::Number(_)) => {
                SeatingRefusal::Numbering
            }
            Refusal::Add(_) => SeatingRefusal::Full,
            Refusal::Swap(_) => SeatingRefusal::Swap,
            // Keys of the database exclude both.
            Refusal::Arrange(problem) => return Self::internal(problem),
        };
        Refused::Seating(code).into()
    }
}
