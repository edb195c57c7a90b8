//! Everything invented that the demo and the tests show to a camera or a reader: nobody here exists.
//!
//! - [`head`]: two people drawn as heads in space; their portraits, camera clips, and any other pose.
//! - [`card`]: 样本 resident identity cards, front and back, and the photograph a phone takes of one.
//! - [`identity`]: names, numbers and addresses that belong to nobody.
//! - [`receipt`]: the screenshot of a paid order.
//! - [`fonts`]: the Chinese typeface that cards and screenshots are set in.
//!
//! Every picture follows from its arguments alone: same input, same pixels. Nothing reads a clock or the network;
//! only [`fonts::Fonts::load`] reads files. Cards and screenshots carry a visible mark and imitate no security
//! feature and no brand.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    reason = "drawing goes back and forth between pixels and numbers, all small and in range, \
              and a point's coordinates are called as geometry calls them"
)]

pub mod card;
mod curve;
pub mod fonts;
mod grain;
pub mod head;
pub mod identity;
mod picture;
mod plane;
pub mod receipt;
mod sheet;

pub use picture::jpeg;
