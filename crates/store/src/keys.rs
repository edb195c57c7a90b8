//! The two keys of the store, and the file that they live in.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::{fmt, fs, io};

/// First line of a key file.
const VERSION_LINE: &str = "zhunkao keys 1";

/// One key for sealing, one for fingerprints, 32 bytes each. Who has the database but not these can read nobody's name.
#[derive(Clone)]
pub struct Keys {
    pub(crate) seal: [u8; 32],
    pub(crate) look_up: [u8; 32],
}

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileProblem {
    /// It could not be read or made.
    #[error("the key file could not be read or made: {0}")]
    Io(#[from] io::Error),
    /// It is not a version line and two lines of 64 hexadecimal digits. It is never overwritten: a lost key is lost data.
    #[error("the key file is damaged")]
    Malformed,
    /// Others than its owner may read or write it (its mode must be 0600 or less).
    #[error("the key file can be read or written by others than its owner")]
    OpenToOthers,
    /// The system gave no random numbers.
    #[error("no random numbers for a new key file")]
    NoRandomness,
}

impl Keys {
    /// Reads the key file at `path`; makes one with fresh keys and mode 0600 when there is none.
    ///
    /// Keep a copy of it apart from the copies of the database: without it nothing sealed opens ever again.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileProblem> {
        match File::open(path) {
            Ok(file) => {
                check_mode(&file)?;
                Self::parse(&io::read_to_string(file)?)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Self::create(path),
            Err(error) => Err(error.into()),
        }
    }

    /// Fixed keys, for tests only.
    #[cfg(any(test, feature = "testing"))]
    pub fn for_tests() -> Self {
        Self { seal: [0x5e; 32], look_up: [0x10; 32] }
    }

    /// Written whole beside its place and then linked there: a crash leaves no half file, and of two processes that
    /// start together the later one reads the earlier one's keys.
    fn create(path: &Path) -> Result<Self, KeyFileProblem> {
        let keys = Self { seal: random_key()?, look_up: random_key()? };
        let mut draft = path.as_os_str().to_owned();
        draft.push(format!(".{}.new", hex(&random_key()?[..8])));
        let draft = Path::new(&draft);
        keys.write_to(draft)?;
        let linked = fs::hard_link(draft, path);
        fs::remove_file(draft)?;
        match linked {
            Ok(()) => Ok(keys),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Self::load_or_create(path),
            Err(error) => Err(error.into()),
        }
    }

    fn write_to(&self, path: &Path) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        writeln!(file, "{VERSION_LINE}\n{}\n{}", hex(&self.seal), hex(&self.look_up))?;
        file.sync_all()
    }

    fn parse(text: &str) -> Result<Self, KeyFileProblem> {
        let mut lines = text.lines();
        let (version, seal, look_up) = (lines.next(), lines.next(), lines.next());
        match (version, seal.and_then(key), look_up.and_then(key), lines.next()) {
            (Some(VERSION_LINE), Some(seal), Some(look_up), None) => Ok(Self { seal, look_up }),
            _ => Err(KeyFileProblem::Malformed),
        }
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
        assert!(first.seal == second.seal && first.look_up == second.look_up && first.seal != first.look_up);
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
        for damaged in ["", "zhunkao keys 1\n", &whole[..whole.len() - 2], &whole.replace("keys 1", "keys 2")]
        {
            fs::write(&path, damaged).unwrap();
            assert!(matches!(Keys::load_or_create(&path), Err(KeyFileProblem::Malformed)), "{damaged:?}");
            assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
        }
    }

    #[test]
    fn keys_are_mute() {
        assert_eq!(format!("{:?}", Keys::for_tests()), "Keys(***)");
    }
}
