//! Finding a candidate, and what one page says of them.

use domain::id::AccountId;
use domain::registration::Event;
use domain::staff::{Grant, Role, Scope};
use service::people::{Found, Sought, open, permit, search};
use service::staff::account;
use service::{Error, Operator, ticket};

use crate::school::{PHONE, School, number};
use crate::seating::desk;

impl School {
    async fn look_for(&self, text: &str) -> Found {
        search(&self.cx, &desk(), text, None).await.unwrap()
    }

    /// As what a text was taken, and who was found by it.
    async fn found(&self, text: &str) -> (Option<Sought>, Vec<AccountId>) {
        let found = self.look_for(text).await;
        (found.sought, found.lines.into_iter().map(|line| line.account.id).collect())
    }
}

#[tokio::test]
async fn f6_people_are_found_by_name_number_tail_phone_and_ticket() {
    let school = School::open().await;
    let (one, id) = school.approved("欧阳·建国", 1).await;
    let (two, _) = school.submitted("李四", 2).await;
    let exam = school.with_rooms().await;
    school.frozen(&exam).await;
    school.wait_until(school.open_exam().await.windows.ticket.start);
    let ticket = ticket::load(&school.cx, &one, &id).await.unwrap().number;
    let (own, both) = (vec![one.id().clone()], vec![one.id().clone(), two.id().clone()]);
    let whole = number(1);
    assert_eq!(school.found(&whole).await, (Some(Sought::Number), own.clone()));
    assert_eq!(school.found(&whole.to_lowercase()).await, (Some(Sought::Number), own.clone()));
    assert_eq!(school.found(&whole[14..]).await.0, Some(Sought::Tail));
    assert!(school.found(&whole[14..]).await.1.contains(one.id()));
    // Names compare as everywhere: look-alikes of the dot are the dot.
    assert_eq!(school.found(" 欧阳•建国 ").await, (Some(Sought::Name), own.clone()));
    assert_eq!(school.found(&ticket.grouped()).await, (Some(Sought::Ticket), own));
    let (sought, mut found) = school.found(PHONE).await;
    found.sort();
    assert_eq!((sought, found.len()), (Some(Sought::Phone), both.len()));
    assert_eq!(school.found("欧阳").await, (Some(Sought::Name), Vec::new()), "a name is looked for whole");
    assert_eq!(school.found(" ").await, (None, Vec::new()));
}

#[tokio::test]
async fn f6_another_name_is_found_and_the_old_one_is_not() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let form = service::account::ProfileForm {
        name: "张叁".into(),
        candidate_type: "函授".into(),
        major: "会计学".into(),
    };
    service::account::save_profile(&school.cx, &who, form).await.unwrap();
    assert_eq!(school.found("张叁").await.1, vec![who.id().clone()]);
    assert_eq!(school.found("张三").await.1, Vec::new());
}

#[tokio::test]
async fn f6_the_page_of_one_candidate_says_everything_and_is_noted() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let person = open(&school.cx, &desk(), who.id()).await.unwrap();
    assert_eq!(person.account.name.expose(), "张三");
    assert_eq!(person.registrations.len(), 1);
    let one = &person.registrations[0];
    assert_eq!((&one.registration.id, one.ticket.is_none()), (&id, true));
    assert_eq!(one.timeline.first().unwrap().1, Event::Begun);
    assert_eq!(school.said("person.opened").await, 1);
    let nobody: AccountId = "acc_00000000000000000000000000".parse().unwrap();
    assert!(matches!(open(&school.cx, &desk(), &nobody).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn f6_staff_see_the_people_of_their_own_exams_alone() {
    let school = School::open().await;
    let (one, _) = school.submitted("张三", 1).await;
    let two = school.complete("李四", &number(2)).await;
    let exam = school.open_exam().await.id;
    let scope = Scope { exam: Some(exam), site: None };
    let colleague = school.colleague("zhao.min", "").await;
    let (shell, grant) = (desk(), Grant { role: Role::ExamOfficer, scope });
    account::grant(&school.cx, shell.confirmed(&school.cx).unwrap(), &colleague.id, &grant).await.unwrap();
    let officer: Operator = colleague.staff.into();
    let seen = async |text: &str| search(&school.cx, &officer, text, None).await.unwrap().lines.len();
    assert_eq!((seen("张三").await, seen("李四").await), (1, 0), "who is registered nowhere is the school's");
    assert!(open(&school.cx, &officer, one.id()).await.is_ok());
    assert!(matches!(open(&school.cx, &officer, two.id()).await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn c15_a_permit_is_given_taken_back_and_asked_for_twice() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let windows = school.open_exam().await.windows;
    school.wait_until(windows.edit.end);
    let version = async || open(&school.cx, &desk(), who.id()).await.unwrap().registrations[0].version;
    let (seen, until) = (version().await, windows.edit.end.plus_seconds(7_200));
    for _ in 0..2 {
        let whose = permit(&school.cx, &desk(), &id, seen, Some(until)).await.unwrap();
        assert_eq!(whose, *who.id());
    }
    assert_eq!(version().await, seen + 1, "once");
    let person = open(&school.cx, &desk(), who.id()).await.unwrap();
    assert_eq!(person.registrations[0].registration.permit, Some(until));
    for _ in 0..2 {
        permit(&school.cx, &desk(), &id, seen + 1, None).await.unwrap();
        school.wait(1);
    }
    assert_eq!(version().await, seen + 2);
    let stale = permit(&school.cx, &desk(), &id, seen, Some(until.plus_seconds(60))).await.unwrap_err();
    assert!(matches!(stale, Error::Stale), "{stale}");
}
