//! What the pages of the back office ask for and send.

mod account;
mod announcements;
mod audit;
mod dashboard;
mod door;
mod exam_parts;
mod exams;
#[expect(clippy::too_many_arguments, reason = "a form sends each of its fields under its name")]
mod exports;
mod lists;
mod people;
mod person_desk;
mod print;
mod review;
mod roster;
mod school;
mod scores;
#[expect(clippy::too_many_arguments, reason = "a form sends each of its fields under its name")]
mod seating;
mod security;

pub use account::*;
pub use announcements::*;
pub use audit::*;
pub use dashboard::*;
pub use door::*;
pub use exam_parts::*;
pub use exams::*;
pub use exports::*;
pub use lists::*;
pub use people::*;
pub use person_desk::*;
pub use print::*;
pub use review::*;
pub use roster::*;
pub use school::*;
pub use scores::*;
pub use seating::*;
pub use security::*;

use domain::staff::{Grant, Permission};
use serde::{Deserialize, Serialize};

/// What a page shows, and what stands around it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Framed<T> {
    /// Who is signed in.
    pub me: Me,
    /// What this session has to show once.
    pub once: Option<OnceView>,
    /// The page's own.
    pub page: T,
}

/// Who is signed in.
#[derive(Clone, Serialize, Deserialize)]
pub struct Me {
    /// The school's name.
    pub school: String,
    /// 姓名
    pub name: String,
    /// 登录名
    pub login: String,
    /// Roles, and where they are held.
    pub grants: Vec<Grant>,
    /// Whether the password was typed lately.
    pub confirmed: bool,
    /// Whether it is a demo.
    pub demo: bool,
}

impl Me {
    /// Whether a page about this is shown in the navigation. What may be done is asked of the database at every act.
    pub fn may(&self, permission: Permission) -> bool {
        self.grants.iter().any(|grant| grant.role.may(permission))
    }
}

/// What is shown once.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum OnceView {
    /// One's own recovery codes.
    RecoveryCodes {
        /// As they are read.
        codes: Vec<String>,
    },
    /// The one-time password of somebody else.
    OneTimePassword {
        /// Whose.
        login: String,
        /// The password.
        password: String,
    },
    /// The reset code of a candidate, to be handed over.
    CandidateReset {
        /// Whose, masked.
        name: String,
        /// The code.
        code: String,
    },
}
