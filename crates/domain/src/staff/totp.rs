//! Codes of an authenticator app: RFC 6238 with what every app understands, SHA-1, 30 seconds, six digits.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::instant::Instant;

/// Bytes of a secret: as many as the hash gives (RFC 4226, section 4, R6).
pub const SECRET_BYTES: usize = 20;

/// Seconds for which a code is shown.
pub const STEP_SECONDS: i64 = 30;

/// Digits of a code.
pub const DIGITS: usize = 6;

/// Steps by which a phone's clock may be behind or ahead.
const DRIFT: i64 = 1;

/// RFC 4648, section 6: what is typed into an app by hand.
const BASE_32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What the app and the server share.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; SECRET_BYTES]);

impl TotpSecret {
    /// Of fresh random bytes, or of stored ones.
    pub const fn new(bytes: [u8; SECRET_BYTES]) -> Self {
        Self(bytes)
    }

    /// The bytes, to be sealed.
    pub fn expose(&self) -> &[u8; SECRET_BYTES] {
        &self.0
    }

    /// In base 32, as an app takes it by hand: 32 characters, nothing to fill up.
    pub fn to_text(&self) -> String {
        let bits =
            self.0.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect::<Vec<_>>();
        let digit = |five: &[u8]| five.iter().fold(0_usize, |value, bit| value << 1 | usize::from(*bit));
        bits.chunks(5).map(|five| char::from(BASE_32[digit(five) % BASE_32.len()])).collect()
    }

    /// In groups of four, to be read.
    pub fn grouped(&self) -> String {
        let text: Vec<char> = self.to_text().chars().collect();
        text.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// What the QR code holds. Issuer and account are what the app shows above the code.
    pub fn to_uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (percent(issuer), percent(account));
        let secret = self.to_text();
        format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
        )
    }

    /// The code of a step (RFC 4226, section 5.3).
    pub fn code(&self, step: i64) -> String {
        format!("{:0width$}", self.truncated(step) % 1_000_000, width = DIGITS)
    }

    /// The step whose code was typed, if it is of now, the step before or the one after, and later than `last`: of what was
    /// used once, and of everything before it, nothing is taken again.
    pub fn accept(&self, typed: &str, last: i64, now: Instant) -> Option<i64> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let present = step_at(now);
        // Every step is looked at, so that time does not tell which one it was.
        let mut found = None;
        for step in present - DRIFT..=present + DRIFT {
            if self.code(step) == typed && step > last {
                found = Some(step);
            }
        }
        found
    }

    fn truncated(&self, step: i64) -> u32 {
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else {
            unreachable!("HMAC takes a key of any length")
        };
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let offset = usize::from(hash[hash.len() - 1] & 15);
        let four = [hash[offset], hash[offset + 1], hash[offset + 2], hash[offset + 3]];
        u32::from_be_bytes(four) & 0x7fff_ffff
    }
}

/// The number of the 30 seconds in which `now` lies.
pub fn step_at(now: Instant) -> i64 {
    now.as_millis().div_euclid(1_000).div_euclid(STEP_SECONDS)
}

fn percent(text: &str) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    text.bytes().map(|b| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the RFCs.
    const SECRET: TotpSecret = TotpSecret::new(*b"12345678901234567890");

    fn at(seconds: i64) -> Instant {
        Instant::from_millis(seconds * 1_000)
    }

    #[test]
    fn f1_the_codes_are_those_of_rfc_6238_appendix_b() {
        for (seconds, eight_digits) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(SECRET.truncated(step_at(at(seconds))) % 100_000_000, eight_digits, "at {seconds}");
        }
    }

    #[test]
    fn f1_the_codes_are_those_of_rfc_4226_appendix_d() {
        let wanted = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ];
        for (step, code) in (0..).zip(wanted) {
            assert_eq!(SECRET.code(step), code);
        }
    }

    #[test]
    fn f1_a_clock_may_be_half_a_minute_off_and_no_more() {
        let code = SECRET.code(100);
        for step in [99, 100, 101] {
            assert_eq!(SECRET.accept(&code, 0, at(step * 30)), Some(100), "at step {step}");
        }
        for step in [98, 102] {
            assert_eq!(SECRET.accept(&code, 0, at(step * 30)), None, "at step {step}");
        }
        assert_eq!(SECRET.accept(" 755 224 ", -1, at(0)), Some(0), "apps show a gap in the middle");
    }

    #[test]
    fn f1_a_step_is_taken_once_and_nothing_before_it_either() {
        let (before, code) = (SECRET.code(99), SECRET.code(100));
        assert_eq!(SECRET.accept(&code, 99, at(3_000)), Some(100));
        assert_eq!(SECRET.accept(&code, 100, at(3_000)), None);
        assert_eq!(SECRET.accept(&before, 100, at(3_000)), None);
        assert_eq!(SECRET.accept(&SECRET.code(101), 100, at(3_000)), Some(101));
    }

    #[test]
    fn f1_the_secret_is_written_as_apps_read_it() {
        // `echo -n 12345678901234567890 | base32`
        assert_eq!(SECRET.to_text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(SECRET.grouped(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let uri = SECRET.to_uri("示例大学", "wang.fang");
        assert_eq!(
            uri,
            "otpauth://totp/%E7%A4%BA%E4%BE%8B%E5%A4%A7%E5%AD%A6:wang.fang?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
            &issuer=%E7%A4%BA%E4%BE%8B%E5%A4%A7%E5%AD%A6&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn f1_the_secret_is_mute() {
        assert_eq!(format!("{SECRET:?}"), "TotpSecret(***)");
    }
}
