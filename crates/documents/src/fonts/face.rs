//! One face of one file.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use skrifa::MetadataProvider;
use skrifa::raw::tables::cmap::Cmap;
use skrifa::raw::tables::hmtx::LongMetric;
use skrifa::raw::tables::name::Name;
use skrifa::raw::{FontData, FontRead, FontRef, TableProvider};

use super::{Source, table};

/// A face whose characters are known. Its outlines are read with the first text that needs them.
pub struct Face {
    path: PathBuf,
    source: Source,
    name: String,
    /// Glyph of each character of the basic plane; 0 is none.
    basic: Vec<u16>,
    /// Code point and glyph of the others, sorted.
    beyond: Vec<(u32, u32)>,
    count: usize,
    loaded: OnceLock<Option<Loaded>>,
}

/// The outlines.
pub(crate) struct Loaded {
    /// As the PDF library holds it.
    pub font: krilla::text::Font,
    /// Units of the em square.
    units: f32,
    /// Width of each glyph in those units; the last counts for those that follow.
    advances: Vec<u16>,
    /// Width of the widest digit in ems: all get it, so that figures stand under each other.
    pub figure: f32,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Face({}, {} characters)", self.name, self.count)
    }
}

impl Face {
    /// Reads which characters it has; none if the file is damaged.
    pub(super) fn open(path: &Path, source: Source) -> Option<Self> {
        let glyphs = characters(&table::read(path, source.index, *b"cmap")?)?;
        let mut basic = vec![0; 0x1_0000];
        let mut beyond = Vec::new();
        for (character, glyph) in &glyphs {
            match (usize::try_from(*character).ok().and_then(|at| basic.get_mut(at)), u16::try_from(*glyph)) {
                (Some(place), Ok(glyph)) => *place = glyph,
                _ => beyond.push((*character, *glyph)),
            }
        }
        beyond.sort_unstable();
        let name = family(&table::read(path, source.index, *b"name")?)?;
        Some(Self {
            path: path.into(),
            source,
            name,
            basic,
            beyond,
            count: glyphs.len(),
            loaded: OnceLock::new(),
        })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Which of the chain's files it is.
    pub fn source(&self) -> Source {
        self.source
    }

    /// The name of its family: Noto Serif CJK SC.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it has the character.
    pub fn has(&self, character: char) -> bool {
        self.glyph(character).is_some()
    }

    pub(super) fn glyph(&self, character: char) -> Option<u32> {
        let code = u32::from(character);
        if let Some(glyph) = usize::try_from(code).ok().and_then(|at| self.basic.get(at)) {
            return (*glyph != 0).then_some(u32::from(*glyph));
        }
        let at = self.beyond.binary_search_by_key(&code, |(known, _)| *known).ok()?;
        self.beyond.get(at).map(|(_, glyph)| *glyph)
    }

    pub(super) fn loaded(&self) -> Option<&Loaded> {
        self.loaded.get_or_init(|| Loaded::read(&self.path, self.source.index)).as_ref()
    }
}

impl Loaded {
    fn read(path: &Path, index: u32) -> Option<Self> {
        let bytes = Arc::new(std::fs::read(path).ok()?);
        let face = FontRef::from_index(&bytes, index).ok()?;
        let advances = face.hmtx().ok()?.h_metrics().iter().map(LongMetric::advance).collect();
        let units = f32::from(face.head().ok()?.units_per_em());
        let font = krilla::text::Font::new(Arc::clone(&bytes).into(), index)?;
        let mut loaded = Self { font, units, advances, figure: 0.0 };
        let map = face.charmap();
        let digits = ('0'..='9').filter_map(|digit| Some(loaded.advance(map.map(digit)?.to_u32())));
        loaded.figure = digits.fold(0.0, f32::max);
        Some(loaded)
    }

    /// Width of a glyph in ems.
    pub fn advance(&self, glyph: u32) -> f32 {
        let own = usize::try_from(glyph).ok().and_then(|at| self.advances.get(at));
        own.or(self.advances.last()).map_or(0.0, |units| f32::from(*units) / self.units)
    }
}

/// Every character of the map that has a glyph: glyph 0 is the box.
fn characters(map: &[u8]) -> Option<Vec<(u32, u32)>> {
    let map = Cmap::read(FontData::new(map)).ok()?;
    let (_, _, subtable) = map.best_subtable()?;
    Some(
        subtable
            .iter()
            .map(|(character, glyph)| (character, glyph.to_u32()))
            .filter(|(_, glyph)| *glyph != 0)
            .collect(),
    )
}

/// The English name of the family: entry 16, or 1 where the family has the usual four styles only.
fn family(table: &[u8]) -> Option<String> {
    let names = Name::read(FontData::new(table)).ok()?;
    let find = |id: u16| {
        let record = names
            .name_record()
            .iter()
            .find(|record| record.name_id().to_u16() == id && record.is_unicode())?;
        Some(record.string(names.string_data()).ok()?.to_string())
    };
    find(16).or_else(|| find(1))
}
