//! Where an exam stands in the office.

use serde::{Deserialize, Serialize};

use super::Exam;
use crate::instant::Instant;
use crate::registration::Refusal;

/// Where an exam stands in the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 草稿: only staff see it.
    Draft,
    /// 已发布
    Published {
        /// When.
        at: Instant,
    },
    /// 已停用: nobody begins any more; whoever has registered still finds it.
    Closed {
        /// When.
        at: Instant,
    },
}

impl Status {
    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published { .. } => "published",
            Self::Closed { .. } => "closed",
        }
    }

    /// Since when; a draft has no such moment.
    pub fn since(self) -> Option<Instant> {
        match self {
            Self::Draft => None,
            Self::Published { at } | Self::Closed { at } => Some(at),
        }
    }

    /// What was stored.
    pub fn from_code(code: &str, since: Instant) -> Option<Self> {
        match code {
            "draft" => Some(Self::Draft),
            "published" => Some(Self::Published { at: since }),
            "closed" => Some(Self::Closed { at: since }),
            _ => None,
        }
    }
}

impl Exam {
    /// What stands across the papers of a test.
    pub fn watermark(&self) -> Option<&'static str> {
        self.is_test.then_some("测试")
    }

    /// The title as candidates read it: that of a test says so, on every page and on every paper.
    pub fn shown_title(&self) -> String {
        if self.is_test { ["【测试】", &self.title].concat() } else { self.title.clone() }
    }

    /// Refused while it is a draft, and once it is closed: nobody begins.
    pub fn must_be_published(&self) -> Result<(), Refusal> {
        match self.status {
            Status::Published { .. } => Ok(()),
            Status::Draft | Status::Closed { .. } => Err(Refusal::NotOffered),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::an_exam;
    use super::*;

    #[test]
    fn f2_nobody_begins_with_a_draft_or_a_closed_exam() {
        let with = |status| Exam { status, ..an_exam() }.must_be_published();
        assert_eq!(with(Status::Published { at: Instant::from_millis(1) }), Ok(()));
        assert_eq!(with(Status::Draft), Err(Refusal::NotOffered));
        assert_eq!(with(Status::Closed { at: Instant::from_millis(1) }), Err(Refusal::NotOffered));
    }

    #[test]
    fn f2_a_test_says_so_in_its_title() {
        assert_eq!((an_exam().shown_title(), an_exam().watermark()), (an_exam().title, None));
        let test = Exam { is_test: true, ..an_exam() };
        assert_eq!(test.shown_title(), format!("【测试】{}", test.title));
        assert_eq!(test.watermark(), Some("测试"));
    }

    #[test]
    fn f2_a_status_is_read_as_it_was_stored() {
        let at = Instant::from_millis(7);
        for status in [Status::Draft, Status::Published { at }, Status::Closed { at }] {
            assert_eq!(Status::from_code(status.code(), status.since().unwrap_or(at)), Some(status));
        }
        assert_eq!(Status::from_code("gone", at), None);
    }
}
