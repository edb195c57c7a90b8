//! 导出: what is taken out of an exam, how far it has come, and what it may hold (F7).

use serde::{Deserialize, Serialize};

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportKind {
    /// For Excel.
    Xlsx,
    /// For everything else.
    Csv,
    /// For the provincial office.
    Dbf,
    /// Portraits of those who are admitted, or will be.
    Photos,
}

impl ExportKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Xlsx, Self::Csv, Self::Dbf, Self::Photos];

    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Dbf => "dbf",
            Self::Photos => "photos",
        }
    }

    /// The kind stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it can hide nobody: a face is the person.
    pub fn is_always_full(self) -> bool {
        self == Self::Photos
    }
}

/// States of registrations that an export can be limited to, as they are stored.
pub const STATES: [&str; 11] = [
    "draft",
    "awaiting_payment",
    "submitted",
    "under_review",
    "approved",
    "admitted",
    "returned",
    "rejected",
    "expired",
    "withdrawn",
    "discarded",
];

/// Characters of a reason, at most.
pub const MOST_REASON: usize = 200;

/// How names of pictures are made where nobody says otherwise.
pub const DEFAULT_RULE: &str = "{ticket}";

/// Seconds for which a file is kept.
pub const KEPT_SECONDS: i64 = 24 * 3_600;

/// Whose registrations, in what form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// What kind of file.
    pub kind: ExportKind,
    /// Only those in this state.
    pub state: Option<String>,
    /// Only those at this site.
    pub site: Option<String>,
    /// Only those of this subject.
    pub subject: Option<String>,
    /// How names of pictures are made; of no use to the other kinds.
    pub rule: Option<String>,
    /// With names and numbers as they are; else masked.
    pub full: bool,
}

/// How far an export has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// Nobody has begun.
    Waiting,
    /// Rows are being written.
    Running,
    /// The file is there.
    Done,
    /// It could not be made.
    Failed,
    /// Somebody stopped it.
    Canceled,
}

impl ExportState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Running, Self::Done, Self::Failed, Self::Canceled];

    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    /// The state stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it still goes on.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

/// Why no file came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFailure {
    /// A value is longer than its field of the DBF; it is never cut off.
    Width,
    /// More than the format holds.
    Format,
    /// Our fault.
    Broken,
}

impl ExportFailure {
    /// Every failure.
    pub const ALL: [Self; 3] = [Self::Width, Self::Format, Self::Broken];

    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Width => "width",
            Self::Format => "format",
            Self::Broken => "broken",
        }
    }

    /// The failure stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|failure| failure.code() == code)
    }
}

/// Why nothing is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ExportRefusal {
    /// A kind, state, site or subject that is none.
    #[error("no such kind, state, site or subject")]
    Filter,
    /// A rule of names that cannot be.
    #[error("the rule of names cannot be")]
    Rule,
    /// Whole names and numbers go out for a reason only.
    #[error("a reason is missing, or too long")]
    Reason,
    /// Faces cannot be masked.
    #[error("pictures are never masked")]
    AlwaysFull,
    /// Too many at once.
    #[error("too many exports of one's own wait or run")]
    TooMany,
}

/// Exports of one person that may wait or run at the same time.
pub const MOST_LIVE: i64 = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instant::Instant;
    use crate::registration::{RejectReason, ReturnReason, State};

    #[test]
    fn f7_every_code_leads_back_to_what_it_names() {
        for kind in ExportKind::ALL {
            assert_eq!(ExportKind::from_code(kind.code()), Some(kind));
        }
        for state in ExportState::ALL {
            assert_eq!(ExportState::from_code(state.code()), Some(state));
        }
        for failure in ExportFailure::ALL {
            assert_eq!(ExportFailure::from_code(failure.code()), Some(failure));
        }
        assert_eq!(ExportKind::from_code("pdf"), None);
    }

    #[test]
    fn f7_an_export_can_be_limited_to_every_state_of_a_registration() {
        let at = Instant::from_millis(0);
        let states = [
            State::Draft,
            State::AwaitingPayment { since: at },
            State::Submitted { at },
            State::UnderReview { since: at },
            State::Approved { at },
            State::Admitted { at },
            State::Returned { at, why: ReturnReason::Answers },
            State::Rejected { at, why: RejectReason::NotEligible },
            State::Expired { at },
            State::Withdrawn { at },
            State::Discarded { at },
        ];
        assert_eq!(states.map(State::code), STATES);
    }
}
