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

/// A JPEG whose frame header claims this size.
fn jpeg_claiming(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = half_and_half(64, 64).to_jpeg(80).unwrap();
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
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
fn b3_a_header_of_50_000_by_50_000_is_refused_before_anything_is_decoded() {
    let start = std::time::Instant::now();
    assert_eq!(decode(&png_claiming(50_000, 50_000)).unwrap_err(), DecodeProblem::TooLarge);
    assert_eq!(decode(&jpeg_claiming(50_000, 50_000)).unwrap_err(), DecodeProblem::TooLarge);
    assert!(start.elapsed().as_secs() < 1, "7.5 GB of pixels would take longer");
}

#[test]
fn b3_a_decompression_bomb_is_refused() {
    // 49 megapixels of nothing compress to some 150 KB of PNG; sixteen bits a channel would be 392 MB.
    let (width, height) = (7_000, 7_000);
    let mut bomb = Cursor::new(Vec::new());
    DynamicImage::new_rgba16(width, height).write_to(&mut bomb, ImageFormat::Png).unwrap();
    assert!(bomb.get_ref().len() < 2_000_000, "{}", bomb.get_ref().len());
    assert_eq!(decode(bomb.get_ref()).unwrap_err(), DecodeProblem::TooLarge);
}

#[test]
fn b3_a_cut_off_jpeg_is_broken_wherever_it_ends() {
    let whole = half_and_half(320, 240).to_jpeg(85).unwrap();
    assert!(decode(&whole).is_ok());
    for share in [3, 10, 50, 90, 99] {
        let cut = &whole[..whole.len() * share / 100];
        assert_eq!(decode(cut).unwrap_err(), DecodeProblem::Broken, "{share} %");
    }
    assert_eq!(
        decode(&whole[..whole.len() - 2]).unwrap_err(),
        DecodeProblem::Broken,
        "only its end is missing"
    );
}

#[test]
fn b3_a_polyglot_is_a_picture_and_leaves_nothing_but_the_picture() {
    let mut polyglot = half_and_half(320, 240).to_jpeg(85).unwrap();
    polyglot.extend(b"PK\x03\x04<script>alert(1)</script>%PDF-1.7 GIF89a");
    let mut comment = vec![0xff, 0xd8, 0xff, 0xfe, 0, 12];
    comment.extend(b"<?php x ?>");
    comment.extend(&polyglot[2..]);
    let ours = decode(&comment).unwrap().to_jpeg(88).unwrap();
    for foreign in [&b"<script"[..], b"<?php", b"PK\x03\x04", b"%PDF", b"GIF89a"] {
        assert!(!ours.windows(foreign.len()).any(|window| window == foreign));
    }
}

#[test]
fn b3_a_cmyk_jpeg_is_read_in_its_colours() {
    // 64 × 48, left half red, right half white, as printers' programs save it (Adobe marker, inverted).
    let picture = decode(include_bytes!("cmyk.jpg")).unwrap();
    assert_eq!((picture.width(), picture.height()), (64, 48));
    let at = |x: usize| &picture.rgb()[(24 * 64 + x) * 3..][..3];
    let (left, right) = (at(10), at(54));
    assert!(left[0] > 150 && left[1] < 110 && left[2] < 110, "{left:?}");
    assert!(right.iter().all(|value| *value > 220), "{right:?}");
}

#[test]
fn b3_the_place_where_it_was_taken_is_gone_afterwards() {
    let jpeg = half_and_half(80, 40).to_jpeg(90).unwrap();
    // EXIF with a GPS block: pointer (0x8825) to a reference "N" and a latitude of 28°12'34".
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"\x02\0\x01\0\x02\0\x02\0\0\0N\0\0\0\x02\0\x05\0\x03\0\0\0\x38\0\0\0\0\0\0\0");
    exif.extend([28, 0, 0, 0, 1, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 34, 0, 0, 0, 1, 0, 0, 0]);
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend(&exif);
    bytes.extend(&jpeg[2..]);
    let ours = decode(&bytes).unwrap().to_jpeg(88).unwrap();
    assert!(!ours.windows(4).any(|window| window == b"Exif"));
    assert!(!ours.windows(8).any(|window| window == [28, 0, 0, 0, 1, 0, 0, 0]));
    // Nothing but the tables of a baseline JPEG: no marker for applications but JFIF's own, no comment.
    let markers: Vec<u8> = ours.windows(2).filter(|pair| pair[0] == 0xff).map(|pair| pair[1]).collect();
    assert!(!markers.iter().any(|marker| matches!(marker, 0xe1..=0xef | 0xfe)), "{markers:x?}");
}

#[test]
fn b3_a_picture_of_48_megapixels_works() {
    let large = half_and_half(8_000, 6_000).to_jpeg(60).unwrap();
    let picture = decode(&large).unwrap();
    assert_eq!((picture.width(), picture.height()), (1_600, 1_200));
}

#[test]
fn b3_a_heic_has_its_own_reason() {
    for brand in ["heic", "mif1", "avif"] {
        let bytes = [b"\0\0\0\x18ftyp", brand.as_bytes(), b"\0\0\0\0"].concat();
        assert_eq!(decode(&bytes).unwrap_err(), DecodeProblem::Heic);
    }
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
