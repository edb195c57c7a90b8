//! The whole of it: the real router and the real process, asked as browsers ask.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "everything here is a test, helpers included; one that cannot go on ends there"
)]

mod browser;
mod guards;
mod house;
mod kill;
mod limits;
mod mute;
mod ownership;
mod rules;
mod troubles;
mod upkeep;
mod walker;
