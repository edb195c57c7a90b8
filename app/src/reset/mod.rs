//! 找回密码: document number and phone → code → new password. Small pages that work without WASM, and that are the same
//! whether anybody has that number.

#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;
mod code;
mod password;
mod start;

pub use code::ResetCodePage;
pub use password::ResetPasswordPage;
pub use start::ResetStartPage;
