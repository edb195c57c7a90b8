//! Rules of the SMS code.

use serde::{Deserialize, Serialize};

/// Digits of a code.
pub const DIGITS: usize = 6;

/// Seconds a code lives.
pub const LIFE_SECONDS: i64 = 300;

/// Seconds between two sends to a number.
pub const RESEND_SECONDS: i64 = 60;

/// Seconds in which asking again for the same code is the same tap, counted twice by the phone: one code leaves, and
/// both are answered well.
pub const SAME_TAP_SECONDS: i64 = 3;

/// Sends an hour to a number.
pub const SENDS_AN_HOUR: i64 = 5;

/// Sends a day to a number.
pub const SENDS_A_DAY: i64 = 10;

/// Wrong tries that burn a code.
pub const MAX_TRIES: i64 = 5;

/// What a code is good for. One for signing up opens nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 注册
    SignUp,
    /// 找回密码
    Reset,
    /// 更换手机号: the new number is reached.
    NewPhone,
    /// 更换手机号: the old number agrees.
    OldPhone,
}

impl Purpose {
    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::Reset => "reset",
            Self::NewPhone => "new_phone",
            Self::OldPhone => "old_phone",
        }
    }
}
