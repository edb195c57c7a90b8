//! Other people's systems. So far one: whatever carries SMS.

mod sms;

pub use sms::{SendError, Sms};
