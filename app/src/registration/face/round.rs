//! One round of the face check: which picture is wanted next, and whether this one is it.
//!
//! Seven pictures: straight, the first movement twice, straight, the second movement twice, straight. The movements are
//! the server's, drawn by lot for this round; the page only waits for each.

use domain::face::Movement;

use super::glance::{Distance, Facing, Glance, Lit};

/// Pictures of a round.
pub const PICTURES: usize = 7;
/// Having come closer, the face is so many times as wide as before. The server wants 1.25; both measure with the same
/// detector, the rest is for the sway between two pictures.
const CLOSER: f32 = 1.32;

/// A turn also leads so many degrees away from the straight look before it; the server wants 18 and measures more
/// finely.
const TURN: f32 = 19.5;

/// What the person should do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Look straight ahead.
    Straight,
    /// This movement.
    Movement(Movement),
}

/// What keeps a picture from being the wanted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// No face.
    Nobody,
    /// Several faces.
    Several,
    /// Too far away.
    ComeCloser,
    /// Too near.
    GoBack,
    /// Not in the middle.
    Centre,
    /// Too dark.
    Dark,
    /// Too bright.
    Bright,
    /// Not sharp.
    Blurred,
    /// Not straight.
    LookStraight,
    /// The movement is not there yet.
    Move(Movement),
}

/// A round under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    movements: [Movement; 2],
    kept: usize,
    /// Width of the narrowest straight look so far.
    straight_width: f32,
    /// Turn of the last straight look.
    straight_turn: f32,
}

impl Round {
    /// At its beginning.
    pub fn new(movements: [Movement; 2]) -> Self {
        Self { movements, kept: 0, straight_width: f32::INFINITY, straight_turn: 0.0 }
    }

    /// What is wanted now; nothing once the round is complete.
    pub fn wanted(&self) -> Option<Wanted> {
        match self.kept {
            0 | 3 | 6 => Some(Wanted::Straight),
            1 | 2 => Some(Wanted::Movement(self.movements[0])),
            4 | 5 => Some(Wanted::Movement(self.movements[1])),
            _ => None,
        }
    }

    /// Pictures kept so far.
    pub fn kept(&self) -> usize {
        self.kept
    }

    /// Whether this picture is the wanted one; if not, what to say.
    pub fn judge(&self, glance: &Glance) -> Result<(), Hint> {
        match self.wanted() {
            None => Ok(()),
            Some(Wanted::Straight) => straight(glance),
            Some(Wanted::Movement(movement)) => self.moved(glance, movement),
        }
    }

    /// Counts the picture that was just judged to be the wanted one.
    pub fn keep(&mut self, glance: &Glance) {
        if self.wanted() == Some(Wanted::Straight) {
            self.straight_width = self.straight_width.min(glance.width);
            self.straight_turn = glance.turn;
        }
        self.kept += 1;
    }

    fn moved(&self, glance: &Glance, movement: Movement) -> Result<(), Hint> {
        one_face(glance)?;
        let seen = match movement {
            Movement::TurnLeft => glance.facing == Facing::Left && glance.turn - self.straight_turn >= TURN,
            Movement::TurnRight => glance.facing == Facing::Right && self.straight_turn - glance.turn >= TURN,
            // Straight, so that the server finds the same person on it.
            Movement::ComeCloser => {
                glance.facing == Facing::Straight && glance.width >= self.straight_width * CLOSER
            }
        };
        if !seen {
            return Err(Hint::Move(movement));
        }
        if !glance.is_sharp {
            return Err(Hint::Blurred);
        }
        Ok(())
    }
}

/// Whether it is a straight look, good enough to be compared with the document; if not, what to mend first.
pub fn straight(glance: &Glance) -> Result<(), Hint> {
    one_face(glance)?;
    match glance.distance {
        Distance::TooFar => return Err(Hint::ComeCloser),
        Distance::TooNear => return Err(Hint::GoBack),
        Distance::Right => {}
    }
    match glance.lit {
        Lit::TooDark => return Err(Hint::Dark),
        Lit::TooBright => return Err(Hint::Bright),
        Lit::Well => {}
    }
    if !glance.is_centred {
        return Err(Hint::Centre);
    }
    if glance.facing != Facing::Straight {
        return Err(Hint::LookStraight);
    }
    if glance.is_sharp { Ok(()) } else { Err(Hint::Blurred) }
}

fn one_face(glance: &Glance) -> Result<(), Hint> {
    match glance.faces {
        0 => Err(Hint::Nobody),
        1 => Ok(()),
        _ => Err(Hint::Several),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::face::{Challenge, FacePolicy};

    fn looking(facing: Facing) -> Glance {
        Glance {
            faces: 1,
            lit: Lit::Well,
            distance: Distance::Right,
            is_centred: true,
            is_sharp: true,
            facing,
            width: 0.4,
            turn: match facing {
                Facing::Left => 22.0,
                Facing::Right => -22.0,
                Facing::Straight | Facing::Between => 0.0,
            },
        }
    }

    /// The glance that shows the movement.
    fn doing(wanted: Wanted) -> Glance {
        match wanted {
            Wanted::Straight => looking(Facing::Straight),
            Wanted::Movement(Movement::TurnLeft) => looking(Facing::Left),
            Wanted::Movement(Movement::TurnRight) => looking(Facing::Right),
            Wanted::Movement(Movement::ComeCloser) => Glance { width: 0.6, ..looking(Facing::Straight) },
        }
    }

    #[test]
    fn c4_every_challenge_takes_as_many_pictures_as_the_server_accepts() {
        let policy = FacePolicy::default();
        for challenge in Challenge::ALL {
            let mut round = Round::new(challenge.movements);
            while let Some(wanted) = round.wanted() {
                let glance = doing(wanted);
                assert_eq!(round.judge(&glance), Ok(()));
                round.keep(&glance);
            }
            assert_eq!(round.kept(), PICTURES);
            assert!((policy.min_frames..=policy.max_frames).contains(&round.kept()));
        }
    }

    #[test]
    fn c4_a_turn_to_the_other_side_is_waited_out() {
        let mut round = Round::new([Movement::TurnLeft, Movement::ComeCloser]);
        round.keep(&looking(Facing::Straight));
        for other in [looking(Facing::Right), looking(Facing::Straight), looking(Facing::Between)] {
            assert_eq!(round.judge(&other), Err(Hint::Move(Movement::TurnLeft)));
        }
        assert_eq!(round.judge(&looking(Facing::Left)), Ok(()));
    }

    #[test]
    fn c4_a_turn_is_measured_from_the_straight_look_before() {
        let mut round = Round::new([Movement::TurnLeft, Movement::TurnRight]);
        round.keep(&Glance { turn: 5.0, ..looking(Facing::Straight) });
        assert_eq!(round.judge(&looking(Facing::Left)), Err(Hint::Move(Movement::TurnLeft)));
        assert_eq!(round.judge(&Glance { turn: 25.0, ..looking(Facing::Left) }), Ok(()));
    }

    #[test]
    fn c4_coming_closer_is_measured_from_the_straight_look_before() {
        let mut round = Round::new([Movement::ComeCloser, Movement::TurnLeft]);
        round.keep(&looking(Facing::Straight));
        let nearly = Glance { width: 0.4 * 1.3, ..looking(Facing::Straight) };
        assert_eq!(round.judge(&nearly), Err(Hint::Move(Movement::ComeCloser)));
        let enough = Glance { width: 0.4 * 1.33, ..looking(Facing::Straight) };
        assert_eq!(round.judge(&enough), Ok(()));
        assert!(CLOSER > FacePolicy::default().closer_ratio);
    }

    #[test]
    fn c4_what_is_wrong_with_a_straight_look_is_said_one_thing_at_a_time() {
        let good = looking(Facing::Straight);
        let cases = [
            (Glance { faces: 0, ..good }, Hint::Nobody),
            (Glance { faces: 2, ..good }, Hint::Several),
            (Glance { distance: Distance::TooFar, ..good }, Hint::ComeCloser),
            (Glance { distance: Distance::TooNear, ..good }, Hint::GoBack),
            (Glance { lit: Lit::TooDark, ..good }, Hint::Dark),
            (Glance { lit: Lit::TooBright, ..good }, Hint::Bright),
            (Glance { is_centred: false, ..good }, Hint::Centre),
            (Glance { facing: Facing::Between, ..good }, Hint::LookStraight),
            (Glance { is_sharp: false, ..good }, Hint::Blurred),
        ];
        for (glance, hint) in cases {
            assert_eq!(straight(&glance), Err(hint));
        }
        assert_eq!(straight(&good), Ok(()));
    }
}
