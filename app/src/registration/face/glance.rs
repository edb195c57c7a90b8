//! What the live hints saw on one picture. The module `guide` decides, these are its numbers by name.

/// Light on the face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lit {
    /// As it should be.
    Well,
    /// Too little.
    TooDark,
    /// Too much, also on one half only.
    TooBright,
}

/// How far away the face is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// As it should be.
    Right,
    /// Too far.
    TooFar,
    /// Too near.
    TooNear,
}

/// Where the face looks; left and right are the person's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facing {
    /// Neither straight nor surely turned.
    Between,
    /// Straight ahead.
    Straight,
    /// To the left.
    Left,
    /// To the right.
    Right,
}

/// One picture; without exactly one face the rest means nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glance {
    /// How many faces.
    pub faces: u32,
    /// Light.
    pub lit: Lit,
    /// How far away.
    pub distance: Distance,
    /// Whether it is in the middle.
    pub is_centred: bool,
    /// Whether it is sharp.
    pub is_sharp: bool,
    /// Where it looks.
    pub facing: Facing,
    /// Width as a share of the picture's short side.
    pub width: f32,
    /// Degrees of the turn, roughly; above 0 to the own left.
    pub turn: f32,
}

/// Numbers of one answer of the module, in the order of `guide::sight::Answer`.
pub const ANSWER_LENGTH: usize = 8;

impl Glance {
    /// From the module's numbers; a value it does not know counts as "not as it should be".
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small whole numbers")]
    pub fn from_answer(answer: [f32; ANSWER_LENGTH]) -> Self {
        let [faces, lit, distance, centred, sharp, facing, width, turn] = answer;
        Self {
            faces: faces as u32,
            lit: match lit as u32 {
                0 => Lit::Well,
                1 => Lit::TooDark,
                _ => Lit::TooBright,
            },
            distance: match distance as u32 {
                0 => Distance::Right,
                1 => Distance::TooFar,
                _ => Distance::TooNear,
            },
            is_centred: centred > 0.5,
            is_sharp: sharp > 0.5,
            facing: match facing as u32 {
                1 => Facing::Straight,
                2 => Facing::Left,
                3 => Facing::Right,
                _ => Facing::Between,
            },
            width,
            turn,
        }
    }
}
