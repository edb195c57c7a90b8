//! The whole of it: the real router and the real process, asked as browsers ask.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "everything here is a test, helpers included; one that cannot go on ends there"
)]

mod broken_off;
mod browser;
mod card_times;
mod crowd;
mod desk;
mod display;
mod exports;
mod guards;
mod house;
mod kill;
mod limits;
mod masked;
mod mute;
mod office;
mod office_taps;
mod office_times;
mod office_twice;
mod ownership;
mod phases;
mod road;
mod rules;
mod rules_read;
mod rules_shown;
mod schools;
mod settings;
mod timeline;
mod troubles;
mod twice;
mod upkeep;
mod walker;
mod wechat;
