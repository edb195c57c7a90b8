//! Money is counted in fen, never in fractions.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in fen (1/100 yuan).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

impl Fen {
    /// What somebody typed as yuan: `100`, `100.5` or `100.50`. Nothing else, and nothing below zero.
    pub fn parse_yuan(typed: &str) -> Option<Self> {
        let (yuan, rest) = typed.trim().split_once('.').unwrap_or((typed.trim(), "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(yuan) || !digits(rest) || rest.len() > 2 {
            return None;
        }
        let fen: i64 = rest.parse().ok()?;
        let fen = if rest.len() == 1 { fen * 10 } else { fen };
        Some(Self(yuan.parse::<i64>().ok()?.checked_mul(100)?.checked_add(fen)?))
    }
}

impl fmt::Display for Fen {
    /// `¥100.00`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}¥{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f2_yuan_are_read_as_they_are_typed() {
        for (typed, fen) in [("100", 10_000), (" 100.5 ", 10_050), ("0.05", 5), ("100.50", 10_050)] {
            assert_eq!(Fen::parse_yuan(typed), Some(Fen(fen)), "{typed}");
        }
        for typed in ["", "-1", "1.005", "1.", ".5", "1e3", "¥1", "１００", "99999999999999999999", "1.2.3"]
        {
            assert_eq!(Fen::parse_yuan(typed), None, "{typed}");
        }
    }

    #[test]
    fn fen_read_as_yuan() {
        assert_eq!(Fen(10_000).to_string(), "¥100.00");
        assert_eq!(Fen(-5).to_string(), "-¥0.05");
    }
}
