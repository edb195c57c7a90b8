//! The candidate's road, use case by use case, on a real database and with the real engine.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on ends there")]

mod answers;
mod audit_log;
mod cards;
mod check;
mod claim;
mod code;
mod consent;
mod dashboard;
mod desk;
mod documents;
mod doors;
mod ending;
mod exam_desk;
mod face;
mod identity;
mod lists;
mod payment;
mod payment_code;
mod pending;
mod people;
mod person;
mod phone_change;
mod pictures;
mod registration;
mod rename;
mod reset;
mod review;
mod roster;
mod school;
mod score;
mod seating;
mod security;
mod sheet;
mod sign_in;
mod signup;
mod sites;
mod staff_door;
mod staff_rights;
mod steps;
mod ticket;
