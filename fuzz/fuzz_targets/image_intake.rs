//! Whatever is sent as a picture: it decodes within its limits or is refused, and what decodes can be encoded again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vision::{UploadLimits, decode_upload};

/// Small, so that the fuzzer gets on; the limits themselves are what is tested.
const LIMITS: UploadLimits = UploadLimits { max_pixels: 1_000_000, max_edge_px: 256 };

fuzz_target!(|bytes: &[u8]| {
    let Ok(picture) = decode_upload(bytes, LIMITS) else { return };
    assert!(picture.width().max(picture.height()) <= LIMITS.max_edge_px);
    assert_eq!(picture.rgb().len(), picture.width() * picture.height() * 3);
    let Ok(jpeg) = picture.to_jpeg(85) else { panic!("a decoded picture cannot be encoded") };
    assert!(!has_metadata(&jpeg), "our own encoding carries no metadata");
    // A side below 32 pixels is refused as an upload, but may come of shrinking a very long picture.
    if picture.width().min(picture.height()) >= 32 {
        assert!(decode_upload(&jpeg, LIMITS).is_ok(), "our own encoding is read again");
    }
});

/// Whether the JPEG holds EXIF, XMP or a comment before its picture.
fn has_metadata(jpeg: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) = jpeg.get(at..at + 4).and_then(|four| four.first_chunk::<4>())
    {
        match marker {
            0xe1..=0xef | 0xfe => return true,
            0xda => return false,
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
    false
}
