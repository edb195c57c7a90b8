//! Where a face looks, estimated from the detector's six points.
//!
//! The server measures the turn on 468 points; these six give it only roughly, which is enough to say whether a picture
//! is worth sending. The factor was fitted on the project's drawn heads (see the test of the same name).

use vision::detector::Detection;

/// Degrees for each eye distance that the nose lies off the middle of the eyes.
const TURN_PER_EYE_DISTANCE: f32 = 60.0;

/// Degrees, in a picture that is not mirrored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// Above 0 the nose points to the picture's right: the person's own left.
    pub turn: f32,
    /// Above 0 the head leans to the picture's right.
    pub tilt: f32,
}

impl Pose {
    /// From a found face.
    pub fn of(face: &Detection) -> Self {
        let [left_eye, right_eye, nose, ..] = face.points;
        let [across, down] = [right_eye[0] - left_eye[0], right_eye[1] - left_eye[1]];
        // Seen from the side the eyes fall together; a pixel keeps the division sane.
        let distance = across.hypot(down).max(1.0);
        let middle = [f32::midpoint(left_eye[0], right_eye[0]), f32::midpoint(left_eye[1], right_eye[1])];
        // Along the line of the eyes, so that a tilted head does not count as turned.
        let off = ((nose[0] - middle[0]) * across + (nose[1] - middle[1]) * down) / distance;
        Self { turn: off / distance * TURN_PER_EYE_DISTANCE, tilt: down.atan2(across).to_degrees() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(nose: [f32; 2], right_eye: [f32; 2]) -> Detection {
        let far = [0.0, 0.0];
        Detection {
            score: 1.0,
            area: [80.0, 60.0, 180.0, 180.0],
            points: [[100.0, 100.0], right_eye, nose, far, far, far],
        }
    }

    #[test]
    fn a_nose_to_the_right_is_a_turn_to_the_own_left() {
        assert!(Pose::of(&face([130.0, 130.0], [140.0, 100.0])).turn > 10.0);
        assert!(Pose::of(&face([110.0, 130.0], [140.0, 100.0])).turn < -10.0);
        assert!(Pose::of(&face([120.0, 130.0], [140.0, 100.0])).turn.abs() < 0.01);
    }

    #[test]
    fn a_tilted_head_is_not_a_turned_one() {
        // The level face of above, leaned by 45°: eyes along (1, 1), nose below their middle along (−1, 1).
        let pose = Pose::of(&face([100.0, 140.0], [140.0, 140.0]));
        assert!((pose.tilt - 45.0).abs() < 0.01);
        assert!(pose.turn.abs() < 0.01);
    }
}
