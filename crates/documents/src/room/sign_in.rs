//! 签到表: a line for everybody's own hand.

use crate::paper::{Align, Column, Frame, Paper, PaperError, grid, regular};
use crate::words;

use super::{FOOT, LEFT, RoomPaper, RoomSheet, WIDTH, sheets};

/// Lines on one sheet: fewer than seven millimetres is too little to sign in.
const MOST: usize = 30;
const COLUMNS: [Column; 6] = [
    Column::new("座位", 12.0, 11.0, Align::Middle),
    Column::new("姓名", 33.0, 11.0, Align::Left),
    Column::new("准考证号", 35.0, 10.0, Align::Middle),
    Column::new("证件号码", 38.0, 9.5, Align::Middle),
    Column::new("本人签名", 36.0, 10.0, Align::Middle),
    Column::new("备注", 22.0, 9.0, Align::Middle),
];

pub(super) fn draw(paper: &mut Paper<'_>, room: &RoomSheet<'_>) -> Result<(), PaperError> {
    sheets(paper, room, RoomPaper::SignIn, MOST, |sheet, top, people| {
        let rows: Vec<Vec<String>> = people
            .iter()
            .map(|one| {
                vec![
                    words::seat(one.seat),
                    one.name.to_owned(),
                    one.number.expose().to_owned(),
                    one.document.to_owned(),
                ]
            })
            .collect();
        let height = FOOT - 14.0 - top - 8.0;
        let row = (height / people.len().max(1) as f32).min(10.5);
        grid(sheet, [LEFT, top], &COLUMNS, 8.0, row, &rows);
        let text = "应到____人　实到____人　缺考____人　　　监考员签名：____________　____________";
        sheet.fit(Frame::new(LEFT, FOOT - 10.0, WIDTH, 6.0), regular(10.5), Align::Left, text);
        Ok(())
    })
}
