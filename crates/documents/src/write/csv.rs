//! csv for Excel: UTF-8 with its mark, CRLF, and nothing that a spreadsheet would run.

use std::borrow::Cow;
use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};

use super::WriteError;

/// A table that is being written.
pub struct CsvOut<W: Write> {
    out: Writer<W>,
    columns: usize,
    row: u32,
}

impl<W: Write> CsvOut<W> {
    /// A table with its head.
    pub fn new(mut out: W, titles: &[&str]) -> Result<Self, WriteError> {
        // Without the mark Excel reads UTF-8 as the encoding of the country.
        out.write_all("\u{FEFF}".as_bytes())?;
        let out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        let mut table = Self { out, columns: titles.len(), row: 0 };
        table.row(titles)?;
        Ok(table)
    }

    /// One more row.
    pub fn row(&mut self, cells: &[&str]) -> Result<(), WriteError> {
        if cells.len() != self.columns {
            return Err(WriteError::Cells { row: self.row, cells: cells.len(), columns: self.columns });
        }
        let safe = cells.iter().map(|cell| harmless(cell));
        self.out.write_record(safe.map(Cow::into_owned)).map_err(wrong)?;
        self.row += 1;
        Ok(())
    }

    /// The last bytes out, and the writer back.
    pub fn finish(self) -> Result<W, WriteError> {
        self.out.into_inner().map_err(|error| WriteError::Io(error.into_error()))
    }
}

/// A cell that begins like a formula gets a `'`, which spreadsheets take as "this is text". The full-width signs are those
/// that Excel in East Asian languages reads as the narrow ones.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    let begins_a_formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']
        .iter()
        .any(|sign| cell.starts_with(*sign));
    if begins_a_formula { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

fn wrong(error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteError::Io(error),
        other => WriteError::Format(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f7_a_formula_as_a_name_is_text() {
        let mut table = CsvOut::new(Vec::new(), &["姓名", "备注"]).unwrap();
        table.row(&["=HYPERLINK(\"http://x\")", "a,b\"c"]).unwrap();
        table.row(&["张三", "@SUM(A1)"]).unwrap();
        let text = String::from_utf8(table.finish().unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{FEFF}姓名,备注\r\n\"'=HYPERLINK(\"\"http://x\"\")\",\"a,b\"\"c\"\r\n张三,'@SUM(A1)\r\n"
        );
        for sign in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
            assert_eq!(harmless(&format!("{sign}1")), format!("'{sign}1"));
        }
        assert_eq!(harmless("阿依古丽·买买提"), "阿依古丽·买买提");
    }

    #[test]
    fn f7_a_row_that_does_not_fit_the_head_is_refused() {
        let mut table = CsvOut::new(Vec::new(), &["姓名"]).unwrap();
        assert!(matches!(table.row(&["张三", "男"]), Err(WriteError::Cells { cells: 2, columns: 1, .. })));
    }
}
