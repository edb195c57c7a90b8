//! A sheet of paper: millimetres from its upper left corner, type in points, black ink and grey.

mod grid;
mod line;
mod wrap;

use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Paint, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::KrillaGlyph;
use krilla::{Document, SerializeSettings};

use crate::code::Code;
use crate::fonts::{Fonts, Hand};
pub(crate) use grid::{Column, grid};
pub(crate) use line::Line;
pub(crate) use wrap::Block;

/// Points in a millimetre.
const POINTS: f32 = 72.0 / 25.4;

/// How much thicker strokes become where a face has no bold one, in ems.
/// Little: the rarest hanzi have the most strokes.
const THICKER: f32 = 0.013;

/// A4, upright, in millimetres.
pub(crate) const A4: [f32; 2] = [210.0, 297.0];

/// Why a paper could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A picture that is neither JPEG nor PNG, or damaged.
    #[error("a picture on the paper cannot be read")]
    Picture,
    /// The text of a code is longer than a code holds.
    #[error("the text is too long for a code")]
    Code,
    /// The PDF library refused; most likely a typeface's file was changed while it was in use.
    #[error("the PDF could not be written: {0}")]
    Pdf(String),
}

/// A rectangle in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Frame {
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// Smaller by this much on the left and right, and above and below.
    pub fn inset(self, sides: f32, ends: f32) -> Self {
        Self::new(self.x + sides, self.y + ends, self.width - 2.0 * sides, self.height - 2.0 * ends)
    }

    pub fn right(self) -> f32 {
        self.x + self.width
    }

    pub fn bottom(self) -> f32 {
        self.y + self.height
    }

    fn to_rect(self) -> Option<Rect> {
        Rect::from_xywh(self.x * POINTS, self.y * POINTS, self.width * POINTS, self.height * POINTS)
    }
}

/// Hand, size in points, and how dark: 0 is black, 255 white.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub hand: Hand,
    pub size: f32,
    pub grey: u8,
}

/// 宋体 in black.
pub(crate) const fn regular(size: f32) -> Style {
    Style { hand: Hand::Song, size, grey: 0 }
}

/// Bold, in black.
pub(crate) const fn bold(size: f32) -> Style {
    Style { hand: Hand::Bold, size, grey: 0 }
}

/// 黑体 in black: long small text.
pub(crate) const fn plain(size: f32) -> Style {
    Style { hand: Hand::Hei, size, grey: 0 }
}

/// 黑体 in the grey of captions: eight to one on white, and still legible on a copy of a copy.
pub(crate) const fn caption(size: f32) -> Style {
    Style { hand: Hand::Hei, size, grey: 0x4A }
}

/// Where text stands between two edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Middle,
    Right,
}

/// Sheets that are being drawn.
pub(crate) struct Paper<'a> {
    document: Document,
    fonts: &'a Fonts,
    watermark: Option<&'a str>,
}

impl<'a> Paper<'a> {
    /// An empty stack with this title in the reader's window; the watermark stands across every sheet.
    pub fn new(fonts: &'a Fonts, title: &str, watermark: Option<&'a str>) -> Self {
        let settings = SerializeSettings { enable_tagging: false, xmp_metadata: false, ..Default::default() };
        let mut document = Document::new_with(settings);
        document.set_metadata(Metadata::new().title(title.to_owned()).language("zh-CN".to_owned()));
        Self { document, fonts, watermark }
    }

    /// Draws one more sheet of this size in millimetres.
    pub fn sheet<E>(
        &mut self,
        [width, height]: [f32; 2],
        draw: impl FnOnce(&mut Sheet<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let settings = PageSettings::from_wh(width * POINTS, height * POINTS).unwrap_or_default();
        let mut page = self.document.start_page_with(settings);
        let mut sheet = Sheet { surface: page.surface(), fonts: self.fonts };
        if let Some(text) = self.watermark {
            sheet.watermark(text, [width, height]);
        }
        let drawn = draw(&mut sheet);
        drop(sheet);
        page.finish();
        drawn
    }

    /// The PDF.
    pub fn finish(self) -> Result<Vec<u8>, PaperError> {
        self.document.finish().map_err(|error| PaperError::Pdf(format!("{error:?}")))
    }
}

/// One sheet.
pub(crate) struct Sheet<'a> {
    surface: Surface<'a>,
    fonts: &'a Fonts,
}

impl<'a> Sheet<'a> {
    /// The typefaces that it is drawn with.
    pub fn fonts(&self) -> &'a Fonts {
        self.fonts
    }

    /// One line of text with its base line at `y`, beginning at `x`, ending there, or with its middle there.
    /// Gives its width.
    pub fn text(&mut self, [x, y]: [f32; 2], style: Style, align: Align, text: &str) -> f32 {
        let line = Line::new(self.fonts, style.hand, text);
        self.line([x, y], style, align, &line);
        line.width(style.size)
    }

    fn line(&mut self, [x, y]: [f32; 2], style: Style, align: Align, line: &Line) {
        let share = match align {
            Align::Left => 0.0,
            Align::Middle => 0.5,
            Align::Right => 1.0,
        };
        let mut at = x - line.width(style.size) * share;
        self.surface.set_fill(Some(ink(style.grey)));
        for run in line.runs() {
            let Some(loaded) = self.fonts.loaded(run.face) else { continue };
            // Rare hanzi have no bold face: their strokes are drawn thicker, or a name would look like two.
            let thicker = style.hand == Hand::Bold && self.fonts.is_thin(run.face);
            let width = THICKER * style.size / POINTS;
            self.surface.set_stroke(thicker.then(|| stroke_of(width, style.grey, None)));
            let start = Point::from_xy(at * POINTS, y * POINTS);
            self.surface.draw_glyphs(start, &run.glyphs, loaded.font.clone(), &run.text, style.size, false);
            at += run.glyphs.iter().map(|glyph: &KrillaGlyph| glyph.x_advance).sum::<f32>() * style.size
                / POINTS;
        }
    }

    /// Text in a frame, in the middle of its height: on one line if that is not much smaller, else wrapped, and as much
    /// smaller as it must be to fit. Never clipped.
    pub fn fit(&mut self, frame: Frame, style: Style, align: Align, text: &str) {
        let block = Block::fit(self.fonts, style, [frame.width, frame.height], text);
        let y = frame.y + (frame.height - block.height()) / 2.0;
        self.block([frame.x, y], frame.width, align, &block);
    }

    /// Lines that were wrapped before.
    pub fn block(&mut self, [x, y]: [f32; 2], width: f32, align: Align, block: &Block) {
        let x = match align {
            Align::Left => x,
            Align::Middle => x + width / 2.0,
            Align::Right => x + width,
        };
        for (base, line) in block.lines() {
            self.line([x, y + base], block.style(), align, line);
        }
    }

    /// A straight line, `width` millimetres thick.
    pub fn rule(&mut self, [x1, y1]: [f32; 2], [x2, y2]: [f32; 2], width: f32) {
        let mut path = PathBuilder::new();
        path.move_to(x1 * POINTS, y1 * POINTS);
        path.line_to(x2 * POINTS, y2 * POINTS);
        self.stroke(path.finish(), width, 0, None);
    }

    /// A dashed line where somebody cuts.
    pub fn cut(&mut self, [x1, y1]: [f32; 2], [x2, y2]: [f32; 2]) {
        let mut path = PathBuilder::new();
        path.move_to(x1 * POINTS, y1 * POINTS);
        path.line_to(x2 * POINTS, y2 * POINTS);
        self.stroke(path.finish(), 0.15, 0x80, Some([1.5, 1.5]));
    }

    /// The outline of a frame.
    pub fn frame(&mut self, frame: Frame, width: f32) {
        self.stroke(rectangle(frame), width, 0, None);
    }

    /// The outline of a frame with round corners.
    pub fn rounded(&mut self, frame: Frame, radius: f32, width: f32) {
        // The distance of a cubic curve's handles that comes nearest to a quarter of a circle.
        let handle = radius * (1.0 - 0.552_284_8);
        let (left, top, right, bottom) = (frame.x, frame.y, frame.right(), frame.bottom());
        let mut path = PathBuilder::new();
        let at = |x: f32, y: f32| (x * POINTS, y * POINTS);
        let start = at(left + radius, top);
        path.move_to(start.0, start.1);
        for (edge, [a, b, end]) in [
            (
                at(right - radius, top),
                [at(right - handle, top), at(right, top + handle), at(right, top + radius)],
            ),
            (
                at(right, bottom - radius),
                [at(right, bottom - handle), at(right - handle, bottom), at(right - radius, bottom)],
            ),
            (
                at(left + radius, bottom),
                [at(left + handle, bottom), at(left, bottom - handle), at(left, bottom - radius)],
            ),
            (
                at(left, top + radius),
                [at(left, top + handle), at(left + handle, top), at(left + radius, top)],
            ),
        ] {
            path.line_to(edge.0, edge.1);
            path.cubic_to(a.0, a.1, b.0, b.1, end.0, end.1);
        }
        path.close();
        self.stroke(path.finish(), width, 0, None);
    }

    /// A filled frame; 0 is black, 255 white.
    pub fn fill(&mut self, frame: Frame, grey: u8) {
        self.area(rectangle(frame), grey);
    }

    /// A code with its quiet zone of four modules inside the frame, which is square. Each bar is a stroke as thick as a
    /// module, in units of modules: half as much to write as rectangles in points.
    pub fn code(&mut self, frame: Frame, code: &Code) {
        let module = frame.width / code.size_with_margin() * POINTS;
        let mut path = PathBuilder::new();
        for (x, y, width) in code.bars() {
            path.move_to(x, y + 0.5);
            path.line_to(x + width, y + 0.5);
        }
        let place = Transform::from_row(module, 0.0, 0.0, module, frame.x * POINTS, frame.y * POINTS);
        self.surface.push_transform(&place);
        self.stroke(path.finish(), 1.0 / POINTS, 0, None);
        self.surface.pop();
    }

    /// A picture that fills the frame; the frame has its proportions or cuts what is beyond.
    pub fn picture(&mut self, frame: Frame, picture: &Image) {
        let (width, height) = picture.size();
        let scale = (frame.width / width as f32).max(frame.height / height as f32);
        let [drawn_width, drawn_height] = [width as f32 * scale, height as f32 * scale];
        let (Some(clip), Some(size)) =
            (rectangle(frame), Size::from_wh(drawn_width * POINTS, drawn_height * POINTS))
        else {
            return;
        };
        let x = frame.x - (drawn_width - frame.width) / 2.0;
        let y = frame.y - (drawn_height - frame.height) / 2.0;
        self.surface.push_clip_path(&clip, &FillRule::NonZero);
        self.surface.push_transform(&Transform::from_translate(x * POINTS, y * POINTS));
        self.surface.draw_image(picture.clone(), size);
        self.surface.pop();
        self.surface.pop();
    }

    /// Characters as outlines without filling: the seal, and watermarks.
    pub fn outlined(&mut self, [x, y]: [f32; 2], style: Style, width: f32, text: &str) {
        let line = Line::new(self.fonts, style.hand, text);
        let mut at = x - line.width(style.size) / 2.0;
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke_of(width, style.grey, None)));
        for run in line.runs() {
            let Some(loaded) = self.fonts.loaded(run.face) else { continue };
            let start = Point::from_xy(at * POINTS, y * POINTS);
            self.surface.draw_glyphs(start, &run.glyphs, loaded.font.clone(), &run.text, style.size, true);
            at += run.glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>() * style.size / POINTS;
        }
    }

    fn watermark(&mut self, text: &str, [width, height]: [f32; 2]) {
        let turn = Transform::from_rotate_at(-35.0, width / 2.0 * POINTS, height / 2.0 * POINTS);
        self.surface.push_transform(&turn);
        let line = Line::new(self.fonts, Hand::Bold, text);
        let size = 160.0 * width / A4[0];
        let size = size.min(size * width / line.width(size).max(1.0));
        let style = Style { grey: 0xC8, ..bold(size) };
        self.outlined([width / 2.0, height / 2.0 + size / POINTS * 0.35], style, 0.5, text);
        self.surface.pop();
    }

    fn stroke(&mut self, path: Option<Path>, width: f32, grey: u8, dash: Option<[f32; 2]>) {
        let Some(path) = path else { return };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke_of(width, grey, dash)));
        self.surface.draw_path(&path);
    }

    fn area(&mut self, path: Option<Path>, grey: u8) {
        let Some(path) = path else { return };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(ink(grey)));
        self.surface.draw_path(&path);
    }
}

fn rectangle(frame: Frame) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(frame.to_rect()?);
    path.finish()
}

fn paint(grey: u8) -> Paint {
    krilla::color::luma::Color::new(grey).into()
}

fn ink(grey: u8) -> Fill {
    Fill { paint: paint(grey), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn stroke_of(width: f32, grey: u8, dash: Option<[f32; 2]>) -> Stroke {
    Stroke {
        paint: paint(grey),
        width: width * POINTS,
        miter_limit: 4.0,
        line_cap: LineCap::Butt,
        line_join: LineJoin::Miter,
        opacity: NormalizedF32::ONE,
        dash: dash.map(|dash| StrokeDash { array: dash.map(|part| part * POINTS).to_vec(), offset: 0.0 }),
    }
}
