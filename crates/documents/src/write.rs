//! Tables and pictures out: xlsx, csv, DBF, and portraits in a zip. All of them take one row after the other, so an export
//! of any length needs the memory of one row.

mod csv;
mod dbf;
mod photos;
mod xlsx;

pub use csv::CsvOut;
pub use dbf::{Affected, DbfField, DbfOut, DbfProblem, RareRule};
pub use photos::{NameProblem, NameRule, PhotoFacts, PhotosOut};
pub use xlsx::{Column, XlsxOut};

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The disk is full, or the network broke off.
    #[error("the file could not be written: {0}")]
    Io(#[from] std::io::Error),
    /// A row with more or fewer cells than the table has columns.
    #[error("row {row} has {cells} cells and the table {columns} columns")]
    Cells {
        /// Which row, from 1.
        row: u32,
        /// Its cells.
        cells: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// More rows than the format holds, or a cell longer than it allows.
    #[error("the table does not fit the format: {0}")]
    Format(String),
}
