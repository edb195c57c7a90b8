//! Where the card's edges lie, told by the places of its printed text: on every card the same.

use super::number::FoundNumber;
use crate::pixels::{Picture, Point};
use crate::text::{Line, Quad};

/// Height of a card as a part of its width (85.6 × 54 mm).
const CARD_HEIGHT: f32 = 0.631;
/// Width of the number as a part of the card's, with and without its label in the same box, and where it begins.
const NUMBER: (f32, f32) = (0.585, 0.336);
const NUMBER_AND_LABEL: (f32, f32) = (0.86, 0.07);
/// Middle of the number's line, from the top, as a part of the card's height.
const NUMBER_DOWN: f32 = 0.88;
/// The same of 姓名, and how far below it 住址 begins.
const NAME_DOWN: f32 = 0.14;
const NAME_TO_ADDRESS: f32 = 0.376;
/// Left edge of these labels, as a part of the card's width.
const LABELS_LEFT: f32 = 0.07;

/// How far the front reaches out of the picture, as a share of its width; 0 when all of it is inside, or when nothing on
/// it tells where it lies.
pub(super) fn cut(lines: &[Line], number: Option<&FoundNumber>, upside_down: bool, picture: &Picture) -> f32 {
    let by_number = || {
        let line = lines.get(number.filter(|found| found.number.is_some())?.line?)?;
        Frame::by_number(line, upside_down)
    };
    by_number().or_else(|| Frame::by_labels(lines, upside_down)).map_or(0.0, |frame| frame.cut(picture))
}

/// The card's left upper corner, and the two edges that leave it.
struct Frame {
    corner: Point,
    across: Point,
    down: Point,
}

impl Frame {
    fn by_number(line: &Line, upside_down: bool) -> Option<Self> {
        let quad = upright(&line.quad, upside_down);
        let (part, left) = if line.text.contains("公") { NUMBER_AND_LABEL } else { NUMBER };
        let (begin, end) = (middle(quad.0[0], quad.0[3]), middle(quad.0[1], quad.0[2]));
        let across = [(end[0] - begin[0]) / part, (end[1] - begin[1]) / part];
        Self::around(begin, (left, NUMBER_DOWN), across)
    }

    /// By 姓名 and 住址, which begin in one column; for cards whose number is not on the picture.
    fn by_labels(lines: &[Line], upside_down: bool) -> Option<Self> {
        let begin = |label: &str| {
            let line = lines.iter().find(|line| line.text.without_spaces().find(label) == Some(0))?;
            let quad = upright(&line.quad, upside_down);
            Some(middle(quad.0[0], quad.0[3]))
        };
        let (name, address) = (begin("姓名")?, begin("住址")?);
        let scale = 1.0 / (NAME_TO_ADDRESS * CARD_HEIGHT);
        // A quarter turn to the left of the way down is the way across.
        let across = [(address[1] - name[1]) * scale, (name[0] - address[0]) * scale];
        Self::around(name, (LABELS_LEFT, NAME_DOWN), across)
    }

    /// `place` on the card is at `point` on the picture.
    fn around(point: Point, place: (f32, f32), across: Point) -> Option<Self> {
        if across[0].hypot(across[1]) < 1.0 {
            return None;
        }
        let down = [-across[1] * CARD_HEIGHT, across[0] * CARD_HEIGHT];
        let corner = [0, 1].map(|axis| point[axis] - place.0 * across[axis] - place.1 * down[axis]);
        Some(Self { corner, across, down })
    }

    fn cut(&self, picture: &Picture) -> f32 {
        let width = self.across[0].hypot(self.across[1]);
        let limit = [picture.width() as f32, picture.height() as f32];
        let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        let outside = corners.into_iter().map(|(x, y)| {
            let beyond = [0, 1].map(|axis| {
                let place = self.corner[axis] + x * self.across[axis] + y * self.down[axis];
                (-place).max(place - limit[axis]).max(0.0)
            });
            beyond[0].max(beyond[1])
        });
        outside.fold(0.0, f32::max) / width
    }
}

fn upright(quad: &Quad, upside_down: bool) -> Quad {
    if upside_down { quad.turned_half() } else { *quad }
}

fn middle(a: Point, b: Point) -> Point {
    [f32::midpoint(a[0], b[0]), f32::midpoint(a[1], b[1])]
}

#[cfg(test)]
mod tests {
    use super::super::number;
    use super::*;
    use crate::text::Text;

    fn line(text: &str, left: f32, top: f32, right: f32) -> Line {
        let quad = Quad([[left, top], [right, top], [right, top + 30.0], [left, top + 30.0]]);
        Line { quad, text: Text::sure(text), upside_down: false }
    }

    /// A card of 1 000 × 631 pixels whose left upper corner is at (`x`, `y`).
    fn card(x: f32, y: f32) -> Vec<Line> {
        vec![
            line("姓名", x + 70.0, y + 73.0, x + 130.0),
            line("住址", x + 70.0, y + 310.0, x + 130.0),
            line("430111199506150029", x + 336.0, y + 540.0, x + 921.0),
        ]
    }

    fn cut_of(lines: &[Line], width: usize, height: usize) -> f32 {
        cut(lines, number::find(lines).as_ref(), false, &Picture::filled(width, height, 0))
    }

    #[test]
    fn b5_a_card_inside_the_picture_is_not_cut() {
        assert!(cut_of(&card(20.0, 20.0), 1_040, 671) < 0.02);
        assert!(cut_of(&card(20.0, 20.0)[..2], 1_040, 671) < 0.02);
    }

    #[test]
    fn b5_what_is_missing_is_measured_on_each_side() {
        let near = |cut: f32, wanted: f32| assert!((cut - wanted).abs() < 0.03, "{cut} for {wanted}");
        near(cut_of(&card(-150.0, 20.0), 1_040, 671), 0.15);
        near(cut_of(&card(20.0, -100.0), 1_040, 671), 0.10);
        near(cut_of(&card(20.0, 20.0), 900, 671), 0.12);
        near(cut_of(&card(20.0, 20.0)[..2], 1_040, 500), 0.15);
    }

    #[test]
    fn b5_without_number_and_labels_nothing_is_said() {
        assert!(cut_of(&[line("今天天气", 0.0, 0.0, 90.0)], 100, 100) < f32::EPSILON);
    }
}
