//! The candidate's road, use case by use case, on a real database and with the real engine.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on ends there")]

mod account;
mod answers;
mod ending;
mod face;
mod identity;
mod payment;
mod registration;
mod review;
mod school;
mod steps;
