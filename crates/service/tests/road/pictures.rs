//! What is sent in place of a picture, and what is kept of one: documents and order screenshots alike.

use domain::card::Side;
use domain::form::{Field, PhotoProblem, Problem};
use domain::id::RegistrationId;
use image::{ImageFormat, RgbImage};
use service::{Candidate, Error, identity, payment};

use crate::school::{School, number};
use crate::steps::{problem, proof};

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::new(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A PNG whose header claims this size and this many bits in each of four channels; nothing of it is there.
fn png_claiming(width: u32, height: u32, bits: u8) -> Vec<u8> {
    let mut bytes = png(64, 64);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    (bytes[24], bytes[25]) = (bits, 6);
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

/// A JPEG with an EXIF block that holds an orientation and a place.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0]);
    exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    exif.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0");
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&jpeg[2..]);
    bytes
}

/// Everything that is no picture to us, with what is said about it.
fn bad_files() -> Vec<(&'static str, Vec<u8>, PhotoProblem)> {
    let jpeg = specimen::jpeg(&RgbImage::from_pixel(320, 640, image::Rgb([90; 3])), 85);
    vec![
        ("a document", b"%PDF-1.7 in a .jpg".to_vec(), PhotoProblem::NotAPicture),
        ("a GIF", b"GIF89a".to_vec(), PhotoProblem::NotAPicture),
        ("a HEIC", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), PhotoProblem::Heic),
        ("too many bytes", vec![0xff; service::MAX_UPLOAD_BYTES + 1], PhotoProblem::TooLarge),
        ("50,000 squared", png_claiming(50_000, 50_000, 8), PhotoProblem::TooManyPixels),
        ("392 MB once decoded", png_claiming(7_000, 7_000, 16), PhotoProblem::TooManyPixels),
        ("the half of a JPEG", jpeg[..jpeg.len() / 2].to_vec(), PhotoProblem::Damaged),
        ("a JPEG without its end", jpeg[..jpeg.len() - 2].to_vec(), PhotoProblem::Damaged),
        ("a header with nothing behind it", png_claiming(2_000, 2_000, 8), PhotoProblem::Damaged),
        ("a dot", png(8, 8), PhotoProblem::TooSmall),
        ("a line", png(640, 31), PhotoProblem::TooSmall),
    ]
}

async fn send_screenshot(
    school: &School,
    who: &Candidate,
    id: &RegistrationId,
    screenshot: Vec<u8>,
) -> Result<(), Error> {
    let mut sent = proof("张三");
    sent.screenshot = screenshot;
    payment::hand_in_proof(&school.cx, who, id, sent).await.map(drop)
}

#[tokio::test]
async fn b3_what_is_no_picture_of_a_document_is_refused_with_its_own_reason() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    for (what, bytes, wanted) in bad_files() {
        let refused = identity::receive_photo(&school.cx, &who, Side::Back, bytes).await.unwrap_err();
        assert_eq!(problem(&refused, Field::Back), Some(Problem::Photo(wanted)), "{what}");
    }
    identity::receive_photo(&school.cx, &who, Side::Back, png(640, 32)).await.unwrap();
}

#[tokio::test]
async fn d2_what_is_no_screenshot_is_refused_with_its_own_reason_and_nothing_moves() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    let before = school.state(&who, &id).await;
    for (what, bytes, wanted) in bad_files() {
        let refused = send_screenshot(&school, &who, &id, bytes).await.unwrap_err();
        assert_eq!(problem(&refused, Field::Screenshot), Some(Problem::Photo(wanted)), "{what}");
    }
    assert_eq!(school.state(&who, &id).await, before);
    assert!(school.store.files().list().await.unwrap().is_empty(), "and nothing is kept");
}

#[tokio::test]
async fn d2_a_long_screenshot_is_kept_upright_at_2400_px_and_without_what_the_phone_adds() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    let sideways = RgbImage::from_fn(5_000, 1_000, |x, _| image::Rgb([if x < 2_500 { 20 } else { 230 }; 3]));
    let sent = with_exif(&specimen::jpeg(&sideways, 80), 6);
    assert!(sent.windows(4).any(|bytes| bytes == b"Exif"));
    send_screenshot(&school, &who, &id, sent).await.unwrap();
    let kept = payment::own_proof(&school.cx, &who, &id).await.unwrap();
    assert!(!kept.windows(4).any(|bytes| bytes == b"Exif"));
    let picture = image::load_from_memory(&kept).unwrap().to_rgb8();
    assert_eq!(picture.dimensions(), (480, 2_400));
    assert!(picture.get_pixel(240, 10)[0] < 60 && picture.get_pixel(240, 2_390)[0] > 190, "upright");
}

#[tokio::test]
async fn d2_an_ordinary_screenshot_keeps_its_size() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    send_screenshot(&school, &who, &id, png(1_080, 2_400)).await.unwrap();
    let kept = payment::own_proof(&school.cx, &who, &id).await.unwrap();
    assert_eq!(image::load_from_memory(&kept).unwrap().to_rgb8().dimensions(), (1_080, 2_400));
}
