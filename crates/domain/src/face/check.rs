//! Where the face check of a registration stands, who settles it, and how often it may be tried.

use serde::{Deserialize, Serialize};

use crate::instant::Instant;

/// Version of the face consent on the face page; a new text asks again. It stands apart from the consent to the
/// real-name check: the law wants it given for the face alone.
pub const FACE_CONSENT_VERSION: i64 = 2;

/// Rounds of one person on one day in Shanghai. Whoever means well is mostly through after two: the live hints mend
/// light and distance before a round begins. Five leave room for a bad evening; more would only wear a person out, and
/// each is one more draw for somebody who holds a prepared film to the camera.
pub const TRIES_PER_DAY: u32 = 5;

/// Rounds for one registration in all: three such days.
pub const TRIES_PER_REGISTRATION: u32 = 15;

/// 人脸识别 of one registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum FaceCheck {
    /// Not done.
    None,
    /// The machine found the person on the document.
    Passed {
        /// When.
        at: Instant,
    },
    /// 人工核验: a person will settle it, and the registration goes on meanwhile.
    WaitingForPerson {
        /// Since when.
        since: Instant,
        /// Why a person.
        why: WhyPerson,
    },
    /// A person found that it is the candidate.
    PassedByPerson {
        /// When.
        at: Instant,
    },
    /// A person sent it back; it is to be done again, by either way.
    RefusedByPerson {
        /// When.
        at: Instant,
        /// Why.
        reason: FaceReturn,
    },
}

/// Why a person settles a face check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyPerson {
    /// The candidate does not want a face check, or cannot do one.
    Asked,
    /// Neither surely the same person nor surely another.
    Unsure,
    /// The tries are used up.
    TriesUsed,
}

/// Why a person sends a face check back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceReturn {
    /// Not the person on the document.
    NotThePerson,
    /// The pictures do not let anybody decide.
    Unclear,
    /// The candidate could not be reached.
    NotReached,
}

/// What a person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaceDecision {
    /// It is the candidate.
    Approve,
    /// To be done again.
    Return(FaceReturn),
}

impl FaceCheck {
    /// Whether the road goes on behind the face check: passed, or in the hands of a person.
    pub fn lets_on(self) -> bool {
        match self {
            Self::Passed { .. } | Self::WaitingForPerson { .. } | Self::PassedByPerson { .. } => true,
            Self::None | Self::RefusedByPerson { .. } => false,
        }
    }

    /// Whether it is settled that this is the candidate. Nobody is admitted without it.
    pub fn is_passed(self) -> bool {
        match self {
            Self::Passed { .. } | Self::PassedByPerson { .. } => true,
            Self::None | Self::WaitingForPerson { .. } | Self::RefusedByPerson { .. } => false,
        }
    }

    /// The name under which the state is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Passed { .. } => "passed",
            Self::WaitingForPerson { .. } => "waiting_for_person",
            Self::PassedByPerson { .. } => "passed_by_person",
            Self::RefusedByPerson { .. } => "refused_by_person",
        }
    }
}

impl WhyPerson {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Asked, Self::Unsure, Self::TriesUsed];

    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Unsure => "unsure",
            Self::TriesUsed => "tries_used",
        }
    }

    /// The reason stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.code() == code)
    }
}

impl FaceReturn {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::NotThePerson, Self::Unclear, Self::NotReached];

    /// The name under which it is stored, and under which the command line takes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotThePerson => "not_the_person",
            Self::Unclear => "unclear",
            Self::NotReached => "not_reached",
        }
    }

    /// The reason stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Why a round cannot be begun or judged, whatever the pictures show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceRefusal {
    /// The consent for the face was not given, or was withdrawn.
    ConsentMissing,
    /// No try is left, today or at all; a person is the way on.
    TriesUsed,
    /// The document's portrait is not known to the machine, so that a person has to compare.
    NothingToCompare,
}

/// Rounds that were begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// By this person today, for whatever registration.
    pub today: u32,
    /// For this registration, ever.
    pub in_all: u32,
}

impl Tries {
    /// Rounds that may still be begun now.
    pub fn left(self) -> u32 {
        let today = TRIES_PER_DAY.saturating_sub(self.today);
        today.min(TRIES_PER_REGISTRATION.saturating_sub(self.in_all))
    }
}

/// The day that a round counts for: `2026-11-24`, in Shanghai.
pub fn day_of_tries(now: Instant) -> String {
    let day = now.in_shanghai().date();
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c6_the_tries_end_with_the_day_and_with_the_registration() {
        let left = |today, in_all| Tries { today, in_all }.left();
        assert_eq!(left(0, 0), TRIES_PER_DAY);
        assert_eq!(left(TRIES_PER_DAY, TRIES_PER_DAY), 0);
        assert_eq!(left(0, TRIES_PER_REGISTRATION - 1), 1);
        assert_eq!(left(0, TRIES_PER_REGISTRATION), 0);
        assert_eq!(left(TRIES_PER_DAY + 1, TRIES_PER_REGISTRATION + 1), 0);
    }

    #[test]
    fn c6_the_day_of_the_tries_turns_at_midnight_in_shanghai() {
        // 2026-11-24 15:59:59.999 UTC is one millisecond before midnight there.
        let midnight = 1_795_536_000_000;
        assert_eq!(day_of_tries(Instant::from_millis(midnight - 1)), "2026-11-24");
        assert_eq!(day_of_tries(Instant::from_millis(midnight)), "2026-11-25");
    }

    #[test]
    fn c6_every_code_is_read_back() {
        for why in WhyPerson::ALL {
            assert_eq!(WhyPerson::from_code(why.code()), Some(why));
        }
        for reason in FaceReturn::ALL {
            assert_eq!(FaceReturn::from_code(reason.code()), Some(reason));
        }
        assert_eq!((WhyPerson::from_code("x"), FaceReturn::from_code("x")), (None, None));
    }
}
