//! Codes on paper for whoever has lost the authenticator app. Each is good once.

use crate::document::normalise;

/// How many are made at a time.
pub const COUNT: usize = 10;

/// Characters of one code, without the dash: 50 bits.
pub const CHARS: usize = 10;

/// No letters that look alike, so that what was written by hand can be read.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// `7KQ2M-XW9PT`, of ten random bytes.
pub fn from_bytes(bytes: [u8; CHARS]) -> String {
    let letters: String = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    let (head, tail) = letters.split_at(CHARS / 2);
    [head, "-", tail].concat()
}

/// A code as somebody typed it, without dash and spaces; nothing where it cannot be one.
pub fn parse(typed: &str) -> Option<String> {
    let code = normalise(typed);
    (code.len() == CHARS && code.bytes().all(|b| LETTERS.contains(&b))).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_a_recovery_code_is_read_however_it_was_written() {
        let code = from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 40, 255]);
        assert_eq!(code, "23456-789AZ");
        for typed in ["23456-789AZ", " 23456 789az ", "23456789AZ", "２３４５６－７８９ＡＺ"] {
            assert_eq!(parse(typed).as_deref(), Some("23456789AZ"), "{typed}");
        }
    }

    #[test]
    fn f1_a_code_of_the_app_is_no_recovery_code() {
        for other in ["123456", "", "23456-789A0", "23456-789AZZ"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
