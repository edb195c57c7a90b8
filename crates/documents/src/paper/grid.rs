//! A ruled table.

use super::{Align, Frame, Sheet, bold, regular};

/// A column of a ruled table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// What stands over it.
    pub title: &'static str,
    /// Millimetres.
    pub width: f32,
    /// Size of its text in points.
    pub size: f32,
    /// Where its text stands.
    pub align: Align,
}

impl Column {
    pub const fn new(title: &'static str, width: f32, size: f32, align: Align) -> Self {
        Self { title, width, size, align }
    }
}

/// Lines inside a table and around it, in millimetres.
const HAIR: f32 = 0.2;
const EDGE: f32 = 0.45;
/// Between a line and the text.
const PADDING: f32 = 1.4;

/// Draws the table and gives where it ends. Every text fits its cell, smaller if it must be.
pub(crate) fn grid(
    sheet: &mut Sheet<'_>,
    [left, top]: [f32; 2],
    columns: &[Column],
    head: f32,
    row: f32,
    rows: &[Vec<String>],
) -> f32 {
    let width: f32 = columns.iter().map(|column| column.width).sum();
    let bottom = top + head + row * rows.len() as f32;
    let mut x = left;
    for (at, column) in columns.iter().enumerate() {
        let place = Frame::new(x, top, column.width, head).inset(PADDING, 0.8);
        sheet.fit(place, bold(9.5), Align::Middle, column.title);
        for (line, cells) in rows.iter().enumerate() {
            let Some(text) = cells.get(at).filter(|text| !text.is_empty()) else { continue };
            let y = top + head + row * line as f32;
            let place = Frame::new(x, y, column.width, row).inset(PADDING, 0.6);
            sheet.fit(place, regular(column.size), column.align, text);
        }
        if at > 0 {
            sheet.rule([x, top], [x, bottom], HAIR);
        }
        x += column.width;
    }
    for line in 0..rows.len() {
        let y = top + head + row * line as f32;
        sheet.rule([left, y], [left + width, y], HAIR);
    }
    sheet.frame(Frame::new(left, top, width, bottom - top), EDGE);
    bottom
}
