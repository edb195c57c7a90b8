//! 门贴: read from two metres away, in a crowd.

use crate::paper::{A4, Align, Column, Frame, Paper, PaperError, Sheet, bold, caption, grid, regular};
use crate::words;

use super::{Examinee, LEFT, RoomSheet, WIDTH, foot};

/// Names on one sheet, in two columns.
const MOST: usize = 40;
const COLUMNS: [Column; 3] = [
    Column::new("座位", 14.0, 15.0, Align::Middle),
    Column::new("姓名", 36.0, 14.0, Align::Left),
    Column::new("准考证号", 36.0, 10.0, Align::Left),
];

pub(super) fn draw(paper: &mut Paper<'_>, room: &RoomSheet<'_>) -> Result<(), PaperError> {
    let pages = room.people.len().div_ceil(MOST).max(1);
    let each = room.people.len().div_ceil(pages).max(1);
    for page in 0..pages {
        let people = room.people.chunks(each).nth(page).unwrap_or_default();
        paper.sheet(A4, |sheet| {
            let top = title(sheet, room);
            names(sheet, people, top);
            foot(sheet, room, page + 1, pages);
            Ok::<(), PaperError>(())
        })?;
    }
    Ok(())
}

fn title(sheet: &mut Sheet<'_>, room: &RoomSheet<'_>) -> f32 {
    sheet.fit(Frame::new(LEFT, 12.0, WIDTH, 7.0), regular(13.0), Align::Middle, room.exam);
    let middle = A4[0] / 2.0;
    let number = format!("第 {} 考场", words::room(room.number));
    sheet.text([middle, 46.0], bold(62.0), Align::Middle, &number);
    let place = [room.site, room.place].join("　");
    sheet.fit(Frame::new(LEFT, 52.0, WIDTH, 9.0), regular(17.0), Align::Middle, &place);
    let when = [room.subject.to_owned(), words::sitting_or_unset(room.sitting)].join("　");
    sheet.fit(Frame::new(LEFT, 62.0, WIDTH, 9.0), bold(17.0), Align::Middle, &when);
    if let (Some(first), Some(last)) = (room.people.first(), room.people.last()) {
        let range = format!(
            "{} 人　准考证号 {} — {}",
            room.people.len(),
            first.number.expose(),
            last.number.expose()
        );
        sheet.fit(Frame::new(LEFT, 72.0, WIDTH, 6.0), caption(11.0), Align::Middle, &range);
    }
    82.0
}

fn names(sheet: &mut Sheet<'_>, people: &[Examinee<'_>], top: f32) {
    let half = people.len().div_ceil(2).max(1);
    let row = (190.0 / half as f32).min(12.0);
    for (at, column) in people.chunks(half).enumerate() {
        let rows: Vec<Vec<String>> = column
            .iter()
            .map(|one| vec![words::seat(one.seat), one.name.to_owned(), one.number.expose().to_owned()])
            .collect();
        let left = LEFT + at as f32 * (WIDTH / 2.0 + 2.0);
        grid(sheet, [left, top], &COLUMNS, 7.0, row, &rows);
    }
}
