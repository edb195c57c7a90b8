//! The consent before every picture: given, withdrawn, and what that means.

use domain::card::Side;
use domain::identity::{Identity, PICTURES_KEPT_SECONDS};
use service::{Candidate, Error, Refused, identity};
use specimen::head::Person;

use crate::face::pass_face;
use crate::identity::check;
use crate::registration::begun;
use crate::school::{School, card, number, wall};

async fn record(school: &School, who: &Candidate) -> store::identity::IdentityRecord {
    school.store.read(async |r| store::identity::find(r, who.id()).await).await.unwrap().unwrap()
}

#[tokio::test]
async fn b2_the_history_tells_what_was_given_and_withdrawn_and_when() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let first = school.cx.now();
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    school.wait(5);
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    identity::withdraw_consent(&school.cx, &who).await.unwrap();
    let second = school.cx.now();
    school.wait(5);
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    let page = identity::load_consent(&school.cx, &who).await.unwrap();
    let history: Vec<_> = page.history.iter().map(|event| (event.given, event.at)).collect();
    assert_eq!(history, [(true, first), (false, second), (true, school.cx.now())]);
    assert!(page.given);
}

#[tokio::test]
async fn b2_after_the_withdrawal_no_picture_is_taken() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    identity::withdraw_consent(&school.cx, &who).await.unwrap();
    let refused = identity::receive_photo(&school.cx, &who, Side::Front, wall(1)).await.unwrap_err();
    assert!(matches!(refused, Error::Refused(Refused::ConsentMissing)));
}

#[tokio::test]
async fn b2_a_withdrawal_deletes_pictures_and_portrait_and_changes_no_decision() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    check(&school, &who, card("张三", &number(1), Person::First)).await;
    let before = record(&school, &who).await;
    assert!(before.identity.is_passed() && before.portrait.is_some());
    identity::withdraw_consent(&school.cx, &who).await.unwrap();
    school.work().await;
    let after = record(&school, &who).await;
    assert_eq!(after.identity, before.identity);
    assert_eq!((after.front, after.back, after.portrait), (None, None, None));
    for photo in [before.front.unwrap(), before.back.unwrap()] {
        assert!(school.store.files().load(&photo).await.is_err());
    }
}

#[tokio::test]
async fn b2_a_withdrawal_undoes_what_is_not_decided() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Front, wall(1)).await.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Back, wall(2)).await.unwrap();
    identity::start_check(&school.cx, &who).await.unwrap();
    identity::withdraw_consent(&school.cx, &who).await.unwrap();
    school.work().await;
    assert_eq!(identity::state(&school.cx, &who).await.unwrap(), Identity::None);
    assert_eq!(record(&school, &who).await.front, None);
}

#[tokio::test]
async fn b2_pictures_that_a_review_needs_go_after_it() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    check(&school, &who, card("张三", &number(1), Person::First)).await;
    school.handed_in(&who).await;
    assert!(identity::load_consent(&school.cx, &who).await.unwrap().needed_for_review);
    identity::withdraw_consent(&school.cx, &who).await.unwrap();
    service::jobs::sweep(&school.cx).await.unwrap();
    let during = record(&school, &who).await;
    assert!(during.front.is_some() && during.portrait.is_none(), "the face goes at once");
    school.wait_until(school.open_exam().await.windows.review.end.plus_seconds(-1));
    service::jobs::sweep(&school.cx).await.unwrap();
    assert!(record(&school, &who).await.front.is_some(), "until the very end of the review");
    school.wait(1);
    service::jobs::sweep(&school.cx).await.unwrap();
    assert_eq!(record(&school, &who).await.front, None);
}

#[tokio::test]
async fn b2_pictures_and_portrait_go_a_year_after_the_scores_and_no_decision_changes() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    pass_face(&school, &who, &id, "张三", &number(1)).await;
    let before = record(&school, &who).await;
    let frames = async || {
        school.store.read(async |r| store::photo::list_ids(r, who.id(), "face_frame").await).await.unwrap()
    };
    assert!(!frames().await.is_empty());
    let due = school.open_exam().await.windows.score.start.plus_seconds(PICTURES_KEPT_SECONDS);
    school.wait_until(due.plus_seconds(-1));
    service::jobs::sweep(&school.cx).await.unwrap();
    assert_eq!(record(&school, &who).await.front, before.front, "not a second earlier");
    school.wait(1);
    service::jobs::sweep(&school.cx).await.unwrap();
    school.work().await;
    let after = record(&school, &who).await;
    assert_eq!((after.front, after.back, after.portrait), (None, None, None));
    assert!(frames().await.is_empty());
    for photo in [before.front.unwrap(), before.back.unwrap()] {
        assert!(school.store.files().load(&photo).await.is_err());
    }
    assert_eq!(after.identity, before.identity);
    let seen = service::registration::load(&school.cx, &who, &id).await.unwrap();
    assert!(seen.registration.face.is_passed());
}

#[tokio::test]
async fn b2_what_was_never_used_for_an_exam_goes_a_year_after_the_last_picture() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Front, wall(1)).await.unwrap();
    school.wait(PICTURES_KEPT_SECONDS - 1);
    service::jobs::sweep(&school.cx).await.unwrap();
    assert!(record(&school, &who).await.front.is_some());
    school.wait(1);
    service::jobs::sweep(&school.cx).await.unwrap();
    assert_eq!(record(&school, &who).await.front, None);
}
