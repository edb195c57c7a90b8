//! 消息: notices stand in the app, too, and staff write to one candidate.

use domain::message::{Delivery, Origin};
use domain::person_desk::PersonRefusal;
use service::message::{count_unread, list, mark_read, write};
use service::{Error, Operator, Refused, people};

use crate::code::refused;
use crate::school::{PHONE, School, number};
use crate::seating::desk;

#[tokio::test]
async fn f10_a_notice_by_sms_stands_in_the_app_until_it_is_read() {
    let school = School::open().await;
    let (who, _) = school.approved("张三", 1).await;
    let told = list(&school.cx, &who).await.unwrap();
    let approved = told.iter().find(|one| one.text.contains("已审核通过")).expect("the notice");
    assert!(approved.origin == Origin::Notice && approved.read.is_none());
    assert!(!approved.text.contains('【'), "the signature is the carrier's");
    let sms = school.messages().await;
    assert!(sms.iter().any(|(to, text)| to == PHONE && text.ends_with(&approved.text)), "the same by SMS");
    let unread = count_unread(&school.cx, &who).await.unwrap();
    assert_eq!(usize::try_from(unread).unwrap(), told.len());
    let newest = told.iter().map(|one| one.sent).max().unwrap();
    school.wait(1);
    write(&school.cx, &desk(), who.id(), "请补交学籍证明。", false).await.unwrap();
    mark_read(&school.cx, &who, newest).await.unwrap();
    assert_eq!(count_unread(&school.cx, &who).await.unwrap(), 1, "what came later is not read");
}

#[tokio::test]
async fn f10_staff_write_to_one_candidate_and_the_sms_says_only_that_there_is_something() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let other = school.candidate("李四", &number(2)).await;
    let before = list(&school.cx, &other).await.unwrap().len();
    for _ in 0..2 {
        write(&school.cx, &desk(), who.id(), " 请补交学籍证明。 ", true).await.unwrap();
    }
    let own = list(&school.cx, &who).await.unwrap();
    let written: Vec<_> = own.iter().filter(|one| one.origin == Origin::Staff).collect();
    assert_eq!((written.len(), written[0].text.as_str()), (1, "请补交学籍证明。"));
    assert_eq!(written[0].delivery, Delivery::Waiting);
    assert_eq!(list(&school.cx, &other).await.unwrap().len(), before, "nobody else's");
    let sms = school.messages().await;
    assert_eq!(sms.iter().filter(|(_, text)| text.contains("新消息")).count(), 1);
    assert!(sms.iter().all(|(_, text)| !text.contains("学籍")), "what it says stands in the app alone");
    assert_eq!(school.said("message.written").await, 1);
    let person = people::open(&school.cx, &desk(), who.id()).await.unwrap();
    let shown = person.messages.iter().find(|one| one.origin == Origin::Staff).unwrap();
    assert_eq!(shown.delivery, Delivery::Sent);
    // The same again on another day is another message.
    school.wait(61);
    write(&school.cx, &desk(), who.id(), "请补交学籍证明。", false).await.unwrap();
    assert_eq!(school.said("message.written").await, 2);
}

#[tokio::test]
async fn f10_a_message_needs_the_right_and_a_text() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let reviewer: Operator = school.colleague("wang.fang", "reviewer").await.staff.into();
    let auditor: Operator = school.colleague("li.na", "auditor").await.staff.into();
    let says = async |by: &Operator, text: &str| write(&school.cx, by, who.id(), text, false).await;
    assert_eq!(refused(says(&reviewer, " ").await), Refused::Person(PersonRefusal::Message));
    assert_eq!(refused(says(&reviewer, &"长".repeat(501)).await), Refused::Person(PersonRefusal::Message));
    assert!(matches!(says(&auditor, "您好").await, Err(Error::Forbidden)));
    says(&reviewer, "您好").await.unwrap();
    let seen = async |by: &Operator| people::open(&school.cx, by, who.id()).await.unwrap().messages.len();
    assert_eq!(seen(&auditor).await, 0, "whoever may write none reads none");
    assert!(seen(&reviewer).await > 0);
}
