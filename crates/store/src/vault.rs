//! Encryption at rest, and the fingerprints that find what is encrypted.

use chacha20poly1305::aead::{Aead, Generate, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::{Error, Keys};

/// Stands before everything that the first key sealed; a second key will count on.
const KEY_VERSION: u8 = 1;

/// A nonce of `XChaCha20`: long enough to be drawn at random for every value.
const NONCE_BYTES: usize = 24;

/// Seals values and computes fingerprints. Shows no key, not even to `Debug`.
pub struct Vault {
    cipher: XChaCha20Poly1305,
    look_up: [u8; 32],
}

impl Vault {
    pub(crate) fn new(keys: &Keys) -> Self {
        Self { cipher: XChaCha20Poly1305::new(&keys.seal.into()), look_up: keys.look_up }
    }

    /// One byte of key version, 24 bytes of nonce, then XChaCha20-Poly1305 ciphertext.
    ///
    /// `place` is authenticated, not stored: what was sealed for one place opens in no other.
    ///
    /// # Panics
    /// When the system gives no random numbers, or for more than 256 GiB.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        let nonce = XNonce::generate();
        let Ok(ciphertext) = self.cipher.encrypt(&nonce, Payload { msg: plain, aad: place.as_bytes() })
        else {
            unreachable!("the cipher refuses only what is longer than 256 GiB");
        };
        let mut sealed = Vec::with_capacity(1 + NONCE_BYTES + ciphertext.len());
        sealed.push(KEY_VERSION);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&ciphertext);
        sealed
    }

    /// What [`Self::seal`] was given for the same `place`; [`Error::Sealed`] for everything else.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let Some((&KEY_VERSION, rest)) = sealed.split_first() else { return Err(Error::Sealed) };
        let Some((nonce, ciphertext)) = rest.split_first_chunk::<NONCE_BYTES>() else {
            return Err(Error::Sealed);
        };
        self.cipher
            .decrypt(&(*nonce).into(), Payload { msg: ciphertext, aad: place.as_bytes() })
            .map_err(|_| Error::Sealed)
    }

    /// Keyed BLAKE3 of `text` for `place`, as 64 hexadecimal digits: equal texts of one place are found by it, and
    /// without the key nobody can try out all document numbers.
    pub fn fingerprint(&self, place: &str, text: &str) -> String {
        self.fingerprint_of_bytes(place, text.as_bytes())
    }

    /// As [`Self::fingerprint`], of what is no text.
    pub fn fingerprint_of_bytes(&self, place: &str, bytes: &[u8]) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.look_up);
        // No place contains a zero byte, so no two pairs run together.
        hasher.update(place.as_bytes()).update(&[0]).update(bytes);
        hasher.finalize().to_hex().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_in_its_own_place_only() {
        let vault = Vault::new(&Keys::for_tests());
        let sealed = vault.seal("accounts.name:1", "张三".as_bytes());
        assert_eq!(vault.open("accounts.name:1", &sealed).unwrap(), "张三".as_bytes());
        assert!(matches!(vault.open("accounts.name:2", &sealed), Err(Error::Sealed)));
    }

    #[test]
    fn equal_values_are_sealed_differently() {
        let vault = Vault::new(&Keys::for_tests());
        assert_ne!(vault.seal("a.b", b"x"), vault.seal("a.b", b"x"));
    }

    #[test]
    fn damage_in_any_byte_is_noticed() {
        let vault = Vault::new(&Keys::for_tests());
        let sealed = vault.seal("a.b", b"value");
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert!(matches!(vault.open("a.b", &damaged), Err(Error::Sealed)), "byte {at}");
            assert!(matches!(vault.open("a.b", &sealed[..at]), Err(Error::Sealed)), "cut at {at}");
        }
    }

    #[test]
    fn the_wrong_key_opens_nothing_and_finds_nothing() {
        let (ours, theirs) =
            (Vault::new(&Keys::for_tests()), Vault::new(&Keys { seal: [1; 32], look_up: [2; 32] }));
        assert!(matches!(theirs.open("a.b", &ours.seal("a.b", b"value")), Err(Error::Sealed)));
        assert_ne!(theirs.fingerprint("a.b", "value"), ours.fingerprint("a.b", "value"));
    }

    #[test]
    fn a_fingerprint_belongs_to_its_place() {
        let vault = Vault::new(&Keys::for_tests());
        assert_eq!(vault.fingerprint("a.b", "value"), vault.fingerprint("a.b", "value"));
        assert_ne!(vault.fingerprint("a.b", "value"), vault.fingerprint("a.c", "value"));
        assert_eq!(vault.fingerprint("a.b", "value").len(), 64);
    }
}
