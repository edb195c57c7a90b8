//! The back office as its staff and everybody else ask it: each page and server function with every role, with none, between
//! the steps of the door, and as a candidate.

use std::collections::BTreeSet;

use domain::exam::Status;
use domain::id::StaffId;
use domain::staff::totp::step_at;
use domain::staff::{Permission, Role};
use service::Operator;
use service::staff::account::{self, NewStaff};
use tokio::join;

use crate::browser::{Answer, Browser, HTML, JSON, encoded};
use crate::house::{House, fine};
use crate::rules::{FUNCTIONS, NOBODY, PAGES, ROUTES, Rule, Who};

pub const STAFF_PASSWORD: &str = "river-Lamp-42-stone";

/// Every form of the back office. That each is answered well twice is shown here; why two are not stands in `twice`.
pub const OFFICE: &[&str] = &[
    "/api/staff/sign-in",
    "/api/staff/once/read",
    "/api/staff/confirm",
    "/api/staff/security/password",
    "/api/staff/security/codes",
    "/api/staff/security/end-session",
    "/api/staff/security/end-others",
    "/api/staff/exam/clone",
    "/api/staff/exam/basics",
    "/api/staff/exam/windows",
    "/api/staff/exam/publish",
    "/api/staff/exam/close",
    "/api/staff/add",
    "/api/staff/grant",
    "/api/staff/revoke",
    "/api/staff/reset",
    "/api/staff/disable",
    "/api/staff/review/next",
    "/api/staff/review/take",
    "/api/staff/review/release",
    "/api/staff/review/decide",
    "/api/staff/seating/room",
    "/api/staff/seating/room/remove",
    "/api/staff/seating/arrange",
    "/api/staff/seating/freeze",
    "/api/staff/sign-out",
];

/// Somebody of the staff.
pub struct Colleague {
    pub id: StaffId,
    pub login: String,
    pub browser: Browser,
}

impl House {
    /// Adds somebody at the command line. The one-time password.
    pub async fn invite(&self, login: &str, role: &str) -> (StaffId, String) {
        let operator = Operator::at_the_command_line();
        let new = NewStaff { login, name: "王芳", role };
        let added = account::add(&self.cx, operator.confirmed(&self.cx).unwrap(), &new).await.unwrap();
        (added.id, added.password)
    }

    /// What the app of this member shows.
    pub async fn app(&self, id: &StaffId) -> String {
        let found = self.store.read(async |r| store::staff::find_totp(r, id).await).await.unwrap();
        found.expect("an app that was set up").0.code(step_at(self.cx.now()))
    }

    /// Adds somebody and walks them through the pages of the first sign-in.
    pub async fn colleague(&self, login: &str, role: &str) -> Colleague {
        let (id, password) = self.invite(login, role).await;
        let mut browser = self.browser();
        let next =
            fine(&mut browser, "/api/staff/sign-in", &[("login", login), ("password", &password)]).await;
        assert_eq!(next, "/admin/enrol");
        let code = self.app(&id).await;
        let form = [("code", &*code), ("password", STAFF_PASSWORD), ("password_again", STAFF_PASSWORD)];
        assert_eq!(fine(&mut browser, "/api/staff/enrol", &form).await, "/admin/security");
        Colleague { id, login: login.to_owned(), browser }
    }

    /// Both steps in a fresh browser.
    pub async fn staff_sign_in(&self, who: &Colleague) -> Browser {
        let mut browser = self.browser();
        let form = [("login", who.login.as_str()), ("password", STAFF_PASSWORD)];
        assert_eq!(fine(&mut browser, "/api/staff/sign-in", &form).await, "/admin/sign-in/code");
        self.wait(30);
        let code = self.app(&who.id).await;
        assert_eq!(fine(&mut browser, "/api/staff/code", &[("code", &code)]).await, "/admin");
        browser
    }
}

/// Rules of what only staff may.
fn of_staff() -> impl Iterator<Item = (&'static Rule, Option<Permission>)> {
    PAGES.iter().chain(FUNCTIONS).chain(ROUTES).filter_map(|rule| match rule.who {
        Who::Staff(permission) => Some((rule, permission)),
        _ => None,
    })
}

/// Asks as a page and as WASM would; `member` is whom it is about.
async fn ask(browser: &mut Browser, rule: &Rule, member: &str) -> Answer {
    if rule.at.starts_with("/api/") {
        return browser.form(rule.at, JSON, &rule.ask.replace("{staff}", member)).await.unwrap();
    }
    let mut values = rule.ask.split('/').filter(|_| rule.ask.contains('/') || rule.ask.starts_with("exm_"));
    let pattern = rule.at.strip_prefix("GET ").unwrap_or(rule.at);
    let filled = pattern
        .split('/')
        .map(|part| if part.starts_with('{') { values.next().unwrap_or(member) } else { part });
    browser.get(&filled.collect::<Vec<_>>().join("/")).await.unwrap()
}

#[tokio::test]
async fn f1_every_page_and_function_of_staff_is_open_to_those_roles_alone_that_the_table_names() {
    let house = House::open().await;
    let (mut asked, mut refused) = (0, 0);
    for role in Role::ALL.into_iter().map(Some).chain([None]) {
        let name = role.map_or("nobody", Role::code).replace('_', "-");
        let mut who = house.colleague(&name, role.map_or("", Role::code)).await;
        let victim = house.invite(&format!("victim-of-{name}"), "").await.0;
        for (rule, permission) in of_staff() {
            let may = permission.is_none_or(|permission| role.is_some_and(|role| role.may(permission)));
            let answer = ask(&mut who.browser, rule, victim.as_str()).await;
            asked += 1;
            refused += i32::from(!may);
            assert_eq!(
                answer.status != 403,
                may,
                "{} by {name}: {} {}",
                rule.at,
                answer.status,
                answer.text()
            );
            assert!(!answer.asks_to_sign_in() || !may, "{} by {name} is signed in", rule.at);
            let known = answer.text().contains("victim-of-");
            assert!(
                !known || role.is_some_and(|role| role.may(Permission::SeeStaff)),
                "{} by {name}",
                rule.at
            );
        }
    }
    assert!(asked > 150 && refused > 60 && refused < asked, "{refused} of {asked} were refused");
}

#[tokio::test]
async fn f1_whoever_has_not_come_in_is_led_to_the_door_from_every_page_and_function() {
    let house = House::open().await;
    let boss = house.colleague("boss", "super_admin").await;
    let (_, password) = house.invite("wang.fang", "super_admin").await;
    let (mut invited, mut half) = (house.browser(), house.browser());
    fine(&mut invited, "/api/staff/sign-in", &[("login", "wang.fang"), ("password", &password)]).await;
    fine(&mut half, "/api/staff/sign-in", &[("login", "boss"), ("password", STAFF_PASSWORD)]).await;
    let mut invented = house.browser();
    invented.staff = Some("0".repeat(64));
    let candidate = house.person("欧阳望舒", 123).await;
    // A session of candidates is none of staff, also under the other cookie's name.
    let mut disguised = house.browser();
    disguised.staff.clone_from(&candidate.browser.session);
    for (name, browser) in [
        ("nobody", house.browser()),
        ("invited", invited),
        ("before the second step", half),
        ("with an invented token", invented),
        ("a candidate", candidate.browser),
        ("a candidate's token", disguised),
    ] {
        for (rule, _) in of_staff() {
            let answer = ask(&mut browser.clone(), rule, boss.id.as_str()).await;
            assert!(answer.asks_to_sign_in(), "{} {name}: {} {}", rule.at, answer.status, answer.location());
            assert!(!answer.text().contains("王芳"), "{} {name}", rule.at);
        }
    }
    let mut control = boss.browser;
    assert_eq!(ask(&mut control, &PAGES[PAGES.len() - 1], boss.id.as_str()).await.status, 200);
}

#[tokio::test]
async fn f1_the_office_is_shut_for_a_role_that_was_taken_away_and_for_a_disabled_officer() {
    let house = House::open().await;
    let mut boss = house.colleague("boss", "super_admin").await;
    let mut auditor = house.colleague("wang.fang", "auditor").await;
    let id = auditor.id.to_string();
    assert_eq!(auditor.browser.get("/admin/staff").await.unwrap().status, 200);
    fine(&mut boss.browser, "/api/staff/revoke", &[("id", &id), ("role", "auditor")]).await;
    let refused = auditor.browser.get("/admin/staff").await.unwrap();
    assert!(refused.status == 403 && !refused.text().contains("boss"), "{}", refused.status);
    assert_eq!(auditor.browser.get("/admin").await.unwrap().status, 200, "the session lives");
    fine(&mut boss.browser, "/api/staff/disable", &[("id", &id)]).await;
    assert!(auditor.browser.get("/admin").await.unwrap().asks_to_sign_in(), "and now it has ended");
}

#[tokio::test]
async fn f1_a_page_shows_the_way_to_what_one_may_see_and_to_nothing_else() {
    let house = House::open().await;
    let mut reviewer = house.colleague("wang.fang", "reviewer").await;
    let mut auditor = house.colleague("li.na", "auditor").await;
    let mine = reviewer.browser.get("/admin").await.unwrap().text();
    assert!(mine.contains("href=\"/admin/security\"") && !mine.contains("href=\"/admin/staff\""));
    let theirs = auditor.browser.get("/admin/staff").await.unwrap().text();
    assert!(theirs.contains("href=\"/admin/staff/permissions\"") && !theirs.contains("/admin/staff/add"));
    assert!(mine.contains("lang=\"zh-CN\""));
    let code = house.browser().get("/admin/sign-in").await.unwrap();
    assert!(code.words().contains("工作人员登录") && code.text().contains("/office.css"));
}

#[tokio::test]
async fn f1_what_cannot_be_undone_asks_for_the_password_again_after_ten_minutes() {
    let house = House::open().await;
    let mut boss = house.colleague("boss", "super_admin").await;
    let victim = house.invite("wang.fang", "reviewer").await.0.to_string();
    house.wait(601);
    let page = boss.browser.get(&format!("/admin/staff/{victim}")).await.unwrap();
    assert!(page.text().contains("/admin/confirm?next=") && !page.text().contains("停用账号"), "no form");
    let answer = boss.browser.form("/api/staff/disable", HTML, &encoded(&[("id", &victim)])).await.unwrap();
    assert!(answer.location().starts_with("/admin/confirm"), "{}", answer.location());
    assert_eq!(house.count("SELECT COUNT(*) FROM staff WHERE state = 'disabled'").await, 0);
    let next = format!("/admin/staff/{victim}");
    let form = [("current_password", STAFF_PASSWORD), ("next", next.as_str())];
    assert_eq!(fine(&mut boss.browser, "/api/staff/confirm", &form).await, next);
    fine(&mut boss.browser, "/api/staff/disable", &[("id", &victim)]).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM staff WHERE state = 'disabled'").await, 1);
}

#[tokio::test]
async fn f1_the_staff_cookie_is_for_this_host_and_for_no_link_from_elsewhere() {
    let house = House::open().await;
    house.colleague("wang.fang", "reviewer").await;
    let mut browser = house.browser();
    let form = encoded(&[("login", "wang.fang"), ("password", STAFF_PASSWORD)]);
    let answer = browser.form("/api/staff/sign-in", HTML, &form).await.unwrap();
    let cookie = answer.header("set-cookie").to_owned();
    let mut parts: Vec<_> = cookie.split("; ").skip(1).collect();
    parts.sort_unstable();
    assert!(cookie.starts_with("__Host-staff=") && browser.staff.as_ref().unwrap().len() == 64, "{cookie}");
    assert_eq!(parts, ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]);
    let before = browser.staff.clone();
    let who = house.store.read(async |r| store::staff::find_by_login(r, "wang.fang").await).await.unwrap();
    house.wait(30);
    let code = house.app(&who.unwrap().id).await;
    fine(&mut browser, "/api/staff/code", &[("code", &code)]).await;
    assert_ne!(browser.staff, before, "the token changes when the rights do");
}

#[tokio::test]
async fn f1_signing_out_ends_the_staffs_session_and_not_the_candidates() {
    let house = House::open().await;
    let mut who = house.colleague("wang.fang", "reviewer").await;
    let person = house.person("欧阳望舒", 123).await;
    who.browser.session.clone_from(&person.browser.session);
    let before = who.browser.clone();
    assert_eq!(fine(&mut who.browser, "/api/staff/sign-out", &[]).await, "/admin/sign-in");
    assert!(who.browser.staff.is_none());
    assert!(before.clone().get("/admin").await.unwrap().asks_to_sign_in(), "also with the old cookie");
    assert_eq!(before.clone().get("/me").await.unwrap().status, 200);
}

/// Sends a form twice at once; both must be answered well, and lead to the same page.
async fn twice(
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
    seat_twice(&mut left, &mut browser).await;
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
    let basics = [
        ("id", id.as_str()),
        ("seen", seen.as_str()),
        ("title", "另一场考试"),
        ("amount", "99.5"),
        ("item", "考试费"),
        ("link", "https://pay.example.edu.cn/a"),
    ];
    twice(left, browser, "/api/staff/exam/basics", &basics).await;
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
    assert_eq!((&*there.title, there.fee.amount.0), ("另一场考试", 9_950));
    assert_eq!(there.windows.register.start.to_minute(), "2027-03-01 09:00");
    assert!(matches!(there.status, Status::Closed { .. }));
}

#[tokio::test]
async fn f2_the_second_officer_is_told_and_windows_that_cannot_be_are_named() {
    let house = House::open().await;
    let mut boss = house.colleague("boss", "super_admin").await;
    let operator = Operator::at_the_command_line();
    let exam = service::exam_desk::list(&house.cx, &operator).await.unwrap().remove(0);
    let seen = service::exam_desk::open(&house.cx, &operator, &exam.id).await.unwrap().version.to_string();
    let id = exam.id.to_string();
    let fields = |title: &str, amount: &str| {
        encoded(&[
            ("id", &id),
            ("seen", &seen),
            ("title", title),
            ("amount", amount),
            ("item", "考试费"),
            ("link", "https://pay.example.edu.cn/a"),
        ])
    };
    let yuan = exam.fee.amount.to_string().replace('¥', "");
    let at = "/api/staff/exam/basics";
    assert_eq!(boss.browser.form(at, JSON, &fields("甲", "1,5")).await.unwrap().status, 422);
    assert_eq!(boss.browser.form(at, JSON, &fields("甲", &yuan)).await.unwrap().status, 200);
    assert_eq!(boss.browser.form(at, JSON, &fields("乙", &yuan)).await.unwrap().status, 409);
    let page = boss.browser.get(&format!("/admin/exams/{id}")).await.unwrap();
    assert!(page.text().contains("value=\"甲\"") && !page.text().contains("value=\"乙\""));
    let windows = encoded(&[("id", &id), ("seen", "2"), ("sent[pay_end]", "2027-02-30T09:00")]);
    let refused = boss.browser.form("/api/staff/exam/windows", JSON, &windows).await.unwrap();
    assert!(refused.status == 422 && refused.text().contains("not_a_moment"), "{}", refused.text());
    let plain = boss.browser.form(at, HTML, &fields("乙", &yuan)).await.unwrap();
    assert!(!plain.is_fine(), "without the program the second officer is told, too");
}

#[tokio::test]
async fn f1_nobodys_page_is_not_there() {
    let house = House::open().await;
    let mut boss = house.colleague("boss", "super_admin").await;
    assert_eq!(boss.browser.get(&format!("/admin/staff/{NOBODY}")).await.unwrap().status, 404);
    let page = boss.browser.get("/admin/staff/x").await.unwrap();
    assert!(page.words().contains("没有找到"), "{}", page.words());
}
