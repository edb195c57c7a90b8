//! The home page: published exams and announcements.

pub mod api;
mod home;

pub use home::HomePage;
