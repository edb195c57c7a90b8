//! The school's own settings, as far as candidates see them, and what an officer changes of them (F12).

mod change;

pub use change::{SchoolChanges, SchoolRefusal, TypedSchool};

use crate::seating::Pattern;

/// Who runs this site and whom to call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct School {
    /// 示例大学继续教育学院
    pub name: String,
    /// 技术管理员, for a wrong document number.
    pub technical_contact: String,
    /// Telephone for everything else.
    pub hotline: String,
    /// What the school itself says about personal data, in Markdown; stands before what the program says of itself.
    pub privacy: Option<String>,
    /// The school's own seal, in place of 「准」.
    pub seal: Option<SealPicture>,
    /// 考生须知 on the admission ticket, a paragraph each.
    pub ticket_rules: Vec<String>,
    /// 院校代码 in ticket numbers, once it is set; whoever freezes a plan may type another one.
    pub ticket_code: Option<u32>,
    /// The groups of ticket numbers.
    pub ticket_pattern: Pattern,
}

impl School {
    /// What stands on admission tickets where the school says nothing else.
    pub fn usual_ticket_rules() -> Vec<String> {
        const RULES: [&str; 6] = [
            "请核对本证信息。考试当天请携带本准考证和本人有效证件原件，证件应与报名时使用的一致，缺一不得入场。",
            "请至少提前 30 分钟到达考点，熟悉考场位置。开考 15 分钟后不得入场。",
            "手机、智能手表等具有发送、接收、存储信息功能的设备一律不得带入考场。",
            "请按考场号和座位号入座，将准考证和证件放在桌面左上角，以备查验。",
            "请听从监考员指令作答；开考信号发出前不得答题，终考信号发出后立即停笔。",
            "请遵守考场纪律，违纪、作弊的按国家和学校有关规定处理。",
        ];
        RULES.map(str::to_owned).to_vec()
    }
}

/// A picture of a seal, which stands where something is officially true.
#[derive(Clone, PartialEq, Eq)]
pub struct SealPicture {
    media_type: &'static str,
    bytes: Vec<u8>,
}

impl std::fmt::Debug for SealPicture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealPicture({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

impl SealPicture {
    /// Bytes of the largest: candidates load it over bad networks.
    pub const MAX_BYTES: usize = 64 * 1_024;

    /// PNG or SVG; none when it is neither, or larger than [`Self::MAX_BYTES`].
    pub fn parse(bytes: Vec<u8>) -> Option<Self> {
        let is_svg = || std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg"));
        let media_type = match bytes.len() {
            0 | Self::MAX_BYTES.. => return None,
            _ if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => "image/png",
            _ if is_svg() => "image/svg+xml",
            _ => return None,
        };
        Some(Self { media_type, bytes })
    }

    /// `image/png` or `image/svg+xml`.
    pub fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f12_a_seal_is_a_small_png_or_svg() {
        let kind = |bytes: &[u8]| SealPicture::parse(bytes.to_vec()).map(|seal| seal.media_type());
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n and more"), Some("image/png"));
        assert_eq!(
            kind(b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
            Some("image/svg+xml")
        );
        assert_eq!(kind(b"\xff\xd8\xff\xe0 JPEG"), None);
        assert_eq!(kind(b""), None);
        assert_eq!(kind(&[b"<svg>".as_slice(), &vec![b' '; SealPicture::MAX_BYTES]].concat()), None);
    }
}
