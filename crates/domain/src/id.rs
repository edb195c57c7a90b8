//! Identifiers: a prefix that tells the noun, and a ULID that `service` makes.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Text that is no identifier of the wanted noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of this kind")]
pub struct NotAnId;

/// Length of a ULID in Crockford's base 32.
const ULID_LENGTH: usize = 26;

fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .is_some_and(|ulid| ulid.len() == ULID_LENGTH && ulid.bytes().all(|b| b.is_ascii_alphanumeric()))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// What stands before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// An identifier out of a fresh ULID's 26 characters.
            pub fn from_ulid(ulid: &str) -> Result<Self, NotAnId> {
                format!(concat!($prefix, "_{}"), ulid).try_into()
            }

            /// The whole identifier, prefix and all.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                if is_id(&text, $prefix) { Ok(Self(text)) } else { Err(NotAnId) }
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                text.to_owned().try_into()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A file of an exam's roster.
    RosterId, "ros"
);
id!(
    /// A candidate's account.
    AccountId, "acc"
);
id!(
    /// A session, signed in or not.
    SessionId, "ses"
);
id!(
    /// An exam.
    ExamId, "exm"
);
id!(
    /// A registration of one person for one exam.
    RegistrationId, "reg"
);
id!(
    /// A stored picture.
    PhotoId, "pho"
);
id!(
    /// One round of the face check.
    ChallengeId, "fch"
);
id!(
    /// A piece of work for later.
    JobId, "job"
);
id!(
    /// A message on its way out.
    LetterId, "ltr"
);
id!(
    /// A sent SMS code.
    CodeId, "cod"
);
id!(
    /// A proof of payment.
    ProofId, "prf"
);
id!(
    /// A request to withdraw a registration that was paid.
    WithdrawalId, "wdr"
);
id!(
    /// An announcement on the home page.
    AnnouncementId, "ann"
);
id!(
    /// A message to one candidate.
    MessageId, "msg"
);
id!(
    /// A document number that waits for a second person.
    NumberChangeId, "nch"
);
id!(
    /// One check of a card that has ended.
    CheckId, "chk"
);
id!(
    /// A request for another name.
    RenameId, "ren"
);
id!(
    /// One entry of the audit log.
    AuditId, "aud"
);
id!(
    /// A member of staff.
    StaffId, "stf"
);
id!(
    /// A session of staff.
    StaffSessionId, "sse"
);
id!(
    /// A file that somebody of the staff takes out.
    ExportId, "exp"
);
id!(
    /// Papers of a site or a room that somebody has ordered.
    PrintId, "prt"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_another_noun_is_refused() {
        let exam = ExamId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
        assert!(exam.as_str().parse::<RegistrationId>().is_err());
        assert!("reg_x".parse::<RegistrationId>().is_err());
        assert!("reg_../../../../etc/passwd00000".parse::<RegistrationId>().is_err());
    }
}
