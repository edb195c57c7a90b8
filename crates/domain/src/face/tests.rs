use super::*;

/// A descriptor at distance `d` from `person(0.0)`.
fn person(d: f32) -> Descriptor {
    let mut values = [0.0; Descriptor::LENGTH];
    values[0] = d;
    Descriptor::new(values)
}

fn face(yaw: f32, relative_width: f32) -> Face {
    Face {
        relative_width,
        yaw,
        pitch: 5.0,
        roll: 1.0,
        luma: 120.0,
        bright_share: 0.0,
        left_right_ratio: 1.1,
        sharpness: 80.0,
        eye_distance_px: 150.0,
        descriptor: person(0.0),
    }
}

fn frame(yaw: f32, relative_width: f32) -> FaceMeasurement {
    FaceMeasurement::One(Box::new(face(yaw, relative_width)))
}

fn looks(yaws_and_widths: &[(f32, f32)]) -> Vec<FaceMeasurement> {
    yaws_and_widths.iter().map(|(yaw, width)| frame(*yaw, *width)).collect()
}

/// Straight, own left, straight, own right, straight.
fn left_then_right() -> Vec<FaceMeasurement> {
    looks(&[(1.0, 0.4), (25.0, 0.38), (-2.0, 0.4), (-24.0, 0.38), (0.0, 0.4)])
}

const LEFT_RIGHT: Challenge = Challenge { movements: [Movement::TurnLeft, Movement::TurnRight] };
const RIGHT_LEFT: Challenge = Challenge { movements: [Movement::TurnRight, Movement::TurnLeft] };
const CLOSER_LEFT: Challenge = Challenge { movements: [Movement::ComeCloser, Movement::TurnLeft] };

fn judge(frames: &[FaceMeasurement], challenge: Challenge, portrait: &Descriptor) -> FaceVerdict {
    judge_liveness(frames, &challenge, portrait, &FacePolicy::default())
}

fn refused(frames: &[FaceMeasurement], challenge: Challenge) -> FaceProblem {
    match judge(frames, challenge, &person(0.2)) {
        FaceVerdict::Refused(problem) => problem,
        passed => panic!("not refused: {passed:?}"),
    }
}

#[test]
fn c4_movements_in_the_asked_order_pass() {
    assert_eq!(judge(&left_then_right(), LEFT_RIGHT, &person(0.2)), FaceVerdict::Passed { distance: 0.2 });
}

#[test]
fn c4_coming_closer_counts_from_the_straight_look_before() {
    let frames = looks(&[(1.0, 0.4), (0.0, 0.45), (2.0, 0.52), (1.0, 0.41), (25.0, 0.39)]);
    assert_eq!(judge(&frames, CLOSER_LEFT, &person(0.2)), FaceVerdict::Passed { distance: 0.2 });
}

#[test]
fn c4_movements_in_the_wrong_order_are_refused() {
    assert_eq!(refused(&left_then_right(), RIGHT_LEFT), FaceProblem::WrongOrder);
}

#[test]
fn c4_a_still_picture_shows_no_movement() {
    let still = vec![frame(1.0, 0.4); 7];
    for challenge in Challenge::ALL {
        assert_eq!(refused(&still, challenge), FaceProblem::StillPicture);
    }
    // Held by a hand that shakes.
    let shaken = looks(&[(0.0, 0.40), (2.0, 0.41), (-2.5, 0.42), (1.0, 0.40), (0.0, 0.41)]);
    assert_eq!(refused(&shaken, LEFT_RIGHT), FaceProblem::StillPicture);
}

#[test]
fn c4_who_moves_too_little_is_told_which_movement() {
    let little = looks(&[(0.0, 0.4), (9.0, 0.4), (0.0, 0.4), (-9.0, 0.4), (0.0, 0.4)]);
    assert_eq!(refused(&little, LEFT_RIGHT), FaceProblem::MovementNotSeen(Movement::TurnLeft));
    let nearer = looks(&[(0.0, 0.4), (0.0, 0.46), (0.0, 0.4), (0.0, 0.4), (0.0, 0.4)]);
    assert_eq!(refused(&nearer, CLOSER_LEFT), FaceProblem::MovementNotSeen(Movement::ComeCloser));
}

#[test]
fn c4_a_photograph_turned_before_the_camera_shows_no_movement() {
    // Measured: up to 12 degrees either way.
    let turned = looks(&[(0.0, 0.4), (12.0, 0.4), (0.0, 0.4), (-12.0, 0.4), (0.0, 0.4)]);
    assert_eq!(refused(&turned, LEFT_RIGHT), FaceProblem::MovementNotSeen(Movement::TurnLeft));
    // Nor when the photograph itself looks a little to the side.
    let turned = looks(&[(10.0, 0.4), (22.0, 0.4), (10.0, 0.4), (-2.0, 0.4), (10.0, 0.4)]);
    assert_eq!(refused(&turned, LEFT_RIGHT), FaceProblem::MovementNotSeen(Movement::TurnLeft));
}

#[test]
fn c4_the_second_movement_alone_is_not_enough() {
    let frames = looks(&[(0.0, 0.4), (0.0, 0.4), (-24.0, 0.4), (-24.0, 0.4), (0.0, 0.4)]);
    assert_eq!(refused(&frames, LEFT_RIGHT), FaceProblem::MovementNotSeen(Movement::TurnLeft));
    assert_eq!(refused(&frames, RIGHT_LEFT), FaceProblem::MovementNotSeen(Movement::TurnLeft));
}

#[test]
fn c4_one_face_on_every_frame() {
    let mut frames = left_then_right();
    frames[2] = FaceMeasurement::NoFace;
    assert_eq!(refused(&frames, LEFT_RIGHT), FaceProblem::NoFace);
    frames[2] = FaceMeasurement::SeveralFaces;
    assert_eq!(refused(&frames, LEFT_RIGHT), FaceProblem::SeveralFaces);
}

#[test]
fn c4_five_to_nine_frames() {
    assert_eq!(refused(&left_then_right()[..4], LEFT_RIGHT), FaceProblem::TooFewFrames);
    let ten = vec![frame(0.0, 0.4); 10];
    assert_eq!(refused(&ten, LEFT_RIGHT), FaceProblem::TooManyFrames);
}

#[test]
fn c4_the_check_begins_with_a_straight_look() {
    let frames = looks(&[(25.0, 0.4), (0.0, 0.4), (25.0, 0.4), (0.0, 0.4), (-25.0, 0.4)]);
    assert_eq!(refused(&frames, LEFT_RIGHT), FaceProblem::NotFrontal);
}

#[test]
fn c4_another_person_in_the_middle_is_refused() {
    let mut frames = left_then_right();
    frames[3] = FaceMeasurement::One(Box::new(Face { descriptor: person(0.56), ..face(-24.0, 0.38) }));
    assert_eq!(refused(&frames, LEFT_RIGHT), FaceProblem::ChangedPerson);
}

#[test]
fn c4_each_flaw_of_the_picture_has_its_own_reason() {
    let flawed = |change: fn(&mut Face)| {
        let mut frames = left_then_right();
        for frame in &mut frames {
            if let FaceMeasurement::One(face) = frame {
                change(face);
            }
        }
        refused(&frames, LEFT_RIGHT)
    };
    assert_eq!(flawed(|face| face.luma = 40.0), FaceProblem::TooDark);
    assert_eq!(flawed(|face| face.luma = 190.0), FaceProblem::TooBright);
    assert_eq!(flawed(|face| face.bright_share = 0.05), FaceProblem::TooBright);
    assert_eq!(flawed(|face| face.left_right_ratio = 2.5), FaceProblem::UnevenLight);
    assert_eq!(flawed(|face| face.sharpness = 4.0), FaceProblem::Blurred);
    assert_eq!(flawed(|face| face.eye_distance_px = 40.0), FaceProblem::TooFar);
    assert_eq!(flawed(|face| face.relative_width = 0.15), FaceProblem::TooFar);
}

#[test]
fn c6_between_the_thresholds_a_person_decides() {
    let at = |distance| judge(&left_then_right(), LEFT_RIGHT, &person(distance));
    assert_eq!(at(0.49), FaceVerdict::Passed { distance: 0.49 });
    assert_eq!(at(0.50), FaceVerdict::NeedsPerson { distance: 0.50 });
    assert_eq!(at(0.59), FaceVerdict::NeedsPerson { distance: 0.59 });
    assert_eq!(at(0.60), FaceVerdict::Another { distance: 0.60 });
    assert_eq!(at(0.60).problem(), Some(FaceProblem::NotThePerson));
    assert_eq!(at(0.60).distance(), Some(0.60), "the score of a refusal is kept, too");
}

#[test]
fn c6_a_distance_that_is_no_number_never_passes() {
    let verdict = judge(&left_then_right(), LEFT_RIGHT, &person(f32::NAN));
    assert_eq!((verdict.problem(), verdict.distance()), (Some(FaceProblem::NotThePerson), None));
    assert!(Descriptor::try_from(vec![f32::NAN; 128]).is_err());
}

#[test]
fn a_descriptor_is_mute_and_has_128_numbers() {
    assert_eq!(format!("{:?}", person(0.7)), "Descriptor(***)");
    assert_eq!(Descriptor::try_from(vec![0.0; 127]).unwrap_err(), WrongLength);
}

#[test]
fn a_challenge_has_two_different_movements() {
    for challenge in Challenge::ALL {
        assert_ne!(challenge.movements[0], challenge.movements[1]);
    }
}

#[test]
fn b5_a_portrait_is_blown_out_from_the_very_share_at_which_a_camera_picture_is_refused() {
    let policy = FacePolicy::default();
    let blown_out = |bright_share| policy.is_blown_out(&Face { bright_share, ..face(0.0, 0.4) });
    assert!(!blown_out(0.0) && !blown_out(0.039));
    assert!(blown_out(0.04) && blown_out(0.3));
}
