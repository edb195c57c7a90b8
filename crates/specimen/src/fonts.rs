//! The Chinese typeface of cards and screenshots: Noto Sans CJK, simplified Chinese forms.

use std::path::{Path, PathBuf};

use ab_glyph::{Font, FontVec, PxScale, ScaleFont};

/// Where Debian, then Arch, then Fedora put the collections.
const FOLDERS: [&str; 3] =
    ["/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto-cjk", "/usr/share/fonts/google-noto-cjk"];
/// Place of the simplified Chinese face in a collection; before it come Japanese and Korean.
const SIMPLIFIED_CHINESE: u32 = 2;

/// The typeface in its two weights. Loading takes a moment: load once, pass it on.
pub struct Fonts {
    regular: FontVec,
    bold: FontVec,
}

/// Weight of the strokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// 常规
    Regular,
    /// 粗体
    Bold,
}

/// The typeface is not on this machine, or its file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error(
    "the typeface {file} is missing or unreadable; it comes with the Debian package fonts-noto-cjk: \
     apt-get install --yes fonts-noto-cjk"
)]
pub struct FontsMissing {
    /// The file that was looked for.
    pub file: String,
}

impl Fonts {
    /// Reads both weights from where the system keeps them.
    pub fn load() -> Result<Self, FontsMissing> {
        Self::load_from(&FOLDERS.map(PathBuf::from))
    }

    fn load_from(folders: &[PathBuf]) -> Result<Self, FontsMissing> {
        let load = |file: &str| {
            folders
                .iter()
                .find_map(|folder| read(&folder.join(file)))
                .ok_or_else(|| FontsMissing { file: file.to_owned() })
        };
        Ok(Self { regular: load("NotoSansCJK-Regular.ttc")?, bold: load("NotoSansCJK-Bold.ttc")? })
    }

    /// Calls `ink(x, y, share)` for every pixel that the line of text touches, `size` pixels per em, its ascender
    /// at `top`. A character the typeface lacks becomes its empty box.
    pub fn trace(&self, style: Style, [left, top]: [f32; 2], text: &str, mut ink: impl FnMut(i32, i32, f32)) {
        let font = self.face(style.weight);
        let scale = scale_of(font, style.size);
        let scaled = font.as_scaled(scale);
        let mut x = left;
        for c in text.chars() {
            let id = font.glyph_id(c);
            let glyph = id.with_scale_and_position(scale, ab_glyph::point(x, top + scaled.ascent()));
            if let Some(outline) = font.outline_glyph(glyph) {
                let corner = outline.px_bounds().min;
                outline.draw(|i, j, share| {
                    ink(corner.x as i32 + i.cast_signed(), corner.y as i32 + j.cast_signed(), share);
                });
            }
            x += scaled.h_advance(id);
        }
    }

    /// Width of a line of text in pixels.
    pub fn width(&self, style: Style, text: &str) -> f32 {
        let font = self.face(style.weight);
        let scaled = font.as_scaled(scale_of(font, style.size));
        text.chars().map(|c| scaled.h_advance(font.glyph_id(c))).sum()
    }

    /// The text in lines no wider than `limit` pixels, broken between any two characters.
    pub fn lines(&self, style: Style, limit: f32, text: &str) -> Vec<String> {
        let mut lines = vec![String::new()];
        let mut used = 0.0;
        for c in text.chars() {
            let advance = self.width(style, c.encode_utf8(&mut [0; 4]));
            if used + advance > limit && used > 0.0 {
                lines.push(String::new());
                used = 0.0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used += advance;
        }
        lines
    }

    fn face(&self, weight: Weight) -> &FontVec {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

/// Weight and size (pixels per em) of a line of text.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Weight of the strokes.
    pub weight: Weight,
    /// Pixels per em.
    pub size: f32,
}

/// Regular strokes.
pub const fn regular(size: f32) -> Style {
    Style { weight: Weight::Regular, size }
}

/// Bold strokes.
pub const fn bold(size: f32) -> Style {
    Style { weight: Weight::Bold, size }
}

fn read(path: &Path) -> Option<FontVec> {
    FontVec::try_from_vec_and_index(std::fs::read(path).ok()?, SIMPLIFIED_CHINESE).ok()
}

/// The library scales by line height, designers by the em square.
fn scale_of(font: &FontVec, em: f32) -> PxScale {
    PxScale::from(em * font.height_unscaled() / font.units_per_em().unwrap_or(1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_typeface_is_named_with_the_command_that_installs_it() {
        let missing = Fonts::load_from(&[PathBuf::from("nowhere")]).err().unwrap().to_string();
        assert!(missing.contains("NotoSansCJK-Regular.ttc"), "{missing}");
        assert!(missing.contains("apt-get install --yes fonts-noto-cjk"), "{missing}");
    }

    #[test]
    fn a_hanzi_is_one_em_wide_and_lines_break_at_the_limit() {
        let fonts = Fonts::load().unwrap();
        assert!((fonts.width(regular(36.0), "示例大学") - 144.0).abs() < 0.5);
        assert_eq!(fonts.lines(regular(36.0), 80.0, "示例大学"), ["示例", "大学"]);
    }
}
