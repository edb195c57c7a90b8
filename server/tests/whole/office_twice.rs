//! Every form of the back office, tapped twice: each does once what was wanted, and answers both taps well.

use std::collections::BTreeSet;

use domain::exam::Status;
use service::Operator;
use tokio::join;

use crate::browser::{Answer, Browser, HTML, JSON, encoded};
use crate::house::{House, fine, number};
use crate::office::STAFF_PASSWORD;
use crate::office_taps::{announce_twice, desk_twice, list_twice};

/// Every form of the back office. That each is answered well twice is shown here; why two are not stands in `twice`.
pub const OFFICE: &[&str] = &[
    "/api/staff/sign-in",
    "/api/staff/once/read",
    "/api/staff/confirm",
    "/api/staff/security/password",
    "/api/staff/security/codes",
    "/api/staff/security/end-session",
    "/api/staff/security/end-others",
    "/api/staff/exam/new",
    "/api/staff/exam/clone",
    "/api/staff/exam/basics",
    "/api/staff/exam/windows",
    "/api/staff/exam/publish",
    "/api/staff/exam/close",
    "/api/staff/exam/reopen",
    "/api/staff/exam/wipe",
    "/api/staff/exam/subjects",
    "/api/staff/exam/sites",
    "/api/staff/exam/rules",
    "/api/staff/exam/majors",
    "/api/staff/exam/payment",
    "/api/staff/exam/notice",
    "/api/staff/add",
    "/api/staff/grant",
    "/api/staff/revoke",
    "/api/staff/reset",
    "/api/staff/disable",
    "/api/staff/review/next",
    "/api/staff/review/take",
    "/api/staff/review/release",
    "/api/staff/review/decide",
    "/api/staff/lists/add",
    "/api/staff/lists/change",
    "/api/staff/lists/move",
    "/api/staff/lists/retire",
    "/api/staff/seating/room",
    "/api/staff/seating/room/remove",
    "/api/staff/seating/arrange",
    "/api/staff/seating/freeze",
    "/api/staff/seating/sitting",
    "/api/staff/person/message",
    "/api/staff/person/reset",
    "/api/staff/person/number",
    "/api/staff/number-changes/decide",
    "/api/staff/announcements/post",
    "/api/staff/announcements/correct",
    "/api/staff/announcements/withdraw",
    "/api/staff/seating/archive",
    "/api/staff/school/save",
    "/api/staff/school/seal/remove",
    "/api/staff/sign-out",
];
/// Sends a form twice at once; both must be answered well, and lead to the same page.
pub async fn twice(
    left: &mut BTreeSet<&'static str>,
    browser: &mut Browser,
    at: &'static str,
    fields: &[(&str, &str)],
) {
    let body = encoded(fields);
    let (mut one, mut other) = (browser.clone(), browser.clone());
    let (first, second) = join!(one.form(at, HTML, &body), other.form(at, HTML, &body));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert!(first.is_fine() && second.is_fine(), "{at}: {} {}", first.location(), second.location());
    let page = |answer: &Answer| answer.location().split("stf_").next().unwrap_or_default().to_owned();
    assert_eq!(page(&first), page(&second), "{at}");
    assert!(left.remove(at), "{at} is not on the list, or was tapped before");
    *browser = other;
}

/// A proof that waits for a look, and the version of its registration.
async fn a_proof_waits(house: &House) -> (String, String) {
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house.open_exam().await;
    let registration = house.at_payment(&mut person, &exam).await;
    house.hand_in(&person, &registration, None).await;
    let (found, version) = house.stored(&registration).await;
    let proof = house.store.read(async |r| store::proof::find_latest(r, &found.id).await).await.unwrap();
    (proof.unwrap().id.to_string(), version.to_string())
}

/// Rooms, an arrangement and its freezing, each tapped twice.
async fn seat_twice(left: &mut BTreeSet<&'static str>, browser: &mut Browser) {
    let page = browser.form("/api/staff/seating", JSON, "").await.unwrap().json();
    let exam = page["page"]["chosen"]["exam"].as_str().unwrap().to_owned();
    let site = page["page"]["chosen"]["sites"][0][0].as_str().unwrap_or_default().to_owned();
    let room = [
        ("exam", exam.as_str()),
        ("site", site.as_str()),
        ("number", "1"),
        ("building", "教学楼"),
        ("name", "301"),
        ("rows", "6"),
        ("columns", "5"),
    ];
    twice(left, browser, "/api/staff/seating/room", &room).await;
    twice(left, browser, "/api/staff/seating/room/remove", &room[..3]).await;
    twice(left, browser, "/api/staff/seating/arrange", &room[..1]).await;
    let arranged = browser.form("/api/staff/seating", JSON, "").await.unwrap().json();
    let version = arranged["page"]["chosen"]["plan"]["version"].to_string();
    let freeze = [
        ("exam", exam.as_str()),
        ("version", version.as_str()),
        ("school", "79010"),
        ("year", "2026"),
        ("term", "2"),
        ("sure", "true"),
    ];
    twice(left, browser, "/api/staff/seating/freeze", &freeze).await;
    let sitting = [
        ("exam", exam.as_str()),
        ("subject", "en"),
        ("starts", "2027-03-22T09:00"),
        ("ends", "2027-03-22T11:00"),
    ];
    twice(left, browser, "/api/staff/seating/sitting", &sitting).await;
    twice(left, browser, "/api/staff/seating/archive", &[("exam", exam.as_str()), ("sure", "true")]).await;
}

#[tokio::test]
async fn f1_a_double_tap_in_the_office_does_once_what_was_wanted() {
    let house = House::open().await;
    let mut left: BTreeSet<&str> = OFFICE.iter().copied().collect();
    let boss = house.colleague("boss", "super_admin").await;
    let victim = house.invite("wang.fang", "").await.0.to_string();
    let mut door = house.browser();
    let sign_in = [("login", "boss"), ("password", STAFF_PASSWORD)];
    twice(&mut left, &mut door, "/api/staff/sign-in", &sign_in).await;
    let mut browser = boss.browser.clone();
    let other = house.staff_sign_in(&boss).await;
    let listed = browser.form("/api/staff/security/load", JSON, "").await.unwrap().json();
    let sessions = listed["page"]["sessions"].as_array().unwrap();
    let another =
        sessions.iter().find(|session| session["is_this"] == false).unwrap()["id"].as_str().unwrap();
    twice(&mut left, &mut browser, "/api/staff/security/end-session", &[("session", another)]).await;
    assert!(other.clone().get("/admin").await.unwrap().asks_to_sign_in());
    twice(&mut left, &mut browser, "/api/staff/security/end-others", &[]).await;
    twice(&mut left, &mut browser, "/api/staff/confirm", &[("current_password", STAFF_PASSWORD)]).await;
    twice(&mut left, &mut browser, "/api/staff/security/codes", &[]).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM staff_recovery_codes").await, 10);
    twice(&mut left, &mut browser, "/api/staff/once/read", &[]).await;
    let grant = [("id", victim.as_str()), ("role", "auditor")];
    twice(&mut left, &mut browser, "/api/staff/grant", &grant).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM staff_grants WHERE role = 'auditor'").await, 1);
    twice(&mut left, &mut browser, "/api/staff/revoke", &grant).await;
    twice(&mut left, &mut browser, "/api/staff/reset", &grant[..1]).await;
    twice(&mut left, &mut browser, "/api/staff/disable", &grant[..1]).await;
    exam_twice(&house, &mut left, &mut browser).await;
    let add = [("login", "li.na"), ("name", "李娜")];
    twice(&mut left, &mut browser, "/api/staff/add", &add).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM staff").await, 3);
    let (proof, version) = a_proof_waits(&house).await;
    twice(&mut left, &mut browser, "/api/staff/review/next", &[("queue", "proof")]).await;
    let line = [("queue", "proof"), ("id", &*proof), ("version", &*version), ("verdict", "approve")];
    twice(&mut left, &mut browser, "/api/staff/review/release", &line[..2]).await;
    twice(&mut left, &mut browser, "/api/staff/review/take", &line[..2]).await;
    twice(&mut left, &mut browser, "/api/staff/review/decide", &line).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM proofs WHERE decision = 'accepted'").await, 1);
    list_twice(&house, &mut left, &mut browser).await;
    seat_twice(&mut left, &mut browser).await;
    announce_twice(&house, &mut left, &mut browser).await;
    desk_twice(&house, &mut left, &mut browser).await;
    let settings = [("seen", "0"), ("typed[hotline]", "0731-8888 2222")];
    twice(&mut left, &mut browser, "/api/staff/school/save", &settings).await;
    assert_eq!(house.count("SELECT version FROM school_settings").await, 1);
    twice(&mut left, &mut browser, "/api/staff/school/seal/remove", &[("seen", "1")]).await;
    let new = [
        ("current_password", STAFF_PASSWORD),
        ("password", "Lamp-7-river-stone"),
        ("password_again", "Lamp-7-river-stone"),
    ];
    twice(&mut left, &mut browser, "/api/staff/security/password", &new).await;
    twice(&mut left, &mut browser, "/api/staff/sign-out", &[]).await;
    assert!(left.is_empty(), "not tapped: {left:?}");
}

/// The forms of an exam: each tap from the page of one version.
async fn exam_twice(house: &House, left: &mut BTreeSet<&'static str>, browser: &mut Browser) {
    let operator = Operator::at_the_command_line();
    let exams = service::exam_desk::list(&house.cx, &operator).await.unwrap();
    let many = exams.len();
    let first = exams[0].id.to_string();
    twice(left, browser, "/api/staff/exam/clone", &[("id", &first), ("months", "6")]).await;
    let exams = service::exam_desk::list(&house.cx, &operator).await.unwrap();
    assert_eq!(exams.len(), many + 1, "one copy");
    let draft = exams.into_iter().find(|exam| exam.status == Status::Draft).unwrap();
    let version =
        async || service::exam_desk::open(&house.cx, &operator, &draft.id).await.unwrap().version.to_string();
    let (id, seen) = (draft.id.to_string(), version().await);
    let basics = [("id", id.as_str()), ("seen", seen.as_str()), ("title", "另一场考试")];
    twice(left, browser, "/api/staff/exam/basics", &basics).await;
    let of = async |fields: &[(&str, &str)]| {
        let mut form = vec![("id".to_owned(), id.clone()), ("seen".to_owned(), version().await)];
        form.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        form
    };
    for (at, fields) in PARTS {
        let form = of(fields).await;
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        twice(left, browser, at, &form).await;
    }
    let names = ["register", "edit", "pay", "review", "ticket", "score"];
    let spans = [("01", "10"), ("01", "11"), ("01", "12"), ("01", "15"), ("16", "20"), ("25", "28")];
    let seen = version().await;
    let mut windows = vec![("id".to_owned(), id.clone()), ("seen".to_owned(), seen)];
    for (name, (start, end)) in names.into_iter().zip(spans) {
        windows.push((format!("sent[{name}_start]"), format!("2027-03-{start}T09:00")));
        windows.push((format!("sent[{name}_end]"), format!("2027-03-{end}T17:00")));
    }
    let windows: Vec<_> = windows.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    twice(left, browser, "/api/staff/exam/windows", &windows).await;
    for at in ["/api/staff/exam/publish", "/api/staff/exam/close"] {
        let seen = version().await;
        twice(left, browser, at, &[("id", &id), ("seen", &seen)]).await;
    }
    let there = service::exam_desk::open(&house.cx, &operator, &draft.id).await.unwrap().exam;
    assert!(matches!(there.status, Status::Closed { .. }));
    let seen = version().await;
    let reopen = [("id", id.as_str()), ("seen", seen.as_str()), ("reason", "误停")];
    twice(left, browser, "/api/staff/exam/reopen", &reopen).await;
    let there = service::exam_desk::open(&house.cx, &operator, &draft.id).await.unwrap().exam;
    assert_eq!((&*there.title, there.fee.amount.0), ("另一场考试", 9_950));
    assert_eq!((&*there.fee.payee, &*there.notice.text), ("示例大学", "# 须知\n\n- 一条"));
    assert_eq!(there.windows.register.start.to_minute(), "2027-03-01 09:00");
    assert!(matches!(there.status, Status::Published { .. }));
    let subjects: Vec<_> = there.subjects.iter().map(|subject| subject.name.as_str()).collect();
    assert_eq!(subjects, ["日语", "大学英语"]);
    assert_eq!(there.subjects[1].places.capacity, Some(40));
    assert_eq!((there.sites.len(), &*there.sites[0].name), (1, "主校区"));
    assert_eq!(there.rules.years_since_graduation, Some(2));
    assert_eq!(there.rules.documents.len(), 2);
    assert_eq!(there.rules.majors[0].only, ["ja"]);
    wipe_twice(house, left, browser).await;
}

/// The forms of an exam's parts, as their pages send them.
const PARTS: [(&str, &[(&str, &str)]); 6] = [
    (
        "/api/staff/exam/subjects",
        &[
            ("capacity", "100"),
            ("sent[0][place]", "2"),
            ("sent[0][code]", "en"),
            ("sent[0][name]", "大学英语"),
            ("sent[0][capacity]", "40"),
            ("sent[1][place]", "1"),
            ("sent[1][code]", "ja"),
            ("sent[1][name]", "日语"),
            ("sent[2][code]", "ru"),
            ("sent[2][name]", "俄语"),
            ("sent[2][gone]", "true"),
            ("sent[3][place]", ""),
            ("sent[3][code]", ""),
            ("sent[3][name]", ""),
        ],
    ),
    (
        "/api/staff/exam/sites",
        &[("sent[0][code]", "1"), ("sent[0][name]", "主校区"), ("sent[0][address]", "示例路 1 号")],
    ),
    (
        "/api/staff/exam/rules",
        &[
            // What is not ticked is not sent, so that a number is missing.
            ("sent[documents][0]", "resident_id"),
            ("sent[documents][3]", "hong_kong_macao_taiwan_residence"),
            ("sent[years]", "2"),
            ("sent[thesis]", "medium"),
            ("sent[pending]", "true"),
            ("sent[order]", "payment_first"),
        ],
    ),
    (
        "/api/staff/exam/majors",
        &[("sent[0][major]", "英语"), ("sent[0][only][1]", "ja"), ("sent[1][major]", "")],
    ),
    (
        "/api/staff/exam/payment",
        &[
            ("sent[amount]", "99.5"),
            ("sent[item]", "考试费"),
            ("sent[payee]", "示例大学"),
            ("sent[link]", "https://pay.example.edu.cn/a"),
        ],
    ),
    ("/api/staff/exam/notice", &[("text", "# 须知\r\n\r\n- 一条"), ("act", "keep")]),
];

/// A test is begun, and wiped.
async fn wipe_twice(house: &House, left: &mut BTreeSet<&'static str>, browser: &mut Browser) {
    let new = [("year", "2027"), ("half", "1"), ("name", "试运行")];
    twice(left, browser, "/api/staff/exam/new", &new).await;
    let operator = Operator::at_the_command_line();
    let exams = service::exam_desk::list(&house.cx, &operator).await.unwrap();
    let [exam] = &exams.iter().filter(|exam| exam.title.contains("试运行")).collect::<Vec<_>>()[..] else {
        panic!("one of two taps")
    };
    let id = exam.id.as_str();
    let basics = [("id", id), ("seen", "1"), ("title", exam.title.as_str()), ("is_test", "true")];
    assert!(browser.form("/api/staff/exam/basics", JSON, &encoded(&basics)).await.unwrap().is_fine());
    let wipe = [("id", id), ("seen", "2"), ("name", exam.title.as_str())];
    twice(left, browser, "/api/staff/exam/wipe", &wipe).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM exams WHERE is_test = 1").await, 0);
}

#[tokio::test]
async fn f2_a_notice_is_previewed_without_the_program_and_nothing_runs_in_it() {
    let house = House::open().await;
    let mut boss = house.colleague("boss", "super_admin").await;
    let exam = house.open_exam().await;
    let (id, page) = (exam.id.to_string(), format!("/admin/exams/{}/notice", exam.id));
    let text =
        "# 新的须知\n\n<script>alert(1)</script>\n\n[链接](javascript:alert(2))\n\n<b onclick=x>粗</b>";
    let form = [("id", id.as_str()), ("seen", "1"), ("text", text), ("act", "preview")];
    let shown = boss.browser.submit(&page, "/api/staff/exam/notice", &form).await.unwrap();
    assert_eq!(shown.status, 200);
    let html = shown.text();
    let preview = html.split("id=\"preview\"").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(preview.contains("<h1>新的须知</h1>") && preview.contains("粗"), "{preview}");
    for bad in ["<script", "javascript:", "onclick"] {
        assert!(!preview.contains(bad), "{bad}: {preview}");
    }
    let kept = service::exam_desk::open(&house.cx, &Operator::at_the_command_line(), &exam.id).await.unwrap();
    assert_eq!(kept.exam.notice, exam.notice, "only looked at");
    // A megabyte is refused, by whichever limit hears it first.
    let long = "长".repeat(1 << 20);
    let form = encoded(&[("id", &id), ("seen", "1"), ("text", &long), ("act", "keep")]);
    let refused = boss.browser.form("/api/staff/exam/notice", JSON, &form).await.unwrap();
    assert!(refused.status == 422 || refused.status == 413, "{}", refused.status);
    let just_too_long = "a".repeat(domain::exam::MOST_NOTICE + 1);
    let form = encoded(&[("id", &id), ("seen", "1"), ("text", &just_too_long), ("act", "keep")]);
    let refused = boss.browser.form("/api/staff/exam/notice", JSON, &form).await.unwrap();
    assert!(refused.status == 422 && refused.text().contains("notice_too_long"), "{}", refused.text());
}

#[tokio::test]
async fn f2_the_second_officer_is_told_and_windows_that_cannot_be_are_named() {
    let house = House::open().await;
    let mut boss = house.colleague("boss", "super_admin").await;
    let operator = Operator::at_the_command_line();
    let exam = service::exam_desk::list(&house.cx, &operator).await.unwrap().remove(0);
    let seen = service::exam_desk::open(&house.cx, &operator, &exam.id).await.unwrap().version.to_string();
    let id = exam.id.to_string();
    let fields = |title: &str| encoded(&[("id", &id), ("seen", &seen), ("title", title)]);
    let at = "/api/staff/exam/basics";
    let payment = encoded(&[("id", &id), ("seen", &seen), ("sent[amount]", "1,5")]);
    let refused = boss.browser.form("/api/staff/exam/payment", JSON, &payment).await.unwrap();
    assert!(refused.status == 422 && refused.text().contains("bad_amount"), "{}", refused.text());
    assert_eq!(boss.browser.form(at, JSON, &fields("甲")).await.unwrap().status, 200);
    assert_eq!(boss.browser.form(at, JSON, &fields("乙")).await.unwrap().status, 409);
    let page = boss.browser.get(&format!("/admin/exams/{id}")).await.unwrap();
    assert!(page.text().contains("value=\"甲\"") && !page.text().contains("value=\"乙\""));
    let windows = encoded(&[("id", &id), ("seen", "2"), ("sent[pay_end]", "2027-02-30T09:00")]);
    let refused = boss.browser.form("/api/staff/exam/windows", JSON, &windows).await.unwrap();
    assert!(refused.status == 422 && refused.text().contains("not_a_moment"), "{}", refused.text());
    let plain = boss.browser.form(at, HTML, &fields("乙")).await.unwrap();
    assert!(!plain.is_fine(), "without the program the second officer is told, too");
}
