//! What staff do for one candidate with the document in hand: a reset where password and phone are lost (A9), another
//! document number (A5), a message (F10). Reasons are codes, since the audit log holds nothing personal.

use serde::{Deserialize, Serialize};

use crate::document::{DocumentKind, NumberProblem};
use crate::person::{PhoneProblem, Region};

/// Seconds for which a reset code that was handed over is good.
pub const RESET_SECONDS: i64 = 48 * 3_600;

/// Tries after which it is worth nothing.
pub const RESET_TRIES: i64 = 5;

/// Why staff reset an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResetReason {
    /// 手机丢失或损坏
    PhoneLost,
    /// 手机号已停用
    PhoneGone,
    /// 注册时手机号填错
    PhoneMistyped,
}

impl ResetReason {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::PhoneLost, Self::PhoneGone, Self::PhoneMistyped];

    /// The name under which it is stored, and the audit log has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::PhoneLost => "phone_lost",
            Self::PhoneGone => "phone_gone",
            Self::PhoneMistyped => "phone_mistyped",
        }
    }

    /// The reason of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Why a document number is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberReason {
    /// 注册时填错
    Mistyped,
    /// 换领了另一种或新号码的证件
    Reissued,
    /// 公安机关更正了号码
    Corrected,
}

impl NumberReason {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Mistyped, Self::Reissued, Self::Corrected];

    /// The name under which it is stored, and the audit log has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mistyped => "mistyped",
            Self::Reissued => "reissued",
            Self::Corrected => "corrected",
        }
    }

    /// The reason of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Why an act for one candidate is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonRefusal {
    /// No reason was chosen.
    Reason,
    /// It was not said that the document was compared.
    NotCompared,
    /// The new phone cannot be used.
    Phone(PhoneProblem),
    /// The new phone is the account's own: its owner can reset the password alone.
    SamePhone,
    /// The new number cannot be.
    Number(NumberProblem),
    /// No kind of document was chosen, or one that nobody signs up with.
    Kind,
    /// The new number is the one that stands there.
    SameNumber,
    /// The new number belongs to another account; whose is not said.
    NumberTaken,
    /// Another number waits for a decision already.
    Waits,
    /// Whoever proposed a number does not decide about it.
    OwnProposal,
    /// No text, or too long a one.
    Message,
}

/// From where somebody with this kind of document is; nothing for a kind that nobody signs up with.
pub fn region_of(kind: DocumentKind) -> Option<Region> {
    let regions = [Region::Mainland, Region::HongKongMacaoTaiwan];
    regions.into_iter().find(|region| DocumentKind::offered_to(*region).contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a5_a_reason_is_read_as_it_was_stored() {
        for reason in NumberReason::ALL {
            assert_eq!(NumberReason::from_code(reason.code()), Some(reason));
        }
        for reason in ResetReason::ALL {
            assert_eq!(ResetReason::from_code(reason.code()), Some(reason));
        }
        assert_eq!((NumberReason::from_code(""), ResetReason::from_code("x")), (None, None));
    }

    #[test]
    fn a5_the_region_follows_the_kind_of_document() {
        assert_eq!(region_of(DocumentKind::ResidentId), Some(Region::Mainland));
        assert_eq!(region_of(DocumentKind::TaiwanPermit), Some(Region::HongKongMacaoTaiwan));
        assert_eq!(region_of(DocumentKind::ForeignPermanentResidence), None);
    }
}
