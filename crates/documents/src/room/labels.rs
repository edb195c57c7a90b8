//! 桌贴: twenty-four to a sheet, three columns of eight, cut along the dashes; also fits the usual 70 × 37 mm stickers.

use crate::paper::{A4, Align, Frame, Paper, PaperError, Sheet, bold, caption, regular};
use crate::words;

use super::{Examinee, RoomSheet};

const COLUMNS: usize = 3;
const ROWS: usize = 8;
const LABEL: [f32; 2] = [A4[0] / COLUMNS as f32, A4[1] / ROWS as f32];

pub(super) fn draw(paper: &mut Paper<'_>, room: &RoomSheet<'_>) -> Result<(), PaperError> {
    for people in room.people.chunks(COLUMNS * ROWS) {
        paper.sheet(A4, |sheet| {
            for (at, one) in people.iter().enumerate() {
                let (row, column) = (at / COLUMNS, at % COLUMNS);
                let place = [column as f32 * LABEL[0], row as f32 * LABEL[1]];
                label(sheet, Frame::new(place[0], place[1], LABEL[0], LABEL[1]), room, one);
            }
            for column in 1..COLUMNS {
                let x = column as f32 * LABEL[0];
                sheet.cut([x, 0.0], [x, A4[1]]);
            }
            for row in 1..ROWS {
                let y = row as f32 * LABEL[1];
                sheet.cut([0.0, y], [A4[0], y]);
            }
            Ok::<(), PaperError>(())
        })?;
    }
    Ok(())
}

fn label(sheet: &mut Sheet<'_>, frame: Frame, room: &RoomSheet<'_>, one: &Examinee<'_>) {
    // Printers leave up to five millimetres of a sheet white.
    let inner = frame.inset(6.0, 5.2);
    let seat = Frame::new(inner.x, inner.y, 19.0, 16.5);
    sheet.frame(seat, 0.6);
    sheet.fit(seat.inset(1.0, 0.5), bold(38.0), Align::Middle, &words::seat(one.seat));
    let right = Frame::new(inner.x + 22.0, inner.y, inner.width - 22.0, 16.5);
    sheet.fit(Frame { height: 10.0, ..right }, bold(18.0), Align::Left, one.name);
    let place = format!("第 {} 考场", words::room(room.number));
    sheet.fit(Frame::new(right.x, right.y + 11.0, right.width, 5.0), regular(10.5), Align::Left, &place);
    let number = one.number.grouped();
    sheet.fit(Frame::new(inner.x, inner.y + 18.0, inner.width, 5.0), regular(11.5), Align::Left, &number);
    let when = format!("{}　{}", room.subject, words::sitting_or_unset(room.sitting));
    sheet.fit(Frame::new(inner.x, inner.y + 23.2, inner.width, 4.0), caption(8.0), Align::Left, &when);
}
