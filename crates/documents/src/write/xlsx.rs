//! xlsx. Every cell is text: a document number stays what it is, and a name that begins with `=` is a name.

use std::io::{Seek, Write};
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, XlsxError};

use super::WriteError;

/// A column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column<'a> {
    /// 准考证号
    pub title: &'a str,
    /// Width in digits of the normal typeface; a hanzi takes two.
    pub width: u8,
}

/// A sheet that is being written. Rows wait in a file without a name, which the system takes back when it is dropped.
pub struct XlsxOut {
    workbook: Workbook,
    columns: usize,
    row: u32,
}

impl XlsxOut {
    /// A sheet with its head, frozen and with filters. `folder` holds the rows that wait.
    pub fn new(sheet: &str, columns: &[Column<'_>], folder: &Path) -> Result<Self, WriteError> {
        let mut workbook = Workbook::new();
        // Without a clock; the file's own time says when it was made.
        let long_ago = ExcelDateTime::from_ymd(2000, 1, 1).map_err(wrong)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&long_ago));
        workbook.set_tempdir(folder).map_err(wrong)?;
        let page = workbook.add_worksheet_with_constant_memory().map_err(wrong)?;
        page.set_name(sheet).map_err(wrong)?;
        page.set_freeze_panes(1, 0).map_err(wrong)?;
        let head = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
        for (column, at) in columns.iter().zip(0..) {
            page.set_column_width(at, column.width).map_err(wrong)?;
            page.write_string_with_format(0, at, column.title, &head).map_err(wrong)?;
        }
        Ok(Self { workbook, columns: columns.len(), row: 1 })
    }

    /// One more row.
    pub fn row(&mut self, cells: &[&str]) -> Result<(), WriteError> {
        if cells.len() != self.columns {
            return Err(WriteError::Cells { row: self.row, cells: cells.len(), columns: self.columns });
        }
        let page = self.workbook.worksheet_from_index(0).map_err(wrong)?;
        for (cell, at) in cells.iter().zip(0..) {
            if !cell.is_empty() {
                page.write_string(self.row, at, without_controls(cell)).map_err(wrong)?;
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Writes the file.
    pub fn finish(mut self, out: impl Write + Seek + Send) -> Result<(), WriteError> {
        if let (Some(last), true) =
            (u16::try_from(self.columns).ok().and_then(|n| n.checked_sub(1)), self.row > 1)
        {
            let page = self.workbook.worksheet_from_index(0).map_err(wrong)?;
            page.autofilter(0, 0, self.row - 1, last).map_err(wrong)?;
        }
        self.workbook.save_to_writer(out).map_err(wrong)
    }
}

/// XML has no way to write most control characters; a file with one of them is one that Excel calls damaged.
fn without_controls(cell: &str) -> std::borrow::Cow<'_, str> {
    let is_wrong =
        |c: char| (c.is_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if cell.contains(is_wrong) { cell.replace(is_wrong, "").into() } else { cell.into() }
}

fn wrong(error: XlsxError) -> WriteError {
    match error {
        XlsxError::IoError(error) => WriteError::Io(error),
        other => WriteError::Format(other.to_string()),
    }
}
