//! The contract of the store: every rule runs on a fresh SQLite file and on a fresh PostgreSQL database.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "everything here is a test, helpers included")]

#[macro_use]
mod engines;

mod account;
mod announcement;
mod attempt;
mod audit;
mod audit_chain;
mod candidate_reset;
mod claim;
mod consent;
mod dashboard;
mod device;
mod draft;
mod exam;
mod exam_editor;
mod export;
mod face_challenge;
mod face_check;
mod files;
mod former_phone;
mod identity;
mod identity_check;
mod invariant;
mod job;
mod lists;
mod message;
mod number_change;
mod place;
mod print;
mod proof;
mod registration;
mod rename;
mod roster;
mod samples;
mod school;
mod score;
mod sealed;
mod search;
mod seating;
mod session;
mod signup;
mod sms_code;
mod sms_day;
mod staff;
mod statements;
mod transactions;
mod turn;
mod vault;
mod waiting;
mod withdrawal;
