//! The candidate's road, use case by use case, on a real database and with the real engine.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on ends there")]

mod check;
mod code;
mod doors;
mod face;
mod identity;
mod phone_change;
mod registration;
mod reset;
mod school;
mod security;
mod sign_in;
mod signup;
