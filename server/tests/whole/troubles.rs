use axum::http::Method;
use serde_json::Value;

use crate::browser::{Answer, HTML, JSON, encoded};
use crate::house::{House, logged};

/// The lines of the log that carry this code.
fn lines_with(code: &str) -> Vec<Value> {
    let lines = logged();
    let own = lines.lines().filter(|line| line.contains(code));
    own.map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect()
}

fn code_on(answer: &Answer) -> String {
    let text = answer.text();
    let after = text.split("报出编号").nth(1).unwrap_or_else(|| panic!("no code on the page: {text}"));
    after.chars().skip_while(|c| !c.is_ascii_alphanumeric()).take_while(char::is_ascii_alphanumeric).collect()
}

fn has_a_way_back(answer: &Answer) -> bool {
    let text = answer.text();
    text.contains("href=\"/\"") && text.contains("回到首页") && text.contains("lang=\"zh-CN\"")
}

#[tokio::test]
async fn g4_an_internal_error_shows_the_code_under_which_the_log_holds_its_cause() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.store.close().await;
    let page = person.browser.get("/me").await.unwrap();
    assert_eq!(page.status, 500);
    let code = code_on(&page);
    assert_eq!(page.header("x-request-code"), code, "the code is that of the request");
    let lines = lines_with(&code);
    let cause = lines.iter().find(|line| line["fields"]["cause"].is_string()).expect("the cause in the log");
    assert_eq!((&cause["level"], &cause["fields"]["message"]), (&"ERROR".into(), &"internal error".into()));
    assert!(lines.iter().any(|line| line["fields"]["status"] == 500), "{lines:?}");

    let told = person.browser.form("/api/account/me", JSON, "").await.unwrap();
    assert_eq!(told.status, 500);
    let code = told.json()["broken"]["code"].as_str().expect("a code").to_owned();
    assert!(!lines_with(&code).is_empty());
}

#[tokio::test]
async fn g4_every_request_is_noted_with_its_code_and_without_what_was_typed() {
    let house = House::open().await;
    let mut browser = house.browser();
    for path in
        ["/sign-in?next=13900001234", "/43011119950615002X", "/registrations/13900001234", "/api/司马相如"]
    {
        let path: String = path.chars().map(|c| if c.is_ascii() { c } else { 'x' }).collect();
        let answer = browser.get(&path).await.unwrap();
        let code = answer.header("x-request-code").to_owned();
        assert_eq!(code.len(), 6, "{path}");
        let lines = lines_with(&code);
        assert!(
            lines
                .iter()
                .any(|line| line["span"]["code"] == code.as_str() && line["fields"]["millis"].is_u64())
        );
    }
    let answer =
        browser.form("/api/account/sign-in", HTML, "number=43011119950615002X&password=x").await.unwrap();
    let noted = lines_with(answer.header("x-request-code"));
    assert_eq!(noted[0]["span"]["route"], "/api/account/sign-in");
    let all = logged();
    assert!(!all.contains("13900001234") && !all.contains("43011119950615002X"));
    // The control: the search looks at the right text.
    assert!(all.contains("/api/account/sign-in"));
}

#[tokio::test]
async fn g4_a_handler_that_panics_answers_with_a_code_and_the_log_does_not_repeat_its_message() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.break_clock();
    for (path, method) in [
        ("/me", Method::GET),
        ("/", Method::GET),
        ("/photo/identity/front", Method::GET),
        ("/api/account/me", Method::POST),
        ("/api/account/sign-in", Method::POST),
        ("/upload/identity/front", Method::POST),
    ] {
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let form = b"number=1&password=2".to_vec();
        let answer = person.browser.send(method.clone(), path, HTML, &kind, form.clone()).await.unwrap();
        assert_eq!(answer.status, 500, "{method} {path}: {}", answer.location());
        assert_eq!(code_on(&answer), answer.header("x-request-code"), "{path}");
        assert!(has_a_way_back(&answer), "{path}");
        assert!(!answer.text().contains("clock"), "{path}");
        let told = person.browser.send(method.clone(), path, JSON, &kind, form).await.unwrap();
        assert_eq!(told.status, 500, "{method} {path}: {}", told.text());
        let code = told.json()["broken"]["code"]
            .as_str()
            .unwrap_or_else(|| panic!("{path}: {}", told.text()))
            .to_owned();
        assert!(lines_with(&code).iter().any(|line| line["fields"]["status"] == 500), "{path}");
    }
    assert!(!logged().contains("13900001234"), "a panic's message may hold what somebody wrote");
}

#[tokio::test]
async fn g4_a_wrong_address_or_method_gets_a_page_with_a_way_back() {
    let house = House::open().await;
    let mut browser = house.browser();
    let mut page = async |method: Method, path: &str| {
        browser
            .send(method, path, HTML, &[("content-type", "application/x-www-form-urlencoded")], Vec::new())
            .await
            .unwrap()
    };
    for path in ["/no-such-page", "/upload/identity", "/photo/proof/1", "/api/no-such-function"] {
        let answer = page(Method::GET, path).await;
        assert!(matches!(answer.status, 404 | 405), "{path}: {}", answer.status);
        assert!(answer.text().contains(&format!("（{}）", answer.status)), "{path}: {}", answer.text());
        assert!(has_a_way_back(&answer), "{path}");
    }
    let answer = page(Method::GET, "/upload/identity/front").await;
    assert_eq!(answer.status, 405);
    assert!(answer.text().contains("（405）") && has_a_way_back(&answer), "{}", answer.text());
    assert!(answer.header("content-security-policy").contains("style-src 'self'"));
    let answer = page(Method::DELETE, "/me").await;
    assert!(answer.status == 405 && answer.text().contains("（405）"), "{}", answer.status);
    let answer = page(Method::POST, "/api/no-such-function").await;
    assert!(answer.status / 100 == 4 && has_a_way_back(&answer), "{}: {}", answer.status, answer.text());
}

#[tokio::test]
async fn a12_an_error_page_does_not_repeat_the_address() {
    let house = House::open().await;
    let mut browser = house.browser();
    for path in [
        "/photo/proof/43011119950615002X",
        "/exams/43011119950615002X/payment-code.png",
        "/43011119950615002X",
    ] {
        for accept in [HTML, JSON, "image/*"] {
            let answer = browser.send(Method::GET, path, accept, &[], Vec::new()).await.unwrap();
            assert!(answer.status >= 400 && !answer.text().contains("002X"), "{path}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn g4_a_form_that_does_not_parse_is_an_answer_and_no_accident() {
    let house = House::open().await;
    let mut browser = house.browser();
    let long = encoded(&[("name", &"长".repeat(9_000))]);
    for body in ["", "%", "name[x]=1", "id=reg_1", "=&=&=", "name=%ff%fe", long.as_str()] {
        for path in ["/api/account/sign-up/person", "/api/registration/detail", "/api/registration/begin"] {
            let answer = browser.form(path, JSON, body).await.unwrap();
            assert!(
                (400..500).contains(&answer.status) || answer.status == 200,
                "{path} {body}: {}",
                answer.status
            );
            assert!(!answer.header("x-request-code").is_empty());
        }
    }
}
