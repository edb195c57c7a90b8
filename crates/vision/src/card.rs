//! From lines of text to the fields of a resident identity card.
//!
//! - `number`: the eighteen characters, wherever and however they were read
//! - `rows`: lines set upright and joined into rows, those over the portrait left out
//! - `front`, `back`: the fields of each side
//! - `facts`: how sharp the picture is, how much of it is blown out, whether it has colours
//! - `frame`: where the card's edges lie
//! - `grid`: whether the pixels of a screen show
//! - `look`: by what a picture is known again

mod back;
mod facts;
mod frame;
mod front;
mod grid;
mod look;
mod number;
mod rows;

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
