use axum::http::Method;

use crate::browser::{Answer, HTML, JSON, encoded};
use crate::house::House;
use crate::rules::{FUNCTIONS, PAGES, ROUTES};

/// Value of a directive of the policy.
fn directive<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let policy = answer.header("content-security-policy");
    policy.split("; ").find_map(|part| part.strip_prefix(name)).unwrap_or_default().trim()
}

#[tokio::test]
async fn a_write_from_elsewhere_is_refused_on_every_route_and_by_every_method() {
    let house = House::open().await;
    let mut owner = house.person("欧阳望舒", 123).await;
    let things = house.owner(&mut owner).await;
    let mut paths: Vec<_> = FUNCTIONS.iter().map(|rule| rule.at.to_owned()).collect();
    paths.extend(PAGES.iter().chain(ROUTES).map(|rule| rule.path(&things).1));
    paths.push("/no-such-page".into());
    paths.push("/pkg/zhunkao.js".into());
    let elsewhere: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")],
        &[("sec-fetch-site", "same-site"), ("origin", "https://other.localhost")],
        &[("sec-fetch-site", "none")],
        &[("sec-fetch-site", "cross-site"), ("origin", "http://localhost:3000")],
    ];
    for path in &paths {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            for from in elsewhere {
                let answer = owner.browser.send(method.clone(), path, JSON, from, Vec::new()).await.unwrap();
                assert_eq!(answer.status, 403, "{method} {path} from {from:?}");
            }
        }
    }
    // The control: the same write from our own page is heard. And nothing of the above signed the owner out.
    let own = owner.browser.form("/api/account/me", JSON, "").await.unwrap();
    assert_eq!(own.status, 200);
}

#[tokio::test]
async fn a_browser_that_sends_no_fetch_metadata_is_judged_by_its_origin() {
    let house = House::open().await;
    let mut browser = house.browser();
    for (origin, wanted) in [
        ("https://elsewhere.example", 403),
        ("http://localhost:3001", 403),
        ("null", 403),
        ("", 403),
        ("http://localhost:3000", 200),
    ] {
        let from = [("sec-fetch-site", ""), ("origin", origin)];
        let answer = browser.send(Method::POST, "/api/home", JSON, &from, Vec::new()).await.unwrap();
        assert_eq!(answer.status, wanted, "from {origin:?}");
    }
}

#[tokio::test]
async fn every_page_allows_only_our_own_scripts_and_inline_ones_by_a_nonce_of_this_answer() {
    let house = House::open().await;
    let mut owner = house.person("欧阳望舒", 123).await;
    let things = house.owner(&mut owner).await;
    let mut nonces = Vec::new();
    for rule in PAGES {
        let (_, path) = rule.path(&things);
        let answer = owner.browser.get(&path).await.unwrap();
        let scripts = directive(&answer, "script-src");
        let policy = answer.header("content-security-policy").to_owned();
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        for (name, value) in [
            ("default-src", "'self'"),
            ("object-src", "'none'"),
            ("base-uri", "'none'"),
            ("frame-ancestors", "'none'"),
        ] {
            assert_eq!(directive(&answer, name), value, "{path}: {policy}");
        }
        let nonce =
            scripts.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
        assert!(nonce.len() >= 16, "{path}");
        let text = answer.text();
        assert!(text.contains("<script"), "{path} has no script: is it a page at all?");
        for tag in text.split("<script").skip(1).filter_map(|rest| rest.split('>').next()) {
            assert!(
                tag.contains(&format!("nonce=\"{nonce}\"")) || tag.contains("src="),
                "{path}: <script{tag}>"
            );
        }
        for attribute in ["onclick=", "onload=", "onerror=", "javascript:", " style=\""] {
            assert!(!text.contains(attribute), "{path} has {attribute}, which the policy forbids");
        }
        nonces.push(nonce.to_owned());
    }
    let all = nonces.len();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), all, "a nonce was used twice");
}

#[tokio::test]
async fn every_answer_carries_the_guarding_headers_and_what_is_personal_is_kept_nowhere() {
    let house = House::open().await;
    let mut owner = house.person("欧阳望舒", 123).await;
    let things = house.owner(&mut owner).await;
    let mut answers = Vec::new();
    for rule in PAGES.iter().chain(ROUTES) {
        let (method, path) = rule.path(&things);
        if method == Method::GET {
            answers.push((path.clone(), owner.browser.get(&path).await.unwrap()));
        }
    }
    for rule in FUNCTIONS {
        answers.push((
            rule.at.to_owned(),
            owner.browser.form(rule.at, JSON, &rule.filled(&things)).await.unwrap(),
        ));
    }
    answers.push(("/no-such-page".into(), owner.browser.get("/no-such-page").await.unwrap()));
    for (path, answer) in &answers {
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(answer.header("strict-transport-security").contains("max-age="), "{path}");
        assert!(answer.header("permissions-policy").contains("camera=(self)"), "{path}");
        assert!(!answer.header("content-security-policy").is_empty(), "{path}");
        // The same for everybody.
        let public = path.starts_with("/guide/")
            || path.ends_with("/payment-code.png")
            || ["/sw.js", "/manifest.webmanifest", "/school/seal"].contains(&path.as_str());
        let kept = answer.header("cache-control");
        assert!(public || kept == "no-store", "{path} may be kept: {kept}");
    }
}

#[tokio::test]
async fn the_session_cookie_is_for_this_host_over_https_and_out_of_reach_of_scripts() {
    let house = House::open().await;
    let mut browser = house.browser();
    let form = encoded(&[("name", "司马相如"), ("region", "mainland"), ("number", "1")]);
    let answer = browser.form("/api/account/sign-up/person", HTML, &form).await.unwrap();
    let cookie = answer.header("set-cookie").to_owned();
    let mut parts = cookie.split("; ");
    let (name, token) = parts.next().unwrap().split_once('=').unwrap();
    assert_eq!((name, token.len()), ("__Host-session", 64), "{cookie}");
    let mut attributes: Vec<_> = parts.collect();
    attributes.sort_unstable();
    assert_eq!(
        attributes,
        ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"],
        "no Domain, and nothing missing"
    );
}

#[tokio::test]
async fn a8_the_token_changes_when_the_rights_do() {
    let house = House::open().await;
    let person = house.person("司马相如", 456).await;
    let mut browser = house.browser();
    let form = encoded(&[("name", "欧阳望舒"), ("region", "mainland"), ("number", "1")]);
    browser.form("/api/account/sign-up/person", HTML, &form).await.unwrap();
    let before = browser.session.clone().unwrap();
    let form = encoded(&[("number", person.number.as_str()), ("password", crate::house::PASSWORD)]);
    let answer = browser.form("/api/account/sign-in", HTML, &form).await.unwrap();
    assert!(answer.is_fine(), "{}", answer.location());
    assert_ne!(browser.session.as_ref(), Some(&before), "whoever planted a token would be signed in with it");
    let mut planted = house.browser();
    planted.session = Some(before);
    assert!(planted.get("/me").await.unwrap().asks_to_sign_in());
}
