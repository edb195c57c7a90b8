//! Signing up, in and out; one's own profile.

#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;
mod me;
mod privacy;
mod profile;
mod sign_in;
mod sign_up_password;
mod sign_up_person;
mod sign_up_phone;

pub use me::MePage;
pub use privacy::PrivacyPage;
pub use profile::ProfilePage;
pub use sign_in::SignInPage;
pub use sign_up_password::SignUpPasswordPage;
pub use sign_up_person::SignUpPersonPage;
pub use sign_up_phone::SignUpPhonePage;
