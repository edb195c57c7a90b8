//! What is written is read again.

use std::io::Cursor;

use documents::write::{Column, CsvOut, WriteError, XlsxOut};

use crate::{read_all, zips};

#[test]
fn f7_what_is_written_is_text_and_comes_back_as_it_was() {
    let columns = [("准考证号", 18), ("姓名", 14), ("成绩", 8), ("日期", 12)]
        .map(|(title, width)| Column { title, width });
    let mut out = XlsxOut::new("成绩", &columns, &std::env::temp_dir()).unwrap();
    let rows = [
        ["079010126210010", "=HYPERLINK(\"http://x\")", "85", "2026-12-19"],
        ["430104199506150028", "𰻝·\u{1}张", "缺考", ""],
    ];
    for row in rows {
        out.row(&row).unwrap();
    }
    assert!(matches!(out.row(&["1"]), Err(WriteError::Cells { row: 3, cells: 1, columns: 4 })));
    let mut bytes = Cursor::new(Vec::new());
    out.finish(&mut bytes).unwrap();
    let (read, outcome) = read_all(bytes.get_ref()).unwrap();
    assert_eq!(outcome.problems, []);
    assert_eq!(
        [read[0].text(0), read[0].text(1), read[0].text(3)],
        ["079010126210010", rows[0][1], "2026-12-19"]
    );
    assert_eq!([read[1].text(0), read[1].text(1)], ["430104199506150028", "𰻝·张"]);
    assert!(!zips::text(bytes.get_ref(), "xl/worksheets/sheet1.xml").contains("<f>"), "a formula");
}

#[test]
fn f7_a_csv_comes_back_as_it_was() {
    let mut out = CsvOut::new(Vec::new(), &["准考证号", "姓名"]).unwrap();
    out.row(&["790101262100105", "a,b\"c\nd"]).unwrap();
    out.row(&["790101262100106", "张三"]).unwrap();
    let bytes = out.finish().unwrap();
    let (rows, _) = read_all(&bytes).unwrap();
    assert_eq!([rows[0].text(1), rows[1].text(1)], ["a,b\"c\nd", "张三"]);
    assert_eq!([rows[0].number, rows[1].number], [2, 4], "lines as an editor counts them");
    let gaps = "准考证号,姓名\r\n\r\n\r\n1,张三\r2,李四\n\n3,王五";
    let (rows, _) = read_all(gaps.as_bytes()).unwrap();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [4, 5, 7]);
}

#[test]
fn b1_fifty_thousand_rows_are_read_in_under_ten_seconds() {
    let columns = [("准考证号", 18), ("姓名", 14), ("成绩", 8)].map(|(title, width)| Column { title, width });
    let mut out = XlsxOut::new("名单", &columns, &std::env::temp_dir()).unwrap();
    for n in 0..50_000 {
        out.row(&[&format!("{n:015}"), "阿依古丽·买买提", "85"]).unwrap();
    }
    let mut bytes = Cursor::new(Vec::new());
    out.finish(&mut bytes).unwrap();
    let start = std::time::Instant::now();
    assert_eq!(read_all(bytes.get_ref()).unwrap().0.len(), 50_000);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
