//! The school's own settings, as far as candidates see them.

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
