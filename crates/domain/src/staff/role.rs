//! The roles.

use serde::{Deserialize, Serialize};

/// What somebody is, at the whole school or within a [`super::Scope`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 审核
    Reviewer,
    /// 考务
    ExamOfficer,
    /// 财务
    Finance,
    /// 技术管理员
    TechnicalAdmin,
    /// 监考
    Invigilator,
    /// 审计: reads, changes nothing.
    Auditor,
    /// 超级管理员
    SuperAdmin,
}

impl Role {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Reviewer,
        Self::ExamOfficer,
        Self::Finance,
        Self::TechnicalAdmin,
        Self::Invigilator,
        Self::Auditor,
        Self::SuperAdmin,
    ];

    /// As it is stored and as the command line names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::ExamOfficer => "exam_officer",
            Self::Finance => "finance",
            Self::TechnicalAdmin => "technical_admin",
            Self::Invigilator => "invigilator",
            Self::Auditor => "auditor",
            Self::SuperAdmin => "super_admin",
        }
    }

    /// The role of a [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether it can be held for a part of the school only. Whoever manages staff could widen their own part.
    pub fn can_be_limited(self) -> bool {
        self != Self::SuperAdmin
    }
}
