use axum::http::Method;

use crate::browser::{HTML, JSON, Part};
use crate::house::{House, photo};
use crate::rules::{FUNCTIONS, ROUTES, Who};

const MEGABYTE: usize = 1_024 * 1_024;

#[tokio::test]
async fn b3_a_picture_over_4_mb_is_refused_with_its_sentence() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    person.browser.form("/api/identity/consent", HTML, "consent=on").await.unwrap();
    let large = vec![0xff; 5 * MEGABYTE];
    let told =
        person.browser.upload("/upload/identity/front", JSON, &[Part::File("photo", &large)]).await.unwrap();
    assert_eq!(told.status, 413, "{}", told.text());
    assert!(told.text().contains("too_large"), "{}", told.text());
    let led =
        person.browser.upload("/upload/identity/front", HTML, &[Part::File("photo", &large)]).await.unwrap();
    assert_eq!(
        (led.status, led.location().starts_with("/me/identity?error=")),
        (303, true),
        "{}",
        led.location()
    );
    let page = person.browser.get(led.location()).await.unwrap();
    assert!(page.text().contains("4 MB"), "the sentence stands on the page");
    // The control: the largest that is taken is judged as a picture.
    let largest = vec![0xff; 4 * MEGABYTE];
    let told = person
        .browser
        .upload("/upload/identity/front", JSON, &[Part::File("photo", &largest)])
        .await
        .unwrap();
    assert_eq!(told.status, 422, "{}", told.text());
}

#[tokio::test]
async fn no_route_takes_more_bytes_than_it_needs() {
    let house = House::open().await;
    let mut owner = house.person("欧阳望舒", 123).await;
    let things = house.owner(&mut owner).await;
    let flood = vec![b'x'; 12 * MEGABYTE];
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    for rule in FUNCTIONS {
        let answer = owner.browser.send(Method::POST, rule.at, JSON, &kind, flood.clone()).await.unwrap();
        assert_eq!(answer.status, 413, "{}: {}", rule.at, answer.text());
    }
    // A second 更名申请 would be refused for being one.
    assert_eq!(owner.browser.form("/api/rename/withdraw", JSON, "").await.unwrap().status, 200);
    for rule in ROUTES {
        let (method, path) = rule.path(&things);
        if method == Method::POST {
            let parts =
                ["photo", "screenshot", "frame", "rename_picture"].map(|name| Part::File(name, &flood));
            let answer = owner.browser.upload(&path, JSON, &parts).await.unwrap();
            // What staff send is not even read of anybody else.
            let wanted = if matches!(rule.who, Who::Staff(_)) { 401 } else { 413 };
            assert_eq!(answer.status, wanted, "{path}: {}", answer.text());
        }
    }
    let page = owner.browser.send(Method::POST, "/api/account/me", HTML, &kind, flood).await.unwrap();
    assert!(page.status == 413 && page.text().contains("（413）"), "{}", page.text());
    // The control: a form of the usual size is read.
    assert_eq!(owner.browser.form("/api/account/me", JSON, "").await.unwrap().status, 200);
}

#[tokio::test]
async fn e10_a_file_of_scores_that_is_too_large_is_refused_with_its_sentence() {
    let house = House::open().await;
    let mut officer = house.colleague("zhao.min", "exam_officer").await;
    let exam = house.open_exam().await.id;
    let (path, large) = (format!("/admin/upload/scores/{exam}"), vec![b'1'; 33 * MEGABYTE]);
    let led = officer.browser.upload(&path, HTML, &[Part::File("file", &large)]).await.unwrap();
    assert!(led.status == 303 && led.location().starts_with("/admin/scores?"), "{}", led.location());
    let page = officer.browser.get(led.location()).await.unwrap();
    assert!(page.text().contains("E10-3"), "the sentence stands on the page");
    let told = officer.browser.upload(&path, JSON, &[Part::File("file", &large)]).await.unwrap();
    assert_eq!(told.status, 409, "{}", told.text());
}

#[tokio::test]
async fn b1_a_file_of_a_roster_or_a_list_that_is_too_large_is_refused_with_its_sentence() {
    let house = House::open().await;
    let mut officer = house.colleague("zhao.min", "exam_officer").await;
    let exam = house.open_exam().await.id;
    let large = vec![b'1'; 33 * MEGABYTE];
    let roster = (format!("/admin/upload/roster/{exam}"), "/admin/roster?");
    for (path, page) in [roster, ("/admin/upload/list/major".to_owned(), "/admin/lists?")] {
        let led = officer.browser.upload(&path, HTML, &[Part::File("file", &large)]).await.unwrap();
        assert!(led.status == 303 && led.location().starts_with(page), "{}", led.location());
        let shown = officer.browser.get(led.location()).await.unwrap();
        assert!(shown.text().contains("B1-2"), "the sentence stands on the page");
        let told = officer.browser.upload(&path, JSON, &[Part::File("file", &large)]).await.unwrap();
        assert_eq!(told.status, 409, "{}", told.text());
        // The control: one of the usual size is read, and nothing of it is said to be too large.
        let small = officer.browser.upload(&path, JSON, &[Part::File("file", b"x\n1\n")]).await.unwrap();
        assert!(small.text().contains("columns_missing"), "{}", small.text());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b3_when_all_hands_are_full_the_answer_is_503_and_says_when_to_come_again() {
    let house = House::with_pool(1, 1).await;
    let mut person = house.person("欧阳望舒", 123).await;
    person.browser.form("/api/identity/consent", HTML, "consent=on").await.unwrap();
    let jpeg = photo();
    let (mut taken, mut busy) = (0, 0);
    // On a busy machine the hands may keep up with a crowd that itself comes slowly: then another crowd comes.
    for _crowd in 0..40 {
        if busy > 0 && taken > 0 {
            break;
        }
        let tasks: Vec<_> = (0..16)
            .map(|_| {
                let (mut browser, jpeg) = (person.browser.clone(), jpeg.clone());
                tokio::spawn(async move {
                    browser
                        .upload("/upload/identity/front", JSON, &[Part::File("photo", &jpeg)])
                        .await
                        .unwrap()
                })
            })
            .collect();
        for task in tasks {
            let answer = task.await.unwrap();
            match answer.status {
                503 => {
                    busy += 1;
                    assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
                    assert_eq!(answer.text(), "\"busy\"");
                }
                200 | 409 => taken += 1,
                other => panic!("{other}: {}", answer.text()),
            }
        }
    }
    assert!(busy > 0 && taken > 0, "{busy} were told to come again, {taken} were taken");
}
