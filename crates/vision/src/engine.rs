//! The engine: every model loaded, ready for several threads at once.

use crate::face::FaceMeter;
use crate::models::{self, LoadError};
use crate::network::VisionError;
use crate::pixels::Picture;
use crate::text::TextReader;
use domain::card::CardReading;
use domain::face::FaceMeasurement;
use std::path::Path;

/// Reads cards and measures faces. Shared by reference; each call keeps its thread busy, so call it from a
/// [`crate::Pool`].
pub struct Engine {
    text: TextReader,
    face: FaceMeter,
}

impl Engine {
    /// Loads the models from the folder `models`: about a second, 100 MB. Names every file that is missing.
    pub fn load(models: &Path) -> Result<Self, LoadError> {
        let missing = models::missing(models);
        if !missing.is_empty() {
            let names = missing.iter().map(|file| file.name).collect();
            return Err(LoadError::Missing { dir: models.to_owned(), names });
        }
        Ok(Self { text: TextReader::load(models)?, face: FaceMeter::load(models)? })
    }

    /// Reads one side of a resident identity card; the picture may be turned, tilted or upside down.
    pub fn read_card(&self, photo: &Picture) -> Result<CardReading, VisionError> {
        crate::card::read(&self.text, &self.face, photo)
    }

    /// Finds the one face, its quality, pose and descriptor. Works for the portrait printed on a card photo too, also
    /// when the photo is turned.
    pub fn measure_face(&self, photo: &Picture) -> Result<FaceMeasurement, VisionError> {
        self.face.measure(photo)
    }

    /// The one face of a document, upright, 360 × 480 pixels, as papers show it; none where there is not exactly one. The
    /// photo may be turned.
    pub fn portrait(&self, photo: &Picture) -> Result<Option<Picture>, VisionError> {
        self.face.portrait(photo)
    }
}
