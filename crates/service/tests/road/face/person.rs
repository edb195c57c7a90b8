//! The tries, and the way by a person.

use domain::face::{
    FaceCheck, FaceDecision, FacePolicy, FaceProblem, FaceRefusal, FaceReturn, TRIES_PER_DAY, WhyPerson,
};
use domain::registration::{Event, Refusal, Step};
use service::face::{Outcome, ask_person, decide, give_consent, issue, list_waiting, load};
use service::{Error, Operator, Refused, demo, registration};
use specimen::head::Person;

use super::{face_of, face_refusal, problem, ready, round, sent, still};
use crate::identity::check;
use crate::registration::begun;
use crate::school::{School, card, number};
use crate::steps::answers;

/// Beyond the longest day.
const A_DAY: i64 = 86_400;

#[tokio::test]
async fn c6_the_tries_are_counted_and_shown() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    for used in 1..TRIES_PER_DAY {
        let found = sent(&school, &who, &id, |_| Vec::new()).await;
        let left = TRIES_PER_DAY - used;
        assert_eq!(found, Outcome::Refused { problem: FaceProblem::TooFewFrames, left });
        assert_eq!(load(&school.cx, &who, &id).await.unwrap().left, left);
    }
}

#[tokio::test]
async fn c6_after_the_last_try_a_person_has_it_and_the_registration_goes_on() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    for _ in 1..TRIES_PER_DAY {
        sent(&school, &who, &id, |_| Vec::new()).await;
    }
    let last = sent(&school, &who, &id, |_| Vec::new()).await;
    assert_eq!(last, Outcome::Person { why: WhyPerson::TriesUsed, next: Step::Answers });
    assert_eq!(face_refusal(issue(&school.cx, &who, &id).await), FaceRefusal::TriesUsed);
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    let queue = list_waiting(&school.cx, &Operator::at_the_command_line()).await.unwrap();
    assert!(queue.len() == 1 && queue[0].registration == id && queue[0].why == WhyPerson::TriesUsed);
}

#[tokio::test]
async fn c6_a_challenge_that_was_never_answered_takes_its_try() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    for _ in 0..TRIES_PER_DAY {
        issue(&school.cx, &who, &id).await.unwrap();
    }
    assert_eq!(face_refusal(issue(&school.cx, &who, &id).await), FaceRefusal::TriesUsed);
    assert_eq!(face_of(&school, &who, &id).await, FaceCheck::None, "nobody asked for a person yet");
    assert_eq!(ask_person(&school.cx, &who, &id).await.unwrap(), Step::Answers);
}

#[tokio::test]
async fn c6_the_next_day_brings_new_tries() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    for _ in 0..TRIES_PER_DAY {
        issue(&school.cx, &who, &id).await.unwrap();
    }
    school.wait(A_DAY);
    let found = round(&school, &who, &id, Person::First, 1).await;
    assert!(matches!(found, Outcome::Passed(_)), "{found:?}");
}

#[tokio::test]
async fn c6_twenty_parallel_taps_begin_no_more_rounds_than_there_are_tries() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let taps: Vec<_> = (0..20)
        .map(|_| {
            let (cx, who, id) = (school.cx.clone(), who.clone(), id.clone());
            tokio::spawn(async move { issue(&cx, &who, &id).await.is_ok() })
        })
        .collect();
    let mut begun = 0;
    for tap in taps {
        begun += u32::from(tap.await.unwrap());
    }
    assert_eq!(begun, TRIES_PER_DAY);
}

#[tokio::test]
async fn c6_what_leaves_the_machine_unsure_goes_to_a_person_by_itself() {
    // The owner's own face, held against a threshold that nobody reaches.
    let school = School::open_with(FacePolicy { same_below: 0.0, ..FacePolicy::default() }).await;
    let (who, id) = ready(&school).await;
    let found = round(&school, &who, &id, Person::First, 1).await;
    assert_eq!(found, Outcome::Person { why: WhyPerson::Unsure, next: Step::Answers });
    let queue = list_waiting(&school.cx, &Operator::at_the_command_line()).await.unwrap();
    assert!(queue[0].distance.is_some_and(|distance| distance > 0.0 && distance < 0.6), "the score is there");
}

#[tokio::test]
async fn c6_who_does_not_want_a_face_check_goes_on_without_consent_and_without_a_picture() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    check(&school, &who, card("张三", &number(1), Person::First)).await;
    school.wait(1);
    assert_eq!(ask_person(&school.cx, &who, &id).await.unwrap(), Step::Answers);
    assert_eq!(
        ask_person(&school.cx, &who, &id).await.unwrap(),
        Step::Answers,
        "a double tap changes nothing"
    );
    school.wait(1);
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    let events: Vec<_> = registration::timeline(&school.cx, &who, &id)
        .await
        .unwrap()
        .into_iter()
        .map(|(_, event)| event)
        .collect();
    assert_eq!(events, [Event::Begun, Event::NoticeAccepted, Event::FaceToPerson, Event::Confirmed]);
}

#[tokio::test]
async fn c3_the_way_by_a_person_opens_behind_the_real_name_check() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    let Err(Error::Refused(Refused::Registration(refusal))) = ask_person(&school.cx, &who, &id).await else {
        panic!("the gate stood open")
    };
    assert_eq!(refusal, Refusal::StepMissing(Step::Identity));
}

#[tokio::test]
async fn c6_anothers_face_check_is_not_left_to_a_person() {
    let school = School::open().await;
    let (_, id) = ready(&school).await;
    let stranger = school.candidate("李四", &number(2)).await;
    assert!(matches!(ask_person(&school.cx, &stranger, &id).await, Err(Error::NotFound)));
    assert!(matches!(load(&school.cx, &stranger, &id).await, Err(Error::NotFound)));
    assert!(matches!(issue(&school.cx, &stranger, &id).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn c6_who_waits_for_a_person_may_still_pass() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    ask_person(&school.cx, &who, &id).await.unwrap();
    let found = round(&school, &who, &id, Person::First, 1).await;
    assert!(matches!(found, Outcome::Passed(_)), "{found:?}");
    let queue = list_waiting(&school.cx, &Operator::at_the_command_line()).await.unwrap();
    assert!(queue.is_empty());
}

#[tokio::test]
async fn c6_what_a_person_approves_is_settled_once() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    ask_person(&school.cx, &who, &id).await.unwrap();
    let staff = Operator::at_the_command_line();
    decide(&school.cx, &staff, &id, None, FaceDecision::Approve).await.unwrap();
    assert!(matches!(face_of(&school, &who, &id).await, FaceCheck::PassedByPerson { .. }));
    let again = decide(&school.cx, &staff, &id, None, FaceDecision::Return(FaceReturn::Unclear)).await;
    assert!(matches!(again, Err(Error::Refused(Refused::Registration(Refusal::AlreadyDone)))));
}

#[tokio::test]
async fn c6_what_a_person_sends_back_is_told_and_done_again_even_after_the_confirmation() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    ask_person(&school.cx, &who, &id).await.unwrap();
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    let staff = Operator::at_the_command_line();
    decide(&school.cx, &staff, &id, None, FaceDecision::Return(FaceReturn::NotThePerson)).await.unwrap();
    school.work().await;
    let (_, text, _) = demo::messages(&school.cx).await.unwrap().remove(0);
    assert!(text.contains("人脸核验需要重新完成"), "{text}");
    let back = face_of(&school, &who, &id).await;
    assert!(matches!(back, FaceCheck::RefusedByPerson { reason: FaceReturn::NotThePerson, .. }), "{back:?}");
    let found = round(&school, &who, &id, Person::First, 1).await;
    assert_eq!(found, Outcome::Passed(Step::Payment), "the rest of the road is not lost");
}

#[tokio::test]
async fn c6_a_refused_round_gives_no_hint_how_near_it_was() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let found = sent(&school, &who, &id, |_| still(1)).await;
    assert_eq!(problem(found), FaceProblem::StillPicture);
    assert!(!format!("{found:?}").contains("distance"));
}

#[tokio::test]
async fn c6_consent_given_twice_is_one_consent() {
    let school = School::open().await;
    let (who, _) = ready(&school).await;
    give_consent(&school.cx, &who, true).await.unwrap();
    assert_eq!(service::face::consents(&school.cx, &who).await.unwrap().len(), 1);
}
