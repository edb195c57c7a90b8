//! How a use case can end other than well.

use domain::exam::AnnouncementProblem;
use domain::export::ExportRefusal;
use domain::face::FaceRefusal;
use domain::form::{Field, FieldProblems, Problem};
use domain::list::ListRefusal;
use domain::person_desk::PersonRefusal;
use domain::print::PrintRefusal;
use domain::registration::Refusal;
use domain::score::ScoreRefusal;
use domain::seating::SeatingRefusal;
use domain::site::SchoolRefusal;
use domain::staff::StaffRefusal;

/// A rule said no; the reader can do something about it.
#[derive(Debug, Clone, PartialEq)]
pub enum Refused {
    /// Fields of the form that was sent.
    Fields(FieldProblems),
    /// A rule of the registration.
    Registration(Refusal),
    /// A rule of 实名认证.
    Identity(domain::identity::Refusal),
    /// A rule of the face check.
    Face(FaceRefusal),
    /// Number and password do not go together.
    SignIn,
    /// Too soon or too often.
    Wait {
        /// Seconds until the next try.
        seconds: i64,
    },
    /// Too many wrong tries; the next one is judged later.
    TooManyTries {
        /// Seconds until the next try.
        seconds: i64,
    },
    /// No more SMS codes to this number today.
    NoMoreCodes,
    /// No more SMS codes to anybody today.
    CodesExhausted,
    /// The sign-up cannot be finished with this number; why is not said.
    SignUpNotPossible,
    /// No more sign-ups with this phone today.
    NoMoreSignUps,
    /// The earlier pages of the sign-up are not done, or were changed elsewhere.
    SignUpUnfinished,
    /// Somebody is signed in already.
    SignedInAlready,
    /// The earlier pages of the reset are not done, or it took too long.
    ResetUnfinished,
    /// The password was typed again too long ago.
    ConfirmationExpired,
    /// Consent to the identity check is missing.
    ConsentMissing,
    /// One or both pictures of the card are missing.
    PicturesMissing,
    /// A rule of staff accounts, or their door.
    Staff(StaffRefusal),
    /// A rule of 编排考场.
    Seating(SeatingRefusal),
    /// A rule of 成绩.
    Score(ScoreRefusal),
    /// What was typed is no announcement.
    Announcement(AnnouncementProblem),
    /// A rule of what staff do for one candidate.
    Person(PersonRefusal),
    /// A rule of 导出.
    Export(ExportRefusal),
    /// A rule of 考场材料.
    Print(PrintRefusal),
    /// A rule of 学校设置.
    School(SchoolRefusal),
    /// A rule of lists and rosters.
    List(ListRefusal),
}

/// How a use case can end other than well.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule said no.
    #[error("refused: {0:?}")]
    Refused(Refused),
    /// It does not exist, or belongs to somebody else.
    #[error("not found")]
    NotFound,
    /// Known, but not allowed.
    #[error("forbidden")]
    Forbidden,
    /// Somebody else was faster.
    #[error("stale")]
    Stale,
    /// A bounded pool is full.
    #[error("busy")]
    Busy,
    /// Our fault; the cause is for the log.
    #[error("internal: {0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// An internal error out of any cause. The cause must not carry personal data: it is logged.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// One refused field.
    pub fn field(field: Field, problem: Problem) -> Self {
        Self::Refused(Refused::Fields(FieldProblems::one(field, problem)))
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Stale => Self::Stale,
            other => Self::internal(other),
        }
    }
}

impl From<FieldProblems> for Error {
    fn from(problems: FieldProblems) -> Self {
        Self::Refused(Refused::Fields(problems))
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Refused::Registration(refusal))
    }
}

impl From<domain::identity::Refusal> for Error {
    fn from(refusal: domain::identity::Refusal) -> Self {
        Self::Refused(Refused::Identity(refusal))
    }
}

impl From<FaceRefusal> for Error {
    fn from(refusal: FaceRefusal) -> Self {
        Self::Refused(Refused::Face(refusal))
    }
}

impl From<StaffRefusal> for Error {
    fn from(refusal: StaffRefusal) -> Self {
        Self::Refused(Refused::Staff(refusal))
    }
}

impl From<PersonRefusal> for Error {
    fn from(refusal: PersonRefusal) -> Self {
        Self::Refused(Refused::Person(refusal))
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}
