//! 座次表: the room from above, the front at the top.

use domain::seating::{Spot, Use};

use crate::paper::{A4, Align, Frame, Paper, PaperError, Sheet, bold, caption, regular};
use crate::words;

use super::{FOOT, LEFT, RoomPaper, RoomSheet, WIDTH, foot, head};

/// The grey of a place where nobody sits.
const BLOCKED: u8 = 0xDD;

pub(super) fn draw(paper: &mut Paper<'_>, room: &RoomSheet<'_>) -> Result<(), PaperError> {
    paper.sheet(A4, |sheet| {
        let top = head(sheet, room, RoomPaper::SeatMap);
        let desk = Frame::new(LEFT + WIDTH * 0.32, top + 2.0, WIDTH * 0.36, 9.0);
        sheet.frame(desk, 0.45);
        sheet.fit(desk, regular(12.0), Align::Middle, "讲　台");
        sheet.text([LEFT, top + 8.0], regular(11.0), Align::Left, "← 门");
        seats(sheet, room, top + 16.0);
        foot(sheet, room, 1, 1);
        Ok(())
    })
}

fn seats(sheet: &mut Sheet<'_>, room: &RoomSheet<'_>, top: f32) {
    let (rows, columns) = (room.layout.rows(), room.layout.columns());
    let gap = (WIDTH / f32::from(columns) * 0.1).min(3.0);
    let width = (WIDTH + gap) / f32::from(columns) - gap;
    let bottom = FOOT - 8.0;
    let height = ((bottom - top + gap) / f32::from(rows) - gap).min(width * 0.95);
    let numbered = room.layout.seats();
    for row in 0..rows {
        for column in 0..columns {
            let spot = Spot { row, column };
            let x = LEFT + f32::from(column) * (width + gap);
            let y = top + f32::from(row) * (height + gap);
            let frame = Frame::new(x, y, width, height);
            let number = numbered.iter().find(|seat| seat.spot == spot).map(|seat| seat.number);
            seat(sheet, room, frame, number, room.layout.use_of(spot));
        }
    }
    let y = top + f32::from(rows) * (height + gap) + 1.0;
    let text = "座位号沿 S 形排列；灰色为不使用的座位，“备用”为备用座位。";
    sheet.fit(Frame::new(LEFT, y.min(FOOT - 6.0), WIDTH, 4.5), caption(8.5), Align::Left, text);
}

fn seat(sheet: &mut Sheet<'_>, room: &RoomSheet<'_>, frame: Frame, number: Option<u16>, used: Option<Use>) {
    let Some(number) = number else {
        sheet.fill(frame, BLOCKED);
        return;
    };
    sheet.frame(frame, 0.3);
    let inner = frame.inset(1.2, 0.8);
    let third = inner.height / 3.0;
    let part = |at: f32, share: f32| Frame::new(inner.x, inner.y + at * third, inner.width, share * third);
    sheet.fit(part(0.0, 0.95), bold(15.0), Align::Middle, &words::seat(number));
    match room.people.iter().find(|one| one.seat == number) {
        Some(one) => {
            sheet.fit(part(1.0, 1.1), regular(13.0), Align::Middle, one.name);
            let text = one.number.expose();
            sheet.fit(part(2.15, 0.8), caption(8.0), Align::Middle, text);
        }
        None if used == Some(Use::Spare) => {
            sheet.fit(part(1.0, 1.1), caption(11.0), Align::Middle, "备用");
        }
        None => sheet.fit(part(1.0, 1.1), caption(11.0), Align::Middle, "—"),
    }
}
