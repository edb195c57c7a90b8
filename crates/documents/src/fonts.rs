//! The typefaces of the papers: 宋体 first, then a chain down to the rarest hanzi, so that no name becomes a box (E6).
//!
//! The files are the system's; each comes with a Debian package. Only `fonts-noto-cjk` is needed. What each of the others
//! adds was counted by `cargo run -p documents --example coverage` on Debian 12 (drawn hanzi of each block):
//!
//! | package | file | 4E00–9FFF 20,992 | A 6,592 | B 42,720 | C 4,154 | D 222 | E 5,762 | F 7,473 | G 4,939 | H 4,192 | I 622 |
//! |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
//! | `fonts-noto-cjk` 20220127 | `NotoSerifCJK` | 20,971 | 6,582 | 2,057 | 46 | 33 | 108 | 4 | 3 | – | – |
//! | the same | `NotoSansCJK` | 20,976 | 6,582 | 2,108 | 47 | 34 | 112 | 5 | 4 | – | – |
//! | `fonts-babelstone-han` 15.0.5 | `BabelStoneHan` | 20,992 | 4,613 | 14,133 | 2,206 | 222 | 3,351 | 2,983 | 3,045 | 2,271 | – |
//! | `fonts-hanazono` 20170904 | `HanaMinA` | 20,971 | 6,582 | 2,858 | 73 | 63 | 110 | 4 | – | – | – |
//! | the same | `HanaMinB` | 5 | – | 42,711 | 4,149 | 222 | 5,762 | 7,473 | – | – | – |
//! | together | | 20,992 | 6,592 | 42,720 | 4,154 | 222 | 5,762 | 7,473 | 3,045 | 2,271 | – |
//!
//! So up to extension F nothing is missing; of G and H about half of the hanzi are, and those are in the report.
//!
//! Of a file only the character map is read at first; the outlines of a rare one are loaded with the first name that
//! needs them.

mod face;
mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use face::Face;
pub(crate) use face::Loaded;

/// The hand in which something is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// 宋体: what is said.
    Song,
    /// 宋体, bold: what is looked for.
    Bold,
    /// 黑体: captions and long small text; a quarter lighter in a file, too.
    Hei,
}

/// A file that the chain knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Its name, wherever it lies.
    pub file: &'static str,
    /// The Debian package that brings it.
    pub package: &'static str,
    /// Which face of a collection: in Noto's the simplified Chinese one is the third.
    pub index: u32,
    /// The hand that it is the first choice of; the rare ones serve every hand.
    pub hand: Option<Hand>,
}

/// The chain, best first. The rare ones are drawn in the manner of 宋体, so they sit well beside the first.
pub const SOURCES: [Source; 6] = [
    Source { file: "NotoSerifCJK-Regular.ttc", package: "fonts-noto-cjk", index: 2, hand: Some(Hand::Song) },
    Source { file: "NotoSerifCJK-Bold.ttc", package: "fonts-noto-cjk", index: 2, hand: Some(Hand::Bold) },
    Source { file: "NotoSansCJK-Regular.ttc", package: "fonts-noto-cjk", index: 2, hand: Some(Hand::Hei) },
    Source { file: "BabelStoneHan.ttf", package: "fonts-babelstone-han", index: 0, hand: None },
    Source { file: "HanaMinA.ttf", package: "fonts-hanazono", index: 0, hand: None },
    Source { file: "HanaMinB.ttf", package: "fonts-hanazono", index: 0, hand: None },
];

/// No typeface with Chinese characters was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no Chinese typeface was found in {folders}; install the Debian package fonts-noto-cjk \
     (and fonts-babelstone-han, fonts-hanazono for rare names)"
)]
pub struct FontsMissing {
    /// Where it was looked for.
    pub folders: String,
}

/// A character of a name that no installed typeface can draw.
#[derive(Clone, PartialEq, Eq)]
pub struct Undrawable<'a> {
    /// The name as it was given.
    pub name: &'a str,
    /// The character.
    pub character: char,
}

impl std::fmt::Debug for Undrawable<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Undrawable(***, U+{:04X})", u32::from(self.character))
    }
}

/// The typefaces of this machine. Finding them takes a moment: find once, share.
#[derive(Debug)]
pub struct Fonts {
    faces: Vec<Face>,
    song: Vec<usize>,
    bold: Vec<usize>,
    hei: Vec<usize>,
}

impl Fonts {
    /// Where Debian keeps typefaces, and where a person puts more.
    pub const FOLDERS: [&'static str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];

    /// Finds the chain's files below these folders. A rare one that is missing or damaged only shortens the chain; what
    /// then cannot be drawn is told by [`Self::undrawable`].
    pub fn find(folders: &[PathBuf]) -> Result<Self, FontsMissing> {
        let mut paths = BTreeMap::new();
        for folder in folders {
            gather(folder, FOLDER_DEPTH, &mut paths);
        }
        let open = |source: &Source| Face::open(paths.get(source.file)?, *source);
        let faces: Vec<Face> = SOURCES.iter().filter_map(open).collect();
        // Strokes can be made thicker, but not thinner: the bold face serves the others at the very last.
        let chain = |hand: Hand| {
            let mut chain: Vec<usize> = (0..faces.len()).collect();
            chain.sort_by_key(|at| match faces[*at].source().hand {
                Some(own) if own == hand => 0,
                Some(Hand::Bold) => 2,
                _ => 1,
            });
            chain
        };
        let fonts = Self { song: chain(Hand::Song), bold: chain(Hand::Bold), hei: chain(Hand::Hei), faces };
        if fonts.pick(Hand::Song, '准').is_none() {
            let folders =
                folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ");
            return Err(FontsMissing { folders });
        }
        Ok(fonts)
    }

    /// Finds them where Debian keeps them.
    pub fn of_system() -> Result<Self, FontsMissing> {
        Self::find(&Self::FOLDERS.map(PathBuf::from))
    }

    /// What was found, best first.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// Every character of these names that would be a box, with its name.
    pub fn undrawable<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<Undrawable<'a>> {
        let of_name = |name: &'a str| {
            let missing = name.chars().filter(|c| !is_silent(*c) && self.pick(Hand::Song, *c).is_none());
            missing.map(move |character| Undrawable { name, character })
        };
        names.into_iter().flat_map(of_name).collect()
    }

    /// The face that draws this character, and its glyph there.
    pub(crate) fn pick(&self, hand: Hand, character: char) -> Option<(usize, u32)> {
        let chain = match hand {
            Hand::Song => &self.song,
            Hand::Bold => &self.bold,
            Hand::Hei => &self.hei,
        };
        // A file that has become unreadable since it was found must not make a name vanish: the next face draws it.
        let draws = |at: &usize| {
            let glyph = self.faces[*at].glyph(character)?;
            self.faces[*at].loaded().map(|_| (*at, glyph))
        };
        chain.iter().find_map(draws)
    }

    /// Whether bold text needs thicker strokes than this face has.
    pub(crate) fn is_thin(&self, face: usize) -> bool {
        self.faces.get(face).is_some_and(|face| face.source().hand != Some(Hand::Bold))
    }

    /// The face's outlines and widths; none if its file has become unreadable.
    pub(crate) fn loaded(&self, face: usize) -> Option<&Loaded> {
        self.faces.get(face)?.loaded()
    }
}

/// Characters that are not drawn: variation selectors and joiners.
pub(crate) fn is_silent(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}')
}

/// Folders below the given ones that are looked into: Debian needs three.
const FOLDER_DEPTH: u8 = 5;

fn gather(folder: &Path, depth: u8, paths: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if SOURCES.iter().any(|source| source.file == name) && path.is_file() {
            paths.entry(name).or_insert(path);
        } else if depth > 0 && path.is_dir() {
            gather(&path, depth - 1, paths);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e6_the_third_face_of_a_collection_is_the_simplified_chinese_one() {
        let fonts = Fonts::of_system().unwrap();
        for face in fonts.faces().iter().filter(|face| face.source().package == "fonts-noto-cjk") {
            assert!(face.name().ends_with(" SC"), "{}", face.name());
        }
    }

    #[test]
    fn e6_without_any_typeface_the_package_is_named() {
        let missing = Fonts::find(&[PathBuf::from("nowhere")]).unwrap_err().to_string();
        assert!(missing.contains("nowhere") && missing.contains("fonts-noto-cjk"), "{missing}");
    }

    #[test]
    fn e6_names_that_nothing_can_draw_are_reported_with_the_character() {
        let fonts = Fonts::of_system().unwrap();
        assert_eq!(fonts.undrawable(["张三", "阿依古丽·买买提", "Jane O'Neill-Doe"]), []);
        // U+2FFFE is no character, and no typeface will ever have it.
        let name = "张\u{2FFFE}";
        assert_eq!(fonts.undrawable(["李四", name]), [Undrawable { name, character: '\u{2FFFE}' }]);
        assert!(!format!("{:?}", fonts.undrawable([name])).contains('张'), "a name in a log");
    }

    #[test]
    fn e6_a_typeface_that_vanishes_after_it_was_found_takes_no_name_with_it() {
        let folder = std::env::temp_dir().join(format!("zhunkao-vanishing-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for face in Fonts::of_system().unwrap().faces() {
            if face.source().package == "fonts-noto-cjk" {
                std::fs::copy(face.path(), folder.join(face.source().file)).unwrap();
            }
        }
        let fonts = Fonts::find(std::slice::from_ref(&folder)).unwrap();
        let first = fonts.pick(Hand::Bold, '张').unwrap().0;
        std::fs::write(folder.join("NotoSansCJK-Regular.ttc"), b"damaged").unwrap();
        let hei = fonts.pick(Hand::Hei, '张');
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(hei.is_some() && fonts.faces()[hei.unwrap().0].source().hand != Some(Hand::Hei));
        assert_eq!(fonts.pick(Hand::Bold, '张').unwrap().0, first, "what was read stays");
    }

    #[test]
    fn e6_a_rare_typeface_that_is_missing_or_damaged_shortens_the_chain_only() {
        let folder = std::env::temp_dir().join(format!("zhunkao-fonts-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let all = Fonts::of_system().unwrap();
        let noto = all.faces().iter().find(|face| face.source().file == "NotoSerifCJK-Regular.ttc").unwrap();
        std::fs::copy(noto.path(), folder.join("NotoSerifCJK-Regular.ttc")).unwrap();
        std::fs::write(folder.join("BabelStoneHan.ttf"), b"\x00\x01\x00\x00 cut off").unwrap();
        let fonts = Fonts::find(std::slice::from_ref(&folder)).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(fonts.faces().len(), 1);
        // Extension G, but not 𰻝, which Noto has.
        let name = "𰽔";
        assert_eq!(fonts.undrawable(["张三", name]).iter().map(|u| u.name).collect::<Vec<_>>(), [name]);
    }
}
