//! The candidate's road, use case by use case, on a real database and with the real engine.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on ends there")]

mod cards;
mod code;
mod consent;
mod doors;
mod face;
mod identity;
mod person;
mod phone_change;
mod registration;
mod rename;
mod reset;
mod school;
mod security;
mod sign_in;
mod signup;
