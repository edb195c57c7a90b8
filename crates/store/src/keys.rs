//! The keys of the store, and the file that they live in.
//!
//! ```text
//! zhunkao keys 2
//! look_up 64 hexadecimal digits
//! seal 1 64 hexadecimal digits
//! seal 2 64 hexadecimal digits
//! ```
//! What is new is sealed with the highest number; the others only open what was sealed before. A file of the first
//! release (`zhunkao keys 1`, then the one sealing key, then the look-up key) is read as one with `seal 1`.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

/// First line of a key file, and of one of the first release.
const VERSION_LINE: &str = "zhunkao keys 2";
const FIRST_VERSION_LINE: &str = "zhunkao keys 1";

/// Number of the first sealing key.
const FIRST: u8 = 1;

/// 32 random bytes.
pub(crate) type Key = [u8; 32];

/// Numbered keys for sealing, one for fingerprints, 32 bytes each. Who has the database but not these can read nobody's
/// name.
#[derive(Clone)]
pub struct Keys {
    /// By number; never empty.
    pub(crate) seals: BTreeMap<u8, Key>,
    pub(crate) look_up: Key,
    /// The file they were read from, which may get a further key while the process runs.
    pub(crate) source: Option<PathBuf>,
}

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileProblem {
    /// It could not be read or made.
    #[error("the key file could not be read or made: {0}")]
    Io(#[from] io::Error),
    /// It is not laid out as a key file is. It is never overwritten: a lost key is lost data.
    #[error("the key file is damaged")]
    Malformed,
    /// Others than its owner may read or write it (its mode must be 0600 or less).
    #[error("the key file can be read or written by others than its owner")]
    OpenToOthers,
    /// The system gave no random numbers.
    #[error("no random numbers for a new key")]
    NoRandomness,
    /// All 255 numbers are used up.
    #[error("there is no number left for a further key")]
    NoNumberLeft,
}

impl Keys {
    /// Reads the key file at `path`; makes one with fresh keys and mode 0600 when there is none.
    ///
    /// Keep a copy of it apart from the copies of the database: without it nothing sealed opens ever again.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileProblem> {
        match Self::load(path) {
            Err(KeyFileProblem::Io(error)) if error.kind() == ErrorKind::NotFound => Self::create(path),
            other => other,
        }
    }

    /// Reads the key file at `path`, which must be there.
    pub fn load(path: &Path) -> Result<Self, KeyFileProblem> {
        let file = File::open(path)?;
        check_mode(&file)?;
        let keys = Self::parse(&io::read_to_string(file)?)?;
        Ok(Self { source: Some(path.to_owned()), ..keys })
    }

    /// Adds a further sealing key to the file at `path`, which from then on seals what is new.
    pub fn add_to(path: &Path) -> Result<Self, KeyFileProblem> {
        let mut keys = Self::load(path)?;
        let next = keys.newest().checked_add(1).ok_or(KeyFileProblem::NoNumberLeft)?;
        keys.seals.insert(next, random_key()?);
        keys.replace(path)?;
        Ok(keys)
    }

    /// Takes every sealing key but the newest out of the file at `path`. Only for when nothing is sealed with them.
    pub fn retire_in(path: &Path) -> Result<Self, KeyFileProblem> {
        let mut keys = Self::load(path)?;
        let newest = keys.newest();
        keys.seals.retain(|number, _| *number == newest);
        keys.replace(path)?;
        Ok(keys)
    }

    /// The numbers of the sealing keys, the newest last.
    pub fn numbers(&self) -> Vec<u8> {
        self.seals.keys().copied().collect()
    }

    /// The number of the key that seals what is new.
    pub fn newest(&self) -> u8 {
        self.seals.last_key_value().map_or(FIRST, |(number, _)| *number)
    }

    /// Fixed keys, for tests only.
    #[cfg(any(test, feature = "testing"))]
    pub fn for_tests() -> Self {
        Self::of([(FIRST, [0x5e; 32])], [0x10; 32])
    }

    pub(crate) fn of<const N: usize>(seals: [(u8, Key); N], look_up: Key) -> Self {
        Self { seals: BTreeMap::from(seals), look_up, source: None }
    }

    /// Written whole beside its place and then linked there: a crash leaves no half file, and of two processes that
    /// start together the later one reads the earlier one's keys.
    fn create(path: &Path) -> Result<Self, KeyFileProblem> {
        let keys = Self::of([(FIRST, random_key()?)], random_key()?);
        let draft = keys.draft_beside(path)?;
        let linked = fs::hard_link(&draft, path);
        fs::remove_file(draft)?;
        match linked {
            Ok(()) => Ok(Self { source: Some(path.to_owned()), ..keys }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Self::load(path),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes the place of the file at `path` in one step.
    fn replace(&self, path: &Path) -> Result<(), KeyFileProblem> {
        fs::rename(self.draft_beside(path)?, path)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            // The new name must be on the disk before anything is sealed with the new key.
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }

    fn draft_beside(&self, path: &Path) -> Result<PathBuf, KeyFileProblem> {
        let mut draft = path.as_os_str().to_owned();
        draft.push(format!(".{}.new", hex(&random_key()?[..8])));
        let draft = PathBuf::from(draft);
        self.write_to(&draft)?;
        Ok(draft)
    }

    fn write_to(&self, path: &Path) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        writeln!(file, "{VERSION_LINE}\nlook_up {}", hex(&self.look_up))?;
        for (number, key) in &self.seals {
            writeln!(file, "seal {number} {}", hex(key))?;
        }
        file.sync_all()
    }

    fn parse(text: &str) -> Result<Self, KeyFileProblem> {
        let mut lines = text.lines();
        let keys = match lines.next() {
            Some(VERSION_LINE) => Self::parse_numbered(lines),
            Some(FIRST_VERSION_LINE) => Self::parse_first(lines),
            _ => None,
        };
        keys.ok_or(KeyFileProblem::Malformed)
    }

    fn parse_numbered<'t>(mut lines: impl Iterator<Item = &'t str>) -> Option<Self> {
        let look_up = key(lines.next()?.strip_prefix("look_up ")?)?;
        let mut seals = BTreeMap::new();
        for line in lines {
            let (number, hex) = line.strip_prefix("seal ")?.split_once(' ')?;
            let number: u8 = number.parse().ok()?;
            if number < FIRST || seals.insert(number, key(hex)?).is_some() {
                return None;
            }
        }
        (!seals.is_empty()).then_some(Self { seals, look_up, source: None })
    }

    fn parse_first<'t>(mut lines: impl Iterator<Item = &'t str>) -> Option<Self> {
        let (seal, look_up) = (key(lines.next()?)?, key(lines.next()?)?);
        lines.next().is_none().then(|| Self::of([(FIRST, seal)], look_up))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(***)")
    }
}

#[cfg(unix)]
fn check_mode(file: &File) -> Result<(), KeyFileProblem> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode();
    match mode & 0o077 {
        0 => Ok(()),
        _ => Err(KeyFileProblem::OpenToOthers),
    }
}

#[cfg(not(unix))]
fn check_mode(_: &File) -> Result<(), KeyFileProblem> {
    Ok(())
}

fn random_key() -> Result<[u8; 32], KeyFileProblem> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|_| KeyFileProblem::NoRandomness)?;
    Ok(key)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn key(line: &str) -> Option<[u8; 32]> {
    if line.len() != 64 || !line.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(line.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn the_second_start_reads_the_keys_of_the_first() {
        let folder = folder();
        let path = folder.path().join("keys");
        let first = Keys::load_or_create(&path).unwrap();
        let second = Keys::load_or_create(&path).unwrap();
        assert!(first.seals == second.seals && first.look_up == second.look_up);
        assert_ne!(first.seals[&FIRST], first.look_up);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft stays behind");
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let path = folder.path().join("keys");
        Keys::load_or_create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(Keys::load_or_create(&path), Err(KeyFileProblem::OpenToOthers)));
    }

    #[test]
    fn a_damaged_key_file_is_refused_and_kept() {
        let folder = folder();
        let path = folder.path().join("keys");
        Keys::load_or_create(&path).unwrap();
        let whole = fs::read_to_string(&path).unwrap();
        let seal = whole.lines().last().unwrap();
        let further = ["", "zhunkao keys 2\n", &whole[..whole.len() - 2], &whole.replace("keys 2", "keys 3")];
        let twice = format!("{whole}{seal}\n");
        let without = whole.replace(seal, "");
        let numberless = whole.replace("seal 1", "seal 0");
        for damaged in further.into_iter().chain([twice.as_str(), &without, &numberless]) {
            fs::write(&path, damaged).unwrap();
            assert!(matches!(Keys::load_or_create(&path), Err(KeyFileProblem::Malformed)), "{damaged:?}");
            assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
        }
    }

    #[test]
    fn a_key_file_of_the_first_release_is_read() {
        let folder = folder();
        let path = folder.path().join("keys");
        let whole = format!("zhunkao keys 1\n{}\n{}\n", hex(&[7; 32]), hex(&[9; 32]));
        Keys::load_or_create(&path).unwrap();
        fs::write(&path, &whole).unwrap();
        let keys = Keys::load(&path).unwrap();
        assert_eq!((keys.numbers(), keys.seals[&1], keys.look_up), (vec![1], [7; 32], [9; 32]));
        let rotated = Keys::add_to(&path).unwrap();
        assert_eq!(rotated.seals[&1], [7; 32], "the first key still opens");
        assert_eq!(Keys::load(&path).unwrap().seals, rotated.seals);
    }

    #[test]
    fn a_further_key_comes_last_and_the_earlier_ones_can_be_taken_out() {
        let folder = folder();
        let path = folder.path().join("keys");
        let first = Keys::load_or_create(&path).unwrap();
        let both = Keys::add_to(&path).unwrap();
        assert_eq!((both.numbers(), both.newest(), both.look_up), (vec![1, 2], 2, first.look_up));
        assert_ne!(both.seals[&1], both.seals[&2]);
        let one = Keys::retire_in(&path).unwrap();
        assert_eq!((one.numbers(), one.seals[&2]), (vec![2], both.seals[&2]));
        assert_eq!(Keys::load(&path).unwrap().seals, one.seals);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft stays behind");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_missing_key_file_is_made_only_where_that_is_wanted() {
        let folder = folder();
        let path = folder.path().join("keys");
        assert!(matches!(Keys::load(&path), Err(KeyFileProblem::Io(_))));
        assert!(!path.exists());
    }

    #[test]
    fn keys_are_mute() {
        assert_eq!(format!("{:?}", Keys::for_tests()), "Keys(***)");
    }
}
