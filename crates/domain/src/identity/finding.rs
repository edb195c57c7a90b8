//! What a person decides about a document, in codes that the candidate reads as sentences.

use serde::{Deserialize, Serialize};

/// Why a person did not approve. A code and no free text, so that nothing about somebody slips into a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The pictures cannot be read.
    Unclear,
    /// A part of the document, or one of its sides, is missing.
    Incomplete,
    /// A copy or a screen was photographed.
    NotTheOriginal,
    /// Another kind of document than the account says.
    WrongDocument,
    /// The name is another one.
    NameDiffers,
    /// The number is another one.
    NumberDiffers,
    /// No longer valid.
    Expired,
    /// Somebody else's document.
    NotThePerson,
}

impl Finding {
    /// Every finding.
    pub const ALL: [Self; 8] = [
        Self::Unclear,
        Self::Incomplete,
        Self::NotTheOriginal,
        Self::WrongDocument,
        Self::NameDiffers,
        Self::NumberDiffers,
        Self::Expired,
        Self::NotThePerson,
    ];

    /// The name under which it is stored, and by which staff call it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unclear => "unclear",
            Self::Incomplete => "incomplete",
            Self::NotTheOriginal => "not_the_original",
            Self::WrongDocument => "wrong_document",
            Self::NameDiffers => "name_differs",
            Self::NumberDiffers => "number_differs",
            Self::Expired => "expired",
            Self::NotThePerson => "not_the_person",
        }
    }

    /// The finding of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.code() == code)
    }
}

/// What a person decides. Three different acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The document is the account holder's.
    Approve,
    /// New pictures are needed; the machine may look at them first.
    Return(Finding),
    /// Not this document, not this way: whatever comes next is looked at by a person.
    Reject(Finding),
}

impl Decision {
    /// Whether from now on only a person looks at this account's documents.
    pub fn leaves_it_to_people(self) -> bool {
        match self {
            Self::Approve | Self::Return(_) => false,
            Self::Reject(_) => true,
        }
    }
}
