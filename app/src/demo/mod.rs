//! (pages to come)
pub mod api;
