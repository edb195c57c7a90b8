//! C17: whether one pays before the review or after it.

use serde::{Deserialize, Serialize};

/// What comes first, the payment or the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentOrder {
    /// 先缴费后审核, the manual's order.
    #[default]
    PaymentFirst,
    /// 先审核后缴费: nobody pays who is not eligible.
    ReviewFirst,
}

impl PaymentOrder {
    /// Both, in the order in which a form offers them.
    pub const ALL: [Self; 2] = [Self::PaymentFirst, Self::ReviewFirst];

    /// The name under which a form sends it.
    pub fn code(self) -> &'static str {
        match self {
            Self::PaymentFirst => "payment_first",
            Self::ReviewFirst => "review_first",
        }
    }

    /// The order of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }
}
