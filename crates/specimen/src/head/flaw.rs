//! What goes wrong before a camera: the pictures that the face page asks to mend, one kind after the other.

use std::io::{self, Write};

use image::RgbImage;
use image::imageops::blur;

use crate::head::clip::{QUALITY, REPEATS, sway};
use crate::head::{Head, Person, Scene};
use crate::picture::jpeg;

/// Rounds of three swaying pictures for which a flaw stays: 1.5 s.
const ROUNDS: usize = 5;
const SWAYS: usize = 3;
/// Pixels of a shaken picture's blur.
const SHAKEN: f32 = 4.0;

/// One thing that is wrong, everything else being right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The face is small.
    TooFar,
    /// The face is so large that it cannot come closer.
    TooNear,
    /// The face stands at the side.
    OffCentre,
    /// Hardly any light.
    TooDark,
    /// So much light that the skin is white.
    TooBright,
    /// The face looks past the camera.
    Averted,
    /// The phone shook.
    Blurred,
}

impl Flaw {
    /// All of them, as [`write_flaws`] shows them.
    pub const ALL: [Self; 7] = [
        Self::TooFar,
        Self::TooNear,
        Self::OffCentre,
        Self::TooDark,
        Self::TooBright,
        Self::Averted,
        Self::Blurred,
    ];

    /// A picture with this flaw; `sway` 0 to 2 are three slightly different ones.
    pub fn frame(self, head: &Head, sway_at: usize) -> RgbImage {
        let good = sway(&head.person.camera(), sway_at);
        let scene = match self {
            Self::TooFar => Scene { zoom: 0.6, ..good },
            Self::TooNear => Scene { zoom: 1.45, ..good },
            Self::OffCentre => Scene { centre: [good.centre[0] + 110.0, good.centre[1]], ..good },
            Self::TooDark => Scene { gain: 0.3, ..good },
            Self::TooBright => Scene { gain: 1.6, ..good },
            Self::Averted => Scene { yaw: good.yaw + 14.0, ..good },
            Self::Blurred => good,
        };
        let picture = head.frame(&scene);
        if self == Self::Blurred { blur(&picture, SHAKEN) } else { picture }
    }
}

/// Writes a clip of the person in which every picture has a flaw, 1.5 s for each kind: nothing in it may be sent.
pub fn write_flaws(person: Person, out: &mut impl Write) -> io::Result<()> {
    let head = Head::new(person);
    for flaw in Flaw::ALL {
        let pictures = [0, 1, 2].map(|sway| jpeg(&flaw.frame(&head, sway), QUALITY));
        for at in 0..ROUNDS * SWAYS {
            for _ in 0..REPEATS {
                out.write_all(&pictures[at % SWAYS])?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brightness(picture: &RgbImage) -> f32 {
        picture.iter().map(|value| f32::from(*value)).sum::<f32>() / picture.len() as f32
    }

    #[test]
    fn every_flaw_has_its_picture() {
        let head = Head::new(Person::First);
        let good = brightness(&head.frame(&Person::First.camera()));
        assert!(brightness(&Flaw::TooDark.frame(&head, 1)) < 0.5 * good);
        assert!(brightness(&Flaw::TooBright.frame(&head, 1)) > 1.2 * good);
        let mut pictures: Vec<RgbImage> = Flaw::ALL.map(|flaw| flaw.frame(&head, 1)).into();
        pictures.dedup();
        assert_eq!(pictures.len(), Flaw::ALL.len());
        assert_ne!(Flaw::TooFar.frame(&head, 0), Flaw::TooFar.frame(&head, 2), "it sways");
    }
}
