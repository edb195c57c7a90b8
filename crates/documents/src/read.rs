//! Tables in: an xlsx or csv file that somebody filled in with Excel, read row by row, with everything that is wrong
//! named by row and column. Nothing is guessed: a number that Excel has rounded is a problem, not a number.
//!
//! ```no_run
//! # use documents::read::{Form, Kind, Limits, Wanted, read};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let form = Form::new(vec![
//!     Wanted::new(&["准考证号"], Kind::Digits).required().unique(),
//!     Wanted::new(&["姓名"], Kind::Text).required(),
//!     Wanted::new(&["成绩", "分数"], Kind::Text),
//! ]);
//! let file = std::fs::File::open("scores.xlsx")?;
//! let mut rows = Vec::new();
//! let outcome = read(file, &form, &Limits::default(), |row| rows.push(row))?;
//! # Ok(())
//! # }
//! ```

mod cell;
mod csv;
mod decode;
mod form;
mod guard;
mod xlsx;

use std::io::{Read, Seek, SeekFrom};

pub use form::{Form, Kind, Wanted};

use form::Reading;

/// What a file may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes of everything that is packed in an xlsx together: its text is held in memory.
    pub unpacked_bytes: u64,
    /// Rows below the head.
    pub rows: u32,
    /// Columns.
    pub columns: u32,
    /// Characters of one cell.
    pub cell_chars: usize,
    /// Problems that are listed; more are only counted.
    pub problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 * 1_024 * 1_024,
            unpacked_bytes: 256 * 1_024 * 1_024,
            rows: 200_000,
            columns: 200,
            cell_chars: 2_000,
            problems: 1_000,
        }
    }
}

/// Why a file is not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// More bytes than [`Limits::file_bytes`].
    #[error("the file is too large")]
    TooLarge,
    /// It unpacks to more than [`Limits::unpacked_bytes`]: a zip bomb, or a table for a database.
    #[error("the file unpacks to too much")]
    Bomb,
    /// It brings macros (.xlsm). Nobody needs to run a program to fill in a table.
    #[error("the file contains macros")]
    Macros,
    /// The format before 2007 (.xls), or a file with a password: both look the same from outside.
    #[error("the file is an old .xls or protected by a password")]
    OldOrLocked,
    /// Neither xlsx nor text.
    #[error("the file is no table")]
    NotATable,
    /// An xlsx that is cut off or damaged, or one without a sheet.
    #[error("the file is damaged")]
    Damaged,
    /// Text that is neither UTF-8 nor GBK.
    #[error("the text has an unknown encoding")]
    Encoding,
    /// No row below the head.
    #[error("the table is empty")]
    Empty,
    /// Columns that must be there and are not.
    #[error("columns are missing: {}", .0.join(", "))]
    ColumnsMissing(Vec<String>),
    /// Two columns say that they are the same one.
    #[error("column {0} stands twice")]
    ColumnTwice(String),
    /// More rows than [`Limits::rows`].
    #[error("the table has too many rows")]
    TooManyRows,
    /// More columns than [`Limits::columns`].
    #[error("the table has too many columns")]
    TooManyColumns,
    /// The disk or the network.
    #[error("the file could not be read: {0}")]
    Io(String),
}

/// A row whose cells are all well.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as Excel shows it.
    pub number: u32,
    /// The values in the order of the [`Form`]; none for an empty cell.
    pub values: Vec<Option<String>>,
}

impl Row {
    /// The value of the column at this place of the form; empty when there is none.
    pub fn text(&self, column: usize) -> &str {
        self.values.get(column).and_then(Option::as_deref).unwrap_or_default()
    }
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Row({}, ***)", self.number)
    }
}

/// What is wrong with one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// Number of the row as Excel shows it.
    pub row: u32,
    /// Title of the column, as the file has it.
    pub column: String,
    /// What.
    pub what: CellProblem,
}

/// Why a cell is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellProblem {
    /// Empty, but must not be.
    Missing,
    /// Part of merged cells, so nobody can tell which rows it is for.
    Merged,
    /// A long number that Excel keeps as 4.30104E+17: its last digits are gone.
    DigitsLost,
    /// Letters or signs where only digits (and a final X) can stand.
    NotDigits,
    /// Excel has turned the text into a date.
    TurnedIntoDate,
    /// A bare number where a date should be; whether it counts days since 1900 is not guessed.
    DateAsNumber,
    /// No date that exists.
    NotADate,
    /// Not a number.
    NotANumber,
    /// `#N/A`, `#REF!` and their like.
    Error,
    /// A value that Excel computes, where only what somebody typed is taken.
    Formula,
    /// More characters than [`Limits::cell_chars`].
    TooLong,
    /// The same value stands in an earlier row.
    Duplicate {
        /// Number of that row.
        first: u32,
    },
}

/// How reading ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Rows that were given out.
    pub rows: u32,
    /// Rows with a problem, which were not.
    pub bad_rows: u32,
    /// The problems, in the order of the rows; no more than [`Limits::problems`].
    pub problems: Vec<RowProblem>,
}

/// Reads a file whose kind is told by its first bytes, not by its name. `each` gets every row without a problem, at once;
/// rows with one are in the outcome, and empty ones nowhere.
pub fn read(
    mut file: impl Read + Seek,
    form: &Form,
    limits: &Limits,
    each: impl FnMut(Row),
) -> Result<Outcome, Unreadable> {
    let size = file.seek(SeekFrom::End(0)).map_err(io)?;
    if size > limits.file_bytes {
        return Err(Unreadable::TooLarge);
    }
    file.rewind().map_err(io)?;
    let mut first = [0; 8];
    let length = fill(&mut file, &mut first).map_err(io)?;
    file.rewind().map_err(io)?;
    let mut reading = Reading::new(form, limits, each);
    match &first[..length] {
        [] => return Err(Unreadable::Empty),
        [b'P', b'K', 3, 4, ..] => xlsx::read(file, &mut reading)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(Unreadable::OldOrLocked),
        _ => csv::read(file, &mut reading)?,
    }
    reading.finish()
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err hands over")]
fn io(error: std::io::Error) -> Unreadable {
    Unreadable::Io(error.kind().to_string())
}

/// As many bytes as there are.
fn fill(file: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut at = 0;
    while at < buffer.len() {
        match file.read(&mut buffer[at..])? {
            0 => break,
            more => at += more,
        }
    }
    Ok(at)
}
