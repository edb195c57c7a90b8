//! The school's own name and telephones stand wherever help is offered, and the demo's nowhere.

use domain::site::{School, SealPicture};

use crate::browser::Answer;
use crate::house::{House, Opening};

const NAME: &str = "湘江学院继续教育部";
const TECHNICAL: &str = "信息科 0731-8888 1111";
const HOTLINE: &str = "0731-8888 2222";

async fn another_school() -> House {
    let school = School {
        name: NAME.into(),
        technical_contact: TECHNICAL.into(),
        hotline: HOTLINE.into(),
        ..School::default()
    };
    House::with(Opening { school: Some(school), ..Opening::default() }).await
}

/// Fails unless all of it is written on the page, and none of the demo's.
fn says(page: &Answer, path: &str, wanted: &[&str]) {
    let words = page.words();
    for text in wanted {
        assert!(words.contains(text), "{path} does not say {text}: {words}");
    }
    for demo in ["示例大学", "0731-0000"] {
        assert!(!page.text().contains(demo), "{path} says {demo}, which is the demo's");
    }
}

#[tokio::test]
async fn f12_the_schools_own_name_and_telephones_stand_wherever_help_is_offered() {
    let house = another_school().await;
    let mut stranger = house.browser();
    for (path, wanted) in [
        ("/", &[NAME, HOTLINE][..]),
        ("/sign-up", &[TECHNICAL]),
        ("/sign-in", &[HOTLINE, TECHNICAL]),
        ("/privacy", &[HOTLINE]),
        ("/reset", &[TECHNICAL]),
        ("/no-such-page", &[]),
    ] {
        says(&stranger.get(path).await.unwrap(), path, wanted);
    }
    let mut person = house.person("欧阳望舒", 123).await;
    let (_, text, _) = service::demo::messages(&house.cx).await.unwrap().remove(0);
    assert!(text.starts_with(&format!("【{NAME}】")), "{text}");
    let wanted = [
        ("/me/profile", &[TECHNICAL][..]),
        ("/me/identity", &[NAME, HOTLINE]),
        ("/me/consent", &[NAME, HOTLINE]),
    ];
    for (path, wanted) in wanted {
        says(&person.browser.get(path).await.unwrap(), path, wanted);
    }
    // The same for what is sealed: with the data not to be reached, the page says whom to call.
    house.store.close().await;
    let broken = person.browser.get("/me").await.unwrap();
    assert_eq!(broken.status, 500);
    says(&broken, "a page whose data does not come", &[HOTLINE]);
}

#[tokio::test]
async fn f12_a_school_may_have_a_seal_and_a_privacy_text_of_its_own() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let school = School {
        privacy: Some("## 本校说明\n\n由**学籍科**负责。<script>alert(1)</script>".into()),
        seal: SealPicture::parse(svg.into()),
        ..School::default()
    };
    let house = House::with(Opening { school: Some(school), ..Opening::default() }).await;
    let mut stranger = house.browser();
    let page = stranger.get("/privacy").await.unwrap();
    assert!(page.text().contains("<h2>本校说明</h2>") && page.text().contains("<strong>学籍科</strong>"));
    assert!(!page.text().contains("<script>alert(1)"), "what the school writes is text, not a program");
    assert!(page.words().contains("收集哪些信息"), "what the program does stands there all the same");
    assert!(page.text().contains("data-own-seal"));
    let seal = stranger.get("/school/seal").await.unwrap();
    assert_eq!((seal.text(), seal.header("content-type")), (svg.to_owned(), "image/svg+xml"));
    assert!(seal.header("content-security-policy").starts_with("default-src 'none'"));
}

#[tokio::test]
async fn f12_the_control_without_a_seal_of_its_own_the_products_stands() {
    let house = House::open().await;
    let mut stranger = house.browser();
    assert_eq!(stranger.get("/school/seal").await.unwrap().status, 404);
    assert!(!stranger.get("/privacy").await.unwrap().text().contains("data-own-seal"));
}

#[tokio::test]
async fn f12_an_error_page_that_no_route_has_drawn_names_the_hotline() {
    let house = another_school().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.break_clock();
    for path in ["/me", "/photo/identity/front"] {
        let broken = person.browser.get(path).await.unwrap();
        assert_eq!(broken.status, 500);
        says(&broken, path, &[HOTLINE, "报出编号"]);
    }
}

#[tokio::test]
async fn f12_the_control_a_demo_says_its_own() {
    let house = House::open().await;
    let words = house.browser().get("/").await.unwrap().words();
    assert!(words.contains("示例大学") && words.contains("0731-0000 0000"), "{words}");
}

#[tokio::test]
async fn b2_before_any_picture_the_consent_says_what_it_must_and_takes_none() {
    let house = another_school().await;
    let mut person = house.person("欧阳望舒", 123).await;
    let page = person.browser.get("/me/identity").await.unwrap();
    let points = ["用来做什么", "为什么需要", "怎样处理", "保存多久", "您的权利", "联系谁"];
    says(&page, "/me/identity", &points);
    says(&page, "/me/identity", &["同意处理证件与人脸信息", "满一年", "撤回", "人工核验", NAME, HOTLINE]);
    let html = page.text();
    assert!(!html.contains("type=\"file\""), "no picture is asked for before the consent");
    let box_of_consent = tag(&html, "<input", "name=\"consent\"");
    assert!(box_of_consent.contains("type=\"checkbox\""), "{box_of_consent}");
    assert!(!box_of_consent.contains("checked"), "ticked beforehand: {box_of_consent}");

    // Without the tick nothing is given.
    let refused = person.browser.submit("/me/identity", "/api/identity/consent", &[]).await.unwrap();
    assert!(refused.words().contains("（B2-"), "{}", refused.words());
    assert!(!refused.text().contains("type=\"file\""));
    // The control: with it the pictures are asked for.
    let given = [("consent", "on")];
    let page = person.browser.submit("/me/identity", "/api/identity/consent", &given).await.unwrap();
    assert!(page.text().contains("type=\"file\""), "{}", page.words());
}

/// The first tag of this kind that carries `mark`.
fn tag<'h>(html: &'h str, kind: &str, mark: &str) -> &'h str {
    let tags = html.split(kind).skip(1).filter_map(|rest| rest.split('>').next());
    tags.into_iter().find(|tag| tag.contains(mark)).unwrap_or_else(|| panic!("no {kind} with {mark}"))
}
