//! One model that has been loaded and can be run.

use crate::detector::DetectorError;
use crate::models::LoadError;
use rten::{Model, ModelOptions};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};

/// Why a picture could not be worked on. None of these says anything about the picture: they are faults of the
/// installation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VisionError {
    /// A model failed while running.
    #[error("the model {model} failed: {source}")]
    Run {
        /// Which one.
        model: &'static str,
        /// Why.
        source: rten::RunError,
    },
    /// A model gave numbers in another form than expected.
    #[error("the model {model} gave numbers in another form")]
    Form {
        /// Which one.
        model: &'static str,
    },
    /// The face detector.
    #[error(transparent)]
    Detector(#[from] DetectorError),
}

/// A model and its file's name.
pub(crate) struct Network {
    name: &'static str,
    model: Model,
}

impl Network {
    pub(crate) fn from_onnx(name: &'static str, bytes: Vec<u8>) -> Result<Self, LoadError> {
        let mut options = ModelOptions::with_all_ops();
        // Reordering the weights once at the start instead of at every run.
        options.prepack_weights(true);
        let model = options.load(bytes).map_err(|source| LoadError::Model { name, source })?;
        Ok(Self { name, model })
    }

    /// A text from the model file's metadata.
    pub(crate) fn metadata(&self, key: &str) -> Option<&str> {
        self.model.metadata().get(key)
    }

    /// Runs one picture of `shape` (batch, channels, height, width) and gives every output.
    pub(crate) fn run(&self, shape: [usize; 4], planes: Vec<f32>) -> Result<Vec<Tensor<f32>>, VisionError> {
        let input = NdTensor::<f32, 4>::try_from_data(shape, planes).map_err(|_| self.form())?;
        let id = *self.model.input_ids().first().ok_or_else(|| self.form())?;
        let outputs = self
            .model
            .run(vec![(id, input.view().into())], self.model.output_ids(), None)
            .map_err(|source| VisionError::Run { model: self.name, source })?;
        outputs.into_iter().map(|output| output.try_into().map_err(|_| self.form())).collect()
    }

    /// Runs one picture and gives the first output.
    pub(crate) fn run_for_one(
        &self,
        shape: [usize; 4],
        planes: Vec<f32>,
    ) -> Result<Tensor<f32>, VisionError> {
        self.run(shape, planes)?.into_iter().next().ok_or_else(|| self.form())
    }

    pub(crate) fn form(&self) -> VisionError {
        VisionError::Form { model: self.name }
    }
}
