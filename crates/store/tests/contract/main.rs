//! The contract of the store: every rule runs on a fresh SQLite file and on a fresh PostgreSQL database.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "everything here is a test, helpers included")]

#[macro_use]
mod engines;

mod account;
mod audit;
mod exam;
mod face_challenge;
mod face_check;
mod files;
mod identity;
mod invariant;
mod job;
mod lists;
mod registration;
mod samples;
mod sealed;
mod session;
mod signup;
mod sms_code;
mod statements;
mod transactions;
mod vault;
