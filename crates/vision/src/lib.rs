//! Reads identity cards and measures faces: pixels in, readings and scores out. What they mean, `domain` decides.
//!
//! Everything runs inside this process, in Rust, on the processor; no picture leaves the machine. The models are files
//! of public packages, fetched once by `cargo xtask models` (see [`models`]).
//!
//! | module | what it does |
//! |---|---|
//! | [`models`] | which files the models are, whether they are there, and reading them |
//! | `convert` | turns the face models, made for TensorFlow.js, into ONNX |
//! | `network` | one model that has been loaded and can be run |
//! | [`pixels`] | pictures: decoding an upload safely, shrinking, cutting out, straightening |
//! | `text` | finds the lines of text on a picture and reads them |
//! | `card` | makes a card's fields out of lines of text |
//! | `qr` | reads a QR code on a picture, such as a school's own payment code |
//! | [`detector`] | finds faces; also used, alone, by the live hints in the browser |
//! | `face` | from a found face to pose, light, sharpness and descriptor |
//! | [`pool`] | a few threads for all this, so that it never blocks the server |
//!
//! The way through: [`decode_upload`] → [`Engine::read_card`] or [`Engine::measure_face`] → `domain::card::judge_card` or
//! `domain::face::judge_liveness`. With the feature `engine` off only [`detector`] remains.

#![cfg_attr(
    feature = "engine",
    expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_possible_wrap,
        clippy::many_single_char_names,
        reason = "pixel coordinates are far below 2^23 and travel between integers and floats all the time; \
                  x, y, r, g, b and the letters of a matrix are the names of the trade"
    )
)]
#![expect(clippy::cast_precision_loss, reason = "pixel coordinates are far below 2^23")]

#[cfg(feature = "engine")]
mod card;
#[cfg(feature = "engine")]
mod convert;
pub mod detector;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "engine")]
mod face;
#[cfg(feature = "engine")]
pub mod models;
#[cfg(feature = "engine")]
mod network;
#[cfg(feature = "engine")]
pub mod pixels;
#[cfg(feature = "engine")]
pub mod pool;
#[cfg(feature = "engine")]
mod qr;
#[cfg(feature = "engine")]
mod text;

#[cfg(all(feature = "engine", feature = "fuzzing"))]
#[doc(hidden)]
pub use card::{RawLine, of_lines};
#[cfg(feature = "engine")]
pub use convert::ConvertError;
#[cfg(feature = "engine")]
pub use engine::Engine;
#[cfg(feature = "engine")]
pub use models::LoadError;
#[cfg(feature = "engine")]
pub use network::VisionError;
#[cfg(feature = "engine")]
pub use pixels::{DecodeProblem, EncodeError, MAX_PHOTO_EDGE_PX, Picture, UploadLimits, decode_upload};
#[cfg(feature = "engine")]
pub use pool::{Full, Pool};
#[cfg(feature = "engine")]
pub use qr::{QrProblem, read_qr};
