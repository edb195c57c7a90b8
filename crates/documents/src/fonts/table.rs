//! Single tables out of a font file, without reading the rest of its fifty megabytes.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// The bytes of one table of one face; none if the file has no such face or table, or cannot be read.
pub(super) fn read(path: &Path, index: u32, tag: [u8; 4]) -> Option<Vec<u8>> {
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    let directory = directory(&mut file, index)?;
    file.seek(SeekFrom::Start(directory)).ok()?;
    let [_, _, _, _, high, low, ..] = bytes::<12>(&mut file)?;
    for _ in 0..u16::from_be_bytes([high, low]) {
        // Tag, checksum, offset, length: four bytes each.
        let entry = bytes::<16>(&mut file)?;
        if entry[..4] == tag {
            let (offset, size) = (number(&entry, 8)?, number(&entry, 12)?);
            if offset + size > length {
                return None;
            }
            file.seek(SeekFrom::Start(offset)).ok()?;
            let mut table = vec![0; usize::try_from(size).ok()?];
            file.read_exact(&mut table).ok()?;
            return Some(table);
        }
    }
    None
}

/// Where the table directory of the face begins: in a collection its header says so.
fn directory(file: &mut File, index: u32) -> Option<u64> {
    if bytes::<4>(file)? != *b"ttcf" {
        return (index == 0).then_some(0);
    }
    let header = bytes::<8>(file)?;
    if u64::from(index) >= number(&header, 4)? {
        return None;
    }
    file.seek(SeekFrom::Current(i64::from(index) * 4)).ok()?;
    number(&bytes::<4>(file)?, 0)
}

fn bytes<const N: usize>(file: &mut File) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

/// Four bytes, the highest first.
fn number(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)))
}
