//! 照片对照表: faces to look from and to, thirty to a sheet.

use crate::paper::{Align, Frame, Paper, PaperError, bold, caption, regular};
use crate::picture::Portrait;
use crate::words;

use super::{LEFT, RoomPaper, RoomSheet, WIDTH, sheets};

const COLUMNS: usize = 6;
const MOST: usize = 30;
const CELL: [f32; 2] = [WIDTH / COLUMNS as f32, 46.0];
const PORTRAIT: [f32; 2] = [22.5, 30.0];

pub(super) fn draw(paper: &mut Paper<'_>, room: &RoomSheet<'_>) -> Result<(), PaperError> {
    sheets(paper, room, RoomPaper::PhotoSheet, MOST, |sheet, top, people| {
        for (at, one) in people.iter().enumerate() {
            let (row, column) = (at / COLUMNS, at % COLUMNS);
            let (x, y) = (LEFT + column as f32 * CELL[0], top + row as f32 * CELL[1]);
            let frame = Frame::new(x + (CELL[0] - PORTRAIT[0]) / 2.0, y, PORTRAIT[0], PORTRAIT[1]);
            match one.portrait {
                Some(bytes) => sheet.picture(frame, Portrait::read(bytes, PORTRAIT)?.image()),
                None => sheet.fit(frame, caption(9.0), Align::Middle, "无照片"),
            }
            sheet.frame(frame, 0.2);
            let line = |offset: f32, height: f32| {
                Frame::new(x + 0.8, y + PORTRAIT[1] + offset, CELL[0] - 1.6, height)
            };
            let name = format!("{}　{}", words::seat(one.seat), one.name);
            sheet.fit(line(0.8, 5.6), bold(11.0), Align::Middle, &name);
            sheet.fit(line(6.6, 4.0), regular(8.0), Align::Middle, one.number.expose());
        }
        Ok(())
    })
}
