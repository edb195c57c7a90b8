//! What an xlsx unpacks to, before anything of it is believed. The sizes in a zip's own headers can lie, so everything is
//! unpacked once and counted; it costs a fraction of reading the sheets.

use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Limits, Unreadable};

/// Most files in one xlsx; a sheet has one, pictures in it one each.
const MAX_PARTS: usize = 2_000;

/// Refuses bombs, macros, locked and damaged files.
pub(super) fn check(file: impl Read + Seek, limits: &Limits) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(file).map_err(|_| Unreadable::Damaged)?;
    if archive.len() > MAX_PARTS {
        return Err(Unreadable::Bomb);
    }
    let mut left = limits.unpacked_bytes;
    let mut is_workbook = false;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => Unreadable::OldOrLocked,
            _ => Unreadable::Damaged,
        })?;
        let name = part.name().to_ascii_lowercase();
        if name.ends_with("vbaproject.bin") || name.starts_with("xl/macrosheets/") {
            return Err(Unreadable::Macros);
        }
        is_workbook |= name == "xl/workbook.xml";
        let is_index = name == "[content_types].xml";
        let mut text = String::new();
        let counted = if is_index {
            // One part in a file of its own: small, and it names the kind of the workbook.
            part.take(left.saturating_add(1)).read_to_string(&mut text).map(|read| read as u64)
        } else {
            std::io::copy(&mut part.take(left.saturating_add(1)), &mut std::io::sink())
        };
        if text.contains("macroEnabled") {
            return Err(Unreadable::Macros);
        }
        left = left.checked_sub(counted.map_err(|_| Unreadable::Damaged)?).ok_or(Unreadable::Bomb)?;
    }
    if is_workbook { Ok(()) } else { Err(Unreadable::NotATable) }
}
