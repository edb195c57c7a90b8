//! The candidate's road, use case by use case, on a real database and with the real engine.

mod account;
mod face;
mod identity;
mod registration;
mod school;
