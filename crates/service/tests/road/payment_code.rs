use domain::exam::{ExamProblem, PaymentPicture};
use qrcode::{Color, QrCode};
use service::payment_code::{Refusal, Source, change, take_picture};
use service::{Error, Operator, exam_desk};
use vision::{Picture, QrProblem};

use crate::school::School;

/// Pixels of a module of the code.
const MODULE: usize = 9;
/// Modules of white around it.
const QUIET: usize = 6;

/// A school's own payment code as it lies in somebody's album: beside each other, as many as there are texts.
fn album(texts: &[&str]) -> Vec<u8> {
    let codes: Vec<QrCode> = texts.iter().map(|text| QrCode::new(text).unwrap()).collect();
    let side = codes.iter().map(QrCode::width).max().unwrap_or(20) + 2 * QUIET;
    let (width, height) = (side * MODULE * codes.len().max(1), side * MODULE);
    let mut rgb = vec![255; width * height * 3];
    for (at, code) in codes.iter().enumerate() {
        for y in 0..code.width() * MODULE {
            for x in 0..code.width() * MODULE {
                if code[(x / MODULE, y / MODULE)] == Color::Dark {
                    let (left, top) = ((at * side + QUIET) * MODULE + x, QUIET * MODULE + y);
                    // The green of a payment app rather than black.
                    rgb[(top * width + left) * 3..][..3].copy_from_slice(&[9, 120, 40]);
                }
            }
        }
    }
    Picture::new(width, height, rgb).unwrap().to_jpeg(70).unwrap()
}

#[tokio::test]
async fn d1_an_officer_uploads_the_schools_code_over_the_version_that_they_have_seen() {
    let school = School::open().await;
    let exam = school.open_exam().await;
    let staff = Operator::at_the_command_line();
    let seen = exam_desk::open(&school.cx, &staff, &exam.id).await.unwrap().version;
    let sent = async |seen, bytes| take_picture(&school.cx, &staff, &exam.id, seen, bytes).await;
    let wrong = async |bytes| match sent(seen, bytes).await {
        Err(exam_desk::Refusal::Problems(problems)) => problems,
        other => panic!("{other:?}"),
    };
    let picture = |problem| [ExamProblem::Picture(problem)];
    assert_eq!(wrong(Vec::new()).await, picture(PaymentPicture::Missing));
    assert_eq!(wrong(album(&[])).await, picture(PaymentPicture::NoCode));
    assert_eq!(
        wrong(album(&["https://a.example", "https://b.example"])).await,
        picture(PaymentPicture::Several)
    );
    assert_eq!(wrong(b"%PDF-1.7".to_vec()).await, picture(PaymentPicture::Unreadable));
    assert_eq!(wrong(vec![0; 5 << 20]).await, picture(PaymentPicture::TooLarge));
    assert_eq!(school.open_exam().await, exam, "nothing was changed");
    let own = "wxp://f2f0ExampleOfASchool";
    sent(seen, album(&[own])).await.unwrap();
    sent(seen, album(&[own])).await.expect("a double tap");
    assert_eq!(school.open_exam().await.fee.link, own);
    let late = sent(seen, album(&["https://a.example"])).await;
    assert!(matches!(late, Err(exam_desk::Refusal::Service(Error::Stale))), "the second officer is told");
    let reviewer: Operator = school.colleague("a.a", "reviewer").await.staff.into();
    let refused = take_picture(&school.cx, &reviewer, &exam.id, seen + 1, album(&[own])).await;
    assert!(matches!(refused, Err(exam_desk::Refusal::Service(Error::Forbidden))));
}

async fn changed(school: &School, source: Source) -> Result<String, Refusal> {
    let exam = school.open_exam().await.id;
    change(&school.cx, &Operator::at_the_command_line(), &exam, source).await
}

#[tokio::test]
async fn d1_the_schools_own_code_is_read_off_its_picture_and_drawn_anew() {
    let school = School::open().await;
    let own = "wxp://f2f0ExampleOfASchool";
    assert_eq!(changed(&school, Source::Picture(album(&[own]))).await.unwrap(), own);
    let fee = school.open_exam().await.fee;
    assert_eq!((fee.link.as_str(), fee.page()), (own, None), "only a payment app opens it");
    changed(&school, Source::Text(" https://pay.example.edu.cn/exam \n".into())).await.unwrap();
    assert_eq!(school.open_exam().await.fee.page(), Some("https://pay.example.edu.cn/exam"));
}

#[tokio::test]
async fn d1_a_picture_that_says_nothing_or_two_things_changes_nothing() {
    let school = School::open().await;
    let before = school.open_exam().await.fee;
    let refused = |source| changed(&school, source);
    assert!(matches!(refused(Source::Picture(album(&[]))).await, Err(Refusal::Code(QrProblem::None))));
    let two = album(&["https://a.example", "https://b.example"]);
    assert!(matches!(refused(Source::Picture(two)).await, Err(Refusal::Code(QrProblem::Several))));
    assert!(matches!(refused(Source::Picture(b"%PDF-1.7".to_vec())).await, Err(Refusal::Picture(_))));
    assert!(matches!(refused(Source::Picture(vec![0; 5 << 20])).await, Err(Refusal::TooLarge)));
    assert!(matches!(refused(Source::Text("two words".into())).await, Err(Refusal::Text)));
    assert_eq!(school.open_exam().await.fee, before);
}
