//! Encryption at rest, and the fingerprints that find what is encrypted.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};

use chacha20poly1305::aead::{Aead, Generate, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::Error;
use crate::keys::{KeyFileProblem, Keys};

/// A nonce of `XChaCha20`: long enough to be drawn at random for every value.
const NONCE_BYTES: usize = 24;

/// Seals values and computes fingerprints. Shows no key, not even to `Debug`.
///
/// The newest key seals; every key of the file opens what it has sealed. When something turns up that a key seals
/// which is not known here, the file is read again: so a running server goes on while `zhunkao keys rotate` works.
pub struct Vault {
    ring: RwLock<BTreeMap<u8, XChaCha20Poly1305>>,
    look_up: [u8; 32],
    source: Option<PathBuf>,
}

impl Vault {
    pub(crate) fn new(keys: &Keys) -> Self {
        Self { ring: RwLock::new(ring(keys)), look_up: keys.look_up, source: keys.source.clone() }
    }

    /// One byte with the number of the key, 24 bytes of nonce, then XChaCha20-Poly1305 ciphertext.
    ///
    /// `place` is authenticated, not stored: what was sealed for one place opens in no other.
    ///
    /// # Panics
    /// When the system gives no random numbers, or for more than 256 GiB.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        let nonce = XNonce::generate();
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        let Some((number, cipher)) = ring.last_key_value() else {
            unreachable!("a key file without a sealing key is refused");
        };
        let Ok(ciphertext) = cipher.encrypt(&nonce, Payload { msg: plain, aad: place.as_bytes() }) else {
            unreachable!("the cipher refuses only what is longer than 256 GiB");
        };
        let mut sealed = Vec::with_capacity(1 + NONCE_BYTES + ciphertext.len());
        sealed.push(*number);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&ciphertext);
        sealed
    }

    /// What [`Self::seal`] was given for the same `place`; [`Error::Sealed`] for everything else.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let Some((number, rest)) = sealed.split_first() else { return Err(Error::Sealed) };
        let Some((nonce, ciphertext)) = rest.split_first_chunk::<NONCE_BYTES>() else {
            return Err(Error::Sealed);
        };
        if !self.knows(*number) {
            self.reload().map_err(|_| Error::Sealed)?;
        }
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        let cipher = ring.get(number).ok_or(Error::Sealed)?;
        cipher
            .decrypt(&(*nonce).into(), Payload { msg: ciphertext, aad: place.as_bytes() })
            .map_err(|_| Error::Sealed)
    }

    /// The same value sealed with the newest key; nothing when that is so already.
    pub(crate) fn reseal(&self, place: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let plain = self.open(place, sealed)?;
        if sealed.first() == Some(&self.newest()) {
            return Ok(None);
        }
        Ok(Some(self.seal(place, &plain)))
    }

    /// The number of the key that seals what is new.
    pub fn newest(&self) -> u8 {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        ring.last_key_value().map_or(0, |(number, _)| *number)
    }

    /// Reads the key file again. A file with another look-up key is not this database's and changes nothing.
    pub fn reload(&self) -> Result<(), KeyFileProblem> {
        let Some(source) = &self.source else { return Ok(()) };
        let keys = Keys::load(source)?;
        if keys.look_up != self.look_up {
            return Err(KeyFileProblem::Malformed);
        }
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring(&keys);
        Ok(())
    }

    /// Whether a key of this number is in the file.
    pub fn knows(&self, number: u8) -> bool {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).contains_key(&number)
    }

    /// Keyed BLAKE3 of `text` for `place`, as 64 hexadecimal digits: equal texts of one place are found by it, and
    /// without the key nobody can try out all document numbers.
    pub fn fingerprint(&self, place: &str, text: &str) -> String {
        self.fingerprint_of_bytes(place, text.as_bytes())
    }

    /// 32 bytes for one purpose, always the same for one key file, from which no other key can be worked out: what a
    /// further secret grows from.
    pub fn derived(&self, purpose: &str) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.look_up);
        // Begins as no fingerprint does, so that no stored one is a secret.
        hasher.update(&[0]).update(purpose.as_bytes());
        hasher.finalize().into()
    }

    /// As [`Self::fingerprint`], of what is no text.
    pub fn fingerprint_of_bytes(&self, place: &str, bytes: &[u8]) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.look_up);
        // No place contains a zero byte, so no two pairs run together.
        hasher.update(place.as_bytes()).update(&[0]).update(bytes);
        hasher.finalize().to_hex().to_string()
    }
}

fn ring(keys: &Keys) -> BTreeMap<u8, XChaCha20Poly1305> {
    keys.seals.iter().map(|(number, key)| (*number, XChaCha20Poly1305::new(&(*key).into()))).collect()
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
        let (ours, theirs) = (Vault::new(&Keys::for_tests()), Vault::new(&Keys::of([(1, [1; 32])], [2; 32])));
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

    #[test]
    fn e5_what_grows_out_of_the_keys_is_the_same_for_one_file_and_purpose_and_no_fingerprint() {
        let vault = Vault::new(&Keys::for_tests());
        assert_eq!(vault.derived("tickets"), Vault::new(&Keys::for_tests()).derived("tickets"));
        assert_ne!(vault.derived("tickets"), vault.derived("tokens"));
        assert_ne!(
            vault.derived("tickets"),
            Vault::new(&Keys::of([(1, [1; 32])], [2; 32])).derived("tickets")
        );
        let hex = blake3::Hash::from(vault.derived("tickets")).to_hex().to_string();
        assert_ne!(hex, vault.fingerprint("tickets", ""), "what is stored is no secret");
    }

    #[test]
    fn the_newest_key_seals_and_every_key_opens_its_own() {
        let old = Vault::new(&Keys::of([(1, [1; 32])], [9; 32]));
        let both = Vault::new(&Keys::of([(1, [1; 32]), (2, [2; 32])], [9; 32]));
        let sealed = old.seal("a.b", b"value");
        assert_eq!(both.open("a.b", &sealed).unwrap(), b"value");
        let anew = both.reseal("a.b", &sealed).unwrap().unwrap();
        assert_eq!((anew[0], both.newest()), (2, 2));
        assert_eq!(both.reseal("a.b", &anew).unwrap(), None, "once is enough");
        let alone = Vault::new(&Keys::of([(2, [2; 32])], [9; 32]));
        assert_eq!(alone.open("a.b", &anew).unwrap(), b"value");
        assert!(matches!(alone.open("a.b", &sealed), Err(Error::Sealed)), "the old key is gone");
        assert_eq!(old.fingerprint("a.b", "x"), alone.fingerprint("a.b", "x"), "what is found stays found");
    }

    #[test]
    fn a_running_vault_learns_of_a_further_key_by_what_it_sealed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let running = Vault::new(&Keys::load_or_create(&path).unwrap());
        let rotating = Vault::new(&Keys::add_to(&path).unwrap());
        let sealed = rotating.seal("a.b", b"value");
        assert_eq!(running.newest(), 1);
        assert_eq!(running.open("a.b", &sealed).unwrap(), b"value");
        assert_eq!(running.newest(), 2, "and seals with it from now on");
    }

    #[test]
    fn a_key_file_that_was_exchanged_under_a_running_vault_is_not_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let running = Vault::new(&Keys::load_or_create(&path).unwrap());
        std::fs::remove_file(&path).unwrap();
        Keys::load_or_create(&path).unwrap();
        let others = Vault::new(&Keys::add_to(&path).unwrap());
        assert!(matches!(running.open("a.b", &others.seal("a.b", b"x")), Err(Error::Sealed)));
        assert!(running.reload().is_err());
        assert_eq!(running.newest(), 1);
    }
}
