//! The one error that crosses the wire, and the one mapping from the service's errors to it.

use domain::exam::{AnnouncementProblem, ExamProblem};
use domain::export::ExportRefusal;
use domain::face::FaceRefusal;
use domain::form::{FieldProblems, PhotoProblem, Problem};
use domain::list::ListRefusal;
use domain::person_desk::PersonRefusal;
use domain::print::PrintRefusal;
use domain::registration::Refusal;
use domain::score::ScoreRefusal;
use domain::seating::SeatingRefusal;
use domain::site::SchoolRefusal;
use domain::staff::StaffRefusal;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::wire::{self, Wire};

/// What went wrong, as codes that [`crate::messages`] turns into words. It may travel in a URL
/// (a form sent without WASM comes back that way), so it never carries anything personal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// Fields of the form that was sent.
    Fields(FieldProblems),
    /// A rule of the registration.
    Registration(Refusal),
    /// A rule of 实名认证.
    Identity(domain::identity::Refusal),
    /// A rule of the face check.
    Face(FaceRefusal),
    /// Number and password do not go together; the same answer whether the account exists or not.
    SignInFailed,
    /// Too soon or too often; possible again in so many seconds.
    Wait {
        /// Seconds until the next try.
        seconds: i64,
    },
    /// No more SMS codes to this number today.
    NoMoreCodes,
    /// Too many wrong tries; the next one is judged in so many seconds.
    TooManyTries {
        /// Seconds until the next try.
        seconds: i64,
    },
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
    /// A rule of the back office, written down: its own pages read it ([`OfficeRefusal::of`]), and what that takes is no part
    /// of a candidate's first visit.
    Office {
        /// The status of the HTTP answer.
        status: u16,
        /// An [`OfficeRefusal`] as JSON.
        said: String,
    },
    /// Nobody is signed in.
    NotSignedIn,
    /// It does not exist, or belongs to somebody else.
    NotFound,
    /// Known, but not allowed.
    Forbidden,
    /// Somebody else was faster; the page shows an old state.
    Stale,
    /// The page is of an earlier build than the server, and is loaded anew.
    NewBuild,
    /// All hands are busy; try again shortly.
    Busy,
    /// The request came from another site's page.
    ElsewhereSent,
    /// The address exists, but not for this way of asking.
    WrongMethod,
    /// More bytes than are taken here.
    TooMuchSent,
    /// Our fault. The code stands in the log beside the cause.
    Broken {
        /// What to tell the hotline.
        code: String,
    },
    /// The browser could not reach the server, or did not understand its answer.
    Unreachable,
}

/// A rule of the back office.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeRefusal {
    /// Of staff accounts, or their door.
    Staff(StaffRefusal),
    /// Of 编排考场.
    Seating(SeatingRefusal),
    /// Of 成绩.
    Score(ScoreRefusal),
    /// Of 导出.
    Export(ExportRefusal),
    /// Of 考场材料.
    Print(PrintRefusal),
    /// Of 学校设置.
    School(SchoolRefusal),
    /// Of lists and rosters.
    List(ListRefusal),
    /// What an exam cannot be, everything at once.
    Exam(Vec<ExamProblem>),
    /// What was typed is no announcement.
    Announcement(AnnouncementProblem),
    /// Of what is done for one candidate.
    Person(PersonRefusal),
}

impl OfficeRefusal {
    /// The rule that an error tells of, if it tells of one.
    pub fn of(error: &AppError) -> Option<Self> {
        match error {
            AppError::Office { said, .. } => wire::read(said),
            _ => None,
        }
    }
}

impl From<OfficeRefusal> for AppError {
    fn from(refusal: OfficeRefusal) -> Self {
        let status = match refusal {
            OfficeRefusal::Staff(StaffRefusal::SignIn) => 401,
            OfficeRefusal::Exam(_)
            | OfficeRefusal::Export(_)
            | OfficeRefusal::Announcement(_)
            | OfficeRefusal::Print(PrintRefusal::NoPapers)
            | OfficeRefusal::School(_)
            | OfficeRefusal::Person(
                PersonRefusal::Reason
                | PersonRefusal::NotCompared
                | PersonRefusal::Phone(_)
                | PersonRefusal::Number(_)
                | PersonRefusal::Kind
                | PersonRefusal::Message,
            ) => 422,
            OfficeRefusal::Staff(_)
            | OfficeRefusal::Seating(_)
            | OfficeRefusal::Score(_)
            | OfficeRefusal::List(_)
            | OfficeRefusal::Print(_)
            | OfficeRefusal::Person(
                PersonRefusal::SamePhone
                | PersonRefusal::SameNumber
                | PersonRefusal::NumberTaken
                | PersonRefusal::Waits
                | PersonRefusal::OwnProposal,
            ) => 409,
        };
        Self::Office { status, said: wire::write(&refusal).unwrap_or_default() }
    }
}

const TOO_LARGE: Problem = Problem::Photo(PhotoProblem::TooLarge);

impl AppError {
    /// The status of the HTTP answer.
    pub fn status_code(&self) -> u16 {
        match self {
            Self::Fields(problems) if problems.0.iter().any(|found| found.problem == TOO_LARGE) => 413,
            Self::Fields(_) | Self::ConsentMissing | Self::PicturesMissing => 422,
            Self::Registration(_)
            | Self::Identity(_)
            | Self::Face(_)
            | Self::SignUpNotPossible
            | Self::SignUpUnfinished
            | Self::SignedInAlready
            | Self::ResetUnfinished
            | Self::ConfirmationExpired
            | Self::Stale
            | Self::NewBuild => 409,
            Self::Office { status, .. } => *status,
            Self::SignInFailed | Self::NotSignedIn => 401,
            Self::Wait { .. }
            | Self::TooManyTries { .. }
            | Self::NoMoreCodes
            | Self::CodesExhausted
            | Self::NoMoreSignUps => 429,
            Self::NotFound => 404,
            Self::Forbidden | Self::ElsewhereSent => 403,
            Self::WrongMethod => 405,
            Self::TooMuchSent => 413,
            Self::Busy => 503,
            Self::Broken { .. } | Self::Unreachable => 500,
        }
    }

    /// `error=…`, percent-encoded: the query with which an upload without WASM leads back to its form.
    pub fn to_query(&self) -> String {
        ["error=", &crate::paths::encode(&wire::write(self).unwrap_or_default())].concat()
    }

    /// The error in the value of `?error=`, already percent-decoded; nothing when somebody else wrote it.
    pub fn from_query(value: &str) -> Option<Self> {
        wire::read(value)
    }

    /// The problems of single fields, if it is about fields.
    pub fn fields(&self) -> Option<&FieldProblems> {
        match self {
            Self::Fields(problems) => Some(problems),
            _ => None,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = Wire;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let error = match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::NotFound,
            _ => Self::Unreachable,
        };
        #[cfg(feature = "ssr")]
        crate::ssr::set_status(&error);
        error
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for AppError {}

#[cfg(feature = "ssr")]
impl From<service::exam_desk::Refusal> for AppError {
    fn from(refusal: service::exam_desk::Refusal) -> Self {
        match refusal {
            service::exam_desk::Refusal::Problems(problems) => {
                let error = OfficeRefusal::Exam(problems).into();
                crate::ssr::set_status(&error);
                error
            }
            service::exam_desk::Refusal::Service(error) => error.into(),
        }
    }
}

#[cfg(feature = "ssr")]
impl From<service::Error> for AppError {
    fn from(error: service::Error) -> Self {
        use service::{Error, Refused};
        let error = match error {
            Error::Refused(Refused::Fields(problems)) => Self::Fields(problems),
            Error::Refused(Refused::Registration(refusal)) => Self::Registration(refusal),
            Error::Refused(Refused::Identity(refusal)) => Self::Identity(refusal),
            Error::Refused(Refused::Face(refusal)) => Self::Face(refusal),
            Error::Refused(Refused::SignIn) => Self::SignInFailed,
            Error::Refused(Refused::Wait { seconds }) => Self::Wait { seconds },
            Error::Refused(Refused::NoMoreCodes) => Self::NoMoreCodes,
            Error::Refused(Refused::TooManyTries { seconds }) => Self::TooManyTries { seconds },
            Error::Refused(Refused::CodesExhausted) => Self::CodesExhausted,
            Error::Refused(Refused::SignUpNotPossible) => Self::SignUpNotPossible,
            Error::Refused(Refused::NoMoreSignUps) => Self::NoMoreSignUps,
            Error::Refused(Refused::SignUpUnfinished) => Self::SignUpUnfinished,
            Error::Refused(Refused::SignedInAlready) => Self::SignedInAlready,
            Error::Refused(Refused::ResetUnfinished) => Self::ResetUnfinished,
            Error::Refused(Refused::ConfirmationExpired) => Self::ConfirmationExpired,
            Error::Refused(Refused::ConsentMissing) => Self::ConsentMissing,
            Error::Refused(Refused::PicturesMissing) => Self::PicturesMissing,
            Error::Refused(Refused::Staff(refusal)) => OfficeRefusal::Staff(refusal).into(),
            Error::Refused(Refused::Seating(refusal)) => OfficeRefusal::Seating(refusal).into(),
            Error::Refused(Refused::Announcement(problem)) => OfficeRefusal::Announcement(problem).into(),
            Error::Refused(Refused::Person(refusal)) => OfficeRefusal::Person(refusal).into(),
            Error::Refused(Refused::Score(refusal)) => OfficeRefusal::Score(refusal).into(),
            Error::Refused(Refused::Export(refusal)) => OfficeRefusal::Export(refusal).into(),
            Error::Refused(Refused::Print(refusal)) => OfficeRefusal::Print(refusal).into(),
            Error::Refused(Refused::School(refusal)) => OfficeRefusal::School(refusal).into(),
            Error::Refused(Refused::List(refusal)) => OfficeRefusal::List(refusal).into(),
            Error::NotFound => Self::NotFound,
            Error::Forbidden => Self::Forbidden,
            Error::Stale => Self::Stale,
            Error::Busy => Self::Busy,
            Error::Internal(cause) => {
                let code = crate::ssr::request_code();
                tracing::error!(code, cause = %cause, "internal error");
                Self::Broken { code }
            }
        };
        crate::ssr::set_status(&error);
        error
    }
}
