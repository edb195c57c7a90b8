//! From lines of text to the fields of a resident identity card.
//!
//! - `number`: the eighteen characters, wherever and however they were read
//! - `rows`: lines set upright and joined into rows, those over the portrait left out
//! - `front`, `back`: the fields of each side
//! - `facts`: how sharp the picture is, how much of it is blown out, whether it has colours
//! - `frame`: where the card's edges lie
//! - `waves`: the grid of a screen
//! - `look`: by what a picture is known again

mod back;
mod facts;
mod frame;
mod front;
mod look;
mod number;
mod rows;
mod waves;

use crate::face::FaceMeter;
use crate::network::VisionError;
use crate::pixels::Picture;
use crate::text::{Line, TextReader};
use domain::card::{CardReading, PictureFacts, Side};
use number::FoundNumber;

/// Words printed on the front, and how many of them make a front without a legible number.
const FRONT_WORDS: [&str; 7] = ["姓名", "性别", "民族", "出生", "住址", "公民身份", "身份号码"];
const ENOUGH_FRONT_WORDS: usize = 4;
/// With something like a number, fewer words are enough.
const ENOUGH_FRONT_WORDS_BESIDE_DIGITS: usize = 3;
/// Words printed on the back, and how many of them make a back.
const BACK_WORDS: [&str; 5] = ["居民身份证", "签发机关", "有效期限", "公安局", "中华人民"];
const ENOUGH_BACK_WORDS: usize = 2;

/// Reads one side of a card.
pub(crate) fn read(
    reader: &TextReader,
    meter: &FaceMeter,
    photo: &Picture,
) -> Result<CardReading, VisionError> {
    let mut regions = reader.detect(photo)?;
    let turned;
    let mut picture = photo;
    if regions.are_mostly_tall() {
        turned = photo.turned_left();
        regions = reader.detect(&turned)?;
        picture = &turned;
    }
    let facts = facts::of(picture, &regions);
    let lines = reader.read(picture, &regions)?;
    let mut number = number::find(&lines);
    let Some(side) = side_of(&lines, number.as_ref()) else { return Ok(CardReading::NotACard(facts)) };
    if side == Side::Back {
        let rows = rows::of_back(&lines, picture);
        return Ok(CardReading::Back(back::fields(&rows, facts)));
    }
    let rows = rows::of_front(&lines, number.as_ref(), picture);
    if number.as_ref().is_none_or(|found| found.number.is_none()) {
        number = number::read_beside_label(reader, picture, &lines)?.or(number);
    }
    let facts = PictureFacts { cut: frame::cut(&lines, number.as_ref(), rows.upside_down, picture), ..facts };
    let portrait =
        if rows.upside_down { meter.shows_one(&picture.turned_half())? } else { meter.shows_one(picture)? };
    Ok(CardReading::Front(front::fields(&rows.rows, number, portrait, facts)))
}

/// Which side the lines belong to; `None` when they are no card.
fn side_of(lines: &[Line], number: Option<&FoundNumber>) -> Option<Side> {
    let count = |words: &[&str]| {
        words.iter().filter(|word| lines.iter().any(|line| line.text.without_spaces().contains(word))).count()
    };
    let (front, back) = (count(&FRONT_WORDS), count(&BACK_WORDS));
    let is_valid = number.is_some_and(|found| found.number.is_some());
    if back >= ENOUGH_BACK_WORDS && back >= front {
        Some(Side::Back)
    } else if (is_valid && front >= 1)
        || front >= ENOUGH_FRONT_WORDS
        || (front >= ENOUGH_FRONT_WORDS_BESIDE_DIGITS && number.is_some())
    {
        Some(Side::Front)
    } else {
        None
    }
}

/// One line as a recogniser might give it: what it says, how sure it is of each character (0 to 1), its four corners on a
/// picture of a card, whether it stands on its head.
#[cfg(any(test, feature = "fuzzing"))]
pub type RawLine = (String, f32, [[f32; 2]; 4], bool);

/// A side's fields out of such lines: everything between the recogniser and the verdict, for the fuzzer.
#[cfg(any(test, feature = "fuzzing"))]
pub fn of_lines(lines: Vec<RawLine>) -> CardReading {
    use crate::text::{Letter, Quad, Text};

    let line = |(text, probability, corners, upside_down): RawLine| {
        let text = Text(text.chars().map(|sign| Letter { sign, probability }).collect());
        Line { quad: Quad::ordered(corners), text, upside_down }
    };
    let lines: Vec<Line> = lines.into_iter().map(line).collect();
    let picture = Picture::filled(1_012, 638, 0);
    let facts = domain::card::PictureFacts::CLEAR;
    let number = number::find(&lines);
    match side_of(&lines, number.as_ref()) {
        None => CardReading::NotACard(facts),
        Some(Side::Back) => CardReading::Back(back::fields(&rows::of_back(&lines, &picture), facts)),
        Some(Side::Front) => {
            let rows = rows::of_front(&lines, number.as_ref(), &picture);
            CardReading::Front(front::fields(&rows.rows, number, true, facts))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, left: f32, top: f32) -> RawLine {
        let (right, bottom) = (left + 30.0 * text.chars().count() as f32, top + 30.0);
        (text.to_owned(), 0.99, [[left, top], [right, top], [right, bottom], [left, bottom]], false)
    }

    #[test]
    fn b4_the_lines_of_a_side_become_its_fields() {
        let front = of_lines(vec![
            line("姓名欧阳示例", 70.0, 80.0),
            line("性别女民族汉", 70.0, 160.0),
            line("430111199506150029", 340.0, 550.0),
        ]);
        let CardReading::Front(front) = front else { panic!("{front:?}") };
        assert_eq!(front.name, "欧阳示例");
        assert!(front.number.is_some());
        let back =
            of_lines(vec![line("居民身份证", 300.0, 100.0), line("有效期限2018.03.02-长期", 196.0, 550.0)]);
        assert!(matches!(back, CardReading::Back(_)), "{back:?}");
        assert!(matches!(of_lines(Vec::new()), CardReading::NotACard(_)));
    }
}
