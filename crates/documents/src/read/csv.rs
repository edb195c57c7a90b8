//! Text with commas, tabs or semicolons between the cells, in UTF-8, UTF-16 with its mark, or GBK.

use std::io::{Read, Seek};

use csv::{Reader, ReaderBuilder, StringRecord};

use super::cell::Cell;
use super::decode::Decoded;
use super::form::Reading;
use super::{Row, Unreadable, fill, io};

/// Bytes of the beginning in which the separator is looked for.
const SAMPLE: usize = 4_096;

pub(super) fn read<F: FnMut(Row)>(
    mut file: impl Read + Seek,
    reading: &mut Reading<'_, F>,
) -> Result<(), Unreadable> {
    let encoding = super::decode::encoding_of(&mut file)?;
    file.rewind().map_err(io)?;
    let mut sample = vec![0; SAMPLE];
    let length = fill(&mut Decoded::new(&mut file, encoding), &mut sample).map_err(wrong_text)?;
    let separator = separator(&sample[..length]);
    file.rewind().map_err(io)?;
    let mut records: Reader<_> = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(Decoded::new(file, encoding));
    let typed = reading.is_typed();
    let mut record = StringRecord::new();
    while records.read_record(&mut record).map_err(wrong_record)? {
        // The reader stands behind the record, and the record may have lines inside. Empty lines before it were skipped.
        let inside = record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        let line = records.position().line().saturating_sub(inside + 1);
        let cells: Vec<_> = (0..).zip(record.iter().map(|text| cell(text, typed))).collect();
        reading.row(u32::try_from(line).unwrap_or(u32::MAX), &cells, |_| false)?;
    }
    Ok(())
}

/// A text that Excel would compute, where only what was typed is taken.
fn cell(text: &str, typed: bool) -> Cell<'_> {
    if typed && text.trim_start().starts_with('=') { Cell::Formula } else { Cell::Text(text) }
}

/// What stands most often in the first line.
fn separator(sample: &[u8]) -> u8 {
    let line = sample.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: &u8| line.split(|byte| byte == sign).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

fn wrong_record(error: ::csv::Error) -> Unreadable {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => wrong_text(error),
        ::csv::ErrorKind::Utf8 { .. } => Unreadable::Encoding,
        _ => Unreadable::Damaged,
    }
}

fn wrong_text(error: std::io::Error) -> Unreadable {
    if error.kind() == std::io::ErrorKind::InvalidData { Unreadable::Encoding } else { io(error) }
}
