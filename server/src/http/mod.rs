//! What is not a page: bytes in, bytes out, and the guards around everything.

pub mod address;
pub mod demo;
pub mod display;
pub mod download;
pub mod exports;
mod fonts;
mod form;
mod payment_code;
pub mod portable;
pub mod print;
pub mod security;
pub mod tables;
pub mod trouble;
pub mod upload;
pub mod wechat;
mod who;
