//! One line of text: which face draws which character, and how wide.

use krilla::text::{GlyphId, KrillaGlyph};

use super::POINTS;
use crate::fonts::{Fonts, Hand, is_silent};

/// Characters in a row that one face draws.
pub(crate) struct Run {
    /// The face.
    pub face: usize,
    /// The characters; the glyphs point into them, so that the PDF can be searched and copied from.
    pub text: String,
    /// The glyphs; their widths are in ems.
    pub glyphs: Vec<KrillaGlyph>,
}

/// A line.
pub(crate) struct Line {
    runs: Vec<Run>,
    ems: f32,
}

/// Stands for a character that no face has: its own outline says that something is missing. Such names are in the report.
const MISSING: char = '〓';
/// Between a hanzi and a letter or digit typesetters leave a little space, in ems.
const HANZI_GAP: f32 = 0.125;

impl Line {
    /// Sets the text in the first face of the chain that has each character.
    pub fn new(fonts: &Fonts, hand: Hand, text: &str) -> Self {
        let mut line = Self { runs: Vec::new(), ems: 0.0 };
        let mut before = None;
        for c in text.chars().filter(|c| !is_silent(*c) && !c.is_control()) {
            if before.is_some_and(|before| wants_gap(before, c)) {
                line.widen(HANZI_GAP);
            }
            before = Some(c);
            line.push(fonts, hand, c);
        }
        line
    }

    fn push(&mut self, fonts: &Fonts, hand: Hand, c: char) {
        let Some((face, glyph, [x_offset, advance])) = measure(fonts, hand, c) else { return };
        if self.runs.last().is_none_or(|run| run.face != face) {
            self.runs.push(Run { face, text: String::new(), glyphs: Vec::new() });
        }
        let Some(run) = self.runs.last_mut() else { return };
        let start = run.text.len();
        run.text.push(c);
        run.glyphs.push(KrillaGlyph {
            glyph_id: GlyphId::new(glyph),
            text_range: start..run.text.len(),
            x_advance: advance,
            x_offset,
            y_offset: 0.0,
            y_advance: 0.0,
            location: None,
        });
        self.ems += advance;
    }

    fn widen(&mut self, ems: f32) {
        if let Some(glyph) = self.runs.last_mut().and_then(|run| run.glyphs.last_mut()) {
            glyph.x_advance += ems;
            self.ems += ems;
        }
    }

    /// Its runs, left to right.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Its width in millimetres at this size in points.
    pub fn width(&self, size: f32) -> f32 {
        self.ems * size / POINTS
    }
}

/// Face, glyph, and where the glyph stands in which width, in ems. Digits stand in the middle of the widest one's width.
fn measure(fonts: &Fonts, hand: Hand, c: char) -> Option<(usize, u32, [f32; 2])> {
    let (face, glyph) = fonts.pick(hand, c).or_else(|| fonts.pick(hand, MISSING))?;
    let loaded = fonts.loaded(face)?;
    let own = loaded.advance(glyph);
    let width = if c.is_ascii_digit() { loaded.figure.max(own) } else { own };
    Some((face, glyph, [(width - own) / 2.0, width]))
}

/// Width of a text in ems, without making a line of it.
pub(crate) fn ems(fonts: &Fonts, hand: Hand, text: &str) -> f32 {
    let mut before = None;
    let drawn = text.chars().filter(|c| !is_silent(*c) && !c.is_control());
    drawn
        .map(|c| {
            let gap =
                if before.replace(c).is_some_and(|before| wants_gap(before, c)) { HANZI_GAP } else { 0.0 };
            gap + measure(fonts, hand, c).map_or(0.0, |(_, _, [_, width])| width)
        })
        .sum()
}

fn wants_gap(a: char, b: char) -> bool {
    (is_hanzi(a) && b.is_ascii_alphanumeric()) || (a.is_ascii_alphanumeric() && is_hanzi(b))
}

fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}
