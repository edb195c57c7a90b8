//! How well a picture could be read at all, and whether it shows the card itself.

use serde::{Deserialize, Serialize};

use super::{CardProblem, Side};

/// What was measured on the picture itself. `vision` measures; what it means stands here.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PictureFacts {
    /// Variance of the Laplacian of the luma on the card's text, at a longest edge of 960 px; sharp cards are
    /// in the hundreds.
    pub sharpness: f32,
    /// Share of blown-out pixels on the card, 0 to 1.
    pub glare: f32,
    /// Width of the area that carries text, in pixels of the picture; 0 when there is none.
    pub text_width_px: f32,
    /// How much the hues on the card differ from each other (deviation of the shares of red and blue), whatever the
    /// colour of the light. A grey copy has one hue.
    pub colour: f32,
    /// How far the card reaches out of the picture, as a share of its width, by the place of its text; 0 when all of it
    /// seems inside.
    pub cut: f32,
    /// How far one and the same wave shorter than 8 pixels stands out all over the card, in power: the grid of a screen, or
    /// what the camera makes of it.
    pub fine_wave: f32,
    /// The same of waves of 8 to 18 pixels, as which the camera sees some screens; printed lines may be as long.
    pub slow_wave: f32,
    /// Whether a line of text runs into the edge of the picture.
    pub text_at_border: bool,
}

impl PictureFacts {
    /// Nothing stands against this picture.
    pub const CLEAR: Self = Self {
        sharpness: 600.0,
        glare: 0.0,
        text_width_px: 900.0,
        colour: 0.05,
        cut: 0.0,
        fine_wave: 4.0,
        slow_wave: 4.0,
        text_at_border: false,
    };

    /// Below this the strokes of the card's text are hardly told apart: of 120 drawn cards, those of difficulty 0 to 2
    /// have 169 and more, those of difficulty 3 have 43 to 216. Counts only where something could not be read.
    pub const SHARPNESS_FLOOR: f32 = 160.0;
    /// From this share on a reflection has swallowed text.
    pub const GLARE_CEILING: f32 = 0.02;
    /// Under this width the digits are less than half as high as the recogniser wants them.
    pub const TEXT_WIDTH_FLOOR_PX: f32 = 420.0;
    /// Below this there is no colour but the camera's noise.
    pub const GREY_FLOOR: f32 = 0.006;
    /// Below this there is less colour than on any card that was measured.
    pub const COLOUR_FLOOR: f32 = 0.010;
    /// The place of the text tells the card's edges to about 5 % of its width.
    pub const CUT_CEILING: f32 = 0.08;
    /// From here on a fine wave is a screen's: ten times what any of 1,334 drawn cards has, of any difficulty (2.5 to 9.8);
    /// screens whose grid the camera saw have hundreds. What real cards have nobody has measured, hence the distance.
    pub const WAVE_CEILING: f32 = 100.0;
    /// From here on a wave is none of a drawn card's.
    pub const WAVE_SUSPECT: f32 = 25.0;

    /// Whether the picture is too blurred or too small.
    pub fn is_blurred(&self) -> bool {
        self.sharpness < Self::SHARPNESS_FLOOR
            || (self.text_width_px > 0.0 && self.text_width_px < Self::TEXT_WIDTH_FLOOR_PX)
    }

    /// Whether a reflection covers a part of it.
    pub fn has_glare(&self) -> bool {
        self.glare > Self::GLARE_CEILING
    }

    /// Whether an edge of the card lies outside of the picture.
    pub fn is_cut(&self) -> bool {
        self.cut > Self::CUT_CEILING
    }

    /// Whether there is no colour at all.
    pub fn is_certainly_grey(&self) -> bool {
        self.colour < Self::GREY_FLOOR
    }

    /// Whether there is hardly any colour.
    pub fn may_be_grey(&self) -> bool {
        self.colour < Self::COLOUR_FLOOR
    }

    /// Whether the card stands on a screen: no printed line is as fine.
    pub fn is_certainly_screen(&self) -> bool {
        self.fine_wave >= Self::WAVE_CEILING
    }

    /// Whether the card may stand on a screen.
    pub fn may_be_screen(&self) -> bool {
        self.fine_wave.max(self.slow_wave) >= Self::WAVE_SUSPECT
    }

    /// The reasons in the picture itself for not having read it.
    pub(super) fn reasons(&self, side: Side) -> impl Iterator<Item = CardProblem> {
        let cut = (self.is_cut() || self.text_at_border).then_some(CardProblem::BorderCut(side));
        let blurred = self.is_blurred().then_some(CardProblem::TooBlurred(side));
        let glare = self.has_glare().then_some(CardProblem::Glare(side));
        let screen = self.is_certainly_screen().then_some(CardProblem::Screen(side));
        cut.into_iter().chain(blurred).chain(glare).chain(screen)
    }
}
