//! Zips that were tampered with.
#![expect(clippy::expect_used, reason = "a test that cannot begin fails here")]

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A zip of these parts.
pub fn of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

/// The zip with one more part.
pub fn with(zip: &[u8], name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new_append(Cursor::new(zip.to_vec())).expect("a zip");
    zip.start_file(name, SimpleFileOptions::default()).expect("a part");
    zip.write_all(bytes).expect("bytes");
    zip.finish().expect("a zip").into_inner()
}

/// The zip with this part instead of the one of its name.
pub fn instead(zip: &[u8], name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).expect("a zip");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).expect("a part");
        if part.name() != name {
            new.raw_copy_file(part).expect("a part");
        }
    }
    new.start_file(name, SimpleFileOptions::default()).expect("a part");
    new.write_all(bytes).expect("bytes");
    new.finish().expect("a zip").into_inner()
}

/// The zip with one more part of so many zeros.
pub fn with_zeros(zip: &[u8], name: &str, count: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new_append(Cursor::new(zip.to_vec())).expect("a zip");
    zip.start_file(name, SimpleFileOptions::default()).expect("a part");
    let block = vec![0; 1_024 * 1_024];
    for _ in 0..count / block.len() {
        zip.write_all(&block).expect("bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

/// The zip whose directory claims that the part unpacks to so many bytes.
pub fn with_size_in_head(mut zip: Vec<u8>, name: &str, size: u32) -> Vec<u8> {
    let entry = (0..zip.len() - 46)
        .rfind(|at| zip[*at..].starts_with(b"PK\x01\x02") && zip[at + 46..].starts_with(name.as_bytes()))
        .expect("the part");
    zip[entry + 24..entry + 28].copy_from_slice(&size.to_le_bytes());
    zip
}

/// A part as text.
pub fn text(zip: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = ZipArchive::new(Cursor::new(zip)).expect("a zip");
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}
