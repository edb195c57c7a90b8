//! Messages to one candidate, in the app.

use serde::{Deserialize, Serialize};

/// Who has written a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The system, about what has happened.
    Notice,
    /// Somebody of the staff.
    Staff,
}

impl Origin {
    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Staff => "staff",
        }
    }

    /// The origin stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Notice, Self::Staff].into_iter().find(|origin| origin.code() == code)
    }
}

/// Where the SMS beside a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// None was wanted.
    InApp,
    /// It has not left yet.
    Waiting,
    /// It could not leave so far, and is tried again.
    Retried,
    /// It was handed over to the carrier.
    Sent,
    /// It was given up.
    Failed,
}

/// Characters of a message, at most: what is longer belongs into a notice of the exam.
pub const MOST_TEXT: usize = 500;

/// What somebody typed as a message; nothing where it is none.
pub fn typed(text: &str) -> Option<String> {
    let text = text.trim();
    (1..=MOST_TEXT).contains(&text.chars().count()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f10_a_message_has_a_text_of_its_length() {
        assert_eq!(typed(" 请补交材料。\n").as_deref(), Some("请补交材料。"));
        assert_eq!(typed(" \n "), None);
        assert!(typed(&"长".repeat(MOST_TEXT)).is_some());
        assert_eq!(typed(&"长".repeat(MOST_TEXT + 1)), None);
    }

    #[test]
    fn f10_an_origin_is_read_as_it_was_stored() {
        for origin in [Origin::Notice, Origin::Staff] {
            assert_eq!(Origin::from_code(origin.code()), Some(origin));
        }
        assert_eq!(Origin::from_code("sms"), None);
    }
}
