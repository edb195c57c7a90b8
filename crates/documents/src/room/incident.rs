//! 考场情况记录表: filled in by hand, kept with the papers.

use crate::paper::{A4, Align, Column, Frame, Paper, PaperError, Sheet, bold, caption, grid, regular};

use super::{FOOT, LEFT, RoomPaper, RoomSheet, WIDTH, foot, head};

const LINES: usize = 7;
const COLUMNS: [Column; 5] = [
    Column::new("座位", 14.0, 10.0, Align::Middle),
    Column::new("姓名", 32.0, 10.0, Align::Middle),
    Column::new("准考证号", 40.0, 10.0, Align::Middle),
    Column::new("违纪舞弊情况（时间、经过、物证）", 66.0, 10.0, Align::Middle),
    Column::new("考生签名", 24.0, 10.0, Align::Middle),
];

pub(super) fn draw(paper: &mut Paper<'_>, room: &RoomSheet<'_>) -> Result<(), PaperError> {
    paper.sheet(A4, |sheet| {
        let top = head(sheet, room, RoomPaper::Incident);
        let mut y = counts(sheet, room, top);
        y = box_for(sheet, y, 26.0, "缺考考生座位号");
        y += 4.0;
        let rows = vec![Vec::new(); LINES];
        y = grid(sheet, [LEFT, y], &COLUMNS, 8.0, 14.0, &rows);
        y = box_for(sheet, y + 4.0, 40.0, "其他情况（试卷、设备、迟到、突发疾病等）");
        signatures(sheet, y + 6.0);
        foot(sheet, room, 1, 1);
        Ok(())
    })
}

/// How many should be there, were there, were absent.
fn counts(sheet: &mut Sheet<'_>, room: &RoomSheet<'_>, top: f32) -> f32 {
    let expected = room.people.len().to_string();
    let cells = [("应到人数", expected.as_str()), ("实到人数", ""), ("缺考人数", ""), ("违纪人数", "")];
    let width = WIDTH / 8.0;
    for (at, (label, value)) in cells.into_iter().enumerate() {
        let x = LEFT + 2.0 * width * at as f32;
        sheet.fit(Frame::new(x, top, width, 11.0).inset(1.0, 1.0), regular(10.5), Align::Middle, label);
        sheet.fit(Frame::new(x + width, top, width, 11.0).inset(1.0, 1.0), bold(14.0), Align::Middle, value);
        for line in [x, x + width] {
            sheet.rule([line, top], [line, top + 11.0], 0.2);
        }
    }
    sheet.frame(Frame::new(LEFT, top, WIDTH, 11.0), 0.45);
    top + 11.0
}

fn box_for(sheet: &mut Sheet<'_>, top: f32, height: f32, label: &str) -> f32 {
    sheet.frame(Frame::new(LEFT, top, WIDTH, height), 0.45);
    sheet.text([LEFT + 2.0, top + 5.5], caption(10.5), Align::Left, label);
    top + height
}

fn signatures(sheet: &mut Sheet<'_>, top: f32) {
    let blank = "____________________";
    for (line, [left, right]) in
        [["监考员（甲）", "监考员（乙）"], ["主　　考", "填表时间"]].into_iter().enumerate()
    {
        let y = (top + 11.0 * line as f32).min(FOOT - 16.0 + 8.0 * line as f32);
        for (at, label) in [left, right].into_iter().enumerate() {
            let x = LEFT + WIDTH / 2.0 * at as f32;
            let text = format!("{label}：{blank}");
            sheet.fit(Frame::new(x, y, WIDTH / 2.0 - 4.0, 7.0), regular(11.0), Align::Left, &text);
        }
    }
}
