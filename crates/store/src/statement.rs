//! Every SQL text of the program, listed, so that a test can prepare them all on both engines.

use crate::engine::Engine;
use crate::{
    account, announcement, attempt, audit, audit_chain, candidate_reset, choices, claim, consent, dashboard,
    demo, device, draft, exam, exam_notice, export, face_challenge, face_consent, face_try, former_phone,
    identity, identity_check, invariant, job, message, number_change, open, photo, place, print, proof,
    registration, registration_draft, rename, roster, school, score, sealed, search, seating, session,
    signup, sms_code, sms_day, staff, staff_grant, staff_key, staff_session, turn, waiting, wipe, withdrawal,
};

/// One SQL text.
#[cfg_attr(
    not(feature = "testing"),
    expect(dead_code, reason = "read by the test that prepares every statement")
)]
pub(crate) struct Statement {
    /// Its constant.
    pub name: &'static str,
    pub text: &'static str,
    /// The one engine that it is written for; `None` when both take it.
    pub only: Option<Engine>,
}

/// Declares SQL texts as constants and lists them as the module's `STATEMENTS`.
/// `NAME on Engine = …` is for the rare text that only one engine takes.
macro_rules! statements {
    ($($name:ident $(on $engine:ident)? = $text:expr;)+) => {
        $(const $name: &str = $text;)+
        pub(crate) const STATEMENTS: &[$crate::statement::Statement] = &[$($crate::statement::Statement {
            name: stringify!($name),
            text: $name,
            only: $crate::statement::only!($($engine)?),
        }),+];
    };
}

macro_rules! only {
    () => {
        None
    };
    ($engine:ident) => {
        Some($crate::engine::Engine::$engine)
    };
}

pub(crate) use {only, statements};

/// Every statement, under the name of its module.
#[cfg_attr(
    not(feature = "testing"),
    expect(dead_code, reason = "read by the test that prepares every statement")
)]
pub(crate) const ALL: &[(&str, &[Statement])] = &[
    ("account", account::STATEMENTS),
    ("announcement", announcement::STATEMENTS),
    ("attempt", attempt::STATEMENTS),
    ("audit", audit::STATEMENTS),
    ("audit_chain", audit_chain::STATEMENTS),
    ("candidate_reset", candidate_reset::STATEMENTS),
    ("choices", choices::STATEMENTS),
    ("claim", claim::STATEMENTS),
    ("consent", consent::STATEMENTS),
    ("dashboard", dashboard::STATEMENTS),
    ("demo", demo::STATEMENTS),
    ("device", device::STATEMENTS),
    ("draft", draft::STATEMENTS),
    ("exam", exam::STATEMENTS),
    ("exam_notice", exam_notice::STATEMENTS),
    ("export", export::STATEMENTS),
    ("face_challenge", face_challenge::STATEMENTS),
    ("face_consent", face_consent::STATEMENTS),
    ("face_try", face_try::STATEMENTS),
    ("former_phone", former_phone::STATEMENTS),
    ("identity", identity::STATEMENTS),
    ("identity_check", identity_check::STATEMENTS),
    ("invariant", invariant::STATEMENTS),
    ("job", job::STATEMENTS),
    ("message", message::STATEMENTS),
    ("number_change", number_change::STATEMENTS),
    ("open", open::STATEMENTS),
    ("photo", photo::STATEMENTS),
    ("place", place::STATEMENTS),
    ("print", print::STATEMENTS),
    ("proof", proof::STATEMENTS),
    ("registration", registration::STATEMENTS),
    ("registration_draft", registration_draft::STATEMENTS),
    ("rename", rename::STATEMENTS),
    ("roster", roster::STATEMENTS),
    ("school", school::STATEMENTS),
    ("score", score::STATEMENTS),
    ("sealed", sealed::STATEMENTS),
    ("search", search::STATEMENTS),
    ("seating", seating::STATEMENTS),
    ("session", session::STATEMENTS),
    ("signup", signup::STATEMENTS),
    ("sms_code", sms_code::STATEMENTS),
    ("sms_day", sms_day::STATEMENTS),
    ("staff", staff::STATEMENTS),
    ("staff_grant", staff_grant::STATEMENTS),
    ("staff_key", staff_key::STATEMENTS),
    ("staff_session", staff_session::STATEMENTS),
    ("turn", turn::STATEMENTS),
    ("waiting", waiting::STATEMENTS),
    ("wipe", wipe::STATEMENTS),
    ("withdrawal", withdrawal::STATEMENTS),
];
