//! Tables that people made in Excel, good and bad.
#![expect(clippy::unwrap_used, reason = "everything here is a test, helpers included")]

mod written;
mod zips;

use std::io::Cursor;

use documents::read::{CellProblem, Form, Kind, Limits, Outcome, Row, RowProblem, Unreadable, Wanted, read};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

/// Ticket number, name, score and a day, as the score list has them.
fn form() -> Form {
    Form::new(vec![
        Wanted::new(&["准考证号"], Kind::Digits).required().unique(),
        Wanted::new(&["姓名"], Kind::Text).required(),
        Wanted::new(&["成绩", "分数"], Kind::Text),
        Wanted::new(&["日期"], Kind::Date),
    ])
}

fn rows_of(bytes: &[u8], limits: &Limits) -> Result<(Vec<Row>, Outcome), Unreadable> {
    let mut rows = Vec::new();
    let outcome = read(Cursor::new(bytes), &form(), limits, |row| rows.push(row))?;
    assert_eq!(rows.len(), outcome.rows as usize);
    Ok((rows, outcome))
}

fn read_all(bytes: &[u8]) -> Result<(Vec<Row>, Outcome), Unreadable> {
    rows_of(bytes, &Limits::default())
}

/// A workbook whose first sheet has the usual head, and what `fill` puts below it.
fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (title, at) in ["准考证号", "姓名", "成绩", "日期"].into_iter().zip(0..) {
        sheet.write_string(0, at, title).unwrap();
    }
    fill(sheet);
    book.save_to_buffer().unwrap()
}

fn problem(row: u32, column: &str, what: CellProblem) -> RowProblem {
    RowProblem { row, column: column.into(), what }
}

#[test]
fn e10_rows_come_as_they_stand_with_excels_numbers() {
    let bytes = workbook(|sheet| {
        sheet.write_string(1, 0, " 790101262100105 ").unwrap();
        sheet.write_string(1, 1, "阿依古丽·买买提").unwrap();
        sheet.write_number(1, 2, 85.5).unwrap();
        sheet.write_string(3, 0, "790101262100106").unwrap();
        sheet.write_string(3, 1, "张三").unwrap();
        sheet.write_string(3, 2, "缺考").unwrap();
    });
    let (rows, outcome) = read_all(&bytes).unwrap();
    assert_eq!((rows[0].number, rows[1].number), (2, 4), "the empty row three is nobody's");
    assert_eq!(
        [rows[0].text(0), rows[0].text(1), rows[0].text(2)],
        ["790101262100105", "阿依古丽·买买提", "85.5"]
    );
    assert_eq!([rows[1].text(2), rows[1].text(3)], ["缺考", ""]);
    assert_eq!(outcome.problems, []);
    assert!(!format!("{rows:?}").contains("张三"), "a name in a log");
}

#[test]
fn e10_a_number_that_excel_rounded_is_named_and_never_guessed() {
    let bytes = workbook(|sheet| {
        // Fifteen digits Excel keeps, eighteen it does not.
        for (row, number) in [(1, 790_101_262_100_105.0), (2, 430_104_199_506_150_028.0)] {
            sheet.write_number(row, 0, number).unwrap();
            sheet.write_string(row, 1, "张三").unwrap();
        }
        sheet.write_string(3, 0, "4.30104E+17").unwrap();
        sheet.write_string(3, 1, "李四").unwrap();
    });
    let (rows, outcome) = read_all(&bytes).unwrap();
    assert_eq!(rows.iter().map(|row| row.text(0)).collect::<Vec<_>>(), ["790101262100105"]);
    let lost = |row| problem(row, "准考证号", CellProblem::DigitsLost);
    assert_eq!(outcome.problems, [lost(3), lost(4)]);
}

#[test]
fn e10_dates_are_read_as_dates_and_bare_numbers_are_not_guessed() {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let bytes = workbook(|sheet| {
        for row in 1..=7 {
            sheet.write_string(row, 0, format!("79010126210010{row}")).unwrap();
            sheet.write_string(row, 1, "张三").unwrap();
        }
        let date = ExcelDateTime::from_ymd(2026, 12, 19).unwrap();
        sheet.write_datetime_with_format(1, 3, &date, &day).unwrap();
        for (row, text) in [(2, "2026/12/19"), (3, "2026年12月9日"), (4, "20261219"), (5, "2026-02-30")] {
            sheet.write_string(row, 3, text).unwrap();
        }
        sheet.write_number(6, 3, 46_375.0).unwrap();
        // A text like 3-4 that Excel took for the third of April.
        sheet.write_datetime_with_format(7, 2, &date, &day).unwrap();
    });
    let (rows, outcome) = read_all(&bytes).unwrap();
    let days: Vec<_> = rows.iter().map(|row| row.text(3)).collect();
    assert_eq!(days, ["2026-12-19", "2026-12-19", "2026-12-09", "2026-12-19"]);
    assert_eq!(
        outcome.problems,
        [
            problem(6, "日期", CellProblem::NotADate),
            problem(7, "日期", CellProblem::DateAsNumber),
            problem(8, "成绩", CellProblem::TurnedIntoDate),
        ]
    );
}

#[test]
fn e10_rows_with_merged_cells_are_named_and_a_merged_title_above_is_no_harm() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 3, "2026年下半年成绩单", &Format::new()).unwrap();
    for (title, at) in ["*准考证号", "姓 名（必填）", "分数"].into_iter().zip(0..) {
        sheet.write_string(1, at, title).unwrap();
    }
    for row in 2..6 {
        sheet.write_string(row, 0, format!("79010126210010{row}")).unwrap();
        sheet.write_string(row, 1, "张三").unwrap();
    }
    sheet.merge_range(3, 2, 4, 2, "80", &Format::new()).unwrap();
    let (rows, outcome) = read_all(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [3, 6]);
    let merged = |row| problem(row, "分数", CellProblem::Merged);
    assert_eq!(outcome.problems, [merged(4), merged(5)]);
}

#[test]
fn e10_every_other_fault_of_a_cell_has_its_name() {
    let bytes = workbook(|sheet| {
        for row in 1..=5 {
            sheet.write_string(row, 0, format!("79010126210010{row}")).unwrap();
            sheet.write_string(row, 1, "张三").unwrap();
        }
        sheet.write_string(1, 0, "79010126210010A").unwrap();
        sheet.write_string(2, 1, "  ").unwrap();
        sheet.write_formula(3, 2, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_string(4, 1, "长".repeat(2_001)).unwrap();
        sheet.write_string(6, 0, "790101262100105").unwrap();
        sheet.write_string(6, 1, "李四").unwrap();
    });
    let (rows, outcome) = read_all(&bytes).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        outcome.problems,
        [
            problem(2, "准考证号", CellProblem::NotDigits),
            problem(3, "姓名", CellProblem::Missing),
            problem(4, "成绩", CellProblem::Error),
            problem(5, "姓名", CellProblem::TooLong),
            problem(7, "准考证号", CellProblem::Duplicate { first: 6 }),
        ]
    );
}

#[test]
fn b1_where_only_what_was_typed_is_taken_a_formula_is_named() {
    let bytes = workbook(|sheet| {
        for row in 1..=2 {
            sheet.write_string(row, 0, format!("79010126210010{row}")).unwrap();
        }
        sheet.write_formula(1, 1, rust_xlsxwriter::Formula::new("=A2&\"三\"").set_result("张三")).unwrap();
        sheet.write_string(2, 1, "李四").unwrap();
    });
    let (rows, _) = read_all(&bytes).unwrap();
    assert_eq!(rows.len(), 2, "the control: elsewhere its value counts");
    let named = [problem(2, "姓名", CellProblem::Formula)];
    let csv = "准考证号,姓名\n790101262100101,=A2\n790101262100102,李四\n";
    for bytes in [bytes.as_slice(), csv.as_bytes()] {
        let mut rows = Vec::new();
        let outcome = read(Cursor::new(bytes), &form().typed(), &Limits::default(), |row| rows.push(row));
        assert_eq!(outcome.unwrap().problems, named);
        assert_eq!(rows.len(), 1);
    }
}

#[test]
fn b1_numbers_of_documents_keep_their_letters_and_a_rounded_one_is_named() {
    let form = Form::new(vec![Wanted::new(&["证件号"], Kind::Code).required()]);
    let bytes = "证件号\nh1234 5678\n'43011119950615001x\n4.30111E+17\n".as_bytes();
    let mut rows = Vec::new();
    let outcome = read(Cursor::new(bytes), &form, &Limits::default(), |row| rows.push(row)).unwrap();
    let read: Vec<&str> = rows.iter().map(|row| row.text(0)).collect();
    assert_eq!(read, ["H12345678", "43011119950615001X"]);
    assert_eq!(outcome.problems, [problem(4, "证件号", CellProblem::DigitsLost)]);
}

#[test]
fn d6_a_bill_with_a_page_above_its_head_is_read() {
    let above = (0..16).map(|n| format!("第 {n} 行说明,,")).collect::<Vec<_>>().join("\r\n");
    let bill = format!("{above}\r\n交易时间,准考证号,姓名\r\n2026-11-20,`790101262100105,张三\r\n");
    let (rows, _) = read_all(bill.as_bytes()).unwrap();
    assert_eq!((rows[0].number, rows[0].text(0)), (18, "790101262100105"));
    let endless = "说明,,\r\n".repeat(40) + "准考证号,姓名\r\n";
    assert!(matches!(read_all(endless.as_bytes()), Err(Unreadable::ColumnsMissing(_))));
}

#[test]
fn e10_columns_that_are_missing_or_stand_twice_are_named() {
    let sheet_of = |titles: &[&str]| {
        let text = format!("{}\r\n1,2,3\r\n", titles.join(","));
        read_all(text.as_bytes()).unwrap_err()
    };
    assert_eq!(sheet_of(&["准考证号", "名字"]), Unreadable::ColumnsMissing(vec!["姓名".into()]));
    assert_eq!(sheet_of(&["准考证号", "姓名", "成绩", "分数"]), Unreadable::ColumnTwice("分数".into()));
    assert_eq!(sheet_of(&["准考证号", "姓名", "姓名"]), Unreadable::ColumnTwice("姓名".into()));
    assert_eq!(read_all("准考证号,姓名\r\n".as_bytes()).unwrap_err(), Unreadable::Empty);
    assert_eq!(read_all(b"").unwrap_err(), Unreadable::Empty);
}

#[test]
fn e10_text_is_read_in_every_encoding_that_excel_writes() {
    let text = "准考证号,姓名\r\n790101262100105,张三\r\n790101262100106,\"阿依古丽·买买提\"\r\n";
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    let utf16: Vec<u8> = "\u{FEFF}"
        .chars()
        .chain(text.replace(',', "\t").chars())
        .flat_map(|c| {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>()
        })
        .collect();
    let with_mark = format!("\u{FEFF}{text}").into_bytes();
    for bytes in [text.as_bytes().to_vec(), with_mark, gbk, utf16, text.replace(',', ";").into_bytes()] {
        let (rows, outcome) = read_all(&bytes).unwrap();
        assert_eq!(outcome.problems, []);
        assert_eq!((rows[1].number, rows[1].text(1)), (3, "阿依古丽·买买提"));
    }
    // A character at the border of what is read at a time.
    let long = format!(
        "准考证号,姓名\n{}",
        (0..9_000).map(|n| format!("7901{n},张三丰")).collect::<Vec<_>>().join("\n")
    );
    for shift in 0..4 {
        let bytes = format!("{}{long}", " ".repeat(shift));
        assert_eq!(read_all(bytes.as_bytes()).unwrap().0.len(), 9_000);
        assert_eq!(read_all(&encoding_rs::GBK.encode(&bytes).0).unwrap().0.len(), 9_000);
    }
    assert_eq!(read_all(b"\xB3\x20\xFF\xFF\xFF,\xFF\r\n").unwrap_err(), Unreadable::Encoding);
    assert_eq!(read_all(b"%PDF-1.7\x00\x01").unwrap_err(), Unreadable::NotATable);
}

#[test]
fn e10_files_that_are_no_tables_are_refused_by_what_is_in_them() {
    let good = workbook(|sheet| {
        sheet.write_string(1, 0, "790101262100105").unwrap();
        sheet.write_string(1, 1, "张三").unwrap();
    });
    assert_eq!(read_all(&good).unwrap().0.len(), 1);
    assert_eq!(read_all(&good[..good.len() / 2]).unwrap_err(), Unreadable::Damaged);
    assert_eq!(read_all(&zips::with(&good, "xl/vbaProject.bin", b"macros")).unwrap_err(), Unreadable::Macros);
    assert_eq!(
        read_all(&zips::with(&good, "xl/macrosheets/sheet1.xml", b"")).unwrap_err(),
        Unreadable::Macros
    );
    assert_eq!(read_all(&zips::of(&[("word/document.xml", b"<a/>")])).unwrap_err(), Unreadable::NotATable);
    let old = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 512]].concat();
    assert_eq!(read_all(&old).unwrap_err(), Unreadable::OldOrLocked);
}

#[test]
fn e10_a_zip_bomb_is_refused_even_when_its_head_lies() {
    let good = workbook(|_| {});
    let bomb = zips::with_zeros(&good, "xl/media/image1.png", 300 * 1_024 * 1_024);
    assert!(bomb.len() < 2_000_000);
    assert_eq!(read_all(&bomb).unwrap_err(), Unreadable::Bomb);
    let lying = zips::with_size_in_head(bomb, "xl/media/image1.png", 10);
    assert!(matches!(read_all(&lying), Err(Unreadable::Bomb | Unreadable::Damaged)));
    let many: Vec<(String, &[u8])> = (0..2_100).map(|n| (format!("xl/{n}"), b"".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert_eq!(read_all(&zips::of(&many)).unwrap_err(), Unreadable::Bomb);
}

/// Says that it is of two hundred megabytes, and cannot be read.
struct Huge;
impl std::io::Read for Huge {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        panic!("a file that is too large was read")
    }
}
impl std::io::Seek for Huge {
    fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
        Ok(200 * 1_024 * 1_024)
    }
}

#[test]
fn e10_a_million_merged_cells_are_a_bomb_and_a_painted_cell_far_away_is_nothing() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (title, at) in [("准考证号", 0), ("姓名", 1)] {
        sheet.write_string(0, at, title).unwrap();
    }
    sheet.write_string(1, 0, "790101262100105").unwrap();
    sheet.write_string(1, 1, "张三").unwrap();
    sheet.write_blank(1, 16_383, &Format::new().set_bold()).unwrap();
    let good = book.save_to_buffer().unwrap();
    assert_eq!(read_all(&good).unwrap().0.len(), 1);
    let part = "xl/worksheets/sheet1.xml";
    let region = |n: usize| format!("<mergeCell ref=\"C{}:C{}\"/>", n * 1_000 + 2, n * 1_000 + 1_001);
    let regions: Vec<String> = (0..1_100).map(region).collect();
    let merged = format!("</sheetData><mergeCells count=\"1100\">{}</mergeCells>", regions.concat());
    let text = zips::text(&good, part).replace("</sheetData>", &merged);
    assert_eq!(read_all(&zips::instead(&good, part, text.as_bytes())).unwrap_err(), Unreadable::Bomb);
}

#[test]
fn e10_a_file_that_claims_a_trillion_texts_does_not_take_the_process_down() {
    let good = workbook(|sheet| {
        sheet.write_string(1, 0, "790101262100105").unwrap();
        sheet.write_string(1, 1, "张三").unwrap();
    });
    let part = "xl/sharedStrings.xml";
    let text = zips::text(&good, part);
    assert!(text.contains("uniqueCount=\"6\""), "{text}");
    for claim in
        ["uniqueCount=\"999999999999\"", "uniqueCount = '99999999999999999999999'", "uniqueCount=\"999999\""]
    {
        let liar = text.replace("uniqueCount=\"6\"", claim);
        assert_eq!(read_all(&zips::instead(&good, part, liar.as_bytes())).unwrap_err(), Unreadable::Damaged);
    }
}

#[test]
fn e10_a_damaged_file_ends_in_a_sentence_and_never_in_a_panic() {
    let good = workbook(|sheet| {
        for row in 1..6 {
            sheet.write_string(row, 0, format!("79010126210010{row}")).unwrap();
            sheet.write_string(row, 1, "张三").unwrap();
            sheet.write_number(row, 2, 80.5).unwrap();
        }
        sheet.merge_range(7, 0, 8, 1, "", &Format::new()).unwrap();
    });
    let parts = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"];
    let mut dice = fastrand::Rng::with_seed(5);
    for round in 0..400 {
        let part = parts[round % parts.len()];
        let mut bytes = zips::text(&good, part).into_bytes();
        for _ in 0..dice.usize(1..4) {
            let at = dice.usize(..bytes.len());
            match dice.u8(..3) {
                0 => bytes[at] = dice.u8(..),
                1 => drop(bytes.drain(at..(at + dice.usize(..40)).min(bytes.len()))),
                _ => bytes.splice(at..at, b"9999999999999".iter().copied()).for_each(drop),
            }
            if bytes.is_empty() {
                break;
            }
        }
        let _ = read_all(&zips::instead(&good, part, &bytes));
        let mut whole = good.clone();
        let at = dice.usize(..whole.len());
        whole[at] = dice.u8(..);
        let _ = read_all(&whole);
        let noise: Vec<u8> = (0..dice.usize(..300)).map(|_| dice.u8(1..)).collect();
        let _ = read_all(&noise);
    }
}

#[test]
fn e10_limits_hold_for_size_rows_and_columns() {
    let limits = Limits { file_bytes: 1_000, rows: 3, columns: 5, problems: 2, ..Limits::default() };
    let text = |rows: usize| {
        let row = |n: usize| format!("79{n},张三");
        format!("准考证号,姓名\n{}", (0..rows).map(row).collect::<Vec<_>>().join("\n"))
    };
    assert_eq!(rows_of(text(3).as_bytes(), &limits).unwrap().0.len(), 3);
    assert_eq!(rows_of(text(4).as_bytes(), &limits).unwrap_err(), Unreadable::TooManyRows);
    assert_eq!(rows_of(text(200).as_bytes(), &limits).unwrap_err(), Unreadable::TooLarge);
    assert_eq!(rows_of(b"a,b,c,d,e,f\n", &limits).unwrap_err(), Unreadable::TooManyColumns);
    let (_, outcome) = rows_of("准考证号,姓名\nA,\nB,\nC,\n".as_bytes(), &limits).unwrap();
    assert_eq!((outcome.bad_rows, outcome.problems.len()), (3, 2), "more problems are only counted");
    // Two hundred megabytes by default are far beyond what is taken; nothing of it is read.
    assert_eq!(read(Huge, &form(), &Limits::default(), drop).unwrap_err(), Unreadable::TooLarge);
}
