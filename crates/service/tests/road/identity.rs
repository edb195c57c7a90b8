use domain::card::{CardProblem, Side};
use domain::form::{Field, PhotoProblem, Problem};
use domain::identity::Identity;
use service::account::ProfileForm;
use service::jobs::Lane;
use service::{Candidate, Error, Refused, demo, identity, jobs, signup};
use specimen::head::Person;

use crate::school::{School, card, number, wall};

/// Hands both sides in and lets the job run.
pub async fn check(school: &School, who: &Candidate, (front, back): (Vec<u8>, Vec<u8>)) -> Identity {
    identity::give_consent(&school.cx, who, true).await.unwrap();
    identity::receive_photo(&school.cx, who, Side::Front, front).await.unwrap();
    identity::receive_photo(&school.cx, who, Side::Back, back).await.unwrap();
    identity::start_check(&school.cx, who).await.unwrap();
    school.work().await;
    identity::state(&school.cx, who).await.unwrap()
}

#[tokio::test]
async fn b2_no_picture_is_taken_before_the_consent() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    assert!(identity::give_consent(&school.cx, &who, false).await.is_err());
    let (front, _) = card("张三", &number(1), Person::First);
    let refused = identity::receive_photo(&school.cx, &who, Side::Front, front).await.unwrap_err();
    assert!(matches!(refused, Error::Refused(Refused::ConsentMissing)));
}

#[tokio::test]
async fn b4_the_owners_card_passes() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let found = check(&school, &who, card("张三", &number(1), Person::First)).await;
    assert!(matches!(found, Identity::Passed { .. }), "{found:?}");
}

#[tokio::test]
async fn b7_somebody_elses_card_is_refused_by_the_field_and_never_by_its_data() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let found = check(&school, &who, card("欧阳建国", &number(2), Person::Second)).await;
    let Identity::Failed { problems, .. } = &found else { panic!("{found:?}") };
    assert!(problems.contains(&CardProblem::NumberDiffers));
    let shown = format!("{found:?}");
    assert!(!shown.contains("欧阳") && !shown.contains(&number(2)));
}

#[tokio::test]
async fn b5_the_back_in_place_of_the_front_is_the_wrong_side() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let (_, back) = card("张三", &number(1), Person::First);
    let found = check(&school, &who, (back.clone(), back)).await;
    let Identity::Failed { problems, .. } = found else { panic!("{found:?}") };
    assert!(problems.contains(&CardProblem::WrongSide(Side::Front)));
}

#[tokio::test]
async fn b8_a_changed_name_has_to_be_verified_again() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    check(&school, &who, card("张三", &number(1), Person::First)).await;
    let form = ProfileForm { name: "张叁".into(), candidate_type: String::new(), major: String::new() };
    service::account::save_profile(&school.cx, &who, form).await.unwrap();
    assert_eq!(identity::state(&school.cx, &who).await.unwrap(), Identity::None);
}

#[tokio::test]
async fn b3_what_is_no_picture_is_refused_with_its_reason() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    let cases: [(Vec<u8>, PhotoProblem); 4] = [
        (Vec::new(), PhotoProblem::Missing),
        (b"%PDF-1.7 in a .jpg".to_vec(), PhotoProblem::NotAPicture),
        (b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), PhotoProblem::Heic),
        (vec![0xff; service::MAX_UPLOAD_BYTES + 1], PhotoProblem::TooLarge),
    ];
    for (bytes, wanted) in cases {
        let refused = identity::receive_photo(&school.cx, &who, Side::Front, bytes).await.unwrap_err();
        let Error::Refused(Refused::Fields(problems)) = refused else { panic!("{refused}") };
        assert_eq!(problems.of(Field::Front), Some(Problem::Photo(wanted)));
    }
}

#[tokio::test]
async fn b4_a_check_survives_the_death_of_its_worker() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    let (front, back) = card("张三", &number(1), Person::First);
    identity::receive_photo(&school.cx, &who, Side::Front, front).await.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Back, back).await.unwrap();
    identity::start_check(&school.cx, &who).await.unwrap();
    // A worker claims the job and dies: the future is dropped in its middle.
    let check = jobs::run_next(&school.cx, Lane::Cards);
    let died = tokio::time::timeout(std::time::Duration::from_millis(30), check);
    assert!(died.await.is_err(), "the check was quicker than its worker's death");
    school.work().await;
    assert!(matches!(identity::state(&school.cx, &who).await.unwrap(), Identity::Checking { .. }));
    school.wait(121);
    school.work().await;
    assert!(identity::state(&school.cx, &who).await.unwrap().is_passed());
}

#[tokio::test]
async fn a6_no_code_waits_behind_cards() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    let (front, back) = card("张三", &number(1), Person::First);
    identity::receive_photo(&school.cx, &who, Side::Front, front).await.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Back, back).await.unwrap();
    identity::start_check(&school.cx, &who).await.unwrap();
    let visitor = school.visitor("李四", &number(2)).await;
    let before = demo::messages(&school.cx).await.unwrap().len();
    signup::send_code(&school.cx, &school.client(), &visitor, "13900000002").await.unwrap();
    // The card was first, and its lane is not worked on.
    while jobs::run_next(&school.cx, Lane::Quick).await.unwrap() {}
    assert_eq!(demo::messages(&school.cx).await.unwrap().len(), before + 1);
    assert!(matches!(identity::state(&school.cx, &who).await.unwrap(), Identity::Checking { .. }));
}

#[tokio::test]
async fn b4_twenty_parallel_taps_begin_one_check_and_none_is_an_error() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    let (front, back) = card("张三", &number(1), Person::First);
    identity::receive_photo(&school.cx, &who, Side::Front, front).await.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Back, back).await.unwrap();
    let taps: Vec<_> = (0..20)
        .map(|_| {
            let (cx, who) = (school.cx.clone(), who.clone());
            tokio::spawn(async move { identity::start_check(&cx, &who).await })
        })
        .collect();
    for tap in taps {
        tap.await.unwrap().unwrap();
    }
    school.work().await;
    identity::start_check(&school.cx, &who).await.unwrap();
    assert!(identity::state(&school.cx, &who).await.unwrap().is_passed(), "a late tap undoes nothing");
    let events =
        school.store.read(async |r| store::audit::list_for(r, who.id().as_str()).await).await.unwrap();
    for once in ["identity.check_started", "identity.passed"] {
        assert_eq!(events.iter().filter(|(_, event)| event == once).count(), 1, "{once}");
    }
}

#[tokio::test]
async fn b9_a_double_tap_keeps_the_place_in_the_queue_of_those_whom_a_person_checks() {
    let school = School::open().await;
    let who = school.candidate("陈大文", "H12345678").await;
    identity::give_consent(&school.cx, &who, true).await.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Front, wall(1)).await.unwrap();
    identity::receive_photo(&school.cx, &who, Side::Back, wall(2)).await.unwrap();
    identity::start_check(&school.cx, &who).await.unwrap();
    let first = identity::state(&school.cx, &who).await.unwrap();
    school.wait(1);
    identity::start_check(&school.cx, &who).await.unwrap();
    assert_eq!(identity::state(&school.cx, &who).await.unwrap(), first);
}
