//! The school's own settings, as far as candidates see them.

use serde::{Deserialize, Serialize};

/// Who runs this site and whom to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct School {
    /// 示例大学继续教育学院
    pub name: String,
    /// 技术管理员, for a wrong document number.
    pub technical_contact: String,
    /// Telephone for everything else.
    pub hotline: String,
}
