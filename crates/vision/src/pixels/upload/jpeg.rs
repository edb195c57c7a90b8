//! Whether a JPEG is there to its end. Decoders fill what is missing with grey, which would then be a bad photograph
//! instead of a broken upload.

const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: u8 = 0xd9;

/// Walks from marker to marker up to the end of the image. What stands behind it does not matter: it is never decoded and
/// never kept.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(marker) = next_marker(bytes, &mut at) {
        match marker {
            END_OF_IMAGE => return true,
            // Markers without a segment.
            0x01 | 0xd0..=0xd8 => {}
            _ => {
                let Some([high, low]) = bytes.get(at..at + 2) else { return false };
                at += usize::from(u16::from_be_bytes([*high, *low]));
                if marker == START_OF_SCAN {
                    skip_scan(bytes, &mut at);
                }
            }
        }
    }
    false
}

/// The marker at `at`, behind any number of fill bytes; `at` then stands behind it.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    if *bytes.get(*at)? != 0xff {
        return None;
    }
    while *bytes.get(*at)? == 0xff {
        *at += 1;
    }
    *at += 1;
    bytes.get(*at - 1).copied()
}

/// To the first marker that is no part of the compressed data: there, 0xff is followed by 0x00 or a restart.
fn skip_scan(bytes: &[u8], at: &mut usize) {
    while let Some([first, second]) = bytes.get(*at..*at + 2) {
        if *first == 0xff && !matches!(second, 0x00 | 0xd0..=0xd7 | 0xff) {
            return;
        }
        *at += 1;
    }
    *at = bytes.len();
}
