//! A double tap: every form, sent twice at once by its owner's browser without WASM. Of two answers such a browser shows
//! the last, so both must be good ones, and what was wanted happens once.

use std::collections::BTreeSet;

use tokio::join;

use crate::browser::{Answer, Browser, HTML, Part, encoded};
use crate::house::{House, PASSWORD, fine, number, photo};
use crate::office_twice::OFFICE;
use crate::road::{answers, proof, rename};
use crate::rules::{FUNCTIONS, ROUTES};

const SIGN_UP: [&str; 5] = [
    "/api/account/sign-up/person",
    "/api/account/sign-up/send-code",
    "/api/account/sign-up/phone",
    "/api/account/sign-up/password",
    "/api/account/sign-out",
];

const DOORS: [&str; 5] =
    ["/api/reset/ask", "/api/reset/again", "/api/reset/code", "/api/reset/password", "/api/account/sign-in"];

const ACCOUNT: [&str; 7] = [
    "/api/account/profile/save",
    "/api/security/end-session",
    "/api/security/end-others",
    "/api/security/password",
    "/api/security/phone/begin",
    "/api/security/phone/again",
    "/api/security/phone/finish",
];

const IDENTITY: [&str; 5] = [
    "/api/identity/consent",
    "POST /upload/identity/{side}",
    "/api/identity/check",
    "/api/identity/person",
    "/api/identity/consent/withdraw",
];

const ROAD: [&str; 13] = [
    "/api/registration/begin",
    "/api/registration/notice/accept",
    "/api/registration/face/consent",
    "/api/registration/face/person",
    "/api/registration/draft",
    "/api/registration/confirm",
    "POST /upload/proof/{registration}",
    "/api/registration/change",
    "/api/registration/withdrawal/request",
    "/api/registration/withdrawal/take-back",
    "/api/registration/withdraw",
    "POST /upload/rename",
    "/api/rename/withdraw",
];

/// What is sent by WASM alone, which sends nothing twice while it waits for an answer; and what no form sends.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("/api/registration/face/challenge", "each asking is a round of its own, and a try"),
    (
        "POST /upload/face/{registration}/{challenge}",
        "the challenge is used up; the page begins another round",
    ),
    ("POST /demo/specimen", "draws another specimen, which nothing keeps"),
    ("POST /display", "the same choice again"),
    ("POST /api/{*function}", "there is no such function"),
    (
        "/api/staff/code",
        "a code is good once; the second answer leads to the door, which leads in whoever has come in",
    ),
    ("/api/staff/enrol", "the same"),
    ("/api/staff/seating/swap", "whoever asks twice finds it done; `road` shows it, with two who are seated"),
    ("/api/staff/people/search", "looks for the same again"),
    ("/api/staff/person/permit", "whoever asks twice finds it done; `road` shows it, with a registration"),
    ("/api/messages/read", "what is read stays read; `road` shows it, with a message"),
    (
        "/api/staff/papers/order",
        "the same order, while it waits, is one; `road` shows it, with a frozen plan",
    ),
    ("POST /admin/upload/seal", "the second finds the same seal; `road` shows it"),
    ("/api/staff/scores/take-over", "whoever comes second finds it done; `road` shows it, with a file"),
    ("/api/staff/scores/discard", "the same"),
    ("/api/staff/scores/publish", "the same"),
    ("/api/staff/scores/withdraw", "the same"),
    ("/api/staff/scores/recheck", "the same"),
    (
        "POST /admin/upload/payment-code/{exam}",
        "whoever asks twice finds it done; `road` shows it, with a picture of a code",
    ),
    ("/api/staff/exports/ask", "the same one twice is one as long as it goes on; `road` shows it"),
    ("/api/staff/exports/end", "whoever comes second finds it done; `road` shows it, with a file"),
    ("POST /admin/upload/scores/{exam}", "the second file takes the place of the first, which says the same"),
    ("/api/staff/roster/take-over", "whoever comes second finds it done; `road` shows it, with a file"),
    ("/api/staff/roster/discard", "the same"),
    ("/api/staff/lists/take-over", "the same"),
    ("/api/staff/lists/discard", "the same"),
    ("POST /admin/upload/roster/{exam}", "the second file takes the place of the first, which says the same"),
    ("POST /admin/upload/list/{list}", "the same"),
    ("/api/registration/score/recheck", "it is asked once; `road` shows it, with a published score"),
    (
        "/api/staff/seating/late",
        "whoever is seated keeps the seat; `road` shows it, with somebody who came late",
    ),
];

/// What only answers a page's data, and `demo/pay`, which keeps nothing.
const READS: &[&str] = &[
    "/api/home",
    "/api/school/privacy",
    "/api/account/sign-up",
    "/api/account/signed-in",
    "/api/account/me",
    "/api/account/profile",
    "/api/messages",
    "/api/reset/load",
    "/api/security/load",
    "/api/security/password/load",
    "/api/security/phone/load",
    "/api/identity",
    "/api/identity/state",
    "/api/identity/consent/history",
    "/api/rename",
    "/api/registration/list",
    "/api/registration/notice",
    "/api/registration/face",
    "/api/registration/answers",
    "/api/registration/withdrawal",
    "/api/registration/detail",
    "/api/registration/ticket",
    "/api/registration/score",
    "/api/payment",
    "/api/payment/proof",
    "/api/payment/submitted",
    "/api/demo/messages",
    "/api/demo/specimen",
    "/api/demo/pay",
    "/api/staff/door",
    "/api/staff/code/load",
    "/api/staff/enrol/load",
    "/api/staff/welcome",
    "/api/staff/review",
    "/api/staff/audit",
    "/api/staff/audit/proof",
    "/api/staff/dashboard",
    "/api/staff/seating",
    "/api/staff/scores",
    "/api/staff/announcements",
    "/api/staff/number-changes",
    "/api/staff/exports",
    "/api/staff/exports/mine",
    "/api/staff/papers",
    "/api/staff/papers/follow",
    "/api/staff/poster",
    "/api/staff/school",
    "/api/staff/roster",
    "/api/staff/lists",
    "/api/staff/people",
    "/api/staff/person",
    "/api/staff/exams",
    "/api/staff/exam",
    "/api/staff/exam/notice/load",
    "/api/staff/confirm/load",
    "/api/staff/security/load",
    "/api/staff/list",
    "/api/staff/permissions",
    "/api/staff/member",
    "/api/staff/add/load",
];

#[test]
fn every_form_is_tapped_twice_or_has_a_reason_not_to_be() {
    let there = FUNCTIONS.iter().chain(ROUTES.iter().filter(|rule| rule.at.starts_with("POST ")));
    let there: BTreeSet<_> = there.map(|rule| rule.at).collect();
    let tapped =
        SIGN_UP.iter().chain(&DOORS).chain(&ACCOUNT).chain(&IDENTITY).chain(&ROAD).chain(READS).chain(OFFICE);
    let known: BTreeSet<_> = tapped.copied().chain(EXCEPTIONS.iter().map(|(at, _)| *at)).collect();
    let new: Vec<_> = there.difference(&known).collect();
    assert!(new.is_empty(), "what comes of a double tap on {new:?}? (server/tests/whole/twice.rs)");
    let gone: Vec<_> = known.difference(&there).collect();
    assert!(gone.is_empty(), "{gone:?} is no form any more");
}

/// Taps twice, and crosses off what was tapped.
struct Taps {
    left: BTreeSet<&'static str>,
    browser: Browser,
}

impl Taps {
    fn new(all: &[&'static str], browser: &Browser) -> Self {
        Self { left: all.iter().copied().collect(), browser: browser.clone() }
    }

    /// Two answers to the same form, sent at the same time from the same page.
    async fn form(&mut self, at: &'static str, fields: &[(&str, &str)]) -> String {
        let body = encoded(fields);
        let (mut one, mut other) = (self.browser.clone(), self.browser.clone());
        let (first, second) = join!(one.form(at, HTML, &body), other.form(at, HTML, &body));
        self.both_good(at, [first.unwrap(), second.unwrap()], other)
    }

    async fn upload(&mut self, at: &'static str, path: &str, parts: &[Part<'_>]) -> String {
        let (mut one, mut other) = (self.browser.clone(), self.browser.clone());
        let (first, second) = join!(one.upload(path, HTML, parts), other.upload(path, HTML, parts));
        self.both_good(at, [first.unwrap(), second.unwrap()], other)
    }

    /// The browser goes on with the cookie of the answer that it shows. Where that leads.
    fn both_good(&mut self, at: &'static str, both: [Answer; 2], shown: Browser) -> String {
        for (which, answer) in ["first", "second"].into_iter().zip(&both) {
            assert!(
                answer.is_fine(),
                "{at}, the {which} answer: {} {} {}",
                answer.status,
                answer.location(),
                answer.text()
            );
        }
        let [first, second] = both;
        assert_eq!(first.location(), second.location(), "{at}: both lead to the same page");
        assert!(self.left.remove(at), "{at} is not on the list, or was tapped before");
        self.browser = shown;
        second.location().to_owned()
    }

    fn end(self) {
        assert!(self.left.is_empty(), "not tapped: {:?}", self.left);
    }

    async fn is_signed_in(&self) -> bool {
        self.browser.clone().get("/me").await.unwrap().status == 200
    }
}

#[tokio::test]
async fn a3_a_double_tap_on_each_page_of_the_sign_up_makes_one_account() {
    let house = House::open().await;
    let (number, phone) = (number(123), "13951000123");
    let mut browser = house.browser();
    // The session in which the pages are looked at.
    let first = encoded(&[("name", "欧阳"), ("region", "mainland"), ("number", "1")]);
    browser.form("/api/account/sign-up/person", HTML, &first).await.unwrap();
    let mut taps = Taps::new(&SIGN_UP, &browser);
    let person = [("name", "欧阳望舒"), ("region", "mainland"), ("number", number.as_str())];
    taps.form("/api/account/sign-up/person", &person).await;
    taps.form("/api/account/sign-up/send-code", &[("phone", phone)]).await;
    let code = house.newest_code().await;
    assert_eq!(house.count("SELECT COUNT(*) FROM demo_messages").await, 1, "one code");
    taps.form("/api/account/sign-up/phone", &[("phone", phone), ("code", &code)]).await;
    let typed = taps.browser.form("/api/account/sign-up", crate::browser::JSON, "").await.unwrap().json();
    let mark = typed["mark"].as_str().unwrap();
    let password = [("password", PASSWORD), ("password_again", PASSWORD), ("mark", mark)];
    assert_eq!(taps.form("/api/account/sign-up/password", &password).await, "/me");
    assert_eq!(house.count("SELECT COUNT(*) FROM accounts").await, 1);
    house.newest_code().await;
    assert_eq!(house.count("SELECT COUNT(*) FROM demo_messages").await, 1, "and nobody is warned of oneself");
    assert!(taps.is_signed_in().await);
    taps.form("/api/account/sign-out", &[]).await;
    assert!(!taps.is_signed_in().await);
    taps.end();
}

#[tokio::test]
async fn a9_a_double_tap_at_the_doors_opens_them_once() {
    let house = House::open().await;
    let person = house.person("欧阳望舒", 123).await;
    let mut browser = house.browser();
    let asked = [("number", person.number.as_str()), ("phone", person.phone.as_str())];
    browser.form("/api/reset/ask", HTML, &encoded(&[("number", "1"), ("phone", "1")])).await.unwrap();
    let mut taps = Taps::new(&DOORS, &browser);
    taps.form("/api/reset/ask", &asked).await;
    house.newest_code().await;
    house.wait(61);
    taps.form("/api/reset/again", &[]).await;
    let code = house.newest_code().await;
    assert_eq!(house.count("SELECT COUNT(*) FROM sms_codes WHERE purpose = 'reset'").await, 2);
    taps.form("/api/reset/code", &[("code", &code)]).await;
    let new = "mU6-winter-oak";
    taps.form("/api/reset/password", &[("password", new), ("password_again", new)]).await;
    assert!(taps.is_signed_in().await);
    taps.browser = house.browser();
    taps.form("/api/account/sign-in", &[("number", person.number.as_str()), ("password", new)]).await;
    assert!(taps.is_signed_in().await);
    taps.end();
}

#[tokio::test]
async fn a10_a_double_tap_in_the_personal_centre_is_answered_well_twice() {
    let house = House::open().await;
    let person = house.person("欧阳望舒", 123).await;
    let mut taps = Taps::new(&ACCOUNT, &person.browser);
    let profile = [("name", person.name), ("candidate_type", "函授"), ("major", "工商管理")];
    taps.form("/api/account/profile/save", &profile).await;
    let session = house.second_session(&person).await;
    taps.form("/api/security/end-session", &[("session", &session)]).await;
    house.sign_in(&person).await;
    taps.form("/api/security/end-others", &[]).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM sessions WHERE account_id IS NOT NULL").await, 1);
    let new = "mU6-winter-oak";
    let change = [("current_password", PASSWORD), ("password", new), ("password_again", new)];
    taps.form("/api/security/password", &change).await;

    taps.form("/api/security/phone/begin", &[("phone", "13977000123"), ("current_password", new)]).await;
    house.newest_code().await;
    house.wait(61);
    taps.form("/api/security/phone/again", &[]).await;
    house.newest_code().await;
    let messages = service::demo::messages(&house.cx).await.unwrap();
    let code_to = |phone: &str| -> String {
        let (_, text, _) = messages.iter().find(|(to, ..)| to.expose() == phone).expect("a code");
        text.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect()
    };
    let (code, old) = (code_to("13977000123"), code_to(&person.phone));
    taps.form("/api/security/phone/finish", &[("code", &code), ("old_code", &old)]).await;
    assert!(taps.is_signed_in().await);
    taps.end();
}

#[tokio::test]
async fn b10_a_double_tap_in_the_real_name_check_begins_it_once() {
    let house = House::open().await;
    let person = house.person("欧阳望舒", 123).await;
    let mut taps = Taps::new(&IDENTITY, &person.browser);
    taps.form("/api/identity/consent", &[("consent", "on")]).await;
    let jpeg = photo();
    let picture = [Part::File("photo", &jpeg)];
    taps.upload("POST /upload/identity/{side}", "/upload/identity/front", &picture).await;
    let back = taps.browser.upload("/upload/identity/back", HTML, &picture).await.unwrap();
    assert!(back.is_fine(), "{}", back.location());
    taps.form("/api/identity/check", &[]).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM jobs WHERE kind = 'card_check'").await, 1, "one check");
    taps.form("/api/identity/person", &[]).await;
    taps.form("/api/identity/consent/withdraw", &[]).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM consent_events").await, 2, "given once, withdrawn once");
    taps.end();
}

#[tokio::test]
async fn c10_a_double_tap_on_each_button_of_the_road_does_it_once() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house.open_exam().await;
    let mut taps = Taps::new(&ROAD, &person.browser);
    let begun = taps.form("/api/registration/begin", &[("exam", exam.id.as_str())]).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM registrations").await, 1);
    let registration = begun.split('/').nth(2).unwrap().to_owned();
    let id = registration.as_str();
    taps.form("/api/registration/notice/accept", &[("id", id), ("version", "1")]).await;
    taps.form("/api/registration/face/consent", &[("consent", "on")]).await;
    taps.form("/api/registration/face/person", &[("id", id)]).await;
    taps.form("/api/registration/draft", &answers(id, "en")).await;
    taps.form("/api/registration/confirm", &answers(id, "en")).await;
    let jpeg = photo();
    let path = format!("/upload/proof/{id}");
    taps.upload("POST /upload/proof/{registration}", &path, &proof(&person, &jpeg)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM proofs").await, 1, "one proof");
    let files = house.store.files().list().await.unwrap().len();
    assert_eq!(
        i64::try_from(files).unwrap(),
        house.count("SELECT COUNT(*) FROM photos").await,
        "nothing is left over"
    );
    taps.form("/api/registration/change", &answers(id, "ja")).await;
    taps.form("/api/registration/withdrawal/request", &[("id", id)]).await;
    taps.form("/api/registration/withdrawal/take-back", &[("id", id)]).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM withdrawals").await, 1);

    taps.upload("POST /upload/rename", "/upload/rename", &rename(&jpeg)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM renames").await, 1, "one request");
    taps.form("/api/rename/withdraw", &[]).await;

    let other = house.publish("01JBBBBBBBBBBBBBBBBBBBBBBB", |_| ()).await;
    let draft = fine(&mut person.browser, "/api/registration/begin", &[("exam", other.id.as_str())]).await;
    taps.form("/api/registration/withdraw", &[("id", draft.split('/').nth(2).unwrap())]).await;
    taps.end();
}
