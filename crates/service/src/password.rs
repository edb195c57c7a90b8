//! Hashing passwords: slow on purpose, so bounded.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::form::{Field, FieldProblems, Problem};
use domain::person::{PasswordProblem, PasswordRule};
use tokio::sync::Semaphore;

use crate::{Error, random};

/// Memory of one hash in KiB: 19 MiB with two passes, OWASP's first choice for argon2id.
const MEMORY_KIB: u32 = 19 * 1_024;

/// Passes over that memory.
const PASSES: u32 = 2;

/// Hashes that may wait for a core. At about 14 ms a hash on two cores, the last of them waits half a second.
const MAX_WAITING: usize = 64;

/// Hashes at once on the cores that there are, and answers Busy when too many wait.
pub(crate) struct Hasher {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// Verified when the account does not exist, so that the answer takes as long.
    decoy: String,
}

impl Hasher {
    pub(crate) fn new() -> Result<Self, Error> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let decoy = hash(&random::token()?)?;
        Ok(Self { permits: Arc::new(Semaphore::new(cores)), waiting: AtomicUsize::new(0), decoy })
    }

    pub(crate) async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = password.to_owned();
        self.run(move || hash(&password)).await?
    }

    /// Whether the password fits; `None` costs the same and never fits.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, Error> {
        let (password, exists) = (password.to_owned(), stored.is_some());
        let stored = stored.unwrap_or(&self.decoy).to_owned();
        let fits = self.run(move || verify(&password, &stored)).await??;
        Ok(fits && exists)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let place = Place::take(&self.waiting)?;
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(Error::internal)?;
        drop(place);
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .map_err(Error::internal)
    }
}

/// A place in the queue, given back when dropped (also when the request is given up).
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Result<Self, Error> {
        let place = Self(waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) >= MAX_WAITING { Err(Error::Busy) } else { Ok(place) }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|e| Error::internal(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, Error> {
    let salt = random::bytes::<16>()?;
    let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt);
    Ok(hash.map_err(|e| Error::internal(e.to_string()))?.to_string())
}

fn verify(password: &str, stored: &str) -> Result<bool, Error> {
    let stored = PasswordHash::new(stored).map_err(|e| Error::internal(e.to_string()))?;
    Ok(argon2()?.verify_password(password.as_bytes(), &stored).is_ok())
}

/// A password that falls within so many guesses is common (A7: the 3,000 commonest).
const COMMON_GUESSES: u64 = 3_000;

/// Passwords that people here choose first and that the list, which was made elsewhere, ranks too low.
const COMMON_HERE: &[&str] = &[
    "woaini",
    "woaini1314",
    "woaini520",
    "woaini521",
    "woaini123",
    "5201314",
    "1314520",
    "520520",
    "521521",
    "5211314",
    "1314521",
    "aini1314",
    "aini520",
    "qq123456",
    "qq123456789",
    "a5201314",
    "a123456789",
    "aa123456",
    "abc123456",
    "asd123456",
    "zxc123456",
    "qwe123456",
    "as123456",
    "wang123",
    "zhang123",
    "woshishui",
    "mima123",
    "mima123456",
    "nihao123",
    "123456qq",
    "123456aa",
    "123456abc",
    "123456asd",
    "1234qwer",
    "1q2w3e4r",
    "1qaz2wsx",
    "147258369",
    "147258",
    "159357",
    "110110",
    "112233",
    "11223344",
    "168168",
    "518518",
    "888888",
    "88888888",
    "666666",
    "66666666",
    "wodemima",
    "tiantian",
    "baobao",
    "xiaoxiao",
    "caonima",
    "iloveyou1314",
    "china123",
    "0123456789",
    "9876543210",
    "qazwsx",
    "qazwsx123",
    "p@ssw0rd",
    "admin123",
    "hunan123",
    "changsha",
];

/// A new password and its repetition, by all rules.
pub(crate) fn check_pair(
    rule: PasswordRule,
    (password, again): (&str, &str),
    number: &str,
    phone: &str,
) -> Result<(), FieldProblems> {
    let mut problems = FieldProblems::default();
    problems.keep(Field::Password, check(rule, password, number, phone).map_err(Problem::from));
    if problems.is_empty() && password != again {
        problems.add(Field::PasswordAgain, Problem::PasswordsDiffer);
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// All rules on a new password, also the one that needs the large list.
pub(crate) fn check(
    rule: PasswordRule,
    password: &str,
    number: &str,
    phone: &str,
) -> Result<(), PasswordProblem> {
    rule.check(password, Some(number), Some(phone))?;
    check_common(password, &[number, phone])
}

/// That it is not among those that are guessed first, also not with what the guesser `knows`.
pub(crate) fn check_common(password: &str, knows: &[&str]) -> Result<(), PasswordProblem> {
    // The estimate counts guesses in the order of frequency: for a listed password that is its rank.
    let common_here = COMMON_HERE.contains(&password.to_lowercase().as_str());
    if common_here || zxcvbn::zxcvbn(password, knows).guesses() <= COMMON_GUESSES {
        return Err(PasswordProblem::TooCommon);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a7_the_commonest_passwords_are_refused_and_a_sentence_is_not() {
        let check = |password| check(PasswordRule::default(), password, "430111199506150028", "13800005678");
        for common in
            ["123456", "password", "qwerty", "iloveyou", "111111", "abc123", "a123456", "Woaini1314"]
        {
            assert_eq!(check(common), Err(PasswordProblem::TooCommon), "{common}");
        }
        // The end of the 3,000 commonest, and what comes right behind it.
        for last in ["cubswin", "missy1", "gator1"] {
            assert_eq!(check(last), Err(PasswordProblem::TooCommon), "{last}");
        }
        for beyond in ["pacers", "chinook", "inuyasha"] {
            assert_eq!(check(beyond), Ok(()), "{beyond}");
        }
        assert_eq!(check("湘江边的橘子洲"), Ok(()));
        assert_eq!(check("kT4-brook-lamp"), Ok(()));
    }

    #[test]
    fn a7_what_people_here_choose_first_is_refused_in_any_case() {
        for common in COMMON_HERE {
            for typed in [(*common).to_owned(), common.to_uppercase()] {
                let judged = check(PasswordRule::default(), &typed, "430111199506150028", "13800005678");
                assert_eq!(judged, Err(PasswordProblem::TooCommon), "{typed}");
            }
        }
    }

    #[test]
    fn a7_the_length_is_the_schools_setting() {
        let rule = PasswordRule { min_chars: 8, max_chars: 20 };
        let check = |password: &str| check(rule, password, "430111199506150028", "13800005678");
        assert_eq!(check("kT4-bro"), Err(PasswordProblem::TooShort));
        assert_eq!(check("kT4-broo"), Ok(()));
        assert_eq!(check("kT4-brook-lamp-kT4-bro"), Err(PasswordProblem::TooLong));
    }

    #[tokio::test]
    async fn a7_a_password_fits_its_own_hash_only() {
        let hasher = Hasher::new().unwrap();
        let stored = hasher.hash("kT4-brook-lamp").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hasher.verify("kT4-brook-lamp", Some(&stored)).await.unwrap());
        assert!(!hasher.verify("kT4-brook-lamb", Some(&stored)).await.unwrap());
        assert!(!hasher.verify("kT4-brook-lamp", None).await.unwrap());
    }
}
