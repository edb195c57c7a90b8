//! The rules of an exam as its candidates meet them: each refusal explains itself before money is asked.

use domain::document::DocumentKind;
use domain::exam::{Exam, MajorRule};
use domain::registration::{State, ThesisGrade};
use service::Operator;

use crate::browser::{HTML, encoded};
use crate::house::{House, Person, number};

/// An exam with a rule of each kind.
async fn strict(house: &House) -> Exam {
    house
        .publish("01JBBBBBBBBBBBBBBBBBBBBBBB", |exam| {
            exam.title = "有条件的考试".into();
            exam.rules.documents = vec![DocumentKind::ResidentId];
            exam.rules.majors =
                vec![MajorRule { major: "会计学".into(), only: vec!["ja".into(), "ru".into()] }];
            exam.rules.thesis_at_least = ThesisGrade::Good;
            exam.rules.years_since_graduation = Some(3);
        })
        .await
}

async fn sent(person: &mut Person, id: &str, fields: &[(&str, &str)]) -> String {
    let fields: Vec<_> = [("id", id)].into_iter().chain(fields.iter().copied()).collect();
    let page = format!("/registrations/{id}/answers");
    person.browser.submit(&page, "/api/registration/confirm", &fields).await.unwrap().words()
}

#[tokio::test]
async fn c9_whom_the_roster_names_as_ineligible_reads_why_and_is_asked_for_no_money() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house.open_exam().await;
    let id = house.at_answers(&mut person, &exam).await;
    let page = format!("/registrations/{id}/answers");
    let words = person.browser.get(&page).await.unwrap().words();
    assert!(!words.contains("（C9-1）"), "the control: there is no roster yet");
    let operator = Operator::at_the_command_line();
    let file =
        format!("证件号,姓名,是否符合,原因\n{},欧阳望舒,不符合,学籍已注销\n", number(123)).into_bytes();
    service::roster::receive(&house.cx, &operator, &exam.id, file).await.unwrap();
    let found = service::roster::look(&house.cx, &operator, Some(&exam.id)).await.unwrap();
    let waits = found.chosen.unwrap().waits.unwrap();
    service::roster::take_over(&house.cx, &operator, &exam.id, &waits.id, false).await.unwrap();
    let words = person.browser.get(&page).await.unwrap().words();
    assert!(words.contains("（C9-1）") && words.contains("学籍已注销"), "{words}");
    // A page from before is answered the same way, and no reason stands in its address.
    let fields = [("id", id.as_str()), ("subject", "ja"), ("site", "1"), ("enrolment", "enrolled")];
    let sent = person.browser.form("/api/registration/confirm", HTML, &encoded(&fields)).await.unwrap();
    assert!(!sent.is_fine() && !sent.location().contains("%E5%AD%A6"), "{}", sent.location());
    assert_eq!(house.stored(&id).await.0.state, State::Draft);
}

#[tokio::test]
async fn c8_a_document_that_the_exam_does_not_take_is_refused_before_anything_is_filled_in() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    let exam = house
        .publish("01JCCCCCCCCCCCCCCCCCCCCCCC", |exam| {
            exam.rules.documents = vec![DocumentKind::TaiwanPermit];
        })
        .await;
    let begin = [("exam", exam.id.as_str())];
    let refused = person.browser.submit("/", "/api/registration/begin", &begin).await.unwrap().words();
    assert!(refused.contains("（C8-1）") && refused.contains("没有产生费用"), "{refused}");
    assert_eq!(house.count("SELECT COUNT(*) FROM registrations").await, 0);
    // The control: an exam that takes it begins.
    let exam = strict(&house).await;
    let begin = [("exam", exam.id.as_str())];
    let taken = person.browser.submit("/", "/api/registration/begin", &begin).await;
    assert!(taken.is_ok_and(|page| page.words().contains("报考须知")));
}

#[tokio::test]
async fn c8_every_refusal_of_the_form_comes_before_money_is_asked() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = strict(&house).await;
    let id = house.at_answers(&mut person, &exam).await;
    let page = person.browser.get(&format!("/registrations/{id}/answers")).await.unwrap();
    let (words, html) = (page.words(), page.text());
    assert!(html.contains("name=\"graduation\"") && words.contains("毕业 3 年以内"), "{words}");
    assert!(words.contains("论文成绩达到“良”及以上才可以申请"), "{words}");
    assert!(words.contains("您的专业不能选考") && words.contains("名额已满"), "{words}");

    let graduated = [("subject", "ja"), ("site", "1"), ("enrolment", "graduated")];
    for (further, code) in [
        (&[("thesis", "good"), ("graduation", "去年夏天")][..], "（C8-3）"),
        (&[("thesis", "good"), ("graduation", "2023-10")], "（C8-4）"),
        (&[("thesis", "good"), ("graduation", "2027-01")], "（C8-5）"),
        (&[("thesis", "medium"), ("graduation", "2024-06")], "（C7-1）"),
        (&[("subject", "en"), ("site", "1"), ("enrolment", "enrolled")], "（C8-2）"),
        (&[("subject", "ru"), ("site", "1"), ("enrolment", "enrolled")], "（C12-2）"),
    ] {
        let whole = further.iter().any(|(name, _)| *name == "subject");
        let fields = if whole { further.to_vec() } else { [&graduated[..], further].concat() };
        let words = sent(&mut person, &id, &fields).await;
        assert!(words.contains(code), "{code}: {words}");
        assert!(!words.contains("付款二维码"), "{code}: money is asked for: {words}");
        assert_eq!(house.stored(&id).await.0.state, State::Draft, "{code}");
        let payment = person.browser.get(&format!("/registrations/{id}/payment")).await.unwrap().words();
        assert!(payment.contains("（C3-1）") && !payment.contains("付款二维码"), "{code}: {payment}");
    }
    // The control: who meets every rule is led on to the payment.
    let fields = [&graduated[..], &[("thesis", "good"), ("graduation", "2024-06")]].concat();
    let words = sent(&mut person, &id, &fields).await;
    assert!(words.contains("付款二维码"), "{words}");
}

#[tokio::test]
async fn c8_nobody_is_asked_for_what_no_rule_of_the_exam_needs() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house.open_exam().await;
    let id = house.at_answers(&mut person, &exam).await;
    let page = person.browser.get(&format!("/registrations/{id}/answers")).await.unwrap();
    assert!(!page.text().contains("name=\"graduation\""), "{}", page.words());
    assert!(page.words().contains("论文成绩达到“中”及以上才可以申请"), "{}", page.words());
    assert!(!page.words().contains("您的专业不能选考"), "{}", page.words());
}

#[tokio::test]
async fn c8_among_several_sites_one_is_chosen_before_money_is_asked_and_read_back() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house.open_exam().await;
    let id = house.at_answers(&mut person, &exam).await;
    let page = person.browser.get(&format!("/registrations/{id}/answers")).await.unwrap().words();
    for text in ["主校区考点", "示例市学院路 1 号", "东校区考点", "城南考点", "名额已满"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    for (site, sentence) in [("", "请选择考点"), ("9", "考点不在可选范围内"), ("3", "（C12-3）")]
    {
        let words =
            sent(&mut person, &id, &[("subject", "ja"), ("site", site), ("enrolment", "enrolled")]).await;
        assert!(words.contains(sentence) && !words.contains("付款二维码"), "{sentence}: {words}");
        assert_eq!(house.stored(&id).await.0.state, State::Draft, "{sentence}");
    }
    let words = sent(&mut person, &id, &[("subject", "ja"), ("site", "2"), ("enrolment", "enrolled")]).await;
    assert!(words.contains("付款二维码"), "{words}");
    let detail = format!("/registrations/{id}");
    let words = person.browser.get(&detail).await.unwrap().words();
    assert!(words.contains("东校区考点") && words.contains("示例市东湖大道 88 号"), "{words}");

    // Paid, and changed inside the edit window: the place moves, and only the site goes back to review.
    house.hand_in(&person, &id, None).await;
    let change = [("id", id.as_str()), ("subject", "ja"), ("site", "1"), ("enrolment", "enrolled")];
    let page = format!("/registrations/{id}/answers");
    let words = person.browser.submit(&page, "/api/registration/change", &change).await.unwrap().words();
    assert!(words.contains("主校区考点") && !words.contains("东校区考点"), "{words}");
    assert!(words.contains("本次修改待审核考点"), "{words}");
    let held = "SELECT taken FROM sites WHERE code = '1' ORDER BY taken DESC";
    assert_eq!(house.count(held).await, 1);
    assert_eq!(house.count("SELECT MAX(taken) FROM sites WHERE code = '2'").await, 0);

    // When the window has closed, what is registered is read back.
    house.set_clock(exam.windows.edit.end);
    person.browser = house.sign_in(&person).await;
    let words = person.browser.get(&page).await.unwrap().words();
    assert!(words.contains("（C2-6）") && words.contains("示例市学院路 1 号"), "{words}");
    assert!(!words.contains("东校区考点"), "{words}");
}

#[tokio::test]
async fn c8_nobody_is_asked_where_there_is_one_site_or_none() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    for (ulid, sites, site) in
        [("01JBBBBBBBBBBBBBBBBBBBBBBB", 1, Some("1")), ("01JCCCCCCCCCCCCCCCCCCCCCCC", 0, None)]
    {
        let exam = house.publish(ulid, |exam| exam.sites.truncate(sites)).await;
        let id = house.at_answers(&mut person, &exam).await;
        let page = person.browser.get(&format!("/registrations/{id}/answers")).await.unwrap();
        assert!(!page.text().contains("name=\"site\""), "{}", page.words());
        assert_eq!(page.words().contains("示例市学院路 1 号"), site.is_some(), "{}", page.words());
        let words = sent(&mut person, &id, &[("subject", "ja"), ("enrolment", "enrolled")]).await;
        assert!(words.contains("付款二维码"), "{words}");
        assert_eq!(house.stored(&id).await.0.place().unwrap().site.as_deref(), site);
        let detail = person.browser.get(&format!("/registrations/{id}")).await.unwrap().words();
        assert_eq!(detail.contains("示例市学院路 1 号"), site.is_some(), "{detail}");
    }
}

#[tokio::test]
async fn c12_where_the_only_site_is_full_the_exam_is() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house
        .publish("01JBBBBBBBBBBBBBBBBBBBBBBB", |exam| {
            exam.title = "只有一个考点的考试".into();
            exam.sites = exam.sites.split_off(2);
        })
        .await;
    let home = person.browser.get("/").await.unwrap().words();
    assert!(home.contains("名额已满"), "{home}");
    let id = house.at_answers(&mut person, &exam).await;
    let words = sent(&mut person, &id, &[("subject", "ja"), ("enrolment", "enrolled")]).await;
    assert!(words.contains("（C12-1）") && !words.contains("付款二维码"), "{words}");
    assert_eq!(house.stored(&id).await.0.state, State::Draft);
}
