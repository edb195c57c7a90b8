//! Inside `WeChat` nothing of the portal can be reached but the way out of it.

use axum::http::Method;

use crate::browser::{Answer, Browser, HTML};
use crate::house::House;
use crate::rules::PAGES;

const AGENTS: [&str; 3] = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 \
     MicroMessenger/8.0.50(0x1800323a) NetType/WIFI Language/zh_CN",
    "Mozilla/5.0 (Linux; Android 14; V2307A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile \
     Safari/537.36 XWEB/1160117 MMWEBSDK/20240404 MicroMessenger/8.0.49.2600(0x2800313D) WeChat/arm64 Language/zh_CN",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 \
     wxwork/4.1.20 MicroMessenger/7.0.1 Language/zh",
];

const CHROME: &str = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Mobile Safari/537.36";

async fn look(browser: &mut Browser, path: &str, further: &[(&str, &str)]) -> Answer {
    browser.send(Method::GET, path, HTML, further, Vec::new()).await.unwrap()
}

#[tokio::test]
async fn a1_every_page_inside_wechat_is_the_way_out_and_has_no_form() {
    let house = House::open().await;
    let mut owner = house.person("欧阳望舒", 123).await;
    let things = house.owner(&mut owner).await;
    let paths = PAGES.iter().map(|rule| rule.path(&things).1).chain(["/no-such-page".to_owned()]);
    for path in paths {
        for agent in AGENTS {
            for mut browser in [owner.browser.clone(), owner.browser.stranger()] {
                let answer = look(&mut browser, &path, &[("user-agent", agent)]).await;
                let text = answer.text();
                assert_eq!(answer.status, 200, "{path}");
                assert!(answer.words().contains("在浏览器打开"), "{path}: {text}");
                assert!(text.contains(&format!("http://localhost:3000{path}")), "{path}: {text}");
                for barred in ["<form", "<a ", "<input", "/pkg/zhunkao.js", ".wasm", "欧阳望舒"] {
                    assert!(!text.contains(barred), "{path} has {barred}: {text}");
                }
                let policy = answer.header("content-security-policy");
                assert!(
                    policy.contains("form-action 'none'") && !policy.contains("wasm"),
                    "{path}: {policy}"
                );
            }
        }
        // The control: the same page in a browser has forms, of which the choice of a language is one.
        let answer = look(&mut owner.browser, &path, &[("user-agent", CHROME)]).await;
        // A candidate finds nothing but the door in the office.
        assert!(answer.text().contains("<form") || path.starts_with("/admin"), "{path}: {}", answer.text());
        assert!(!answer.words().contains("在浏览器打开"), "{path}");
    }
}

#[tokio::test]
async fn a1_the_way_out_speaks_the_visitors_language() {
    let house = House::open().await;
    let mut browser = house.browser();
    for (language, said) in [("zh-CN", "在浏览器打开"), ("zh-TW", "在瀏覽器開啟"), ("en", "Open in Browser")]
    {
        let answer =
            look(&mut browser, "/", &[("user-agent", AGENTS[0]), ("accept-language", language)]).await;
        assert!(answer.words().contains(said), "{language}: {}", answer.text());
    }
}
