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

use leptos::prelude::*;

use crate::paths;
use crate::ui::still::Still;
use crate::ui::{BottomLink, Notice, Tone};
use crate::words::account as words;

/// What a page of the sign-up shows to somebody who is signed in.
fn signed_in_already() -> AnyView {
    view! {
        <Notice tone=Tone::Info>
            <p>{words::signed_in()}</p>
        </Notice>
        <BottomLink href=paths::me() label=words::to_me() />
    }
    .still()
}
