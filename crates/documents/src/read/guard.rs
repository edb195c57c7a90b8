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
        let mut part = part.take(left.saturating_add(1));
        let is_index = name == "[content_types].xml";
        let size = if is_index || name.ends_with("sharedstrings.xml") {
            let mut text = String::new();
            let size = part.read_to_string(&mut text).map_err(|_| Unreadable::Damaged)?;
            if is_index {
                check_kind(&text)?;
            } else {
                check_claims(&text)?;
            }
            size as u64
        } else {
            std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| Unreadable::Damaged)?
        };
        left = left.checked_sub(size).ok_or(Unreadable::Bomb)?;
    }
    if is_workbook { Ok(()) } else { Err(Unreadable::NotATable) }
}

/// The list of parts names the kind of the workbook.
fn check_kind(text: &str) -> Result<(), Unreadable> {
    if text.contains("macroEnabled") { Err(Unreadable::Macros) } else { Ok(()) }
}

/// The list of texts says how many they are, and the library reserves the memory for that many at once, whatever the file's
/// size: a claim that the file is too short for would end the process.
fn check_claims(text: &str) -> Result<(), Unreadable> {
    // The shortest text is `<si/>`.
    let most = text.len() / 5 + 1;
    let claims = text.match_indices("uniqueCount").filter_map(|(at, name)| text.get(at + name.len()..));
    for claim in claims {
        let digits = claim.trim_start_matches([' ', '\t', '\r', '\n', '=', '"', '\'']);
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let is_modest =
            digits.get(..end).is_some_and(|n| n.is_empty() || n.parse().is_ok_and(|n: usize| n <= most));
        if !is_modest {
            return Err(Unreadable::Damaged);
        }
    }
    Ok(())
}
