//! What a fresh demo shows: one exam that is open now, one that is not yet, announcements, lists to choose from.

use domain::exam::{
    Announcement, Exam, Fee, MajorRule, Notice, Places, Rules, Site, Status, Subject, Windows,
};
use domain::id::{AnnouncementId, ExamId};
use domain::instant::{Instant, Window};
use domain::money::Fen;

use super::must_be_demo;
use crate::{Cx, Error, random};

const DAY_SECONDS: i64 = 86_400;

/// Usual in Hunan.
const FEE: Fen = Fen(10_000);

const FEE_ITEM: &str = "成人高等教育学士学位外语水平考试费";

const CANDIDATE_TYPES: [&str; 5] = ["函授", "业余", "脱产", "自考", "网络教育"];

const MAJORS: [&str; 8] = [
    "会计学",
    "土木工程",
    "电气工程及其自动化",
    "交通运输",
    "工商管理",
    "计算机科学与技术",
    "汉语言文学",
    "英语",
];

const NOTICE: &str = include_str!("notice.md");

/// Fills an empty database; changes nothing in one that has exams. `base` is the address of the portal, without a
/// slash at its end: the payment code leads to the demo's own payment page.
pub async fn seed(cx: &Cx, base: &str) -> Result<(), Error> {
    must_be_demo(cx)?;
    let now = cx.now();
    let link = format!("{base}/demo/pay");
    let exams = [
        exam(now, "学士学位外语考试（演示，报名进行中）", -3, &link)?,
        exam(now, "学士学位外语考试（演示，尚未开始）", 30, &link)?,
    ];
    let announcements = [
        ("报名系统暂不支持在微信中打开", "请点击右上角「···」，选择在手机浏览器中打开。"),
        ("请提前准备好身份证", "实名认证需要拍摄身份证人像面和国徽面，人脸识别需要使用手机前置摄像头。"),
    ];
    cx.store()
        .write(async |tx| {
            if !store::exam::list_published(tx).await?.is_empty() {
                return Ok(());
            }
            for exam in &exams {
                store::exam::insert(tx, exam, now).await?;
            }
            for (age, (title, text)) in (0..).zip(announcements) {
                let id = AnnouncementId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
                let at = now.plus_seconds(-DAY_SECONDS * age);
                let announcement = Announcement { title: title.into(), text: text.into(), at };
                store::announcement::insert(tx, &id, &announcement).await?;
            }
            store::choices::set(tx, "candidate_type", &CANDIDATE_TYPES).await?;
            store::choices::set(tx, "major", &MAJORS).await?;
            Ok(())
        })
        .await
}

/// An exam whose registration opens `opens_in_days` from now and lasts ten days.
fn exam(now: Instant, title: &str, opens_in_days: i64, link: &str) -> Result<Exam, Error> {
    let opens = now.plus_seconds(opens_in_days * DAY_SECONDS);
    let window = |from: i64, to: i64| Window {
        start: opens.plus_seconds(from * DAY_SECONDS),
        end: opens.plus_seconds(to * DAY_SECONDS),
    };
    let year = opens.in_shanghai().year();
    let half = if u8::from(opens.in_shanghai().month()) <= 6 { "上" } else { "下" };
    let subject = |code: &str, name: &str, capacity: i64| Subject {
        code: code.into(),
        name: name.into(),
        places: Places { capacity: Some(capacity), taken: 0 },
    };
    let site = |code: &str, name: &str, address: &str, capacity: i64| Site {
        code: code.into(),
        name: name.into(),
        address: address.into(),
        places: Places { capacity: Some(capacity), taken: 0 },
    };
    Ok(Exam {
        id: ExamId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?,
        status: Status::Published { at: now },
        title: format!("{year}年{half}半年{title}"),
        windows: Windows {
            register: window(0, 10),
            edit: window(0, 11),
            pay: window(0, 11),
            review: window(0, 18),
            ticket: window(25, 32),
            score: window(60, 90),
        },
        // Nobody teaches Russian this term, so that a full subject can be seen.
        subjects: vec![subject("en", "英语", 8_000), subject("ja", "日语", 400), subject("ru", "俄语", 0)],
        // The smallest one has been taken by those who came first, so that a full site can be seen.
        sites: vec![
            site("1", "主校区考点", "示例市学院路 1 号 第一教学楼", 6_000),
            site("2", "东校区考点", "示例市东湖大道 88 号 综合楼", 2_200),
            site("3", "城南考点", "示例市南园路 6 号 实训楼", 0),
        ],
        fee: Fee { amount: FEE, item: FEE_ITEM.into(), payee: String::new(), link: link.into() },
        notice: Notice { version: 1, text: NOTICE.into() },
        places: Places { capacity: Some(8_200), taken: 0 },
        rules: Rules {
            majors: vec![MajorRule { major: "英语".into(), only: vec!["ja".into(), "ru".into()] }],
            allows_pending_identity: true,
            ..Rules::default()
        },
        is_test: false,
    })
}
