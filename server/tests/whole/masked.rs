//! Where a document number stands whole, and where it stands masked.

use domain::document::{DocumentKind, DocumentNumber};

use crate::browser::HTML;
use crate::browser::encoded;
use crate::house::{House, Person, number};
use crate::road::Owned;
use crate::rules::{PAGES, Who};

/// Pages on which its signed-in owner must read or copy the number: own profile, read-back, payment page.
const WHOLE: [&str; 3] = ["/me/profile", "/registrations/{id}/answers", "/registrations/{id}/payment"];

/// Pages that name the account by its masked number.
const MASKED: [&str; 3] = ["/me", "/me/identity", "/demo/specimen"];

/// Looks at every page as its owner: the whole answer, also what the browser's program reads of it. Which pages hold the
/// whole number.
async fn whole_on(house: &House, person: &mut Person, things: &Owned) -> Vec<&'static str> {
    let number = DocumentNumber::parse(DocumentKind::ResidentId, &person.number).unwrap();
    let mut found = Vec::new();
    for rule in PAGES.iter().filter(|rule| rule.who != Who::Demo) {
        let (_, path) = rule.path(things);
        let page = person.browser.get(&path).await.unwrap();
        let text = page.text();
        if text.contains(number.expose()) || text.contains(&number.grouped()) {
            assert!(WHOLE.contains(&rule.at), "{} holds the whole number", rule.at);
            found.push(rule.at);
        }
        if MASKED.contains(&rule.at) {
            assert!(page.words().contains(&number.masked()), "{}: {}", rule.at, page.words());
        }
    }
    let demo = house.browser().get("/demo").await.unwrap().text();
    assert!(!demo.contains(number.expose()) && !demo.contains(&number.grouped()));
    found
}

#[tokio::test]
async fn a12_the_whole_number_stands_only_where_its_owner_must_read_or_copy_it() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house.open_exam().await;
    let registration = house.at_payment(&mut person, &exam).await;
    let session = house.second_session(&person).await;
    let mut things = Owned { exam: exam.id.to_string(), registration, challenge: String::new(), session };
    // The control: where it must stand, it stands.
    assert_eq!(whole_on(&house, &mut person, &things).await, WHOLE);
    // The same once it is handed in, and of a draft.
    house.hand_in(&person, &things.registration, None).await;
    whole_on(&house, &mut person, &things).await;
    let draft = house.publish("01JBBBBBBBBBBBBBBBBBBBBBBB", |_| ()).await;
    things.registration = house.at_answers(&mut person, &draft).await;
    assert_eq!(whole_on(&house, &mut person, &things).await, WHOLE[..2]);
}

#[tokio::test]
async fn a12_a_list_of_people_without_a_session_shows_no_number_at_all() {
    let house = House::open().await;
    let mut person = house.person("欧阳望舒", 123).await;
    let things = house.owner(&mut person).await;
    let number = DocumentNumber::parse(DocumentKind::ResidentId, &person.number).unwrap();
    for rule in PAGES.iter().filter(|rule| rule.who == Who::Anyone) {
        let text = house.browser().get(&rule.path(&things).1).await.unwrap().text();
        for form in [number.expose(), &number.grouped(), &number.masked()] {
            assert!(!text.contains(form), "{} shows a number to anybody", rule.at);
        }
    }
}

#[tokio::test]
async fn a12_while_signing_up_the_number_is_read_back_on_its_own_pages_only() {
    let house = House::open().await;
    let number = number(123);
    let grouped = DocumentNumber::parse(DocumentKind::ResidentId, &number).unwrap().grouped();
    let mut browser = house.browser();
    let form = encoded(&[("name", "欧阳望舒"), ("region", "mainland"), ("number", number.as_str())]);
    assert!(browser.form("/api/account/sign-up/person", HTML, &form).await.unwrap().is_fine());
    let page = browser.get("/sign-up").await.unwrap();
    assert!(page.text().contains(&format!("value=\"{number}\"")), "what was typed is kept");
    let phone = [("phone", "13951000123")];
    browser.submit("/sign-up/phone", "/api/account/sign-up/send-code", &phone).await.unwrap();
    let page = browser.get("/sign-up/phone").await.unwrap().words();
    assert!(!page.contains(&number) && !page.contains(&grouped), "{page}");
    let code = house.newest_code().await;
    let proven = [("phone", "13951000123"), ("code", code.as_str())];
    let page = browser.submit("/sign-up/phone", "/api/account/sign-up/phone", &proven).await.unwrap().words();
    assert!(page.contains(&grouped), "the last page reads it back: {page}");
}
