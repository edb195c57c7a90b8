//! What the code on a 准考证 says (E5): the ticket number and the edition of the plan, signed, and nothing about the
//! person. Whoever has the school's public key checks it without a network.
//!
//! The exam is not in the text but under the signature: a phone knows which exam it guards, and a ticket of another is
//! as wrong as a forged one. That keeps the text at 121 characters, a code that an old phone reads off creased paper.

use std::fmt;

use ed25519_dalek::{Signature, Signer, VerifyingKey};

use crate::id::ExamId;
use crate::seating::TicketNumber;

/// What a ticket claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// 准考证号
    pub number: TicketNumber,
    /// Edition of the frozen plan when the ticket was made: an older one may show a seat that was exchanged since.
    pub edition: u16,
}

/// Why a text that was scanned is no ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenProblem {
    /// Some other code.
    #[error("not a ticket's code")]
    NotAToken,
    /// Changed, made by somebody else, or of another exam.
    #[error("the signature does not hold for this exam")]
    Forged,
}

/// What our codes begin with.
const HEAD: &str = "ZK";
/// The form of the bytes that follow.
const FORM: u8 = 1;
/// Form, number, edition.
const CLAIM_BYTES: usize = 1 + 7 + 2;
const SIGNATURE_BYTES: usize = 64;
/// Crockford's 32 digits, all of them in the QR code's alphanumeric set: 5.5 bits of code for 5 of ours.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The school's secret. Its 32 bytes are kept by the server's key ring.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key that grows out of 32 random bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// What the phones of the invigilators get.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The text of the code. The same claims always give the same text.
    pub fn sign(&self, exam: &ExamId, claims: &Claims) -> String {
        let body = bytes_of(claims);
        let signature = self.0.sign(&message(exam, &body));
        format!("{HEAD}{}", spell(&[body.as_slice(), &signature.to_bytes()].concat()))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(***)")
    }
}

/// What checks a ticket; no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Out of 32 bytes; none when they are no key.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        VerifyingKey::from_bytes(bytes).ok().filter(|key| !key.is_weak()).map(Self)
    }

    /// 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// What the ticket claims, if the school signed it for this exam.
    pub fn check(&self, exam: &ExamId, scanned: &str) -> Result<Claims, TokenProblem> {
        let bytes = scanned.trim().strip_prefix(HEAD).and_then(read).ok_or(TokenProblem::NotAToken)?;
        let (body, signature) = bytes.split_at_checked(CLAIM_BYTES).ok_or(TokenProblem::NotAToken)?;
        let signature: [u8; SIGNATURE_BYTES] = signature.try_into().map_err(|_| TokenProblem::NotAToken)?;
        let claims = claims_of(body).ok_or(TokenProblem::NotAToken)?;
        let holds = self.0.verify_strict(&message(exam, body), &Signature::from_bytes(&signature));
        holds.map(|()| claims).map_err(|_| TokenProblem::Forged)
    }
}

/// What is signed: a line that no other use of the key has, the exam, the claims.
fn message(exam: &ExamId, body: &[u8]) -> Vec<u8> {
    [b"zhunkao ticket\n".as_slice(), exam.as_str().as_bytes(), b"\n", body].concat()
}

fn bytes_of(claims: &Claims) -> [u8; CLAIM_BYTES] {
    // Fifteen digits are less than 2⁵⁰, so the first of the eight bytes is 0.
    let number = claims.number.expose().bytes().fold(0_u64, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    let [_, n1, n2, n3, n4, n5, n6, n7] = number.to_be_bytes();
    let [e1, e2] = claims.edition.to_be_bytes();
    [FORM, n1, n2, n3, n4, n5, n6, n7, e1, e2]
}

fn claims_of(body: &[u8]) -> Option<Claims> {
    let &[FORM, n1, n2, n3, n4, n5, n6, n7, e1, e2] = body else { return None };
    let number = u64::from_be_bytes([0, n1, n2, n3, n4, n5, n6, n7]);
    let number = TicketNumber::parse(&format!("{number:015}")).ok()?;
    Some(Claims { number, edition: u16::from_be_bytes([e1, e2]) })
}

fn spell(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u32, 0_u32);
    let digit = |value: u32| char::from(DIGITS[(value & 31) as usize]);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(digit(held >> bits));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(digit(held << (5 - bits)));
    }
    text
}

fn read(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for digit in text.bytes() {
        let value = DIGITS.iter().position(|known| *known == digit)?;
        held = held << 5 | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    // One text for one ticket: no digit too many, no bits in the rest.
    (held == 0 && bits < 5).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exam(last: char) -> ExamId {
        ExamId::from_ulid(&format!("01JAAAAAAAAAAAAAAAAAAAAAA{last}")).unwrap()
    }

    fn claims() -> Claims {
        Claims { number: TicketNumber::parse("790101262100105").unwrap(), edition: 3 }
    }

    fn key() -> SigningKey {
        SigningKey::from_seed(&[7; 32])
    }

    #[test]
    fn e5_a_ticket_is_checked_with_the_public_key_alone() {
        let text = key().sign(&exam('A'), &claims());
        let phone = PublicKey::from_bytes(&key().public().to_bytes()).unwrap();
        assert_eq!(phone.check(&exam('A'), &text), Ok(claims()));
        assert_eq!(phone.check(&exam('A'), &format!(" {text}\n")), Ok(claims()));
        // Alphanumeric QR of version 5 with error correction M holds 122 characters.
        assert_eq!(text.len(), 121);
        assert!(text.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()), "{text}");
    }

    #[test]
    fn e5_every_changed_character_and_every_other_exam_or_key_is_noticed() {
        let text = key().sign(&exam('A'), &claims());
        let phone = key().public();
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'7' { b'8' } else { b'7' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(phone.check(&exam('A'), &changed).is_err(), "character {at}");
        }
        assert_eq!(phone.check(&exam('B'), &text), Err(TokenProblem::Forged));
        let other = SigningKey::from_seed(&[8; 32]).public();
        assert_eq!(other.check(&exam('A'), &text), Err(TokenProblem::Forged));
    }

    #[test]
    fn e5_other_codes_are_not_tickets() {
        let phone = key().public();
        let text = key().sign(&exam('A'), &claims());
        for other in ["", "ZK", "https://example.edu.cn/", "ZK0", "准考", &text[..100], &format!("{text}0")]
        {
            assert_eq!(phone.check(&exam('A'), other), Err(TokenProblem::NotAToken), "{other}");
        }
        assert!(PublicKey::from_bytes(&[0; 32]).is_none(), "a key for which everybody can sign");
    }

    #[test]
    fn e5_neither_the_secret_nor_the_number_shows_in_a_log() {
        assert_eq!(format!("{:?}", key()), "SigningKey(***)");
        assert!(!format!("{:?}", claims()).contains("79010"));
    }
}
