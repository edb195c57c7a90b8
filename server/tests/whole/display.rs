//! G2 and G3 without a browser: the language and the size of text of an answer, and the choice of them.

use axum::http::Method;

use crate::browser::{Answer, HTML};
use crate::house::House;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// What the browser keeps of an answer, as it sends it again.
fn kept(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn g2_a_page_speaks_the_language_that_its_reader_asks_for_until_they_choose_another() {
    let house = House::open().await;
    let mut reader = house.browser();
    let asked = ("accept-language", "en-GB,en;q=0.9");
    let page = reader.send(Method::GET, "/sign-in", HTML, &[asked], Vec::new()).await.unwrap().text();
    assert!(page.contains(r#"<html lang="en""#) && page.contains("Sign in"), "{page}");
    // Chosen on a page, it leads back there and counts from then on.
    let from = [FORM, ("referer", "http://localhost:3000/sign-in?next=%2Fme")];
    let told =
        reader.send(Method::POST, "/display", HTML, &from, b"language=zh-Hant".to_vec()).await.unwrap();
    assert_eq!((told.status, told.location()), (303, "/sign-in?next=%2Fme"));
    let cookie = kept(&told);
    let chosen = [asked, ("cookie", cookie.as_str())];
    let page = reader.send(Method::GET, "/sign-in", HTML, &chosen, Vec::new()).await.unwrap().text();
    assert!(page.contains(r#"<html lang="zh-Hant""#) && page.contains("登入"), "{page}");
    // What went wrong before a page is told in the same language, and the home screen has the same name.
    let lost =
        reader.send(Method::GET, "/photo/identity/front", HTML, &chosen, Vec::new()).await.unwrap().text();
    assert!(lost.contains(r#"<html lang="zh-Hant""#), "{lost}");
    let manifest =
        reader.send(Method::GET, "/manifest.webmanifest", HTML, &chosen, Vec::new()).await.unwrap();
    assert!(manifest.text().contains(r#""lang":"zh-Hant""#), "{}", manifest.text());
}

#[tokio::test]
async fn g3_large_text_is_chosen_by_one_form_and_nonsense_changes_nothing() {
    let house = House::open().await;
    let mut reader = house.browser();
    let from = [FORM, ("referer", "http://localhost:3000/sign-in")];
    for size in ["large", "normal"] {
        let told =
            reader.send(Method::POST, "/display", HTML, &from, format!("text={size}").into()).await.unwrap();
        assert_eq!((told.status, told.location()), (303, "/sign-in"));
        let cookie = kept(&told);
        let page =
            reader.send(Method::GET, "/", HTML, &[("cookie", &cookie)], Vec::new()).await.unwrap().text();
        assert!(
            page.contains(&format!(r#"data-text="{size}""#)) && page.contains(r#"lang="zh-CN""#),
            "{page}"
        );
    }
    let nonsense =
        reader.send(Method::POST, "/display", HTML, &from, b"text=huge&language=xx".to_vec()).await.unwrap();
    assert_eq!((nonsense.status, nonsense.header("set-cookie")), (303, ""));
}

#[tokio::test]
async fn g2_the_choice_never_leads_to_another_site() {
    let house = House::open().await;
    let mut reader = house.browser();
    for referer in [
        "http://localhost:3000//elsewhere.example/",
        "http://localhost:3000/\\elsewhere.example",
        "nonsense",
        "http://localhost:3000/display",
    ] {
        let from = [FORM, ("referer", referer)];
        let told = reader.send(Method::POST, "/display", HTML, &from, b"text=large".to_vec()).await.unwrap();
        assert_eq!(told.location(), "/", "{referer}");
    }
}

#[tokio::test]
async fn g2_books_hold_one_language_each_and_their_names_change_with_their_texts() {
    let house = House::open().await;
    let mut reader = house.browser();
    let page = reader.send(Method::GET, "/sign-in", HTML, &[], Vec::new()).await.unwrap().text();
    let of = |attribute: &str| page.split(attribute).nth(1).unwrap().split('"').nth(1).unwrap().to_owned();
    for (attribute, text) in [("data-words-first", "我的报名"), ("data-words-rest", "登录")] {
        let at = of(attribute);
        let book = reader.send(Method::GET, &at, HTML, &[], Vec::new()).await.unwrap();
        assert!(book.text().contains(text), "{at}");
        assert!(book.header("cache-control").contains("immutable"), "{at}");
        assert!(!book.text().contains("Sign in") && !book.text().contains("登入"), "{at}");
    }
    let gone = reader.send(Method::GET, "/words/zh-CN-first.0.txt", HTML, &[], Vec::new()).await.unwrap();
    assert_eq!(gone.status, 404);
}
