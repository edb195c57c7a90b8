//! The rules of an exam as its candidates meet them: each refusal explains itself before money is asked.

use domain::document::DocumentKind;
use domain::exam::{Exam, MajorRule};
use domain::registration::{State, ThesisGrade};

use crate::house::{House, Person};

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

    let graduated = [("subject", "ja"), ("enrolment", "graduated")];
    for (further, code) in [
        (&[("thesis", "good"), ("graduation", "去年夏天")][..], "（C8-3）"),
        (&[("thesis", "good"), ("graduation", "2023-10")], "（C8-4）"),
        (&[("thesis", "good"), ("graduation", "2027-01")], "（C8-5）"),
        (&[("thesis", "medium"), ("graduation", "2024-06")], "（C7-1）"),
        (&[("subject", "en"), ("enrolment", "enrolled")], "（C8-2）"),
        (&[("subject", "ru"), ("enrolment", "enrolled")], "（C12-2）"),
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
