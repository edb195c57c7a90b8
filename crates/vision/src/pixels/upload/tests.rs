use super::*;

/// Left half black, right half white.
fn half_and_half(width: usize, height: usize) -> Picture {
    let row = (0..width).flat_map(|x| [if x < width / 2 { 0 } else { 255 }; 3]);
    let row: Vec<u8> = row.collect();
    Picture::new(width, height, row.repeat(height)).unwrap()
}

/// The JPEG with an EXIF block right behind its first marker, that holds only this orientation.
fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&jpeg[2..]);
    bytes
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A PNG's header that claims this size, with nothing behind it.
fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(64, 64);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    // CRC-32 of the header chunk, bit by bit.
    let crc = bytes[12..29].iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 },
        )
    });
    bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
    bytes
}

fn decode(bytes: &[u8]) -> Result<Picture, DecodeProblem> {
    decode_upload(bytes, UploadLimits::default())
}

#[test]
fn b3_a_large_picture_is_shrunk_to_1600_px() {
    let jpeg = half_and_half(2000, 500).to_jpeg(80).unwrap();
    let picture = decode(&jpeg).unwrap();
    assert_eq!((picture.width(), picture.height()), (1600, 400));
}

#[test]
fn b3_a_small_picture_keeps_its_size() {
    let picture = decode(&png(80, 40)).unwrap();
    assert_eq!((picture.width(), picture.height()), (80, 40));
}

#[test]
fn b3_a_sideways_picture_is_turned_upright() {
    let jpeg = half_and_half(80, 40).to_jpeg(90).unwrap();
    // 6: the camera was turned, the right side of the pixels is the bottom of the picture.
    let picture = decode(&with_orientation(&jpeg, 6)).unwrap();
    assert_eq!((picture.width(), picture.height()), (40, 80));
    let (top, bottom) = (picture.rgb()[0], picture.rgb()[picture.rgb().len() - 1]);
    assert!(top < 20 && bottom > 235, "top {top}, bottom {bottom}");
}

#[test]
fn b3_our_own_encoding_carries_no_metadata() {
    let jpeg = half_and_half(80, 40).to_jpeg(90).unwrap();
    let ours = decode(&with_orientation(&jpeg, 6)).unwrap().to_jpeg(90).unwrap();
    assert!(!ours.windows(4).any(|window| window == b"Exif"));
}

#[test]
fn b3_too_many_pixels_are_refused_by_the_header() {
    assert_eq!(decode(&png_claiming(10_000, 5_001)).unwrap_err(), DecodeProblem::TooLarge);
    assert_eq!(decode(&png_claiming(60_000, 60_000)).unwrap_err(), DecodeProblem::TooLarge);
}

#[test]
fn b3_a_heic_has_its_own_reason() {
    assert_eq!(decode(b"\0\0\0\x18ftypheic\0\0\0\0").unwrap_err(), DecodeProblem::Heic);
}

#[test]
fn b3_only_the_first_bytes_tell_the_format() {
    for bytes in [&b"GIF89a"[..], b"%PDF-1.7", b"<svg xmlns=", b"", b"\xff\xd8"] {
        assert_eq!(decode(bytes).unwrap_err(), DecodeProblem::UnknownFormat);
    }
}

#[test]
fn b3_a_cut_off_picture_is_broken() {
    let png = png(64, 64);
    assert_eq!(decode(&png[..60]).unwrap_err(), DecodeProblem::Broken);
    assert_eq!(decode(&png_claiming(5_000, 5_000)).unwrap_err(), DecodeProblem::Broken);
}

#[test]
fn b3_a_dot_is_too_small() {
    assert_eq!(decode(&png(8, 8)).unwrap_err(), DecodeProblem::TooSmall);
}
