//! Finds the lines of text on a picture and reads them.

mod detection;
mod letters;
mod quad;
mod recognition;

use crate::models::{LoadError, files};
use crate::network::{Network, VisionError};
use crate::pixels::Picture;
use rayon::prelude::*;
use std::path::Path;

pub(crate) use detection::Regions;
pub(crate) use letters::{Letter, Text};
pub(crate) use quad::Quad;

/// Lines whose characters are on the average less likely than this are texture, not text.
const LEAST_MEAN: f32 = 0.5;
/// So many of the longest lines say which way up the picture stands; if they agree, the others are not asked.
const WITNESSES: usize = 3;

/// The text models, loaded.
pub(crate) struct TextReader {
    detection: Network,
    direction: Network,
    recognition: Network,
    /// What each output of the recogniser stands for; the first is "nothing".
    characters: Vec<String>,
}

/// A line of text that was read.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Where, in pixels of the picture.
    pub(crate) quad: Quad,
    /// What.
    pub(crate) text: Text,
    /// Whether it stood on its head.
    pub(crate) upside_down: bool,
}

impl TextReader {
    pub(crate) fn load(dir: &Path) -> Result<Self, LoadError> {
        let load = |file: &files::ModelFile| Network::from_onnx(file.name, crate::models::read(dir, file)?);
        let recognition = load(&files::TEXT_RECOGNITION)?;
        let list = recognition.metadata("character");
        let list = list.ok_or(LoadError::NoCharacters(files::TEXT_RECOGNITION.name))?;
        let known = list.lines().map(String::from);
        let characters = std::iter::once(String::new()).chain(known).chain([" ".to_owned()]).collect();
        Ok(Self {
            detection: load(&files::TEXT_DETECTION)?,
            direction: load(&files::TEXT_DIRECTION)?,
            recognition,
            characters,
        })
    }

    /// Reads the regions that [`Self::detect`] found on `picture`; regions without legible text are dropped.
    ///
    /// Lines are read side by side on the threads of the models' runtime: one line is too small to keep two cores busy.
    pub(crate) fn read(&self, picture: &Picture, regions: &Regions) -> Result<Vec<Line>, VisionError> {
        rten::thread_pool().run(|| {
            let cuts: Vec<(Quad, Picture)> =
                regions.quads.par_iter().map(|quad| (*quad, quad.cut_from(picture))).collect();
            let agreed = self.agreed_direction(&cuts)?;
            let lines: Result<Vec<Option<Line>>, VisionError> =
                cuts.into_par_iter().map(|(quad, cut)| self.read_line(quad, cut, agreed)).collect();
            Ok(lines?.into_iter().flatten().collect())
        })
    }

    /// Whether the longest lines all stand on their head, or all do not; nothing when they differ.
    fn agreed_direction(&self, cuts: &[(Quad, Picture)]) -> Result<Option<bool>, VisionError> {
        let mut longest: Vec<&(Quad, Picture)> = cuts.iter().collect();
        longest.sort_by(|a, b| b.0.width().total_cmp(&a.0.width()));
        longest.truncate(WITNESSES);
        let witnesses: Vec<bool> =
            longest.par_iter().map(|(_, cut)| self.is_upside_down(cut)).collect::<Result<_, _>>()?;
        Ok(witnesses.first().copied().filter(|first| witnesses.iter().all(|other| other == first)))
    }

    /// Reads one line; nothing when it is texture. The direction model is asked where the picture's is not known.
    fn read_line(&self, quad: Quad, cut: Picture, agreed: Option<bool>) -> Result<Option<Line>, VisionError> {
        let upside_down = agreed.map_or_else(|| self.is_upside_down(&cut), Ok)?;
        let text = self.recognise(&if upside_down { cut.turned_half() } else { cut })?;
        Ok((text.mean_probability() > LEAST_MEAN).then_some(Line { quad, text, upside_down }))
    }
}
