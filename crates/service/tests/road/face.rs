//! The face check: rounds, verdicts, and whatever somebody may send instead of an answer.

mod person;

use domain::face::{FaceCheck, FaceProblem, FaceRefusal, Movement, TRIES_PER_DAY};
use domain::id::{ChallengeId, RegistrationId};
use domain::registration::Refusal;
use service::face::{Issued, Outcome, answer, consents, give_consent, issue, load, withdraw_consent};
use service::{Candidate, Error, Refused, registration};
use specimen::head::{Head, Person, Scene};

use crate::identity::check;
use crate::registration::{begun, exams};
use crate::school::{School, card, number};

/// What an invented person shows a camera that asks for these movements: straight, moving, straight, moving, straight.
/// The `take` tells one evening before the camera from another: a camera never gives the same picture twice.
fn frames(person: Person, movements: &[Movement], take: u64) -> Vec<Vec<u8>> {
    let head = Head::new(person);
    let shoot = |scene: Scene| specimen::jpeg(&head.frame(&scene), 85);
    let straight = |seed| Scene { seed: take * 100 + seed, ..person.camera() };
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

/// One unmoving view, seven times.
fn still(take: u64) -> Vec<Vec<u8>> {
    vec![frames(Person::First, &[], take).remove(0); 7]
}

/// Verifies the card of the first invented person and passes the face check with their face.
pub async fn pass_face(school: &School, who: &Candidate, id: &RegistrationId, name: &str, number: &str) {
    check(school, who, card(name, number, Person::First)).await;
    give_consent(&school.cx, who, true).await.unwrap();
    let found = round(school, who, id, Person::First, 1).await;
    assert!(matches!(found, Outcome::Passed(_)), "{found:?}");
}

/// A verified candidate before the face check, who agreed to it.
async fn ready(school: &School) -> (Candidate, RegistrationId) {
    let who = school.complete("张三", &number(1)).await;
    let id = begun(school, &who).await;
    check(school, &who, card("张三", &number(1), Person::First)).await;
    give_consent(&school.cx, &who, true).await.unwrap();
    (who, id)
}

/// A round in which this person does as asked.
async fn round(school: &School, who: &Candidate, id: &RegistrationId, person: Person, take: u64) -> Outcome {
    let issued = issue(&school.cx, who, id).await.unwrap();
    let sent = frames(person, &issued.movements, take);
    answer(&school.cx, who, id, &issued.id, sent).await.unwrap()
}

/// A fresh challenge, answered with these frames.
async fn sent(
    school: &School,
    who: &Candidate,
    id: &RegistrationId,
    frames: impl FnOnce(&Issued) -> Vec<Vec<u8>>,
) -> Outcome {
    let issued = issue(&school.cx, who, id).await.unwrap();
    let frames = frames(&issued);
    answer(&school.cx, who, id, &issued.id, frames).await.unwrap()
}

fn problem(outcome: Outcome) -> FaceProblem {
    match outcome {
        Outcome::Refused { problem, .. } => problem,
        other => panic!("{other:?}"),
    }
}

fn face_refusal<T>(outcome: Result<T, Error>) -> FaceRefusal {
    match outcome {
        Err(Error::Refused(Refused::Face(refusal))) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

async fn face_of(school: &School, who: &Candidate, id: &RegistrationId) -> FaceCheck {
    registration::load(&school.cx, who, id).await.unwrap().registration.face
}

#[tokio::test]
async fn c4_the_owner_passes_whatever_movements_were_drawn() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let found = round(&school, &who, &id, Person::First, 1).await;
    assert!(matches!(found, Outcome::Passed(_)), "{found:?}");
    assert!(matches!(face_of(&school, &who, &id).await, FaceCheck::Passed { .. }));
}

#[tokio::test]
async fn c6_another_person_is_refused() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let found = round(&school, &who, &id, Person::Second, 1).await;
    assert_eq!(problem(found), FaceProblem::NotThePerson);
    assert_eq!(face_of(&school, &who, &id).await, FaceCheck::None);
}

#[tokio::test]
async fn c4_a_still_picture_as_all_frames_is_refused() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let found = sent(&school, &who, &id, |_| still(1)).await;
    assert_eq!(problem(found), FaceProblem::StillPicture);
}

#[tokio::test]
async fn c4_a_picture_without_a_face_is_refused() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let wall = specimen::jpeg(&image::RgbImage::from_pixel(640, 480, image::Rgb([150, 152, 149])), 85);
    let found = sent(&school, &who, &id, |issued| {
        let mut frames = frames(Person::First, &issued.movements, 1);
        frames[2] = wall;
        frames
    })
    .await;
    assert_eq!(problem(found), FaceProblem::NoFace);
}

#[tokio::test]
async fn c4_two_faces_on_a_picture_are_refused() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let mut both = image::RgbImage::new(1280, 480);
    for (person, left) in Person::ALL.into_iter().zip([0, 640]) {
        image::imageops::overlay(&mut both, &Head::new(person).frame(&person.camera()), left, 0);
    }
    let found = sent(&school, &who, &id, |issued| {
        let mut frames = frames(Person::First, &issued.movements, 1);
        frames[2] = specimen::jpeg(&both, 85);
        frames
    })
    .await;
    assert_eq!(problem(found), FaceProblem::SeveralFaces);
}

#[tokio::test]
async fn c4_movements_in_the_wrong_order_are_refused() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let found = sent(&school, &who, &id, |issued| {
        let reversed: Vec<Movement> = issued.movements.iter().rev().copied().collect();
        frames(Person::First, &reversed, 1)
    })
    .await;
    assert_eq!(problem(found), FaceProblem::WrongOrder);
}

#[tokio::test]
async fn c4_too_few_frames_are_refused() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    for few in [0, 4] {
        let found = sent(&school, &who, &id, |issued| {
            frames(Person::First, &issued.movements, few as u64 + 1)[..few].to_vec()
        })
        .await;
        assert_eq!(problem(found), FaceProblem::TooFewFrames, "{few}");
    }
}

#[tokio::test]
async fn c4_too_many_frames_are_refused() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let found = sent(&school, &who, &id, |issued| {
        let mut twice = frames(Person::First, &issued.movements, 1);
        twice.extend(frames(Person::First, &issued.movements, 2));
        twice
    })
    .await;
    assert_eq!(problem(found), FaceProblem::TooManyFrames);
}

#[tokio::test]
async fn c4_a_frame_that_is_no_picture_is_refused() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    // Cut off in its header: behind it, a decoder makes do with what came.
    let cut_off = frames(Person::First, &[], 9).remove(0)[..200].to_vec();
    for no_picture in [b"%PDF-1.7".to_vec(), Vec::new(), cut_off] {
        let found = sent(&school, &who, &id, |issued| {
            let mut frames = frames(Person::First, &issued.movements, 1);
            frames[3] = no_picture;
            frames
        })
        .await;
        assert_eq!(problem(found), FaceProblem::NotAPicture);
    }
}

#[tokio::test]
async fn c4_frames_of_an_earlier_round_are_refused() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    // A round that does everything right, but for another person's last look: refused, and its pictures are known.
    let issued = issue(&school.cx, &who, &id).await.unwrap();
    let mut first = frames(Person::First, &issued.movements, 1);
    let last = first.len() - 1;
    first[last] = frames(Person::Second, &[], 1).remove(0);
    let found = answer(&school.cx, &who, &id, &issued.id, first.clone()).await.unwrap();
    assert_eq!(problem(found), FaceProblem::ChangedPerson);

    // The same bytes, …
    let again = sent(&school, &who, &id, |_| first.clone()).await;
    assert_eq!(problem(again), FaceProblem::SeenBefore);
    // … one old picture among new ones that would pass, …
    let mixed = sent(&school, &who, &id, |issued| {
        let mut frames = frames(Person::First, &issued.movements, 2);
        frames[0] = first[0].clone();
        frames
    })
    .await;
    assert_eq!(problem(mixed), FaceProblem::SeenBefore);
    // … and the same pixels behind other metadata.
    let renamed = sent(&school, &who, &id, |issued| {
        let mut frames = frames(Person::First, &issued.movements, 3);
        frames[0] = with_comment(&first[0]);
        frames
    })
    .await;
    assert_eq!(problem(renamed), FaceProblem::SeenBefore);
    // The control: new pictures pass.
    let found = round(&school, &who, &id, Person::First, 4).await;
    assert!(matches!(found, Outcome::Passed(_)), "{found:?}");
}

/// The same JPEG with a comment behind its first marker.
fn with_comment(jpeg: &[u8]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xfe, 0, 6]);
    out.extend(b"note");
    out.extend(&jpeg[2..]);
    out
}

#[tokio::test]
async fn c4_a_challenge_is_good_for_one_answer() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let issued = issue(&school.cx, &who, &id).await.unwrap();
    let other = frames(Person::Second, &issued.movements, 1);
    answer(&school.cx, &who, &id, &issued.id, other).await.unwrap();
    let own = frames(Person::First, &issued.movements, 1);
    let again = answer(&school.cx, &who, &id, &issued.id, own).await.unwrap();
    assert_eq!(again, Outcome::Expired);
}

#[tokio::test]
async fn c4_an_expired_challenge_is_worth_nothing() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let issued = issue(&school.cx, &who, &id).await.unwrap();
    school.wait(issued.seconds);
    let own = frames(Person::First, &issued.movements, 1);
    let late = answer(&school.cx, &who, &id, &issued.id, own).await.unwrap();
    assert_eq!(late, Outcome::Expired);
    assert_eq!(face_of(&school, &who, &id).await, FaceCheck::None);
}

#[tokio::test]
async fn c4_an_answer_that_was_lost_on_its_way_is_said_again() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let issued = issue(&school.cx, &who, &id).await.unwrap();
    let own = frames(Person::First, &issued.movements, 1);
    let first = answer(&school.cx, &who, &id, &issued.id, own.clone()).await.unwrap();
    let second = answer(&school.cx, &who, &id, &issued.id, own).await.unwrap();
    assert!(matches!(first, Outcome::Passed(_)), "{first:?}");
    assert_eq!(second, first);
}

#[tokio::test]
async fn c4_a_strangers_challenge_does_not_exist() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let issued = issue(&school.cx, &who, &id).await.unwrap();
    let stranger = school.candidate("李四", &number(2)).await;
    let own = frames(Person::First, &issued.movements, 1);
    let stolen = answer(&school.cx, &stranger, &id, &issued.id, own.clone()).await;
    assert!(matches!(stolen, Err(Error::NotFound)));
    // Not used up by it.
    let found = answer(&school.cx, &who, &id, &issued.id, own).await.unwrap();
    assert!(matches!(found, Outcome::Passed(_)), "{found:?}");
}

#[tokio::test]
async fn c4_a_challenge_of_another_registration_does_not_exist() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let issued = issue(&school.cx, &who, &id).await.unwrap();
    // The second exam opens thirty days later; by then the first one has closed, so its draft stays where it is.
    let (_, second) = exams(&school).await;
    school.wait((second.windows.register.start.since(school.cx.now()) / 1_000) + 1);
    let (other, _) = registration::begin(&school.cx, &who, &second.id).await.unwrap();
    registration::accept_notice(&school.cx, &who, &other, second.notice.version).await.unwrap();
    let fresh = issue(&school.cx, &who, &other).await.unwrap();
    let own = frames(Person::First, &fresh.movements, 1);
    for (registration, challenge) in [(&id, &fresh.id), (&other, &issued.id)] {
        let wrong = answer(&school.cx, &who, registration, challenge, own.clone()).await;
        assert!(matches!(wrong, Err(Error::NotFound)));
    }
    let unknown = ChallengeId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
    let wrong = answer(&school.cx, &who, &other, &unknown, own.clone()).await;
    assert!(matches!(wrong, Err(Error::NotFound)));
    let found = answer(&school.cx, &who, &other, &fresh.id, own).await.unwrap();
    assert!(matches!(found, Outcome::Passed(_)), "{found:?}");
}

#[tokio::test]
async fn c4_a_passed_check_is_not_done_again() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    round(&school, &who, &id, Person::First, 1).await;
    let Err(Error::Refused(Refused::Registration(refusal))) = issue(&school.cx, &who, &id).await else {
        panic!("a second challenge")
    };
    assert_eq!(refusal, Refusal::AlreadyDone);
}

#[tokio::test]
async fn b2_no_challenge_without_the_consent_for_the_face() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    check(&school, &who, card("张三", &number(1), Person::First)).await;
    assert_eq!(face_refusal(issue(&school.cx, &who, &id).await), FaceRefusal::ConsentMissing);
    let unticked = give_consent(&school.cx, &who, false).await;
    assert_eq!(face_refusal(unticked), FaceRefusal::ConsentMissing);
    assert_eq!(load(&school.cx, &who, &id).await.unwrap().left, TRIES_PER_DAY, "a refusal takes no try");
    give_consent(&school.cx, &who, true).await.unwrap();
    assert!(issue(&school.cx, &who, &id).await.is_ok());
}

#[tokio::test]
async fn b2_nothing_is_compared_after_the_consent_was_withdrawn() {
    let school = School::open().await;
    let (who, id) = ready(&school).await;
    let issued = issue(&school.cx, &who, &id).await.unwrap();
    school.wait(1);
    withdraw_consent(&school.cx, &who).await.unwrap();
    let own = frames(Person::First, &issued.movements, 1);
    let refused = answer(&school.cx, &who, &id, &issued.id, own).await;
    assert_eq!(face_refusal(refused), FaceRefusal::ConsentMissing);
    let history = consents(&school.cx, &who).await.unwrap();
    assert!(history.len() == 1 && history[0].withdrawn.is_some());
}
