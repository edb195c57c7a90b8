//! Large files that staff take out, sealed page by page, so that neither writing nor reading one needs more memory than
//! a page. What writes a zip or a DBF goes back to correct its head; so may whoever writes here.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::transaction::sealed_place;
use crate::{Error, Vault};

/// Readable bytes of a page.
const PAGE: usize = 256 * 1_024;
/// What sealing adds: the key's number, a nonce of 24 bytes, a tag of 16.
const SEAL: usize = 1 + 24 + 16;
/// Where a page begins in the file.
const STEP: u64 = (PAGE + SEAL) as u64;

/// The folder of such files, beside the pictures. The same names the temporary files of whoever writes them.
#[derive(Clone)]
pub struct SealedFiles {
    folder: Arc<Path>,
    vault: Arc<Vault>,
}

impl SealedFiles {
    pub(crate) fn open(pictures: &Path, vault: Arc<Vault>) -> Result<Self, Error> {
        let files = Self::open_existing(pictures, vault);
        std::fs::create_dir_all(&files.folder).map_err(failed)?;
        Ok(files)
    }

    pub(crate) fn open_existing(pictures: &Path, vault: Arc<Vault>) -> Self {
        Self { folder: pictures.join("exports").into(), vault }
    }

    /// For files without a name, which the system takes back when they are closed.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Begins a file, in place of an earlier one of this name.
    pub fn create(&self, name: &str) -> io::Result<SealedOut> {
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(true).open(self.path(name))?;
        Ok(SealedOut {
            pages: Pages { file, vault: Arc::clone(&self.vault), name: name.to_owned() },
            page: Vec::with_capacity(PAGE),
            number: 0,
            is_fresh: false,
            at: 0,
            length: 0,
        })
    }

    /// Reads a file from its beginning.
    pub fn read(&self, name: &str) -> Result<SealedIn, Error> {
        let file = File::open(self.path(name)).map_err(failed)?;
        let pages = Pages { file, vault: Arc::clone(&self.vault), name: name.to_owned() };
        Ok(SealedIn { pages, number: 0 })
    }

    /// Deletes a file; one that is not there is as good as deleted.
    pub fn delete(&self, name: &str) -> io::Result<()> {
        match std::fs::remove_file(self.path(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The names of all files.
    pub fn list(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            names.extend(entry?.file_name().into_string().ok());
        }
        names.sort_unstable();
        Ok(names)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

fn failed(error: io::Error) -> Error {
    Error::File(object_store::Error::Generic { store: "exports", source: error.into() })
}

/// The pages of one file on the disk.
struct Pages {
    file: File,
    vault: Arc<Vault>,
    name: String,
}

impl Pages {
    /// A page belongs to its file and its number: none can be moved.
    fn place(&self, number: u64) -> String {
        sealed_place("files.export", &format!("{}:{number}", self.name))
    }

    fn save(&mut self, number: u64, plain: &[u8]) -> io::Result<()> {
        let sealed = self.vault.seal(&self.place(number), plain);
        self.file.seek(SeekFrom::Start(number * STEP))?;
        self.file.write_all(&sealed)
    }

    /// Nothing behind the end.
    fn load(&mut self, number: u64) -> Result<Option<Vec<u8>>, Error> {
        self.file.seek(SeekFrom::Start(number * STEP)).map_err(failed)?;
        let mut sealed = Vec::with_capacity(PAGE + SEAL);
        (&mut self.file).take(STEP).read_to_end(&mut sealed).map_err(failed)?;
        if sealed.is_empty() {
            return Ok(None);
        }
        self.vault.open(&self.place(number), &sealed).map(Some)
    }
}

/// A file that is being written.
pub struct SealedOut {
    pages: Pages,
    /// What stands in the page where the next byte goes, and whether it stands so on the disk.
    page: Vec<u8>,
    number: u64,
    is_fresh: bool,
    at: u64,
    length: u64,
}

impl SealedOut {
    /// Everything is on the disk. How many readable bytes.
    pub fn finish(mut self) -> io::Result<u64> {
        self.save()?;
        self.pages.file.sync_all()?;
        Ok(self.length)
    }

    fn save(&mut self) -> io::Result<()> {
        if self.is_fresh {
            self.pages.save(self.number, &self.page)?;
            self.is_fresh = false;
        }
        Ok(())
    }

    /// Goes to the page where the next byte goes.
    fn turn(&mut self) -> io::Result<usize> {
        let (number, within) = (self.at / PAGE as u64, usize::try_from(self.at % PAGE as u64));
        if number != self.number {
            self.save()?;
            self.page = self.pages.load(number).map_err(io::Error::other)?.unwrap_or_default();
            self.number = number;
        }
        within.map_err(io::Error::other)
    }
}

impl Write for SealedOut {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        let within = self.turn()?;
        let count = bytes.len().min(PAGE - within);
        let end = within + count;
        if self.page.len() < end {
            self.page.resize(end, 0);
        }
        self.page[within..end].copy_from_slice(&bytes[..count]);
        self.is_fresh = true;
        self.at += count as u64;
        self.length = self.length.max(self.at);
        Ok(count)
    }

    /// Pages go to the disk when they are full: what is half a page is half a zip.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for SealedOut {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        // A gap would be a page that is not there.
        self.at = at.filter(|at| *at <= self.length).ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// A file that is being read.
pub struct SealedIn {
    pages: Pages,
    number: u64,
}

impl SealedIn {
    /// The next page; nothing behind the last.
    pub fn next_page(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let page = self.pages.load(self.number)?;
        self.number += 1;
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Keys;

    fn files(folder: &Path) -> SealedFiles {
        SealedFiles::open(folder, Arc::new(Vault::new(&Keys::for_tests()))).unwrap()
    }

    fn all(files: &SealedFiles, name: &str) -> Vec<u8> {
        let (mut file, mut bytes) = (files.read(name).unwrap(), Vec::new());
        while let Some(page) = file.next_page().unwrap() {
            bytes.extend(page);
        }
        bytes
    }

    #[test]
    fn f7_a_file_of_several_pages_comes_back_and_its_head_can_be_corrected() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path());
        let mut wanted: Vec<u8> = (0..PAGE * 2 + 77).map(|n| u8::try_from(n % 251).unwrap()).collect();
        let mut out = files.create("one").unwrap();
        for part in wanted.chunks(1_001) {
            out.write_all(part).unwrap();
        }
        // Over the edge of two pages, and at the end again.
        out.seek(SeekFrom::Start(PAGE as u64 - 2)).unwrap();
        out.write_all(b"head").unwrap();
        wanted[PAGE - 2..PAGE + 2].copy_from_slice(b"head");
        out.seek(SeekFrom::End(0)).unwrap();
        out.write_all(b"tail").unwrap();
        wanted.extend(b"tail");
        assert_eq!(out.finish().unwrap(), wanted.len() as u64);
        assert!(all(&files, "one") == wanted);
        assert_eq!(files.list().unwrap(), ["one"]);
        files.delete("one").unwrap();
        files.delete("one").unwrap();
        assert!(files.list().unwrap().is_empty());
    }

    #[test]
    fn f7_a_file_cannot_be_read_on_the_disk_and_its_pages_have_their_places() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(folder.path());
        for name in ["one", "two"] {
            let mut out = files.create(name).unwrap();
            out.write_all("张三".repeat(PAGE / 3).as_bytes()).unwrap();
            out.finish().unwrap();
        }
        let on_disk = std::fs::read(files.path("one")).unwrap();
        let occurs = |wanted: &[u8]| on_disk.windows(wanted.len()).any(|part| part == wanted);
        assert!(!occurs("张三".as_bytes()), "a name can be read");
        assert!(occurs(&on_disk[9..20]), "the control: what is there is found");
        std::fs::rename(files.path("one"), files.path("two")).unwrap();
        assert!(matches!(files.read("two").unwrap().next_page(), Err(Error::Sealed)));
    }

    #[test]
    fn f7_nobody_leaves_a_gap() {
        let folder = tempfile::tempdir().unwrap();
        let mut out = files(folder.path()).create("one").unwrap();
        out.write_all(b"abc").unwrap();
        assert!(out.seek(SeekFrom::Start(4)).is_err() && out.seek(SeekFrom::Current(-4)).is_err());
        assert_eq!(out.stream_position().unwrap(), 3);
    }
}
