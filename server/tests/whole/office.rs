//! The back office as its staff and everybody else ask it: each page and server function with every role, with none, between
//! the steps of the door, and as a candidate.

use domain::id::StaffId;
use domain::staff::totp::step_at;
use domain::staff::{Permission, Role};
use service::Operator;
use service::staff::account::{self, NewStaff};

use crate::browser::{Answer, Browser, HTML, JSON, encoded};
use crate::house::{House, fine};
use crate::rules::{FUNCTIONS, NOBODY, PAGES, ROUTES, Rule, Who};

pub const STAFF_PASSWORD: &str = "river-Lamp-42-stone";

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
        let browser = self.enrolled(login, &id, &password).await;
        Colleague { id, login: login.to_owned(), browser }
    }

    /// The pages of the first sign-in.
    pub async fn enrolled(&self, login: &str, id: &StaffId, password: &str) -> Browser {
        let mut browser = self.browser();
        let next =
            fine(&mut browser, "/api/staff/sign-in", &[("login", login), ("password", password)]).await;
        assert_eq!(next, "/admin/enrol");
        let code = self.app(id).await;
        let form = [("code", &*code), ("password", STAFF_PASSWORD), ("password_again", STAFF_PASSWORD)];
        assert_eq!(fine(&mut browser, "/api/staff/enrol", &form).await, "/admin/security");
        browser
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
    let mut values = rule.ask.split('/').filter(|_| rule.ask.contains('/') || rule.ask.contains('_'));
    let (method, pattern) = rule.at.split_once(' ').unwrap_or(("GET", rule.at));
    let filled = pattern
        .split('/')
        .map(|part| if part.starts_with('{') { values.next().unwrap_or(member) } else { part });
    let path = filled.collect::<Vec<_>>().join("/");
    if method == "POST" {
        return browser.form(&path, JSON, "").await.unwrap();
    }
    browser.get(&path).await.unwrap()
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

#[tokio::test]
async fn f1_nobodys_page_is_not_there() {
    let house = House::open().await;
    let mut boss = house.colleague("boss", "super_admin").await;
    assert_eq!(boss.browser.get(&format!("/admin/staff/{NOBODY}")).await.unwrap().status, 404);
    let page = boss.browser.get("/admin/staff/x").await.unwrap();
    assert!(page.words().contains("没有找到"), "{}", page.words());
}
