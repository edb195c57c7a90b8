//! Text in several lines, and text that has to fit.

use unicode_linebreak::linebreaks;

use super::{Line, POINTS, Style};
use crate::fonts::Fonts;

/// From one base line to the next, in ems.
const LEADING: f32 = 1.45;
/// From the top of a line to its base line, in ems: hanzi reach 0.88 above it and 0.12 below.
const ASCENT: f32 = 0.88;
const DESCENT: f32 = 0.12;
/// One line that is this much smaller looks better than two.
const ONE_LINE_DOWN_TO: f32 = 0.72;
/// Size is taken back by this much until the text fits.
const STEP: f32 = 0.94;
/// Below this size nobody reads anything, in points.
const SMALLEST: f32 = 3.0;

/// Lines of one size.
pub(crate) struct Block {
    lines: Vec<Line>,
    style: Style,
}

impl Block {
    /// Breaks the text where the Unicode line breaking algorithm (UAX 14) allows it: between hanzi, not before closing
    /// marks, not inside numbers and words; never before the dot of a name. What is wider than a whole line breaks
    /// anywhere.
    pub fn wrap(fonts: &Fonts, style: Style, width: f32, text: &str) -> Self {
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let mut held = String::new();
            for piece in pieces(paragraph) {
                let longer = format!("{held}{piece}");
                if held.is_empty() || measure(fonts, style, &longer) <= width {
                    held = longer;
                } else {
                    lines.push(std::mem::replace(&mut held, piece.to_owned()));
                }
                if measure(fonts, style, &held) > width {
                    held = break_anywhere(fonts, style, width, &held, &mut lines);
                }
            }
            lines.push(held);
        }
        let line = |text: &String| Line::new(fonts, style.weight, text.trim_end());
        Self { lines: lines.iter().map(line).collect(), style }
    }

    /// On one line if that is not much smaller than wanted, else in as many as the height takes, at the largest size that
    /// fits.
    pub fn fit(fonts: &Fonts, style: Style, [width, height]: [f32; 2], text: &str) -> Self {
        let wanted = Line::new(fonts, style.weight, text).width(style.size);
        let by_width = if wanted > width { style.size * width / wanted } else { style.size };
        let by_height = height * POINTS / (ASCENT + DESCENT);
        let one = by_width.min(by_height);
        if !text.contains('\n') && one >= style.size * ONE_LINE_DOWN_TO {
            return Self {
                lines: vec![Line::new(fonts, style.weight, text)],
                style: Style { size: one, ..style },
            };
        }
        let mut size = style.size;
        loop {
            let block = Self::wrap(fonts, Style { size, ..style }, width, text);
            if block.height() <= height || size <= SMALLEST {
                return block;
            }
            size *= STEP;
        }
    }

    /// Height in millimetres.
    pub fn height(&self) -> f32 {
        let between = self.lines.len().saturating_sub(1) as f32 * LEADING;
        (between + ASCENT + DESCENT) * self.style.size / POINTS
    }

    /// Each line with the distance of its base line from the top, in millimetres.
    pub fn lines(&self) -> impl Iterator<Item = (f32, &Line)> {
        let size = self.style.size / POINTS;
        self.lines.iter().enumerate().map(move |(at, line)| ((at as f32 * LEADING + ASCENT) * size, line))
    }

    /// Its style, at the size that was found.
    pub fn style(&self) -> Style {
        self.style
    }

    /// From the last base line to where the next one would stand, in millimetres.
    pub fn leading(&self) -> f32 {
        LEADING * self.style.size / POINTS
    }
}

fn measure(fonts: &Fonts, style: Style, text: &str) -> f32 {
    Line::new(fonts, style.weight, text.trim_end()).width(style.size)
}

/// What must stay together.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    linebreaks(text).filter_map(move |(end, _)| {
        let rest = text.get(end..)?;
        if rest.starts_with('·') {
            return None;
        }
        let piece = text.get(start..end);
        start = end;
        piece
    })
}

/// Full lines of what has no place to break; gives what is left.
fn break_anywhere(fonts: &Fonts, style: Style, width: f32, text: &str, lines: &mut Vec<String>) -> String {
    let mut held = String::new();
    for c in text.chars() {
        held.push(c);
        if held.chars().count() > 1 && measure(fonts, style, &held) > width {
            held.pop();
            lines.push(std::mem::replace(&mut held, c.to_string()));
        }
    }
    held
}
