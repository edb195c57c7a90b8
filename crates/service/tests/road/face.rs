use domain::face::{FaceProblem, Movement};
use domain::id::RegistrationId;
use service::face::{Outcome, answer, issue};
use service::{Candidate, Error};
use specimen::head::{Head, Person, Scene};

use crate::identity::check;
use crate::registration::begun;
use crate::school::{School, card, number};

/// What an invented person shows a camera that asks for these movements: straight, moving, straight, moving, straight.
fn frames(person: Person, movements: &[Movement]) -> Vec<Vec<u8>> {
    let head = Head::new(person);
    let shoot = |scene: Scene| specimen::jpeg(&head.frame(&scene), 85);
    let straight = |seed| Scene { seed, ..person.camera() };
    let moving = |movement, seed| match movement {
        Movement::TurnLeft => Scene { yaw: 31.0, ..straight(seed) },
        Movement::TurnRight => Scene { yaw: -31.0, ..straight(seed) },
        Movement::ComeCloser => Scene { zoom: 1.45, ..straight(seed) },
    };
    let mut frames = vec![shoot(straight(1))];
    for (seed, movement) in (2..).zip(movements) {
        frames.push(shoot(moving(*movement, seed)));
        frames.push(shoot(straight(seed + 10)));
    }
    frames
}

/// Verifies the card of the first invented person and passes the face check with their face.
pub async fn pass_face(school: &School, who: &Candidate, id: &RegistrationId, name: &str, number: &str) {
    check(school, who, card(name, number, Person::First)).await;
    let issued = issue(&school.cx, who, id).await.unwrap();
    let (_, outcome) =
        answer(&school.cx, who, &issued.id, frames(Person::First, &issued.movements)).await.unwrap();
    assert!(matches!(outcome, Outcome::Passed(_)), "{}", shown(&outcome));
}

fn shown(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Passed(step) => format!("passed, next {step:?}"),
        Outcome::Refused(problem) => format!("refused: {problem:?}"),
        Outcome::Unsure => "unsure".into(),
        Outcome::Expired => "expired".into(),
    }
}

/// A verified candidate before the face check.
async fn ready(school: &School) -> (Candidate, RegistrationId) {
    let who = school.complete("张三", &number(1)).await;
    let id = begun(school, &who).await;
    check(school, &who, card("张三", &number(1), Person::First)).await;
    (who, id)
}

async fn outcome(school: &School, who: &Candidate, id: &RegistrationId, person: Person) -> Outcome {
    let issued = issue(&school.cx, who, id).await.unwrap();
    answer(&school.cx, who, &issued.id, frames(person, &issued.movements)).await.unwrap().1
}

#[tokio::test]
async fn c4_the_owner_passes_whatever_movements_were_drawn() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let found = outcome(&school, &who, &id, Person::First).await;
    assert!(matches!(found, Outcome::Passed(_)), "{}", shown(&found));
}

#[tokio::test]
async fn c6_another_person_is_refused() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let found = outcome(&school, &who, &id, Person::Second).await;
    assert!(matches!(found, Outcome::Refused(FaceProblem::NotThePerson)), "{}", shown(&found));
}

#[tokio::test]
async fn c4_a_still_picture_is_refused() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let issued = issue(&school.cx, &who, &id).await.unwrap();
    let still = vec![frames(Person::First, &[]).remove(0); 7];
    let (_, found) = answer(&school.cx, &who, &issued.id, still).await.unwrap();
    assert!(matches!(found, Outcome::Refused(FaceProblem::MovementNotSeen(_))), "{}", shown(&found));
}

#[tokio::test]
async fn c4_a_challenge_is_good_for_one_answer_and_ninety_seconds() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let issued = issue(&school.cx, &who, &id).await.unwrap();
    let other = frames(Person::Second, &issued.movements);
    answer(&school.cx, &who, &issued.id, other).await.unwrap();
    let own = frames(Person::First, &issued.movements);
    let (_, again) = answer(&school.cx, &who, &issued.id, own).await.unwrap();
    assert!(matches!(again, Outcome::Expired), "{}", shown(&again));
    let issued = issue(&school.cx, &who, &id).await.unwrap();
    school.wait(91);
    let own = frames(Person::First, &issued.movements);
    let (_, late) = answer(&school.cx, &who, &issued.id, own).await.unwrap();
    assert!(matches!(late, Outcome::Expired), "{}", shown(&late));
}

#[tokio::test]
async fn c4_a_strangers_challenge_does_not_exist() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let issued = issue(&school.cx, &who, &id).await.unwrap();
    let stranger = school.candidate("李四", &number(2)).await;
    let stolen = answer(&school.cx, &stranger, &issued.id, frames(Person::First, &issued.movements)).await;
    assert!(matches!(stolen, Err(Error::NotFound)));
}
