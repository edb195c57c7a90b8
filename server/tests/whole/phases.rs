//! What a candidate sees and can do as the clock goes through the windows of an exam.

use domain::exam::Exam;
use domain::instant::Instant;

use crate::browser::{Browser, words};
use crate::house::House;
use crate::road::{answers, before};

/// What stands on the home page about one exam.
async fn card(browser: &mut Browser, exam: &Exam) -> String {
    let page = browser.get("/").await.unwrap().text();
    let cards = page.split("<section class=\"sheet exam\">").skip(1);
    let own =
        cards.filter_map(|rest| rest.split("</section>").next()).find(|card| card.contains(&exam.title));
    words(own.unwrap_or_else(|| panic!("{} is not on the page", exam.title)))
}

#[tokio::test]
async fn c1_each_exam_shows_the_phase_of_the_servers_clock_and_the_entry_that_goes_with_it() {
    let house = House::open().await;
    let exam = house.open_exam().await;
    let person = house.person("欧阳望舒", 123).await;
    let w = exam.windows;
    let phases: [(Instant, &str, &str); 12] = [
        (before(w.register.start, 1), "未开始", "开放报名"),
        (w.register.start, "报名中", "截止报名"),
        (before(w.register.end, 1), "报名中", "还剩"),
        (w.register.end, "审核中", "报名已截止，正在审核"),
        (before(w.ticket.start, 1), "审核中", "报名已截止，正在审核"),
        (w.ticket.start, "准考证", "前可下载准考证"),
        (before(w.ticket.end, 1), "准考证", "前可下载准考证"),
        (w.ticket.end, "考试已安排", "请按准考证参加考试"),
        (before(w.score.start, 1), "考试已安排", "请按准考证参加考试"),
        (w.score.start, "成绩", "成绩已发布"),
        (before(w.score.end, 1), "成绩", "成绩已发布"),
        (w.score.end, "成绩", "成绩已发布"),
    ];
    for (now, phase, note) in phases {
        house.set_clock(now);
        let mut signed_in = house.sign_in(&person).await;
        for (browser, entry) in [(&mut house.browser(), "登录后报名"), (&mut signed_in, "开始报名")]
        {
            let card = card(browser, &exam).await;
            assert!(card.contains(phase) && card.contains(note), "{phase}: {card}");
            let others =
                ["未开始", "报名中", "审核中", "考试已安排"].into_iter().filter(|word| *word != phase);
            assert!(others.into_iter().all(|word| !card.contains(word)), "{phase}: {card}");
            assert_eq!(card.contains(entry), phase == "报名中", "{phase}: {card}");
        }
    }
}

#[tokio::test]
async fn c2_registration_opens_and_closes_on_the_server_to_the_second() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    let exam = house.open_exam().await;
    let later = house
        .publish("01JBBBBBBBBBBBBBBBBBBBBBBB", |exam| {
            exam.title = "2027年上半年学士学位外语考试".into();
            exam.windows.register.start = exam.windows.register.end.plus_seconds(-60);
        })
        .await;
    let exam_chosen = [("exam", later.id.as_str())];
    house.set_clock(before(later.windows.register.start, 1));
    person.browser = house.sign_in(&person).await;
    let early = person.browser.submit("/", "/api/registration/begin", &exam_chosen).await.unwrap();
    assert!(early.words().contains("（C2-1）"), "{}", early.words());
    house.set_clock(later.windows.register.end);
    let late = person.browser.submit("/", "/api/registration/begin", &exam_chosen).await.unwrap();
    assert!(late.words().contains("（C2-2）"), "{}", late.words());
    // The control: one second earlier it begins.
    house.set_clock(before(exam.windows.register.end, 1));
    let begun = person.browser.submit("/", "/api/registration/begin", &exam_chosen).await.unwrap();
    assert!(begun.words().contains("报考须知"), "{}", begun.words());
}

/// The answers page, loaded while it can still be sent, and what comes of sending it at `then`.
async fn sent_too_late(
    house: &House,
    browser: &mut Browser,
    (id, action): (&str, &str),
    (load, then): (Instant, Instant),
) -> (String, String) {
    let page = format!("/registrations/{id}/answers");
    house.set_clock(load);
    let loaded = browser.get(&page).await.unwrap();
    assert!(loaded.text().contains(&format!("action=\"{action}\"")), "{}", loaded.words());
    house.set_clock(then);
    let refused = browser.submit(&page, action, &answers(id, "ja")).await.unwrap();
    (refused.words(), refused.text())
}

/// Whether the choice of this subject is marked.
fn is_chosen(html: &str, code: &str) -> bool {
    let value = format!("value=\"{code}\"");
    let mut inputs = html.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    inputs.any(|input| {
        input.contains("name=\"subject\"") && input.contains(&value) && input.contains("checked")
    })
}

#[tokio::test]
async fn c2_a_window_that_closes_between_loading_and_confirming_says_so_and_keeps_the_choice() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house.open_exam().await;
    let id = house.at_answers(&mut person, &exam).await;
    let end = exam.windows.register.end;
    house.set_clock(before(end, 60));
    let mut browser = house.sign_in(&person).await;
    let confirm = "/api/registration/confirm";
    let (words, html) = sent_too_late(&house, &mut browser, (&id, confirm), (before(end, 1), end)).await;
    assert!(words.contains("（C2-2）") && words.contains("没有产生费用"), "{words}");
    assert!(is_chosen(&html, "ja") && !is_chosen(&html, "en"), "what was chosen is kept");
    let state = house.stored(&id).await.0.state;
    assert_eq!(state, domain::registration::State::Draft, "nothing was handed in");

    // The control: a second before the end the same form is taken.
    house.set_clock(before(end, 1));
    let page = format!("/registrations/{id}/answers");
    let taken = browser.submit(&page, confirm, &answers(&id, "ja")).await.unwrap();
    assert!(taken.words().contains("应缴"), "{}", taken.words());
}

#[tokio::test]
async fn c14_a_change_that_comes_when_the_edit_window_has_closed_says_so_and_changes_nothing() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house.open_exam().await;
    let id = house.at_payment(&mut person, &exam).await;
    house.hand_in(&person, &id, None).await;
    let end = exam.windows.edit.end;
    house.set_clock(before(end, 60));
    let mut browser = house.sign_in(&person).await;
    let change = "/api/registration/change";
    let (words, _) = sent_too_late(&house, &mut browser, (&id, change), (before(end, 1), end)).await;
    assert!(words.contains("（C2-6）"), "{words}");
    assert!(words.contains("英语") && !words.contains("日语"), "what is registered stands there: {words}");
    assert_eq!(house.stored(&id).await.0.place().unwrap().subject, "en");

    // The control: a second before the end the same form is taken.
    house.set_clock(before(end, 1));
    let page = format!("/registrations/{id}/answers");
    let taken = browser.submit(&page, change, &answers(&id, "ja")).await.unwrap();
    assert!(taken.words().contains("本次修改待审核"), "{}", taken.words());
    assert_eq!(house.stored(&id).await.0.place().unwrap().subject, "ja");
}
