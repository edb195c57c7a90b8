//! Finds the lines of text on a picture and reads them.

mod detection;
mod letters;
mod quad;
mod recognition;

use crate::models::{LoadError, files};
use crate::network::{Network, VisionError};
use crate::pixels::Picture;
use std::path::Path;

pub(crate) use detection::Regions;
pub(crate) use letters::{Letter, Text};
pub(crate) use quad::Quad;

/// Lines whose characters are on the average less likely than this are texture, not text.
const LEAST_MEAN: f32 = 0.5;

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
    pub(crate) fn read(&self, picture: &Picture, regions: &Regions) -> Result<Vec<Line>, VisionError> {
        let mut lines = Vec::new();
        for quad in &regions.quads {
            let cut = quad.cut_from(picture);
            let upside_down = self.is_upside_down(&cut)?;
            let text = self.recognise(&if upside_down { cut.turned_half() } else { cut })?;
            if text.mean_probability() > LEAST_MEAN {
                lines.push(Line { quad: *quad, text, upside_down });
            }
        }
        Ok(lines)
    }
}
