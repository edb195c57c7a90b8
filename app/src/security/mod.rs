//! 账号安全: one's own sessions, another password, another phone.

#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;
mod password;
mod phone;
mod phone_codes;
mod sessions;

pub use password::ChangePasswordPage;
pub use phone::ChangePhonePage;
pub use phone_codes::PhoneCodesPage;
pub use sessions::SecurityPage;
