//! What the hints see on the drawn people, beside what the server measures on the same pictures.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot open its eyes has failed")]

use std::path::PathBuf;

use domain::face::{Face, FacePolicy};
use guide::sight::{Distance, Facing, Lit, SQUARE_PX, Sight, look};
use image::RgbImage;
use image::imageops::{FilterType, crop_imm, overlay, resize};
use specimen::head::{Flaw, Head, Person, Scene};
use vision::detector::FaceDetector;
use vision::{Engine, Picture};

/// The page's eyes and the server's.
struct Eyes {
    detector: FaceDetector,
    engine: Engine,
}

impl Eyes {
    /// With the models that `cargo xtask models` fetches.
    fn open() -> Self {
        let cache = std::env::var_os("ZHUNKAO_CACHE").filter(|value| !value.is_empty()).map(PathBuf::from);
        let home = || std::env::home_dir().unwrap_or_default().join(".cache/zhunkao/v1");
        let models = cache.unwrap_or_else(home).join("models");
        let engine = Engine::load(&models).unwrap_or_else(|problem| panic!("{problem}"));
        let detector = vision::models::hints_onnx(&models).unwrap();
        Self { detector: FaceDetector::from_onnx(detector).unwrap(), engine }
    }

    fn page(&self, picture: &RgbImage) -> Sight {
        look(&self.detector, &middle(picture)).unwrap()
    }

    fn server(&self, picture: &RgbImage) -> Face {
        let [width, height] = [picture.width(), picture.height()].map(|edge| edge as usize);
        let picture = Picture::new(width, height, picture.clone().into_raw()).unwrap();
        self.engine.measure_face(&picture).unwrap().one().expect("one face").clone()
    }
}

/// The middle, as the page's canvas draws it.
fn middle(picture: &RgbImage) -> Vec<u8> {
    let (width, height) = picture.dimensions();
    let edge = width.min(height);
    let square = crop_imm(picture, (width - edge) / 2, (height - edge) / 2, edge, edge).to_image();
    let side = u32::try_from(SQUARE_PX).unwrap();
    let small = resize(&square, side, side, FilterType::Triangle);
    image::DynamicImage::ImageRgb8(small).to_rgba8().into_raw()
}

#[test]
fn c4_what_is_kept_as_turned_or_straight_is_so_for_the_server() {
    let (eyes, policy) = (Eyes::open(), FacePolicy::default());
    for person in Person::ALL {
        let (head, mut straight, mut left, mut right) = (Head::new(person), 0, 0, 0);
        for yaw in (-36..=36_i8).step_by(6) {
            let scene = Scene { yaw: f32::from(yaw), seed: 7, ..person.camera() };
            let picture = head.frame(&scene);
            let (sight, face) = (eyes.page(&picture), eyes.server(&picture));
            let said = format!("{person:?} drawn at {yaw}: {sight:?}, server {}", face.yaw);
            match sight.facing {
                Facing::Left => {
                    left += 1;
                    assert!(face.yaw >= policy.turn_degrees + 1.0, "{said}");
                }
                Facing::Right => {
                    right += 1;
                    assert!(face.yaw <= -policy.turn_degrees - 1.0, "{said}");
                }
                Facing::Straight => {
                    straight += 1;
                    assert!(policy.frontal.holds(&face) && face.yaw.abs() <= 13.0, "{said}");
                }
                Facing::Between => assert!((4..=34).contains(&yaw.abs()), "{said}"),
            }
        }
        assert!(straight >= 1 && left >= 1 && right >= 1, "{person:?}: {left} {straight} {right}");
    }
}

#[test]
fn c4_a_head_that_nods_or_tilts_is_not_kept_as_straight() {
    let eyes = Eyes::open();
    let (head, base) = (Head::new(Person::First), Person::First.camera());
    for scene in [
        Scene { pitch: -24.0, ..base.clone() },
        Scene { pitch: 26.0, ..base.clone() },
        Scene { roll: 20.0, ..base.clone() },
        Scene { roll: -20.0, ..base.clone() },
    ] {
        assert_eq!(eyes.page(&head.frame(&scene)).facing, Facing::Between, "{scene:?}");
    }
}

#[test]
fn c4_light_distance_place_and_sharpness_are_told_apart() {
    let eyes = Eyes::open();
    let (head, base) = (Head::new(Person::First), Person::First.camera());
    let seen = |scene: &Scene| eyes.page(&head.frame(scene));

    let good = seen(&base);
    assert_eq!((good.faces, good.lit, good.distance), (1, Lit::Well, Distance::Right));
    assert!(good.is_centred && good.is_sharp);

    // Each flaw alone, as the page asks for it: what is told before it is as it should be (`round::straight`).
    for flaw in Flaw::ALL {
        let sight = eyes.page(&flaw.frame(&head, 1));
        assert_eq!(sight.faces, 1, "{flaw:?}: {sight:?}");
        let found = if sight.distance != Distance::Right {
            if sight.distance == Distance::TooFar { Flaw::TooFar } else { Flaw::TooNear }
        } else if sight.lit != Lit::Well {
            if sight.lit == Lit::TooDark { Flaw::TooDark } else { Flaw::TooBright }
        } else if !sight.is_centred {
            Flaw::OffCentre
        } else if sight.facing != Facing::Straight {
            Flaw::Averted
        } else {
            assert!(!sight.is_sharp, "{flaw:?}: {sight:?}");
            Flaw::Blurred
        };
        assert_eq!(found, flaw, "{sight:?}");
    }
}

#[test]
fn c4_an_empty_room_shows_no_face_and_two_people_show_two() {
    let eyes = Eyes::open();
    assert_eq!(eyes.page(&RgbImage::from_pixel(640, 480, image::Rgb([150, 150, 150]))).faces, 0);
    // Side by side in what the page shows, each half as wide as alone.
    let mut pair = RgbImage::new(480, 480);
    for (person, left) in Person::ALL.into_iter().zip([0, 240]) {
        let half = resize(&Head::new(person).frame(&person.camera()), 320, 240, FilterType::Triangle);
        overlay(&mut pair, &crop_imm(&half, 40, 0, 240, 240).to_image(), left, 120);
    }
    assert_eq!(eyes.page(&pair).faces, 2);
}
