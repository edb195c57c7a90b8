//! Where a face looks, estimated from the detector's six points.
//!
//! The server measures the pose on 468 points; these six give it only roughly, which is enough to say whether a picture
//! is worth sending. The factors were fitted on the project's drawn heads, on the squares of 96 pixels: within 6° of the server's
//! yaw for most, photographs too (12, at most 9° off).

use vision::detector::Detection;

/// Degrees for each eye distance that the nose lies off the middle of the eyes.
const PER_NOSE: f32 = 85.0;
/// Degrees for each width of the face's box by which one ear is farther from its eye than the other.
const PER_EARS: f32 = 68.0;
/// Degrees by which a straight face seems to be turned to its own right.
const ASKEW: f32 = 2.7;

/// Of a picture that is not mirrored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// Degrees; above 0 the nose points to the picture's right: the person's own left.
    pub turn: f32,
    /// Degrees; above 0 the head leans to the picture's right.
    pub tilt: f32,
    /// How far the nose lies below the eyes as a share of the way to the mouth; about 0.6 for a level head, less when
    /// it looks up.
    pub nod: f32,
}

impl Pose {
    /// From a found face.
    pub fn of(face: &Detection) -> Self {
        let [left_eye, right_eye, nose, mouth, left_ear, right_ear] = face.points;
        let [across, down] = [right_eye[0] - left_eye[0], right_eye[1] - left_eye[1]];
        // Seen from the side the eyes fall together; a pixel keeps the divisions sane.
        let eyes = across.hypot(down).max(1.0);
        let middle = [f32::midpoint(left_eye[0], right_eye[0]), f32::midpoint(left_eye[1], right_eye[1])];
        // Along and across the line of the eyes, so that a tilted head counts neither as turned nor as nodding.
        let along =
            |from: [f32; 2], to: [f32; 2]| ((to[0] - from[0]) * across + (to[1] - from[1]) * down) / eyes;
        let below =
            |point: [f32; 2]| ((point[1] - middle[1]) * across - (point[0] - middle[0]) * down) / eyes;

        let by_nose = along(middle, nose) / eyes * PER_NOSE;
        let ears = along(left_ear, left_eye) - along(right_eye, right_ear);
        let by_ears = ears / face.width().max(1.0) * PER_EARS;
        Self {
            turn: f32::midpoint(by_nose, by_ears) + ASKEW,
            tilt: down.atan2(across).to_degrees(),
            nod: below(nose) / below(mouth).max(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A level face that looks straight ahead.
    const STRAIGHT: [[f32; 2]; 6] =
        [[100.0, 100.0], [140.0, 100.0], [120.0, 124.0], [120.0, 140.0], [80.0, 104.0], [160.0, 104.0]];

    fn pose(points: [[f32; 2]; 6]) -> Pose {
        Pose::of(&Detection { score: 1.0, area: [80.0, 60.0, 160.0, 160.0], points })
    }

    #[test]
    fn a_straight_face_is_neither_turned_nor_tilted() {
        let pose = pose(STRAIGHT);
        assert!((pose.turn - ASKEW).abs() < 0.01 && pose.tilt.abs() < 0.01);
        assert!((pose.nod - 0.6).abs() < 0.01);
    }

    #[test]
    fn a_nose_to_the_right_is_a_turn_to_the_own_left() {
        let mut turned = STRAIGHT;
        (turned[2], turned[4], turned[5]) = ([130.0, 124.0], [70.0, 104.0], [145.0, 104.0]);
        assert!(pose(turned).turn > 10.0);
        let mirrored = [1, 0, 2, 3, 5, 4].map(|i: usize| [240.0 - turned[i][0], turned[i][1]]);
        assert!((pose(mirrored).turn + pose(turned).turn - 2.0 * ASKEW).abs() < 0.01);
    }

    #[test]
    fn a_tilted_head_is_neither_turned_nor_nodding() {
        let (sin, cos) = 30.0_f32.to_radians().sin_cos();
        let about = |[x, y]: [f32; 2]| {
            let (x, y) = (x - 120.0, y - 110.0);
            [120.0 + cos * x - sin * y, 110.0 + sin * x + cos * y]
        };
        let pose = pose(STRAIGHT.map(about));
        assert!((pose.tilt - 30.0).abs() < 0.01);
        assert!((pose.turn - ASKEW).abs() < 0.01);
        assert!((pose.nod - 0.6).abs() < 0.01);
    }
}
