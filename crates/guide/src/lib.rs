//! Live hints while somebody holds their face before the camera: is there one face, near enough, in the middle, well
//! lit, sharp, and where does it look?
//!
//! Compiled to a WASM module of its own that only the face page loads (`cargo xtask build` puts it and its model beside
//! the page); it runs on the phone and sends nothing. It only helps to take good pictures: the verdict is the server's,
//! which measures the pictures anew with finer models. The limits here are therefore a little narrower than the
//! server's (`domain::face::FacePolicy`).
//!
//! | module | what it does |
//! |---|---|
//! | [`sight`] | what the hints say, and the limits behind them |
//! | [`pose`] | from the six points of a face to degrees |
//! | [`light`] | brightness and sharpness of the face |
//! | `exports` | the functions that the page calls (WASM only; the one place with `unsafe`) |
//!
//! The faces are found by [`vision::detector`], the server's own.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixel coordinates of a 192 px square travel between integers and floats all the time"
)]

#[cfg(target_arch = "wasm32")]
mod exports;
pub mod light;
pub mod pose;
pub mod sight;

pub use sight::{Answer, Sight, look};
