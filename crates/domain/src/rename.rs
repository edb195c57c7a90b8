//! 更名申请: the way to another name once a registration was confirmed under the present one (B8).

use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldProblems, Problem};
use crate::id::{AccountId, PhotoId, RenameId};
use crate::identity::Refusal;
use crate::instant::Instant;
use crate::person::PersonName;

/// Longest remark, in characters: two sentences.
pub const MAX_REMARK_CHARS: usize = 200;

/// Why the name should change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RenameReason {
    /// 注册时填写错误
    Mistyped,
    /// 户籍姓名已变更
    ChangedByLaw,
    /// 生僻字或异体字
    RareHanzi,
}

impl RenameReason {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Mistyped, Self::ChangedByLaw, Self::RareHanzi];

    /// The name under which it is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mistyped => "mistyped",
            Self::ChangedByLaw => "changed_by_law",
            Self::RareHanzi => "rare_hanzi",
        }
    }

    /// The reason of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Why a request was not granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RenameFinding {
    /// The picture cannot be read.
    Unclear,
    /// The picture does not show that the name is this.
    NotProven,
    /// The picture shows somebody else's document.
    NotThePerson,
}

impl RenameFinding {
    /// Every finding.
    pub const ALL: [Self; 3] = [Self::Unclear, Self::NotProven, Self::NotThePerson];

    /// The name under which it is stored, and by which staff call it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unclear => "unclear",
            Self::NotProven => "not_proven",
            Self::NotThePerson => "not_the_person",
        }
    }

    /// The finding of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.code() == code)
    }
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum RenameState {
    /// Nobody has decided yet.
    Waiting,
    /// The account has the new name.
    Approved {
        /// When.
        at: Instant,
    },
    /// The name stays; the owner may ask again.
    Rejected {
        /// When.
        at: Instant,
        /// Why.
        finding: RenameFinding,
    },
    /// The owner took it back.
    Withdrawn {
        /// When.
        at: Instant,
    },
}

impl RenameState {
    /// The name under which the state is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved { .. } => "approved",
            Self::Rejected { .. } => "rejected",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

/// What staff decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenameDecision {
    /// The picture shows the new name.
    Approve,
    /// It does not.
    Reject(RenameFinding),
}

/// One request. The name is somebody's, and `Debug` masks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// Identifier.
    pub id: RenameId,
    /// Whose.
    pub account: AccountId,
    /// The name asked for.
    pub name: PersonName,
    /// Why.
    pub reason: RenameReason,
    /// What the owner adds, perhaps nothing.
    pub remark: Remark,
    /// The picture that shows it; deleted some time after the decision.
    pub photo: Option<PhotoId>,
    /// When it was asked.
    pub asked: Instant,
    /// Where it stands.
    pub state: RenameState,
}

impl Rename {
    /// What staff decided.
    pub fn decide(mut self, decision: RenameDecision, now: Instant) -> Result<Self, Refusal> {
        self.must_wait()?;
        self.state = match decision {
            RenameDecision::Approve => RenameState::Approved { at: now },
            RenameDecision::Reject(finding) => RenameState::Rejected { at: now, finding },
        };
        Ok(self)
    }

    /// The owner takes it back.
    pub fn withdraw(mut self, now: Instant) -> Result<Self, Refusal> {
        self.must_wait()?;
        self.state = RenameState::Withdrawn { at: now };
        Ok(self)
    }

    fn must_wait(&self) -> Result<(), Refusal> {
        match self.state {
            RenameState::Waiting => Ok(()),
            RenameState::Approved { .. } | RenameState::Rejected { .. } | RenameState::Withdrawn { .. } => {
                Err(Refusal::NotWaiting)
            }
        }
    }
}

/// A remark in the owner's words. Mute like the name.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Remark(String);

impl Remark {
    /// Takes what was typed; nothing is a remark, too.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let text = typed.trim();
        if text.chars().count() > MAX_REMARK_CHARS {
            Err(Problem::TooLong)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The remark. Never for a log or a URL.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Remark(***)")
    }
}

/// The form, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct RenameForm {
    /// 申请改为
    pub name: String,
    /// 更名原因, a code.
    pub reason: String,
    /// 补充说明
    pub remark: String,
}

impl RenameForm {
    /// Every problem at once. `present` is the name that stands; the browser, which need not know it, gives none.
    pub fn check(
        &self,
        present: Option<&PersonName>,
    ) -> Result<(PersonName, RenameReason, Remark), FieldProblems> {
        let mut problems = FieldProblems::default();
        let name = PersonName::parse(&self.name).map_err(Problem::from);
        let name =
            name.and_then(|name| if Some(&name) == present { Err(Problem::Unchanged) } else { Ok(name) });
        let name = problems.keep(Field::NewName, name);
        let reason = match RenameReason::from_code(&self.reason) {
            None if self.reason.is_empty() => Err(Problem::Missing),
            None => Err(Problem::NotOffered),
            Some(reason) => Ok(reason),
        };
        let reason = problems.keep(Field::RenameReason, reason);
        let remark = problems.keep(Field::Remark, Remark::parse(&self.remark));
        match (name, reason, remark) {
            (Some(name), Some(reason), Some(remark)) if problems.is_empty() => Ok((name, reason, remark)),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_request() -> Rename {
        Rename {
            id: RenameId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap(),
            account: AccountId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap(),
            name: PersonName::parse("张叁").unwrap(),
            reason: RenameReason::Mistyped,
            remark: Remark::parse("户口本在派出所").unwrap(),
            photo: None,
            asked: Instant::from_millis(1),
            state: RenameState::Waiting,
        }
    }

    #[test]
    fn b8_a_request_is_decided_once() {
        let now = Instant::from_millis(2);
        let granted = a_request().decide(RenameDecision::Approve, now).unwrap();
        assert_eq!(granted.state, RenameState::Approved { at: now });
        let again = granted.clone().decide(RenameDecision::Reject(RenameFinding::NotProven), now);
        assert_eq!(again.unwrap_err(), Refusal::NotWaiting);
        assert_eq!(granted.withdraw(now).unwrap_err(), Refusal::NotWaiting);
    }

    #[test]
    fn b8_a_request_names_another_name_and_a_reason() {
        let present = PersonName::parse("张三").unwrap();
        let check = |name: &str, reason: &str, remark: &str| {
            let form = RenameForm { name: name.into(), reason: reason.into(), remark: remark.into() };
            form.check(Some(&present))
        };
        assert!(check("张叁", "mistyped", "").is_ok());
        assert_eq!(check("张 三", "mistyped", "").unwrap_err().of(Field::NewName), Some(Problem::Unchanged));
        assert_eq!(check("张叁", "", "").unwrap_err().of(Field::RenameReason), Some(Problem::Missing));
        assert_eq!(check("张叁", "whim", "").unwrap_err().of(Field::RenameReason), Some(Problem::NotOffered));
        let long = "长".repeat(MAX_REMARK_CHARS + 1);
        assert_eq!(check("张叁", "mistyped", &long).unwrap_err().of(Field::Remark), Some(Problem::TooLong));
    }

    #[test]
    fn a_request_is_mute() {
        let shown = format!("{:?}", a_request());
        assert!(!shown.contains("张叁") && !shown.contains("户口"), "{shown}");
    }
}
