//! What the hints see on the drawn people, beside what the server measures on the same pictures.

use domain::face::{Face, FacePolicy};
use guide::sight::{Distance, Facing, Lit, Sight, look};
use image::imageops::{FilterType, blur, resize};
use image::{Rgba, RgbImage, RgbaImage};
use specimen::head::{Head, Person, Scene};
use vision::detector::{FaceDetector, INPUT_PX};
use vision::{Engine, Picture};

/// Both eyes on the same picture.
struct Eyes {
    engine: Engine,
    detector: FaceDetector,
}

impl Eyes {
    fn open() -> Self {
        let models = std::env::var_os("ZHUNKAO_MODELS");
        todo!("{models:?}")
    }
}
