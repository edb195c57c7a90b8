//! Text in several lines, and text that has to fit.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::line::ems;
use super::{Line, POINTS, Style};
use crate::fonts::{Fonts, Hand};

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
    /// marks, not inside numbers and words; in names of several parts only behind a dot. What is wider than a whole line
    /// breaks anywhere.
    pub fn wrap(fonts: &Fonts, style: Style, width: f32, text: &str) -> Self {
        Pieces::of(fonts, style.hand, text).wrap(fonts, style, width)
    }

    /// On one line if that is not much smaller than wanted, else in as many as the height takes, at the largest size that
    /// fits.
    pub fn fit(fonts: &Fonts, style: Style, [width, height]: [f32; 2], text: &str) -> Self {
        let wanted = ems(fonts, style.hand, text) * style.size / POINTS;
        let by_width = if wanted > width { style.size * width / wanted } else { style.size };
        let by_height = height * POINTS / (ASCENT + DESCENT);
        let one = by_width.min(by_height);
        if !text.contains('\n') && one >= style.size * ONE_LINE_DOWN_TO {
            return Self {
                lines: vec![Line::new(fonts, style.hand, text)],
                style: Style { size: one, ..style },
            };
        }
        let pieces = Pieces::of(fonts, style.hand, text);
        let mut size = style.size;
        while pieces.height(size, width) > height && size > SMALLEST {
            size *= STEP;
        }
        pieces.wrap(fonts, Style { size, ..style }, width)
    }

    /// Height in millimetres.
    pub fn height(&self) -> f32 {
        height(self.lines.len(), self.style.size)
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

fn height(lines: usize, size: f32) -> f32 {
    (lines.saturating_sub(1) as f32 * LEADING + ASCENT + DESCENT) * size / POINTS
}

/// What must stay together, measured once for every size that is tried.
struct Pieces<'a> {
    text: &'a str,
    /// Where each ends, its width in ems, and its width without the space at its end.
    parts: Vec<(usize, [f32; 2])>,
    /// Ends of paragraphs.
    ends: Vec<usize>,
}

impl<'a> Pieces<'a> {
    fn of(fonts: &Fonts, hand: Hand, text: &'a str) -> Self {
        let has_dots = text.contains('·');
        let mut parts = Vec::new();
        let mut ends = Vec::new();
        let mut start = 0;
        for (end, opportunity) in linebreaks(text) {
            let piece = text.get(start..end).unwrap_or_default();
            let is_end = opportunity == BreakOpportunity::Mandatory;
            if has_dots && !is_end && !piece.ends_with(['·', ' ']) {
                continue;
            }
            parts.push((end, [ems(fonts, hand, piece), ems(fonts, hand, piece.trim_end())]));
            if is_end {
                ends.push(end);
            }
            start = end;
        }
        Self { text, parts, ends }
    }

    /// Where the lines end at this size.
    fn breaks(&self, size: f32, width: f32) -> Vec<usize> {
        let limit = width * POINTS / size;
        let mut breaks = Vec::new();
        let mut held = 0.0;
        let mut before = 0;
        for (end, [whole, inked]) in &self.parts {
            if held > 0.0 && held + inked > limit {
                breaks.push(before);
                held = 0.0;
            }
            if *inked > limit {
                held = self.break_anywhere(before..*end, *whole, limit, &mut breaks);
            } else {
                held += whole;
            }
            before = *end;
            if self.ends.contains(end) {
                breaks.push(*end);
                held = 0.0;
            }
        }
        breaks
    }

    /// Full lines of what has no place to break; gives the width of what is left. All its characters count as equally wide,
    /// which hanzi are, and a line is taken a little shorter, for others are not.
    fn break_anywhere(&self, range: Range<usize>, whole: f32, limit: f32, breaks: &mut Vec<usize>) -> f32 {
        let piece = self.text.get(range.clone()).unwrap_or_default();
        let each = whole / piece.chars().count().max(1) as f32;
        let most = ((limit / each * 0.96).floor() as usize).max(1);
        let count = piece.chars().count();
        let starts = piece.char_indices().map(|(at, _)| range.start + at);
        breaks.extend(starts.enumerate().skip(1).filter(|(n, _)| n % most == 0).map(|(_, at)| at));
        (count - (count - 1) / most * most) as f32 * each
    }

    fn height(&self, size: f32, width: f32) -> f32 {
        height(self.breaks(size, width).len(), size)
    }

    fn wrap(&self, fonts: &Fonts, style: Style, width: f32) -> Block {
        let mut start = 0;
        let breaks = self.breaks(style.size, width);
        let lines = breaks.into_iter().map(|end| {
            let text = self.text.get(start..end).unwrap_or_default();
            start = end;
            Line::new(fonts, style.hand, text.trim_end())
        });
        Block { lines: lines.collect(), style }
    }
}
