//! Where a payment stands, and the payer's fields that come with the order screenshot.

use serde::{Deserialize, Serialize};

use crate::form::{Field, FieldProblems, Problem};
use crate::person::{PersonName, Phone};

/// Where a payment stands. `matched`, `surplus` and `refunded` come with the finance list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// Nothing was given.
    None,
    /// A proof waits for a look.
    ProofGiven,
    /// A bank's line belongs to it.
    Matched,
    /// Seen and confirmed.
    Confirmed,
    /// The proof was sent back.
    Rejected,
    /// Paid twice; this is the second.
    Surplus,
    /// Paid back.
    Refunded,
}

impl PaymentState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::ProofGiven,
        Self::Matched,
        Self::Confirmed,
        Self::Rejected,
        Self::Surplus,
        Self::Refunded,
    ];

    /// The name under which the state is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ProofGiven => "proof_given",
            Self::Matched => "matched",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Surplus => "surplus",
            Self::Refunded => "refunded",
        }
    }

    /// The state stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Why a proof is sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofProblem {
    /// 模糊
    Blurred,
    /// 非本人
    NotTheCandidate,
    /// 金额不符
    WrongAmount,
    /// 重复
    Duplicate,
    /// 非本项目
    OtherItem,
}

impl ProofProblem {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::Blurred, Self::NotTheCandidate, Self::WrongAmount, Self::Duplicate, Self::OtherItem];

    /// The word by which staff name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Blurred => "blurred",
            Self::NotTheCandidate => "not_the_candidate",
            Self::WrongAmount => "wrong_amount",
            Self::Duplicate => "duplicate",
            Self::OtherItem => "other_item",
        }
    }

    /// The reason that staff name by `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.code() == code)
    }
}

/// What stands beside the screenshot, as it was sent.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProofForm {
    /// 缴费人姓名
    #[serde(default)]
    pub payer_name: String,
    /// 缴费人手机号
    #[serde(default)]
    pub payer_phone: String,
    /// Ticked: 缴费人为本人
    #[serde(default)]
    pub payer_is_candidate: Option<String>,
}

/// Checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    /// 缴费人姓名
    pub name: PersonName,
    /// 缴费人手机号
    pub phone: Phone,
}

impl ProofForm {
    /// The payer must be the candidate (缴费人与报名人需同一人), and says so.
    pub fn check(&self, name: &PersonName, phone: &Phone) -> Result<Payer, FieldProblems> {
        let mut problems = FieldProblems::default();
        let payer_name = problems.keep(
            Field::PayerName,
            PersonName::parse(&self.payer_name)
                .map_err(Problem::from)
                .and_then(|typed| if typed == *name { Ok(typed) } else { Err(Problem::NotTheCandidate) }),
        );
        let payer_phone = problems.keep(
            Field::PayerPhone,
            Phone::parse(&self.payer_phone)
                .map_err(Problem::from)
                .and_then(|typed| if typed == *phone { Ok(typed) } else { Err(Problem::NotTheCandidate) }),
        );
        if self.payer_is_candidate.is_none() {
            problems.add(Field::PayerIsCandidate, Problem::Missing);
        }
        match (payer_name, payer_phone) {
            (Some(name), Some(phone)) if problems.is_empty() => Ok(Payer { name, phone }),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d2_the_payer_is_the_candidate_and_says_so() {
        let (name, phone) = (PersonName::parse("张三").unwrap(), Phone::parse("13800005678").unwrap());
        let mut form = ProofForm {
            payer_name: "李四".into(),
            payer_phone: "13900005678".into(),
            payer_is_candidate: None,
        };
        let problems = form.check(&name, &phone).unwrap_err();
        assert_eq!(problems.of(Field::PayerName), Some(Problem::NotTheCandidate));
        assert_eq!(problems.of(Field::PayerPhone), Some(Problem::NotTheCandidate));
        assert_eq!(problems.of(Field::PayerIsCandidate), Some(Problem::Missing));
        form = ProofForm {
            payer_name: " 张 三".into(),
            payer_phone: "138 0000 5678".into(),
            payer_is_candidate: Some("on".into()),
        };
        assert!(form.check(&name, &phone).is_ok());
    }
}
