//! Chance, from the operating system.

use domain::instant::Instant;
use ulid::Ulid;

use crate::Error;

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

/// A fresh ULID's 26 characters, to make an id from.
pub(crate) fn ulid(now: Instant) -> Result<String, Error> {
    let millis = u64::try_from(now.as_millis()).unwrap_or_default();
    Ok(Ulid::from_parts(millis, u128::from_le_bytes(bytes::<16>()?)).to_string())
}

/// A secret of 256 bits in hexadecimal.
pub(crate) fn token() -> Result<String, Error> {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    Ok(bytes::<32>()?.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect())
}

/// A code of `digits` decimal digits, each value equally likely.
pub(crate) fn digits(digits: usize) -> Result<String, Error> {
    let mut code = String::with_capacity(digits);
    while code.len() < digits {
        for byte in bytes::<16>()? {
            // 250 is the largest multiple of ten in a byte: larger ones would favour low digits.
            if byte < 250 && code.len() < digits {
                code.push(char::from(b'0' + byte % 10));
            }
        }
    }
    Ok(code)
}

/// A number below `n`, each equally likely.
pub(crate) fn below(n: u64) -> Result<u64, Error> {
    let limit = u64::MAX - u64::MAX % n;
    loop {
        let value = u64::from_le_bytes(bytes::<8>()?);
        if value < limit {
            return Ok(value % n);
        }
    }
}

/// A short code that stands in the log beside a cause, for the hotline. No letters that look alike.
pub fn reference() -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let bytes = bytes::<6>().unwrap_or_default();
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a6_a_code_has_the_digits_asked_for() {
        let code = digits(6).unwrap();
        assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()));
    }

    #[test]
    fn chance_stays_below_its_limit_and_reaches_all_of_it() {
        let mut seen = [false; 6];
        for _ in 0..500 {
            seen[usize::try_from(below(6).unwrap()).unwrap()] = true;
        }
        assert_eq!(seen, [true; 6]);
    }
}
