//! What the hints say about one picture.

use vision::detector::{Detection, DetectorError, FaceDetector, HINTS_PX};

use crate::light::Light;
use crate::pose::Pose;

/// A face is believed from this score on, as on the server.
const SURE_SCORE: f32 = 0.7;
/// From this score on a second one counts as somebody else, …
const OTHER_SCORE: f32 = 0.5;
/// … if it is wider than this part of the first. Both as on the server.
const OTHER_WIDTH: f32 = 0.25;

/// Width of a face as a share of the picture's short side. The server wants 0.20 and eyes 60 px apart, which on a
/// picture of 480 px is about 0.25.
const NEAR_ENOUGH: f32 = 0.30;
/// From here on nobody could come closer by the quarter that the challenge may ask for.
const TOO_NEAR: f32 = 0.58;
/// The face's middle lies at most so far from the picture's, as a share of the short side.
const OFF_CENTRE: [f32; 2] = [0.16, 0.20];
/// Brightness; the server takes 60 to 175.
const DARK: f32 = 70.0;
const BRIGHT: f32 = 168.0;
/// Share of blown-out pixels; the server takes less than 0.04.
const BLOWN_OUT_SHARE: f32 = 0.03;
/// Lighter half over darker half; the server takes less than 2.
const LOPSIDED: f32 = 1.8;
/// Variance of the Laplacian on the square; about 45 where the server measures the 10 that it wants.
const SHARP: f32 = 60.0;
/// Degrees to either side that are a straight look. Up to here the server measures at most 13; it takes 15.
const STRAIGHT: f32 = 9.0;
/// Degrees from which the head is surely turned. From here on the server measures at least 20; it wants 18.
const TURNED: f32 = 22.0;
/// Degrees of tilt that are a straight look; the server takes 15.
const LEVEL: f32 = 12.0;
/// Nod of a straight look; the server takes −12° to 25°.
const NOD: std::ops::RangeInclusive<f32> = 0.42..=0.66;

/// Light on the face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Lit {
    /// Well lit.
    Well = 0,
    /// Too little light.
    TooDark = 1,
    /// Too much, also on one half only.
    TooBright = 2,
}

/// How far away the face is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Distance {
    /// As it should be.
    Right = 0,
    /// Too small on the picture.
    TooFar = 1,
    /// So large that coming closer is hard.
    TooNear = 2,
}

/// Where the face looks. Left and right are the person's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Facing {
    /// Neither straight nor surely turned.
    Between = 0,
    /// Straight ahead.
    Straight = 1,
    /// Surely turned to the left.
    Left = 2,
    /// Surely turned to the right.
    Right = 3,
}

/// One picture as the hints see it; without exactly one face the rest means nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// How many faces.
    pub faces: usize,
    /// Light on the face.
    pub lit: Lit,
    /// How far away.
    pub distance: Distance,
    /// Whether it is in the middle of the picture.
    pub is_centred: bool,
    /// Whether it is sharp.
    pub is_sharp: bool,
    /// Where it looks.
    pub facing: Facing,
    /// Width as a share of the picture's short side.
    pub width: f32,
    /// Degrees of the turn, see [`Pose::turn`].
    pub turn: f32,
}

/// A [`Sight`] as numbers: faces, light, distance, centred, sharp, facing (as the enums' values), width, turn.
pub type Answer = [f32; 8];

impl Sight {
    const NOBODY: Self = Self {
        faces: 0,
        lit: Lit::Well,
        distance: Distance::Right,
        is_centred: false,
        is_sharp: false,
        facing: Facing::Between,
        width: 0.0,
        turn: 0.0,
    };

    /// As the page reads it.
    pub fn answer(&self) -> Answer {
        [
            self.faces as f32,
            f32::from(self.lit as u8),
            f32::from(self.distance as u8),
            f32::from(u8::from(self.is_centred)),
            f32::from(u8::from(self.is_sharp)),
            f32::from(self.facing as u8),
            self.width,
            self.turn,
        ]
    }
}

/// Side of the square that is looked at, in pixels: the middle of the camera's picture, as its owner sees it.
pub const SQUARE_PX: usize = HINTS_PX * HALVED;

/// Looks at the RGBA pixels of a square of [`SQUARE_PX`].
pub fn look(detector: &FaceDetector, rgba: &[u8]) -> Result<Sight, DetectorError> {
    let found = detector.find(planes(rgba), OTHER_SCORE)?;
    let whole = |at: [f32; 2]| at.map(|px| px * HALVED as f32);
    let found: Vec<Detection> = found.iter().map(|face| face.mapped(whole)).collect();
    let sure = found.iter().filter(|face| face.score >= SURE_SCORE);
    let Some(face) = sure.max_by(|a, b| a.width().total_cmp(&b.width())) else { return Ok(Sight::NOBODY) };
    let faces = found.iter().filter(|other| other.width() > OTHER_WIDTH * face.width()).count();
    Ok(Sight { faces, ..seen(face, &Light::of(rgba, face.area)) })
}

fn seen(face: &Detection, light: &Light) -> Sight {
    let side = SQUARE_PX as f32;
    let width = face.width() / side;
    let [left, top, right, bottom] = face.area;
    let middle = side / 2.0;
    let off = [f32::midpoint(left, right) - middle, f32::midpoint(top, bottom) - middle];
    let [off_x, off_y] = off.map(|pixels| pixels.abs() / side);
    let pose = Pose::of(face);
    Sight {
        faces: 1,
        lit: lit(light),
        distance: match width {
            width if width < NEAR_ENOUGH => Distance::TooFar,
            width if width > TOO_NEAR => Distance::TooNear,
            _ => Distance::Right,
        },
        is_centred: off_x <= OFF_CENTRE[0] && off_y <= OFF_CENTRE[1],
        is_sharp: light.sharpness >= SHARP,
        facing: facing(pose),
        width,
        turn: pose.turn,
    }
}

fn lit(light: &Light) -> Lit {
    if light.luma < DARK {
        Lit::TooDark
    } else if light.luma > BRIGHT || light.bright_share > BLOWN_OUT_SHARE || light.left_right_ratio > LOPSIDED
    {
        Lit::TooBright
    } else {
        Lit::Well
    }
}

fn facing(pose: Pose) -> Facing {
    if pose.turn >= TURNED {
        Facing::Left
    } else if pose.turn <= -TURNED {
        Facing::Right
    } else if pose.turn.abs() <= STRAIGHT && pose.tilt.abs() <= LEVEL && NOD.contains(&pose.nod) {
        Facing::Straight
    } else {
        Facing::Between
    }
}

/// How many pixels of the square, in each direction, become one of the detector's.
const HALVED: usize = 2;

/// Red, green and blue one after the other, as the detector wants them: each pixel the mean of four.
fn planes(rgba: &[u8]) -> Vec<f32> {
    const ROW: usize = SQUARE_PX * 4;
    let scale = 2.0 / (255.0 * (HALVED * HALVED) as f32);
    let mut planes = Vec::with_capacity(3 * HINTS_PX * HINTS_PX);
    for channel in 0..3 {
        for rows in rgba.chunks_exact(ROW * HALVED) {
            planes.extend((0..HINTS_PX).map(|column| {
                let at = column * HALVED * 4 + channel;
                let square = (0..HALVED).flat_map(|y| (0..HALVED).map(move |x| at + y * ROW + x * 4));
                let sum: u32 =
                    square.map(|place| u32::from(rows.get(place).copied().unwrap_or_default())).sum();
                sum as f32 * scale - 1.0
            }));
        }
    }
    planes
}
