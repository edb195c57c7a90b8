//! The engine with its real models on pictures that the project draws itself: invented people, specimen cards.
//!
//! The models come from the folder in `ZHUNKAO_MODELS`, or from the cache where `cargo xtask models` puts them.

mod cards;
mod faces;

use std::path::PathBuf;
use std::sync::OnceLock;
use vision::{Engine, Picture, UploadLimits, decode_upload};

/// The engine, loaded once for all tests; without models every test here fails and says how to get them.
fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| match Engine::load(&models()) {
        Ok(engine) => engine,
        Err(problem) => panic!("{problem}"),
    })
}

#[expect(clippy::disallowed_methods, reason = "tests have no configuration file")]
fn models() -> PathBuf {
    let cache = || Some(std::env::home_dir()?.join(".cache/zhunkao/v1/models"));
    let Some(folder) = std::env::var("ZHUNKAO_MODELS").ok().map(PathBuf::from).or_else(cache) else {
        panic!("neither ZHUNKAO_MODELS nor a home folder is set")
    };
    folder
}

/// The picture as it arrives from a phone: through JPEG and the upload's decoder.
fn uploaded(picture: &image::RgbImage) -> Picture {
    match decode_upload(&specimen::jpeg(picture, 85), UploadLimits::default()) {
        Ok(picture) => picture,
        Err(problem) => panic!("a drawn picture is refused: {problem}"),
    }
}
