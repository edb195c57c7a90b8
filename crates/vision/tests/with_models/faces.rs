use crate::{engine, uploaded};
use domain::face::{
    Challenge, Face, FaceMeasurement, FacePolicy, FaceProblem, FaceVerdict, Movement, judge_liveness,
};
use image::RgbImage;
use image::imageops::{overlay, rotate180};
use specimen::card::{FrontFields, draw_front, photograph};
use specimen::fonts::Fonts;
use specimen::head::{Head, Person, Scene, portrait};
use std::sync::OnceLock;

/// The drawn heads are tuned to the descriptor: if these two no longer hold, the tests that use them prove nothing.
const OWN_AT_MOST: f32 = 0.35;
const OTHER_AT_LEAST: f32 = 0.75;

/// What each person does before the camera, and its measurement.
struct Clip {
    straight: FaceMeasurement,
    left: FaceMeasurement,
    right: FaceMeasurement,
    closer: FaceMeasurement,
    portrait: FaceMeasurement,
}

impl Clip {
    fn of(person: Person) -> Self {
        let head = Head::new(person);
        let frame = |change: fn(&mut Scene)| {
            let mut scene = person.camera();
            change(&mut scene);
            measure(&head.frame(&scene))
        };
        Self {
            straight: frame(|_| {}),
            left: frame(|scene| scene.yaw = 30.0),
            right: frame(|scene| scene.yaw = -30.0),
            closer: frame(|scene| scene.zoom = 1.45),
            portrait: measure(&portrait(person)),
        }
    }

    fn frames(&self) -> [&FaceMeasurement; 4] {
        [&self.straight, &self.left, &self.right, &self.closer]
    }

    /// Straight, the two movements with a straight look after each.
    fn answering(&self, challenge: Challenge) -> Vec<FaceMeasurement> {
        let show = |movement| match movement {
            Movement::TurnLeft => &self.left,
            Movement::TurnRight => &self.right,
            Movement::ComeCloser => &self.closer,
        };
        let [first, second] = challenge.movements.map(show);
        [&self.straight, first, &self.straight, second, &self.straight].map(Clone::clone).to_vec()
    }
}

fn clips() -> &'static [Clip; 2] {
    static CLIPS: OnceLock<[Clip; 2]> = OnceLock::new();
    CLIPS.get_or_init(|| Person::ALL.map(Clip::of))
}

fn measure(picture: &RgbImage) -> FaceMeasurement {
    match engine().measure_face(&uploaded(picture)) {
        Ok(measurement) => measurement,
        Err(problem) => panic!("{problem}"),
    }
}

fn face(measurement: &FaceMeasurement) -> &Face {
    let Some(face) = measurement.one() else { panic!("not exactly one face: {measurement:?}") };
    face
}

fn distance(a: &FaceMeasurement, b: &FaceMeasurement) -> f32 {
    face(a).descriptor.distance(&face(b).descriptor)
}

fn judge(frames: &[FaceMeasurement], challenge: Challenge, portrait: &FaceMeasurement) -> FaceVerdict {
    judge_liveness(frames, &challenge, &face(portrait).descriptor, &FacePolicy::default())
}

#[test]
fn c6_a_drawn_head_is_like_its_own_portrait_and_unlike_the_other() {
    let [first, second] = clips();
    for (own, other) in [(first, second), (second, first)] {
        for frame in own.frames() {
            let (near, far) = (distance(frame, &own.portrait), distance(frame, &other.portrait));
            assert!(near <= OWN_AT_MOST && far >= OTHER_AT_LEAST, "own {near}, other {far}");
        }
    }
}

#[test]
fn c6_the_portrait_on_a_photographed_card_is_compared() {
    let fonts = match Fonts::load() {
        Ok(fonts) => fonts,
        Err(missing) => panic!("{missing}"),
    };
    let identity = specimen::identity::invent(3);
    let fields: FrontFields = identity.front();
    let card = photograph(&draw_front(&fields, &portrait(Person::First), &fonts), 8);
    let [own, other] = clips();
    for photo in [rotate180(&card), card] {
        let on_card = measure(&photo);
        let (near, far) = (distance(&on_card, &own.straight), distance(&on_card, &other.straight));
        assert!(near <= OWN_AT_MOST && far >= OTHER_AT_LEAST, "own {near}, other {far}");
    }
}

#[test]
fn c4_yaw_is_positive_towards_the_persons_own_left() {
    for clip in clips() {
        assert!(face(&clip.straight).yaw.abs() < 6.0);
        assert!(face(&clip.left).yaw >= 20.0, "{:?}", face(&clip.left));
        assert!(face(&clip.right).yaw <= -20.0, "{:?}", face(&clip.right));
    }
}

#[test]
fn c4_every_challenge_is_passed_by_the_person_on_the_card() {
    for clip in clips() {
        for challenge in Challenge::ALL {
            let verdict = judge(&clip.answering(challenge), challenge, &clip.portrait);
            assert!(matches!(verdict, FaceVerdict::Passed { .. }), "{challenge:?}: {verdict:?}");
        }
    }
}

#[test]
fn c4_another_person_is_refused() {
    let [first, second] = clips();
    let challenge = Challenge::ALL[0];
    let verdict = judge(&second.answering(challenge), challenge, &first.portrait);
    assert_eq!(verdict.problem(), Some(FaceProblem::NotThePerson));
}

#[test]
fn c4_a_change_of_person_during_the_check_is_refused() {
    let [first, second] = clips();
    let challenge = Challenge::ALL[0];
    let mut frames = first.answering(challenge);
    frames[3] = second.right.clone();
    assert_eq!(judge(&frames, challenge, &first.portrait), FaceVerdict::Refused(FaceProblem::ChangedPerson));
}

#[test]
fn c4_a_still_picture_is_refused() {
    for clip in clips() {
        for challenge in Challenge::ALL {
            let still = vec![clip.straight.clone(); 7];
            let expected = FaceVerdict::Refused(FaceProblem::StillPicture);
            assert_eq!(judge(&still, challenge, &clip.portrait), expected);
        }
    }
}

#[test]
fn c4_nobody_and_two_people_are_noticed() {
    let wall = RgbImage::from_pixel(640, 480, image::Rgb([150, 152, 149]));
    assert_eq!(measure(&wall), FaceMeasurement::NoFace);
    let mut both = RgbImage::new(1280, 480);
    for (person, left) in Person::ALL.into_iter().zip([0, 640]) {
        overlay(&mut both, &Head::new(person).frame(&person.camera()), left, 0);
    }
    assert_eq!(measure(&both), FaceMeasurement::SeveralFaces);
}
