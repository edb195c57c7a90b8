//! 准考证: who has one, when, and what stands on it.

use domain::card::Side;
use domain::exam::WindowName;
use domain::id::RegistrationId;
use domain::instant::Window;
use domain::registration::{Refusal, State};
use service::seating::{set_sitting, swap};
use service::{Candidate, Error, identity, payment, registration, ticket};
use specimen::head::Person;

use crate::identity::check;
use crate::registration::begun;
use crate::school::{School, card, number};
use crate::seating::desk;
use crate::steps::{answers, proof, refusal};

impl School {
    /// Two with a ticket, before its window opens.
    async fn two_admitted(&self) -> [(Candidate, RegistrationId); 2] {
        let one = self.approved("张三", 1).await;
        let two = self.approved("欧阳建国", 2).await;
        let exam = self.with_rooms().await;
        self.frozen(&exam).await;
        [one, two]
    }

    async fn ticket_window(&self) -> Window {
        self.open_exam().await.windows.ticket
    }

    /// Verified with real pictures, admitted, with the tickets open.
    pub async fn admitted_with_pictures(&self) -> (Candidate, RegistrationId) {
        let who = self.complete("张三", &number(1)).await;
        check(self, &who, card("张三", &number(1), Person::First)).await;
        let id = begun(self, &who).await;
        self.pass_face_of(&who, &id).await;
        registration::confirm(&self.cx, &who, &id, &answers()).await.unwrap();
        payment::hand_in_proof(&self.cx, &who, &id, proof("张三")).await.unwrap();
        self.confirm_payment().await;
        self.approve(&id).await.unwrap();
        let exam = self.with_rooms().await;
        self.frozen(&exam).await;
        self.wait_until(self.ticket_window().await.start);
        (who, id)
    }
}

/// What can be copied out of a paper, without its spaces.
fn text(pdf: &[u8]) -> String {
    let paper = lopdf::Document::load_mem(pdf).unwrap();
    assert_eq!(paper.get_pages().len(), 1);
    paper.extract_text(&[1]).unwrap().chars().filter(|c| !c.is_whitespace()).collect()
}

#[tokio::test]
async fn e4_a_ticket_is_there_for_its_owner_alone_while_its_window_is_open() {
    let school = School::open().await;
    let [(one, id), (two, _)] = school.two_admitted().await;
    let window = school.ticket_window().await;
    let early = refusal(ticket::load(&school.cx, &one, &id).await.unwrap_err());
    assert_eq!(early, Refusal::TooEarly { window: WindowName::Ticket, opens: window.start });
    school.wait_until(window.start);
    let found = ticket::load(&school.cx, &one, &id).await.unwrap();
    assert_eq!((found.name.expose(), found.subject.as_str()), ("张三", "英语"));
    assert_eq!((found.room.number, found.place().as_str()), (1, "教学楼 301"));
    assert!(!found.has_portrait, "no picture of the document was handed in");
    assert!(matches!(ticket::load(&school.cx, &two, &id).await, Err(Error::NotFound)));
    assert!(matches!(ticket::pdf(&school.cx, &two, &id).await, Err(Error::NotFound)));
    assert!(matches!(ticket::own_portrait(&school.cx, &one, &id).await, Err(Error::NotFound)));
    school.wait_until(window.end);
    let late = refusal(ticket::pdf(&school.cx, &one, &id).await.unwrap_err());
    assert_eq!(late, Refusal::TooLate { window: WindowName::Ticket, since: window.end });
}

#[tokio::test]
async fn e4_whoever_has_no_seat_yet_is_told() {
    let school = School::open().await;
    let (one, id) = school.approved("张三", 1).await;
    let (two, other) = school.submitted("李四", 2).await;
    school.wait_until(school.ticket_window().await.start);
    assert_eq!(refusal(ticket::load(&school.cx, &one, &id).await.unwrap_err()), Refusal::NotSeated);
    assert_eq!(refusal(ticket::load(&school.cx, &two, &other).await.unwrap_err()), Refusal::NotNow);
}

#[tokio::test]
async fn e4_e5_the_paper_says_what_the_page_says_and_its_code_holds_without_us() {
    let school = School::open().await;
    let [(one, id), (_, other)] = school.two_admitted().await;
    let exam = school.open_exam().await;
    let start = exam.windows.ticket.end.plus_seconds(86_400);
    let sitting = Window { start, end: start.plus_seconds(7_200) };
    set_sitting(&school.cx, &desk(), &exam.id, ("en", sitting)).await.unwrap();
    school.wait_until(exam.windows.ticket.start);
    let found = ticket::load(&school.cx, &one, &id).await.unwrap();
    assert_eq!(found.sitting, Some(sitting));
    let said = text(&ticket::pdf(&school.cx, &one, &id).await.unwrap());
    let seat = format!("{:02}", found.seat);
    for part in ["张三", found.number.expose(), &found.document.masked(), &found.site.0, "301", &seat] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(!said.contains(&number(1)), "the document's number is masked");
    let key = ticket::public_key(&school.cx);
    let claims = key.check(&exam.id, &found.token).unwrap();
    assert_eq!((claims.number, claims.edition), (found.number.clone(), 1));
    // Another node signs alike; an exchange of seats makes another edition, never another number.
    assert_eq!(ticket::load(&school.another_node(), &one, &id).await.unwrap().token, found.token);
    let seen = school.seating(&exam.id).await.plan.unwrap().version;
    swap(&school.cx, &desk(), &exam.id, seen, [&id, &other], "左手书写").await.unwrap();
    let moved = ticket::load(&school.cx, &one, &id).await.unwrap();
    assert_eq!(moved.number, found.number);
    assert_ne!(moved.seat, found.seat);
    assert_eq!(key.check(&exam.id, &moved.token).unwrap().edition, 2);
}

#[tokio::test]
async fn e4_the_portrait_is_cut_out_of_the_document_once_and_goes_with_it() {
    let school = School::open().await;
    let (who, id) = school.admitted_with_pictures().await;
    assert!(matches!(school.state(&who, &id).await, State::Admitted { .. }));
    let (a, b) = tokio::join!(
        ticket::own_portrait(&school.cx, &who, &id),
        ticket::own_portrait(&school.cx, &who, &id)
    );
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!(a, b);
    let portrait = image::load_from_memory(&a).unwrap();
    assert_eq!((portrait.width(), portrait.height()), (360, 480));
    assert!(a.len() < 40_000, "{} bytes", a.len());
    let kept = async || {
        let portraits = school.store.read(async |r| store::photo::list_ids(r, who.id(), "portrait").await);
        portraits.await.unwrap().len()
    };
    assert_eq!(kept().await, 1, "two who ask at once make one");
    assert!(ticket::load(&school.cx, &who, &id).await.unwrap().has_portrait);
    let pdf = ticket::pdf(&school.cx, &who, &id).await.unwrap();
    assert!(pdf.len() < 90_000, "{} bytes", pdf.len());
    let report = service::check::run(&school.store).await.unwrap();
    let pictures = report.lines.iter().find(|line| line.rule == "named-pictures-are-there").unwrap();
    assert!(pictures.seen >= 3 && pictures.broken.is_empty() && report.orphans == 0, "{report:?}");
    // Without the consent the pictures go, since no review needs them any more, and the portrait with them.
    identity::withdraw_consent(&school.cx, &who).await.unwrap();
    school.work().await;
    assert_eq!(kept().await, 0);
    assert!(matches!(identity::own_photo(&school.cx, &who, Side::Front).await, Err(Error::NotFound)));
}
