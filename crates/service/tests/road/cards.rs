//! What people hand in instead of a good picture, drawn and read by the real engine (B5).

use domain::card::{CardProblem, Side};
use domain::document::IdNumber;
use domain::face::{FacePolicy, Quality};
use domain::identity::Identity;
use image::RgbImage;
use service::Candidate;
use specimen::card::flaw::{Edge, cut, grey_copy, with_glare};
use specimen::card::screen::{Shot, Surface, photograph_surface};
use specimen::card::{BackFields, draw_back, draw_front, photograph};
use specimen::fonts::Fonts;
use specimen::head::{Person, portrait};

use crate::identity::check;
use crate::school::{School, number, wall};

/// Both sides as drawn, not yet photographed.
struct Card {
    front: RgbImage,
    back: RgbImage,
}

impl Card {
    fn of(name: &str, number: &str, valid: &str) -> Self {
        let identity = specimen::identity::Identity::of(name, IdNumber::parse(number).unwrap(), 1);
        let fonts = Fonts::load().unwrap();
        let back = BackFields { valid: valid.into(), ..identity.back() };
        Self {
            front: draw_front(&identity.front(), &portrait(Person::First), &fonts),
            back: draw_back(&back, &fonts),
        }
    }

    fn good() -> Self {
        Self::of("张三", &number(1), "2020.01.01-2040.01.01")
    }
}

fn front(card: &RgbImage) -> RgbImage {
    photograph(card, 1)
}

fn back(card: &RgbImage) -> RgbImage {
    photograph(card, 2)
}

async fn somebody(school: &School) -> Candidate {
    school.candidate("张三", &number(1)).await
}

/// What stands against these two photographs.
async fn problems(front: &RgbImage, back: &RgbImage) -> (Identity, Vec<CardProblem>) {
    let school = School::open().await;
    let who = somebody(&school).await;
    let found = check(&school, &who, (specimen::jpeg(front, 85), specimen::jpeg(back, 85))).await;
    let problems = match &found {
        Identity::Failed { problems, .. } | Identity::WaitingForPerson { problems, .. } => problems.clone(),
        other => panic!("{other:?}"),
    };
    (found, problems)
}

async fn refused(front: &RgbImage, back: &RgbImage) -> Vec<CardProblem> {
    let (found, problems) = problems(front, back).await;
    assert!(matches!(found, Identity::Failed { .. }), "{found:?}");
    problems
}

#[tokio::test]
async fn b5_no_card_is_refused() {
    let school = School::open().await;
    let who = somebody(&school).await;
    let found = check(&school, &who, (wall(1), wall(2))).await;
    let Identity::Failed { problems, .. } = found else { panic!("{found:?}") };
    assert_eq!(problems, [CardProblem::NotACard(Side::Front), CardProblem::NotACard(Side::Back)]);
}

#[tokio::test]
async fn b5_an_expired_card_is_refused() {
    let card = Card::of("张三", &number(1), "2006.01.01-2026.01.01");
    assert_eq!(refused(&front(&card.front), &back(&card.back)).await, [CardProblem::Expired]);
}

#[tokio::test]
async fn b5_another_name_on_the_card_is_refused_and_the_same_card_passes_after_the_name_is_corrected() {
    let school = School::open().await;
    let who = school.candidate("王建国", &number(1)).await;
    let card = Card::good();
    let photos = (specimen::jpeg(&front(&card.front), 85), specimen::jpeg(&back(&card.back), 85));
    let found = check(&school, &who, photos).await;
    let Identity::Failed { problems, .. } = found else { panic!("{found:?}") };
    assert_eq!(problems, [CardProblem::NameDiffers]);
    let right = service::account::ProfileForm { name: "张三".into(), ..Default::default() };
    service::account::save_profile(&school.cx, &who, right).await.unwrap();
    service::identity::start_check(&school.cx, &who).await.unwrap();
    school.work().await;
    assert!(service::identity::state(&school.cx, &who).await.unwrap().is_passed());
}

#[tokio::test]
async fn b5_glare_over_the_number_is_refused_with_that_reason() {
    let card = Card::good();
    let lit = with_glare(&front(&card.front), [900, 860], 260.0);
    let problems = refused(&lit, &back(&card.back)).await;
    assert!(problems.contains(&CardProblem::Glare(Side::Front)), "{problems:?}");
}

#[tokio::test]
async fn b5_a_blurred_front_is_refused_with_that_reason() {
    let card = Card::good();
    let blurred = image::imageops::blur(&front(&card.front), 9.0);
    let problems = refused(&blurred, &back(&card.back)).await;
    assert!(problems.contains(&CardProblem::TooBlurred(Side::Front)), "{problems:?}");
}

#[tokio::test]
async fn b5_glare_over_the_validity_is_refused_with_that_reason() {
    let card = Card::good();
    let lit = with_glare(&back(&card.back), [900, 860], 420.0);
    let problems = refused(&front(&card.front), &lit).await;
    assert!(problems.contains(&CardProblem::Glare(Side::Back)), "{problems:?}");
}

#[tokio::test]
async fn b5_a_blurred_back_is_refused_with_that_reason() {
    let card = Card::good();
    let blurred = image::imageops::blur(&back(&card.back), 9.0);
    let problems = refused(&front(&card.front), &blurred).await;
    assert!(problems.contains(&CardProblem::TooBlurred(Side::Back)), "{problems:?}");
}

#[tokio::test]
async fn b5_a_card_of_somebody_else_with_the_same_name_is_refused_by_its_number() {
    let card = Card::of("张三", &number(2), "2020.01.01-2040.01.01");
    assert_eq!(refused(&front(&card.front), &back(&card.back)).await, [CardProblem::NumberDiffers]);
}

#[tokio::test]
async fn b5_a_front_whose_number_is_outside_is_refused_with_that_reason() {
    let card = Card::good();
    for (edge, share) in [(Edge::Bottom, 0.30), (Edge::Right, 0.30)] {
        let problems = refused(&cut(&front(&card.front), edge, share), &back(&card.back)).await;
        assert!(problems.contains(&CardProblem::BorderCut(Side::Front)), "{edge:?}: {problems:?}");
    }
}

#[tokio::test]
async fn b5_a_back_whose_validity_is_cut_is_refused_with_that_reason() {
    let card = Card::good();
    let problems = refused(&front(&card.front), &cut(&back(&card.back), Edge::Right, 0.36)).await;
    assert!(problems.contains(&CardProblem::BorderCut(Side::Back)), "{problems:?}");
}

#[tokio::test]
async fn b5_a_photocopy_is_refused_with_that_reason() {
    let card = Card::good();
    let copy = |card: &RgbImage| grey_copy(card);
    let problems = refused(&front(&copy(&card.front)), &back(&copy(&card.back))).await;
    assert_eq!(problems, [CardProblem::Photocopy(Side::Front), CardProblem::Photocopy(Side::Back)]);
}

#[tokio::test]
async fn b5_a_photograph_of_a_screen_is_refused_with_that_reason_and_the_card_itself_passes() {
    let card = Card::good();
    let seen =
        |surface| [&card.front, &card.back].map(|side| photograph_surface(side, surface, &Shot::BY_HAND[1]));
    let [front, back] = seen(Surface::Stripes { across: 700.0 });
    let both = [CardProblem::Screen(Side::Front), CardProblem::Screen(Side::Back)];
    assert_eq!(refused(&front, &back).await, both);
    let school = School::open().await;
    let who = somebody(&school).await;
    let [front, back] = seen(Surface::Print).map(|photo| specimen::jpeg(&photo, 85));
    assert!(check(&school, &who, (front, back)).await.is_passed());
}

#[tokio::test]
async fn b10_somebody_whose_pictures_are_taken_for_a_screen_can_leave_it_to_a_person() {
    let school = School::open().await;
    let who = somebody(&school).await;
    let card = Card::good();
    let screen = Surface::Stripes { across: 700.0 };
    let [front, back] =
        [&card.front, &card.back].map(|side| photograph_surface(side, screen, &Shot::BY_HAND[1]));
    let found = check(&school, &who, (specimen::jpeg(&front, 85), specimen::jpeg(&back, 85))).await;
    assert!(matches!(found, Identity::Failed { .. }), "{found:?}");
    service::identity::ask_for_person(&school.cx, &who).await.unwrap();
    let now = service::identity::state(&school.cx, &who).await.unwrap();
    assert!(matches!(now, Identity::WaitingForPerson { .. }), "{now:?}");
}

#[tokio::test]
async fn b6_a_rare_hanzi_that_the_reader_takes_for_another_goes_to_a_person() {
    let school = School::open().await;
    let who = school.candidate("逄三", &number(1)).await;
    let card = Card::of("逢三", &number(1), "2020.01.01-2040.01.01");
    let photos = (specimen::jpeg(&front(&card.front), 85), specimen::jpeg(&back(&card.back), 85));
    let found = check(&school, &who, photos).await;
    let Identity::WaitingForPerson { problems, .. } = found else { panic!("{found:?}") };
    assert_eq!(problems, [CardProblem::NameUnreadable]);
}

#[tokio::test]
async fn b5_a_portrait_that_is_blown_out_is_asked_for_again_before_the_face_check_would_fail() {
    // Any light on the portrait is too much for this school; at the default the same card passes.
    let quality = Quality { max_bright_share: 0.0, ..Quality::default() };
    let school = School::open_with(FacePolicy { quality, ..FacePolicy::default() }).await;
    let who = somebody(&school).await;
    let card = Card::good();
    let photos = (specimen::jpeg(&front(&card.front), 85), specimen::jpeg(&back(&card.back), 85));
    let found = check(&school, &who, photos.clone()).await;
    let Identity::Failed { problems, .. } = found else { panic!("{found:?}") };
    assert_eq!(problems, [CardProblem::Glare(Side::Front)]);
    let school = School::open().await;
    let who = somebody(&school).await;
    assert!(check(&school, &who, photos).await.is_passed());
}
