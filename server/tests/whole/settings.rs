//! 学校设置 and 宣传海报 through the real router: what is changed stands on every page at once.

use crate::browser::{JSON, Part, encoded};
use crate::house::{House, fine};

const NAME: &str = "湘江学院继续教育部";

/// A red dot.
fn png() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::RgbaImage::from_pixel(48, 48, image::Rgba([200, 40, 30, 128]));
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

#[tokio::test]
async fn f12_a_changed_name_stands_on_the_portal_its_manifest_and_the_poster() {
    let house = House::open().await;
    let mut boss = house.colleague("boss", "technical_admin").await;
    let mut stranger = house.browser();
    let before = stranger.get("/").await.unwrap().words();
    assert!(before.contains("示例大学") && !before.contains(NAME), "the control: {before}");
    let fields = [("seen", "0"), ("typed[name]", NAME), ("typed[hotline]", "0731-8888 2222")];
    assert_eq!(fine(&mut boss.browser, "/api/staff/school/save", &fields).await, "/admin/settings");
    for path in ["/", "/manifest.webmanifest"] {
        assert!(stranger.get(path).await.unwrap().text().contains(NAME), "{path}");
    }
    assert!(stranger.get("/sign-in").await.unwrap().words().contains("0731-8888 2222"));
    let page = boss.browser.get("/admin/settings").await.unwrap();
    assert!(page.words().contains(NAME) && page.words().contains("配置文件：示例大学"), "{}", page.words());
    let stale = encoded(&[("seen", "0"), ("typed[name]", "另一所大学")]);
    let answer = boss.browser.form("/api/staff/school/save", JSON, &stale).await.unwrap();
    assert_eq!(answer.status, 409);
    let wrong = encoded(&[("seen", "1"), ("typed[signature]", "【甲】")]);
    assert_eq!(boss.browser.form("/api/staff/school/save", JSON, &wrong).await.unwrap().status, 422);
    let poster = boss.browser.get("/admin/poster.pdf").await.unwrap();
    assert!(poster.status == 200 && poster.body.starts_with(b"%PDF"), "{}", poster.status);
    assert_eq!(poster.header("cache-control"), "no-store");
    let svg = boss.browser.get("/admin/poster.svg").await.unwrap();
    assert!(svg.header("content-type") == "image/svg+xml" && svg.text().starts_with("<svg"));
    assert!(boss.browser.get("/admin/poster.png").await.unwrap().body.starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn f12_a_seal_that_was_sent_stands_on_the_pages_and_none_but_a_picture_is_taken() {
    let house = House::open().await;
    let mut boss = house.colleague("boss", "technical_admin").await;
    let mut stranger = house.browser();
    assert_eq!(stranger.get("/school/seal").await.unwrap().status, 404);
    let script = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let sent = [Part::Text("seen", "0"), Part::File("file", script)];
    let refused = boss.browser.upload("/admin/upload/seal", JSON, &sent).await.unwrap();
    assert_eq!(refused.status, 422, "{}", refused.text());
    let seal = png();
    let sent = [Part::Text("seen", "0"), Part::File("file", &seal)];
    assert_eq!(boss.browser.upload("/admin/upload/seal", JSON, &sent).await.unwrap().status, 200);
    let shown = stranger.get("/school/seal").await.unwrap();
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/png"));
    assert!(stranger.get("/privacy").await.unwrap().text().contains("data-own-seal"));
    fine(&mut boss.browser, "/api/staff/school/seal/remove", &[("seen", "1")]).await;
    assert_eq!(stranger.get("/school/seal").await.unwrap().status, 404);
}
