//! Lines of text set upright and joined into the card's rows.

use super::number::FoundNumber;
use crate::pixels::{Picture, Point};
use crate::text::{Line, Text};
use std::f32::consts::PI;

/// Width of the number as a part of the card's, with and without its label in the same box.
const NUMBER_WIDTH: f32 = 0.585;
const NUMBER_AND_LABEL_WIDTH: f32 = 0.86;
/// From the card's left edge to the number, and to its label, as a part of the card's width.
const NUMBER_LEFT: f32 = 0.336;
const LABEL_LEFT: f32 = 0.07;
/// Right of this part of the card's width stands the portrait.
const PORTRAIT_LEFT: f32 = 0.66;
/// Text further left of the card's edge than this part of its width is not on the card.
const LEFT_TOLERANCE: f32 = 0.05;
/// Boxes whose middles differ by less than this part of their height stand in one row.
const SAME_ROW: f32 = 0.45;
/// The number's own row is kept whole, within this part of its height.
const NUMBER_ROW: f32 = 0.8;

/// The rows of a side, from the top, without spaces.
pub(super) struct Rows {
    pub(super) rows: Vec<Text>,
    /// Whether the picture stands on its head.
    pub(super) upside_down: bool,
}

/// A line of text on the upright card; lengths in pixels of the picture.
#[derive(Clone)]
struct Placed {
    left: f32,
    right: f32,
    y: f32,
    height: f32,
    text: Text,
}

/// Rows of the front: upright by the number's line, the portrait's side left out.
pub(super) fn of_front(lines: &[Line], number: Option<&FoundNumber>, picture: &Picture) -> Rows {
    let number_at = number.filter(|found| found.number.is_some()).and_then(|found| found.line);
    let leading = number.and_then(|found| found.line).and_then(|at| lines.get(at)).or_else(|| longest(lines));
    let mut upside_down = mostly_upside_down(lines);
    let mut angle = leading.map_or(0.0, |line| line.quad.angle()) + if upside_down { PI } else { 0.0 };
    let mut placed = place(lines, angle, picture);
    if let Some(number) = number_at.filter(|_| !upside_down).map(|at| placed[at].clone()) {
        // The number is the last row: most of the text below it means the card stands on its head.
        let above = placed.iter().filter(|other| other.y < number.y).count();
        if above * 2 < placed.len() - 1 {
            upside_down = true;
            angle += PI;
            placed = place(lines, angle, picture);
        }
    }
    if let Some(number) = number_at.map(|at| placed[at].clone()) {
        placed.retain(|line| is_left_of_portrait(line, &number));
    }
    Rows { rows: joined(placed), upside_down }
}

/// Rows of the back: upright by the longest line.
pub(super) fn of_back(lines: &[Line], picture: &Picture) -> Vec<Text> {
    let turn = if mostly_upside_down(lines) { PI } else { 0.0 };
    let angle = longest(lines).map_or(0.0, |line| line.quad.angle()) + turn;
    joined(place(lines, angle, picture))
}

fn longest(lines: &[Line]) -> Option<&Line> {
    lines.iter().max_by(|a, b| a.quad.width().total_cmp(&b.quad.width()))
}

fn mostly_upside_down(lines: &[Line]) -> bool {
    lines.iter().filter(|line| line.upside_down).count() * 2 > lines.len()
}

/// Turns every line by `-angle` around the middle of the picture.
fn place(lines: &[Line], angle: f32, picture: &Picture) -> Vec<Placed> {
    let centre = [picture.width() as f32 / 2.0, picture.height() as f32 / 2.0];
    let (cos, sin) = (angle.cos(), angle.sin());
    let upright = |point: Point| -> Point {
        let (x, y) = (point[0] - centre[0], point[1] - centre[1]);
        [x * cos + y * sin, y * cos - x * sin]
    };
    let placed = |line: &Line| {
        let corners = line.quad.0.map(upright);
        Placed {
            left: corners.iter().map(|corner| corner[0]).fold(f32::MAX, f32::min),
            right: corners.iter().map(|corner| corner[0]).fold(f32::MIN, f32::max),
            y: corners.iter().map(|corner| corner[1]).sum::<f32>() / 4.0,
            height: line.quad.height().min(line.quad.width().max(1.0)),
            text: line.text.without_spaces(),
        }
    };
    lines.iter().map(placed).collect()
}

fn is_left_of_portrait(line: &Placed, number: &Placed) -> bool {
    let (part, offset) = if number.text.contains("公") {
        (NUMBER_AND_LABEL_WIDTH, LABEL_LEFT)
    } else {
        (NUMBER_WIDTH, NUMBER_LEFT)
    };
    let card_width = (number.right - number.left) / part;
    let card_left = number.left - offset * card_width;
    let middle = f32::midpoint(line.left, line.right);
    let on_number_row = (line.y - number.y).abs() < number.height * NUMBER_ROW;
    on_number_row
        || (middle < card_left + PORTRAIT_LEFT * card_width
            && line.left > card_left - LEFT_TOLERANCE * card_width)
}

/// Lines of one height become one row, from left to right.
fn joined(mut lines: Vec<Placed>) -> Vec<Text> {
    lines.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Placed>> = Vec::new();
    for line in lines {
        match rows.last_mut() {
            Some(row) if is_in_row(row, &line) => row.push(line),
            _ => rows.push(vec![line]),
        }
    }
    let join = |mut row: Vec<Placed>| {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        let mut text = Text::default();
        for line in &row {
            text.append(&line.text);
        }
        text
    };
    rows.into_iter().map(join).collect()
}

fn is_in_row(row: &[Placed], line: &Placed) -> bool {
    let y = row.iter().map(|other| other.y).sum::<f32>() / row.len() as f32;
    let height = row.iter().map(|other| other.height).fold(line.height, f32::max);
    (line.y - y).abs() < SAME_ROW * height
}

#[cfg(test)]
mod tests {
    use super::super::number;
    use super::*;
    use crate::text::Quad;

    fn line(text: &str, left: f32, top: f32, right: f32) -> Line {
        let quad = Quad([[left, top], [right, top], [right, top + 30.0], [left, top + 30.0]]);
        Line { quad, text: Text::sure(text), upside_down: false }
    }

    fn card() -> Vec<Line> {
        vec![
            line("姓 名", 70.0, 80.0, 140.0),
            line("欧阳示例", 178.0, 78.0, 360.0),
            line("性别女", 70.0, 160.0, 240.0),
            line("民族汉", 268.0, 160.0, 420.0),
            line("衣服上的字", 700.0, 160.0, 850.0),
            line("430111199506150029", 340.0, 550.0, 930.0),
        ]
    }

    fn texts(rows: &[Text]) -> Vec<String> {
        rows.iter().map(ToString::to_string).collect()
    }

    fn rows_of(lines: &[Line]) -> Rows {
        of_front(lines, number::find(lines).as_ref(), &Picture::filled(1012, 638, 0))
    }

    #[test]
    fn lines_of_one_height_are_one_row_without_spaces_and_without_the_portrait() {
        let rows = rows_of(&card());
        assert_eq!(texts(&rows.rows), ["姓名欧阳示例", "性别女民族汉", "430111199506150029"]);
        assert!(!rows.upside_down);
    }

    #[test]
    fn a_card_on_its_head_is_set_upright() {
        let turned = |line: &Line| {
            let corners = line.quad.0.map(|[x, y]| [1012.0 - x, 638.0 - y]);
            Line { quad: Quad::ordered(corners), upside_down: true, ..line.clone() }
        };
        let lines: Vec<Line> = card().iter().map(turned).collect();
        let rows = rows_of(&lines);
        assert!(rows.upside_down);
        assert_eq!(texts(&rows.rows)[0], "姓名欧阳示例");
    }

    #[test]
    fn a_tilted_back_keeps_its_rows() {
        let tilt = |line: Line| {
            let corners = line.quad.0.map(|[x, y]| [x - 0.2 * y, y + 0.2 * x]);
            Line { quad: Quad(corners), ..line }
        };
        let lines: Vec<Line> =
            [line("签发机关", 196.0, 456.0, 316.0), line("示例市公安局", 352.0, 456.0, 700.0)]
                .map(tilt)
                .into();
        assert_eq!(texts(&of_back(&lines, &Picture::filled(1012, 638, 0))), ["签发机关示例市公安局"]);
    }
}
