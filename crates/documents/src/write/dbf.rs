//! DBF for the provincial office: dBASE III, text in GBK. A hanzi that GBK does not have is written by a rule, and whom it
//! concerns is listed, for the office corrects these by hand.

use std::io::{Seek, SeekFrom, Write};

use encoding_rs::{EncoderResult, GBK};
use time::Date;

use super::WriteError;

/// A field; always of type C, for numbers of documents have leading zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DbfField<'a> {
    /// At most ten bytes of A–Z, 0–9 and `_`, or hanzi in GBK, as the office's own files have them.
    pub name: &'a str,
    /// Bytes in GBK; a hanzi takes two.
    pub width: u8,
}

/// What stands for a hanzi that GBK does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RareRule {
    /// This character; provinces ask for `?`, `＊` or `■`.
    Mark(char),
    /// Nothing.
    Leave,
}

/// A cell that could not be written as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Affected {
    /// Row, from 1.
    pub row: u32,
    /// Name of the field.
    pub field: String,
    /// The characters that GBK does not have.
    pub characters: String,
}

impl std::fmt::Debug for Affected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Affected({}, {}, ***)", self.row, self.field)
    }
}

/// Why a table or a row is refused.
#[derive(Debug, thiserror::Error)]
pub enum DbfProblem {
    /// A field without a name or width, with a name that is too long or stands twice, or too many of them.
    #[error("field {0} cannot be")]
    Field(String),
    /// A value longer than its field. It is never cut off.
    #[error("row {row}: the value of {field} needs {bytes} bytes")]
    TooLong {
        /// Row, from 1.
        row: u32,
        /// Name of the field.
        field: String,
        /// Bytes in GBK.
        bytes: usize,
    },
    /// Everything else.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl From<std::io::Error> for DbfProblem {
    fn from(error: std::io::Error) -> Self {
        Self::Write(error.into())
    }
}

/// Most fields of a dBASE III file, and the bytes of its parts.
const MAX_FIELDS: usize = 128;
const HEAD_BYTES: usize = 32;
const NAME_BYTES: usize = 10;
/// dBASE III without a memo file.
const VERSION: u8 = 0x03;
/// Language driver "Chinese (PRC) ANSI/OEM, code page 936".
const GBK_DRIVER: u8 = 0x4D;
const HEAD_ENDS: u8 = 0x0D;
const FILE_ENDS: u8 = 0x1A;
const NOT_DELETED: u8 = b' ';

/// A table that is being written.
pub struct DbfOut<W: Write + Seek> {
    out: W,
    names: Vec<String>,
    widths: Vec<u8>,
    rare: RareRule,
    rows: u32,
    affected: Vec<Affected>,
}

impl<W: Write + Seek> DbfOut<W> {
    /// A table with its head; `day` is the day that it carries as its last change.
    pub fn new(mut out: W, fields: &[DbfField<'_>], rare: RareRule, day: Date) -> Result<Self, DbfProblem> {
        let names = fields.iter().map(|field| field.name.to_owned()).collect::<Vec<_>>();
        if fields.is_empty() || fields.len() > MAX_FIELDS {
            return Err(DbfProblem::Field(format!("{} of {MAX_FIELDS}", fields.len())));
        }
        let head_bytes = HEAD_BYTES * (fields.len() + 1) + 1;
        let row_bytes = 1 + fields.iter().map(|field| usize::from(field.width)).sum::<usize>();
        let short = |number: usize| {
            u16::try_from(number).map(u16::to_le_bytes).map_err(|_| DbfProblem::Field("all together".into()))
        };
        let year = u8::try_from(day.year() - 1900).unwrap_or(0);
        let mut head = [0_u8; HEAD_BYTES];
        head[..4].copy_from_slice(&[VERSION, year, u8::from(day.month()), day.day()]);
        head[8..10].copy_from_slice(&short(head_bytes)?);
        head[10..12].copy_from_slice(&short(row_bytes)?);
        head[29] = GBK_DRIVER;
        out.write_all(&head)?;
        for (at, field) in fields.iter().enumerate() {
            let (name, rare) = encode(field.name, RareRule::Leave);
            let twice = names[..at].iter().any(|other| other == field.name);
            if name.is_empty() || name.len() > NAME_BYTES || !rare.is_empty() || field.width == 0 || twice {
                return Err(DbfProblem::Field(field.name.to_owned()));
            }
            let mut entry = [0_u8; HEAD_BYTES];
            entry[..name.len()].copy_from_slice(&name);
            entry[11] = b'C';
            entry[16] = field.width;
            out.write_all(&entry)?;
        }
        out.write_all(&[HEAD_ENDS])?;
        let widths = fields.iter().map(|field| field.width).collect();
        Ok(Self { out, names, widths, rare, rows: 0, affected: Vec::new() })
    }

    /// One more row. A row that is refused leaves nothing behind.
    pub fn row(&mut self, cells: &[&str]) -> Result<(), DbfProblem> {
        let row = self.rows + 1;
        if cells.len() != self.names.len() {
            return Err(WriteError::Cells { row, cells: cells.len(), columns: self.names.len() }.into());
        }
        let mut bytes = vec![NOT_DELETED];
        let mut affected = Vec::new();
        for ((cell, name), width) in cells.iter().zip(&self.names).zip(&self.widths) {
            let (value, rare) = encode(cell, self.rare);
            let width = usize::from(*width);
            if value.len() > width {
                return Err(DbfProblem::TooLong { row, field: name.clone(), bytes: value.len() });
            }
            if !rare.is_empty() {
                affected.push(Affected { row, field: name.clone(), characters: rare });
            }
            bytes.extend_from_slice(&value);
            bytes.resize(bytes.len() + width - value.len(), b' ');
        }
        self.out.write_all(&bytes)?;
        self.affected.append(&mut affected);
        self.rows = row;
        Ok(())
    }

    /// The cells so far that were written by the rule.
    pub fn affected(&self) -> &[Affected] {
        &self.affected
    }

    /// Completes the file; gives the writer, and whose names were written by the rule.
    pub fn finish(mut self) -> Result<(W, Vec<Affected>), DbfProblem> {
        self.out.write_all(&[FILE_ENDS])?;
        self.out.seek(SeekFrom::Start(4))?;
        self.out.write_all(&self.rows.to_le_bytes())?;
        self.out.seek(SeekFrom::End(0))?;
        self.out.flush()?;
        Ok((self.out, self.affected))
    }
}

/// The text in GBK, and the characters that GBK does not have.
fn encode(text: &str, rule: RareRule) -> (Vec<u8>, String) {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rare = String::new();
    for c in text.chars().filter(|c| !c.is_control()) {
        if push(&mut bytes, c) {
            continue;
        }
        rare.push(c);
        if let RareRule::Mark(mark) = rule {
            push(&mut bytes, mark);
        }
    }
    (bytes, rare)
}

/// Whether GBK has the character.
fn push(bytes: &mut Vec<u8>, c: char) -> bool {
    let mut room = [0; 4];
    let mut encoder = GBK.new_encoder();
    let (result, _, written) =
        encoder.encode_from_utf8_without_replacement(c.encode_utf8(&mut [0; 4]), &mut room, true);
    let has = matches!(result, EncoderResult::InputEmpty);
    if has {
        bytes.extend_from_slice(&room[..written]);
    }
    has
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use time::macros::date;

    use super::*;

    const FIELDS: [DbfField<'static>; 2] =
        [DbfField { name: "ZKZH", width: 15 }, DbfField { name: "XM", width: 12 }];

    fn table(rows: &[[&str; 2]], rare: RareRule) -> (Vec<u8>, Vec<Affected>) {
        let mut table = DbfOut::new(Cursor::new(Vec::new()), &FIELDS, rare, date!(2026 - 12 - 19)).unwrap();
        for row in rows {
            table.row(row).unwrap();
        }
        let (out, affected) = table.finish().unwrap();
        (out.into_inner(), affected)
    }

    #[test]
    fn f7_a_dbf_has_the_layout_of_dbase_three() {
        let (bytes, affected) = table(&[["790101262100105", "张三"]], RareRule::Mark('?'));
        assert_eq!(affected, []);
        assert_eq!(bytes[..8], [3, 126, 12, 19, 1, 0, 0, 0]);
        assert_eq!(bytes[8..12], [97, 0, 28, 0]);
        assert_eq!((bytes[29], bytes[96]), (0x4D, 0x0D));
        assert_eq!(&bytes[32..36], b"ZKZH");
        assert_eq!((bytes[43], bytes[48], bytes[75], bytes[80]), (b'C', 15, b'C', 12));
        assert_eq!(&bytes[97..113], b" 790101262100105");
        assert_eq!(&bytes[113..125], b"\xD5\xC5\xC8\xFD        ");
        assert_eq!(bytes[125..], [0x1A]);
    }

    #[test]
    fn f7_rare_hanzi_follow_the_rule_and_their_owners_are_listed() {
        let rows = [["790101262100101", "李四"], ["790101262100102", "张𰻝"], ["790101262100103", "王㐂·𬭎"]];
        let (bytes, affected) = table(&rows, RareRule::Mark('＊'));
        assert_eq!(&bytes[97 + 28 + 16..][..12], b"\xD5\xC5\xA3\xAA        ");
        let list: Vec<_> =
            affected.iter().map(|a| (a.row, a.field.as_str(), a.characters.as_str())).collect();
        assert_eq!(list, [(2, "XM", "𰻝"), (3, "XM", "㐂𬭎")]);
        assert!(!format!("{affected:?}").contains('𰻝'), "a name in a log");
        let (bytes, _) = table(&rows[1..2], RareRule::Leave);
        assert_eq!(&bytes[97 + 16..][..12], b"\xD5\xC5          ");
    }

    #[test]
    fn f7_a_value_that_is_too_long_is_refused_and_never_cut() {
        let mut table =
            DbfOut::new(Cursor::new(Vec::new()), &FIELDS, RareRule::Leave, date!(2026 - 12 - 19)).unwrap();
        let problem = table.row(&["790101262100105", "阿依古丽·买买提"]).unwrap_err();
        assert!(matches!(problem, DbfProblem::TooLong { row: 1, bytes: 16, .. }), "{problem}");
        let name = DbfField { name: "ELEVENBYTES", width: 3 };
        let out = DbfOut::new(Cursor::new(Vec::new()), &[name], RareRule::Leave, date!(2026 - 12 - 19));
        assert!(matches!(out.err(), Some(DbfProblem::Field(_))));
    }
}
