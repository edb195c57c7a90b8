//! The citizen's number: eighteen characters, the last of which checks the others.

use crate::network::VisionError;
use crate::pixels::{Picture, Point};
use crate::text::{Line, Quad, Text, TextReader};
use domain::document::IdNumber;

const LENGTH: usize = 18;
/// So many digits in a row are the number, even if it is not legible.
const LIKE_A_NUMBER: usize = 15;
/// A piece of the number that was split into two boxes has at least so many digits.
const LEAST_PIECE: usize = 4;

/// Places to try right of the label 公民身份号码: begin, in widths of the label, and room above and below, in its heights.
const STRIPS: [(f32, f32); 3] = [(0.15, 0.25), (0.35, 0.1), (0.25, 0.4)];
/// Where each strip ends, in widths of the label.
const STRIP_END: f32 = 4.3;
/// Widths to try: blurred digits are told apart better when they are spread.
const STRETCHES: [f32; 3] = [1.0, 1.25, 0.85];
/// Characters of the label 公民身份号码.
const LABEL_CHARS: f32 = 6.0;

/// The number, or where it seems to be.
#[derive(Clone, Debug)]
pub(super) struct FoundNumber {
    /// With a right check character; `None` when the digits do not fit together.
    pub(super) number: Option<IdNumber>,
    /// Probability of the least certain character, 0 to 1.
    pub(super) confidence: f32,
    /// The line that holds all of it.
    pub(super) line: Option<usize>,
}

/// Looks for the number in one line, then across two neighbours; a legible one before one that is not.
pub(super) fn find(lines: &[Line]) -> Option<FoundNumber> {
    let in_lines = lines.iter().enumerate().filter_map(|(at, line)| {
        let found = in_text(&line.text)?;
        Some((found.number.is_some(), line.text.mean_probability(), FoundNumber { line: Some(at), ..found }))
    });
    let best = in_lines.max_by(|a, b| (a.0).cmp(&b.0).then(a.1.total_cmp(&b.1))).map(|(_, _, found)| found);
    match best {
        Some(FoundNumber { number: Some(_), .. }) => best,
        _ => across_two(lines).or(best),
    }
}

/// The number in a text, if there are enough digits for one.
fn in_text(text: &Text) -> Option<FoundNumber> {
    let digits = digits(text);
    if digits.len() < LIKE_A_NUMBER {
        return None;
    }
    let legible = (0..(digits.len() + 1).saturating_sub(LENGTH)).find_map(|from| {
        let window = Text(digits.0[from..from + LENGTH].to_vec());
        let number = IdNumber::parse(&window.to_string()).ok()?;
        Some(FoundNumber { number: Some(number), confidence: window.least_probability(), line: None })
    });
    Some(legible.unwrap_or(FoundNumber { number: None, confidence: 0.0, line: None }))
}

/// Digits and X, with the characters the recogniser takes them for.
pub(super) fn digits(text: &Text) -> Text {
    text.mapped(|sign| match sign {
        '0'..='9' => Some(sign),
        'X' | 'x' | '×' | 'Ｘ' => Some('X'),
        'O' | 'o' | 'D' | 'Q' | '〇' => Some('0'),
        'I' | 'l' | '|' | 'i' => Some('1'),
        'Z' | 'z' => Some('2'),
        'S' | 's' => Some('5'),
        'B' => Some('8'),
        'G' => Some('6'),
        _ => None,
    })
}

/// Two boxes side by side on one row whose digits together hold the number.
fn across_two(lines: &[Line]) -> Option<FoundNumber> {
    let pieces: Vec<(&Line, Text)> = lines.iter().map(|line| (line, digits(&line.text))).collect();
    let pairs = pieces.iter().flat_map(|first| pieces.iter().map(move |second| (first, second)));
    pairs
        .filter(|(first, second)| !std::ptr::eq(first.0, second.0))
        .filter(|(first, second)| {
            (LEAST_PIECE..LENGTH).contains(&first.1.len())
                && !second.1.is_empty()
                && first.1.len() + second.1.len() >= LENGTH
        })
        .filter(|(first, second)| follows(&first.0.quad, &second.0.quad))
        .find_map(|(first, second)| {
            let mut joined = first.1.clone();
            joined.append(&second.1);
            in_text(&joined).filter(|found| found.number.is_some())
        })
}

/// Whether `second` stands right of `first` on the same row.
fn follows(first: &Quad, second: &Quad) -> bool {
    let height = first.height();
    let [from, to, ..] = first.0;
    let length = first.width().max(1.0);
    let direction = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
    let gap = [second.0[0][0] - to[0], second.0[0][1] - to[1]];
    let along = gap[0] * direction[0] + gap[1] * direction[1];
    let across = gap[0] * direction[1] - gap[1] * direction[0];
    along.abs() < 4.0 * height && across.abs() < 0.6 * height
}

/// Reads the strip right of the label without the detector, which loses faint digits.
pub(super) fn read_beside_label(
    reader: &TextReader,
    picture: &Picture,
    lines: &[Line],
) -> Result<Option<FoundNumber>, VisionError> {
    for line in lines.iter().filter(|line| is_label(&line.text)) {
        let quad = if line.upside_down { line.quad.turned_half() } else { line.quad };
        let label_width = quad.width() * LABEL_CHARS / (line.text.len().max(4) as f32);
        for (begin, room) in STRIPS {
            let strip = strip_beside(&quad, label_width, begin, room).cut_from(picture);
            for stretch in STRETCHES {
                let width = (strip.width() as f32 * stretch) as usize;
                let text = reader.recognise(&strip.resized(width.max(1), strip.height()))?;
                if let Some(found) = in_text(&text).filter(|found| found.number.is_some()) {
                    return Ok(Some(found));
                }
            }
        }
    }
    Ok(None)
}

/// The label without the number behind it.
fn is_label(text: &Text) -> bool {
    let digits = text.signs().filter(char::is_ascii_digit).count();
    (text.contains("身份号") || text.contains("公民身")) && digits <= 3
}

fn strip_beside(label: &Quad, label_width: f32, begin: f32, room: f32) -> Quad {
    let [from, to, _, below] = label.0;
    let length = label.width().max(1.0);
    let along = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
    let down = [below[0] - from[0], below[1] - from[1]];
    let at = |widths: f32, heights: f32| -> Point {
        [0, 1].map(|axis| to[axis] + along[axis] * widths * label_width + down[axis] * heights)
    };
    Quad([at(begin, -room), at(STRIP_END, -room), at(STRIP_END, 1.0 + room), at(begin, 1.0 + room)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number() -> String {
        let digits = "43011119950615002";
        format!("{digits}{}", IdNumber::check_character(digits).unwrap())
    }

    fn line(text: &str, left: f32, right: f32) -> Line {
        let quad = Quad([[left, 100.0], [right, 100.0], [right, 120.0], [left, 120.0]]);
        Line { quad, text: Text::sure(text), upside_down: false }
    }

    fn found(lines: &[Line]) -> Option<String> {
        find(lines)?.number.map(|number| number.expose().to_owned())
    }

    #[test]
    fn b4_the_number_is_found_behind_its_label() {
        let lines = [line(&format!("公民身份号码{}", number()), 0.0, 400.0)];
        assert_eq!(found(&lines), Some(number()));
    }

    #[test]
    fn b4_letters_that_look_like_digits_are_taken_as_digits() {
        let misread = number().replace('0', "O").replace('1', "l");
        assert_eq!(found(&[line(&misread, 0.0, 400.0)]), Some(number()));
    }

    #[test]
    fn b4_a_number_in_two_boxes_on_one_row_is_joined() {
        let (first, second) = (&number()[..10], &number()[10..]);
        assert_eq!(found(&[line(second, 210.0, 400.0), line(first, 0.0, 200.0)]), Some(number()));
        assert_eq!(found(&[line(second, 900.0, 999.0), line(first, 0.0, 200.0)]), None);
    }

    #[test]
    fn b4_a_card_with_a_wrong_check_digit_is_not_read() {
        let wrong = number().replacen("0615", "0616", 1);
        let lines = [line(&wrong, 0.0, 400.0)];
        assert_eq!(found(&lines), None);
        assert!(find(&lines).is_some(), "the place of the number is known all the same");
    }
}
