use crate::browser::{Answer, Browser, HTML, JSON, Part};
use crate::house::{House, Person, photo};
use crate::road::Owned;
use crate::rules::{FUNCTIONS, PAGES, ROUTES, Rule, Who, really_there, ruled};

/// Every way of asking for what a rule stands for, by this browser.
async fn asked(browser: &mut Browser, rule: &Rule, things: &Owned) -> Vec<Answer> {
    if rule.at.starts_with("/api/") {
        let form = rule.filled(things);
        let json = browser.form(rule.at, JSON, &form).await.unwrap();
        return vec![json, browser.form(rule.at, HTML, &form).await.unwrap()];
    }
    let (method, path) = rule.path(things);
    if method == axum::http::Method::GET {
        return vec![browser.picture(&path).await.unwrap(), browser.get(&path).await.unwrap()];
    }
    let jpeg = photo();
    let parts = [
        Part::File("photo", &jpeg),
        Part::File("screenshot", &jpeg),
        Part::File("frame", &jpeg),
        Part::Text("payer_name", "李四"),
        Part::Text("payer_phone", "13900001234"),
        Part::Text("payer_is_candidate", "on"),
    ];
    let json = browser.upload(&path, JSON, &parts).await.unwrap();
    vec![json, browser.upload(&path, HTML, &parts).await.unwrap()]
}

/// Fails when the answer holds anything of the owner's.
fn keeps_secret(answer: &Answer, owner: &Person, rule: &Rule) {
    let text = answer.head() + &answer.text();
    for secret in owner.secrets() {
        let masked = secret.contains('*');
        assert!((rule.who == Who::Demo && masked) || !text.contains(&secret), "{} shows {secret}", rule.at);
    }
    if rule.who == Who::Owner {
        let is_picture = answer.body.starts_with(&[0xff, 0xd8]) || answer.body.starts_with(b"\x89PNG");
        assert!(!is_picture, "{} hands out a picture", rule.at);
    }
}

/// What the owner sees of everything that is theirs: what nobody else's asking may change.
async fn standing(owner: &Person, things: &Owned) -> Vec<String> {
    let mut browser = owner.browser.clone();
    let id = format!("id={}", things.registration);
    let mut seen = Vec::new();
    for (path, form) in [
        ("/api/account/profile", ""),
        ("/api/identity", ""),
        ("/api/security/load", ""),
        ("/api/registration/list", ""),
        ("/api/registration/detail", id.as_str()),
    ] {
        let answer = browser.form(path, JSON, form).await.unwrap();
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        seen.push(answer.text());
    }
    for path in ["/photo/identity/front", &format!("/photo/proof/{}", things.registration)] {
        let answer = browser.picture(path).await.unwrap();
        assert!(answer.status == 200 && answer.body.starts_with(&[0xff, 0xd8]), "{path}: {}", answer.status);
        seen.push(format!("{} bytes", answer.body.len()));
    }
    seen
}

#[test]
fn a12_every_page_function_and_route_has_a_rule() {
    let (there, ruled) = (really_there(), ruled());
    for (i, kind) in ["page", "server function", "route"].into_iter().enumerate() {
        let new: Vec<_> = there[i].difference(&ruled[i]).collect();
        assert!(new.is_empty(), "no rule says who may ask: {kind} {new:?} (server/tests/whole/rules.rs)");
        let gone: Vec<_> = ruled[i].difference(&there[i]).collect();
        assert!(gone.is_empty(), "a rule without its {kind}: {gone:?} (server/tests/whole/rules.rs)");
        assert!(there[i].len() > 5, "the list of what is there was not read");
    }
}

#[tokio::test]
async fn a12_nobody_reaches_what_is_somebody_elses() {
    let house = House::open().await;
    let mut owner = house.person("欧阳望舒", 123).await;
    let things = house.owner(&mut owner).await;
    let other = house.person("司马相如", 456).await;
    let before = standing(&owner, &things).await;

    let mut without = house.browser();
    let mut stranger = other.browser.clone();
    for rule in PAGES.iter().chain(ROUTES).chain(FUNCTIONS) {
        for answer in asked(&mut without, rule, &things).await {
            keeps_secret(&answer, &owner, rule);
            if matches!(rule.who, Who::Owner | Who::SignedIn | Who::Staff(_) | Who::SecondStep) {
                let led_away =
                    answer.asks_to_sign_in() || (answer.status / 100 == 3 && answer.body.is_empty());
                assert!(led_away, "{} without a session: {} {}", rule.at, answer.status, answer.text());
            }
        }
        for (i, answer) in asked(&mut stranger, rule, &things).await.into_iter().enumerate() {
            keeps_secret(&answer, &owner, rule);
            if matches!(rule.who, Who::Staff(_) | Who::SecondStep) {
                let led_away = answer.asks_to_sign_in();
                assert!(led_away, "{} by a candidate: {} {}", rule.at, answer.status, answer.location());
            }
            if rule.who == Who::Owner {
                // A form without WASM is led back with its error; everything else says that there is no such thing.
                let led_back =
                    answer.location().contains("not_found") || answer.location().contains("__err=");
                let refused = answer.status == 404 || (i == 1 && led_back);
                assert!(refused, "{} by another: {} {}", rule.at, answer.status, answer.location());
            }
        }
    }
    assert_eq!(standing(&owner, &things).await, before, "somebody else's asking changed something");

    // The control: the owner is led to none of these refusals.
    for rule in PAGES.iter().chain(ROUTES).chain(FUNCTIONS) {
        for answer in asked(&mut owner.browser, rule, &things).await {
            if matches!(rule.who, Who::Owner | Who::SignedIn) {
                let refused = answer.status == 404 || answer.asks_to_sign_in();
                assert!(!refused, "{} by its owner: {} {}", rule.at, answer.status, answer.location());
            }
        }
    }
}

#[tokio::test]
async fn a12_what_was_typed_while_signing_up_is_seen_in_its_own_session_only() {
    let house = House::open().await;
    let mut typing = house.browser();
    let form = crate::browser::encoded(&[("name", "欧阳望舒"), ("region", "mainland"), ("number", "1")]);
    typing.form("/api/account/sign-up/person", HTML, &form).await.unwrap();
    let own = typing.form("/api/account/sign-up", JSON, "").await.unwrap();
    assert!(own.text().contains("欧阳望舒"));
    let mut other = house.person("司马相如", 456).await;
    for browser in [&mut house.browser(), &mut other.browser] {
        let seen = browser.form("/api/account/sign-up", JSON, "").await.unwrap();
        assert!(seen.status == 200 && !seen.text().contains("欧阳望舒"));
        assert!(!browser.get("/sign-up").await.unwrap().text().contains("欧阳望舒"));
    }
}

#[tokio::test]
async fn a11_a_session_that_has_ended_opens_nothing() {
    let house = House::open().await;
    let mut owner = house.person("欧阳望舒", 123).await;
    let before = owner.browser.clone();
    assert_eq!(before.clone().get("/me").await.unwrap().status, 200);
    owner.browser.form("/api/account/sign-out", HTML, "").await.unwrap();
    assert!(before.clone().get("/me").await.unwrap().asks_to_sign_in());
    let mut invented = before;
    invented.session = Some("0".repeat(64));
    assert!(invented.get("/me").await.unwrap().asks_to_sign_in());
}
