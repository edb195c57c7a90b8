//! A page on paper or a spreadsheet: typed values in, bytes out, and tables in.
//!
//! Nothing here reads a clock, a database or a network, and of files only the typefaces that it is told of
//! ([`fonts::Fonts`]). Who may have which paper is `service`'s affair.
//!
//! The papers are those of Chinese examination offices and stay in their language, whatever language the reader has
//! chosen for the pages; so their words stand here, beside the lines they are drawn with.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "drawing goes back and forth between millimetres, modules and counts, all small and in range"
)]

pub mod batch;
pub mod code;
pub mod fonts;
mod paper;
pub mod picture;
pub mod poster;
pub mod read;
pub mod room;
pub mod ticket;
mod words;
pub mod write;

pub use paper::PaperError;
