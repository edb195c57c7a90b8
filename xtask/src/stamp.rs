//! Stamps: small files that say which state a piece of work was done for, so that it is not done again.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::trouble::Trouble;

/// Folders that hold no source.
const SKIPPED: [&str; 5] = ["target", "node_modules", ".git", "data", "test-results"];

/// SHA-256 of bytes, 64 lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// All source files below a folder in a fixed order; the path itself if it is a file.
pub fn files_below(path: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let mut files = Vec::new();
    collect(path, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Trouble> {
    if path.is_file() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(Trouble::with(path))? {
        let entry = entry.map_err(Trouble::with(path))?;
        let kind = entry.file_type().map_err(Trouble::with(&entry.path()))?;
        if kind.is_dir() && !SKIPPED.contains(&entry.file_name().to_string_lossy().as_ref()) {
            collect(&entry.path(), files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// One digest over the names and bytes of all files below these paths; a path that is not there counts as empty.
pub fn digest(root: &Path, paths: &[PathBuf]) -> Result<String, Trouble> {
    let mut hash = Sha256::new();
    for path in paths.iter().filter(|path| path.exists()) {
        for file in files_below(path)? {
            let bytes = fs::read(&file).map_err(Trouble::with(&file))?;
            let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
            hash.update(format!("{name}\n{}\n", bytes.len()));
            hash.update(bytes);
        }
    }
    Ok(hex(&hash.finalize()))
}

/// Does this stamp say so?
pub fn says(stamp: &Path, state: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|text| text.trim() == state)
}

/// Writes the stamp.
pub fn set(stamp: &Path, state: &str) -> Result<(), Trouble> {
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder).map_err(Trouble::with(folder))?;
    }
    fs::write(stamp, format!("{state}\n")).map_err(Trouble::with(stamp))
}

/// Makes a folder that is there and empty.
pub fn empty_folder(folder: &Path) -> Result<(), Trouble> {
    remove_folder(folder)?;
    fs::create_dir_all(folder).map_err(Trouble::with(folder))
}

/// Removes a folder if it is there.
pub fn remove_folder(folder: &Path) -> Result<(), Trouble> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Trouble::with(folder))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        empty_folder(&folder).unwrap();
        folder
    }

    #[test]
    fn the_digest_of_nothing_is_the_published_one() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn a_changed_byte_a_new_name_and_a_new_file_change_the_digest() {
        let folder = folder("digest");
        let file = folder.join("a.rs");
        fs::write(&file, "one").unwrap();
        let paths = [folder.clone(), folder.join("missing")];
        let first = digest(&folder, &paths).unwrap();
        assert_eq!(digest(&folder, &paths).unwrap(), first);
        fs::write(&file, "two").unwrap();
        let second = digest(&folder, &paths).unwrap();
        fs::rename(&file, folder.join("b.rs")).unwrap();
        let third = digest(&folder, &paths).unwrap();
        fs::write(&file, "").unwrap();
        let fourth = digest(&folder, &paths).unwrap();
        remove_folder(&folder).unwrap();
        let mut all = vec![first, second, third, fourth];
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn a_stamp_says_only_what_was_set() {
        let folder = folder("stamp");
        let stamp = folder.join("deep/stamp");
        assert!(!says(&stamp, "1"));
        set(&stamp, "1").unwrap();
        assert!(says(&stamp, "1"));
        assert!(!says(&stamp, "2"));
        remove_folder(&folder).unwrap();
    }
}
