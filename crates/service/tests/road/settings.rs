//! 学校设置: what is changed holds at once here, and in other processes a moment later; nobody writes over anybody.

use domain::site::{SchoolRefusal, TypedSchool};
use service::school::{begin, open, refresh, save, set_seal};
use service::seating::{self, freeze_typed};
use service::{Cx, Error, Operator, Refused, audit, demo};
use store::audit::Wanted;

use crate::school::School;
use crate::seating::desk;

async fn typed(cx: &Cx) -> (i64, TypedSchool) {
    let found = open(cx, &desk()).await.unwrap();
    (found.version, found.now)
}

fn school_refusal(error: Error) -> SchoolRefusal {
    match error {
        Error::Refused(Refused::School(refusal)) => refusal,
        other => panic!("{other}"),
    }
}

/// A picture of this edge.
fn png(edge: u32) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::RgbaImage::from_pixel(edge, edge, image::Rgba([200, 40, 30, 128]));
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

async fn details(school: &School) -> Vec<String> {
    let wanted = Wanted { subject: "school".into(), ..Wanted::default() };
    let entries = audit::page(&school.store, &wanted, 50).await.unwrap();
    entries.into_iter().rev().filter_map(|entry| entry.detail).collect()
}

#[tokio::test]
async fn f12_what_was_changed_holds_at_once_and_in_another_process_without_a_restart() {
    let school = School::open().await;
    let other = school.another_node();
    let (seen, now) = typed(&school.cx).await;
    let name = "湘江学院继续教育部";
    let sent = TypedSchool { name: name.into(), hotline: "0731-8888 2222".into(), ..now };
    save(&school.cx, &desk(), seen, &sent).await.unwrap();
    assert_eq!((&*school.cx.school().name, &*school.cx.school().hotline), (name, "0731-8888 2222"));
    assert_eq!(other.school().name, "示例大学", "the control: the other process has not asked yet");
    refresh(&other).await.unwrap();
    assert_eq!(other.school().name, name);
    let started_later = school.another_node();
    begin(&started_later).await.unwrap();
    assert_eq!(started_later.school().hotline, "0731-8888 2222");
    assert_eq!(
        details(&school).await,
        ["name: 示例大学 → 湘江学院继续教育部; hotline: 0731-0000 0000 → 0731-8888 2222; \
             SMS signature: 示例大学 → 湘江学院继续教育部"]
    );
    // Whoever is sent an SMS reads it from the changed name.
    school.visitor("张三", &crate::school::number(1)).await;
    school.proven("李四", &crate::school::number(2)).await;
    let (_, text, _) = demo::messages(&school.cx).await.unwrap().remove(0);
    assert!(text.starts_with("【湘江学院继续教育部】"), "{text}");
}

#[tokio::test]
async fn f12_the_second_officer_is_told_and_the_second_tap_finds_it_done() {
    let school = School::open().await;
    let (seen, now) = typed(&school.cx).await;
    let first = TypedSchool { hotline: "0731-1".into(), ..now.clone() };
    save(&school.cx, &desk(), seen, &first).await.unwrap();
    save(&school.cx, &desk(), seen, &first).await.unwrap();
    assert_eq!(details(&school).await.len(), 1, "two taps are one change");
    let second = TypedSchool { hotline: "0731-2".into(), ..now };
    assert!(matches!(save(&school.cx, &desk(), seen, &second).await, Err(Error::Stale)));
    assert!(matches!(set_seal(&school.cx, &desk(), seen, Some(png(64))).await, Err(Error::Stale)));
    assert_eq!(typed(&school.cx).await.1.hotline, "0731-1");
    save(&school.cx, &desk(), seen + 1, &second).await.unwrap();
    assert_eq!(typed(&school.cx).await.1.hotline, "0731-2", "the control: whoever has seen it changes it");
}

#[tokio::test]
async fn f12_settings_are_for_whoever_may_edit_the_school() {
    let school = School::open().await;
    let technical: Operator = school.colleague("wang.fang", "technical_admin").await.staff.into();
    let officer: Operator = school.colleague("li.na", "exam_officer").await.staff.into();
    let (seen, now) = typed(&school.cx).await;
    assert!(matches!(open(&school.cx, &officer).await, Err(Error::Forbidden)));
    // Asked before what was typed is read.
    let wrong = TypedSchool { ticket_code: "x".into(), ..now.clone() };
    assert!(matches!(save(&school.cx, &officer, seen, &wrong).await, Err(Error::Forbidden)));
    assert!(matches!(set_seal(&school.cx, &officer, seen, Some(Vec::new())).await, Err(Error::Forbidden)));
    assert_eq!(
        school_refusal(save(&school.cx, &technical, seen, &wrong).await.unwrap_err()),
        SchoolRefusal::TicketCode
    );
    save(&school.cx, &technical, seen, &TypedSchool { hotline: "1".into(), ..now }).await.unwrap();
}

#[tokio::test]
async fn f12_every_privacy_text_is_kept_with_its_moment() {
    let school = School::open_where(|settings| settings.school.privacy = Some("# 第一版".into())).await;
    begin(&school.cx).await.unwrap();
    begin(&school.cx).await.unwrap();
    school.wait(60);
    let (seen, now) = typed(&school.cx).await;
    let second = TypedSchool { privacy: "# 第二版\r\n".into(), ..now.clone() };
    save(&school.cx, &desk(), seen, &second).await.unwrap();
    let third = TypedSchool { hotline: "0731-1".into(), ..second };
    save(&school.cx, &desk(), seen + 1, &third).await.unwrap();
    let texts = open(&school.cx, &desk()).await.unwrap().texts;
    let said: Vec<_> = texts.iter().map(|text| (text.version, text.text.as_str())).collect();
    assert_eq!(said, [(1, "# 第一版"), (2, "# 第二版")], "another setting makes no version");
    assert!(texts[0].since < texts[1].since);
    let (seen, now) = typed(&school.cx).await;
    save(&school.cx, &desk(), seen, &TypedSchool { privacy: String::new(), ..now }).await.unwrap();
    assert_eq!(school.cx.school().privacy.as_deref(), Some("# 第一版"), "left empty it is the file's again");
    let said = details(&school).await;
    assert!(said.iter().any(|said| said.contains("privacy text: version 1 → version 2")), "{said:?}");
}

#[tokio::test]
async fn f12_a_seal_is_encoded_anew_shown_and_taken_back() {
    let school = School::open().await;
    let (seen, _) = typed(&school.cx).await;
    for (sent, why) in [
        (Vec::new(), SchoolRefusal::NoSeal),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), SchoolRefusal::SealNotAPicture),
        (vec![0; service::school::MOST_SENT + 1], SchoolRefusal::SealTooLarge),
    ] {
        let refused = set_seal(&school.cx, &desk(), seen, Some(sent)).await.unwrap_err();
        assert_eq!(school_refusal(refused), why);
    }
    assert!(school.cx.school().seal.is_none());
    for _ in 0..2 {
        set_seal(&school.cx, &desk(), seen, Some(png(2_000))).await.unwrap();
    }
    let seal = school.cx.school().seal.clone().unwrap();
    assert_eq!(seal.media_type(), "image/png");
    assert!(image::load_from_memory(seal.bytes()).unwrap().width() <= 512);
    let (seen, now) = typed(&school.cx).await;
    save(&school.cx, &desk(), seen, &TypedSchool { hotline: "1".into(), ..now }).await.unwrap();
    assert!(school.cx.school().seal.is_some(), "other settings leave it");
    set_seal(&school.cx, &desk(), seen + 1, None).await.unwrap();
    assert!(school.cx.school().seal.is_none());
    assert_eq!(school.said("school.seal_set").await, 2);
}

#[tokio::test]
async fn f12_e3_the_rule_of_ticket_numbers_is_the_schools() {
    let school = School::open().await;
    school.approved("张三", 1).await;
    let exam = school.with_rooms().await;
    let (seen, now) = typed(&school.cx).await;
    let pattern = "年份4 院校5 科目1 考场3 座位2";
    // Three sites and no group for them: two would have one number, so freezing is refused and the rule is mended.
    let sent = TypedSchool { ticket_pattern: pattern.into(), ticket_code: "79010".into(), ..now };
    save(&school.cx, &desk(), seen, &sent).await.unwrap();
    let rule = seating::typed_rule("snake", "", (false, false)).unwrap();
    seating::arrange(&school.cx, &desk(), &exam, rule).await.unwrap();
    let version = school.seating(&exam).await.plan.unwrap().version;
    let freeze =
        async || freeze_typed(&school.cx, &desk(), &exam, version, ("79010", "2026", "2"), true).await;
    assert!(freeze().await.is_err());
    let mended =
        TypedSchool { ticket_pattern: "年份3 院校5 考点1 科目1 考场3 座位2".into(), ..sent };
    save(&school.cx, &desk(), seen + 1, &mended).await.unwrap();
    freeze().await.unwrap();
    let tickets = school.seating(&exam).await.plan.unwrap().frozen.unwrap().tickets;
    let number = tickets[0].number.expose();
    assert!(number.starts_with("0267901011001"), "{number}");
}
