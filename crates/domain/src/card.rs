//! What a machine read from the two sides of a resident identity card, and the verdict on it.
//!
//! `vision` makes the readings; [`judge_card`] is plain code that decides what they mean for the account that
//! uploaded them. A [`CardProblem`] never carries what stood on the card: it may be somebody else's (B7).

use serde::{Deserialize, Serialize};
use std::fmt;
use time::Date;

use crate::document::{IdNumber, Sex, normalise};

mod names;

pub use names::NameMatch;

/// The two sides of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 人像面: portrait, name and number.
    Front,
    /// 国徽面: emblem, issuer and validity.
    Back,
}

/// What a picture turned out to show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardReading {
    /// The side with the portrait.
    Front(CardFront),
    /// The side with the emblem.
    Back(CardBack),
    /// Neither; the facts tell whether the picture could have shown one.
    NotACard(PictureFacts),
}

/// How well the picture could be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PictureFacts {
    /// Variance of the Laplacian of the luma on the card's text, at a longest edge of 960 px; sharp cards are
    /// in the hundreds.
    pub sharpness: f32,
    /// Share of blown-out pixels on the card, 0 to 1.
    pub glare: f32,
    /// Width of the area that carries text, in pixels of the picture; 0 when there is none.
    pub text_width_px: f32,
}

/// The side with the portrait, as read.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct CardFront {
    /// 姓名: hanzi and `·` only; empty when it could not be found.
    pub name: String,
    /// Probability of the least certain character of the name, 0 to 1.
    pub name_confidence: f32,
    /// 性别, as printed.
    pub sex: Option<Sex>,
    /// 民族, one of the fifty-six; empty when it could not be found.
    pub nation: String,
    /// 出生, as printed.
    pub birth: Option<Date>,
    /// 住址; empty when it could not be found.
    pub address: String,
    /// 公民身份号码, with a right check character.
    pub number: Option<IdNumber>,
    /// Probability of the least certain character of the number's line, 0 to 1.
    pub number_confidence: f32,
    /// Whether the printed sex and birth date agree with the number; what could not be read does not disagree.
    pub agrees: bool,
    /// Whether one face was found on the picture.
    pub portrait: bool,
    /// How well the picture could be read.
    pub picture: PictureFacts,
}

/// The side with the emblem, as read.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct CardBack {
    /// 签发机关; empty when it could not be found.
    pub issuer: String,
    /// First day of validity.
    pub valid_from: Option<Date>,
    /// Last day of validity.
    pub valid_until: Option<Validity>,
    /// How well the picture could be read.
    pub picture: PictureFacts,
}

/// How long a card is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// Until the end of this day.
    Until(Date),
    /// 长期: for life, given from the age of 46.
    LongTerm,
}

impl fmt::Debug for CardFront {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardFront")
            .field("name", &"***")
            .field("name_confidence", &self.name_confidence)
            .field("number", &self.number)
            .field("number_confidence", &self.number_confidence)
            .field("agrees", &self.agrees)
            .field("portrait", &self.portrait)
            .field("picture", &self.picture)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CardBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardBack")
            .field("issuer", &"***")
            .field("readable", &self.valid_until.is_some())
            .field("picture", &self.picture)
            .finish_non_exhaustive()
    }
}

/// Whose card it should be.
#[derive(Clone, Copy)]
pub struct CardHolder<'a> {
    /// The account's name.
    pub name: &'a str,
    /// The account's document number.
    pub number: &'a str,
}

/// What stands against a card. Codes only, in the order in which a person would look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardProblem {
    /// No resident identity card on this picture.
    NotACard(Side),
    /// The other side of the card.
    WrongSide(Side),
    /// Too blurred, or too small, to be read.
    TooBlurred(Side),
    /// A reflection covers what had to be read.
    Glare(Side),
    /// The number could not be read with a right check character.
    NumberUnreadable,
    /// The number is not the account's.
    NumberDiffers,
    /// The printed sex or birth date does not agree with the number.
    PrintDisagrees,
    /// The name could not be read well enough to say that it differs.
    NameUnreadable,
    /// The name is clearly not the account's.
    NameDiffers,
    /// No portrait, or several faces, on the front.
    NoPortrait,
    /// The dates of validity could not be read.
    ValidityUnreadable,
    /// The card is no longer valid.
    Expired,
}

/// What follows from the two readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardVerdict {
    /// Everything fits.
    Passed,
    /// A machine cannot decide; a person looks at it, and the candidate goes on.
    NeedsPerson(Vec<CardProblem>),
    /// Another picture, another card or another account is needed.
    Refused(Vec<CardProblem>),
}

impl PictureFacts {
    /// Below this the strokes of the card's text are hardly told apart: of 120 drawn cards, those of difficulty 0 to 2
    /// have 169 and more, those of difficulty 3 have 43 to 216. Counts only where something could not be read.
    pub const SHARPNESS_FLOOR: f32 = 160.0;
    /// From this share on a reflection has swallowed text.
    pub const GLARE_CEILING: f32 = 0.02;
    /// Under this width the digits are less than half as high as the recogniser wants them.
    pub const TEXT_WIDTH_FLOOR_PX: f32 = 420.0;

    /// Whether the picture is too blurred or too small.
    pub fn is_blurred(&self) -> bool {
        self.sharpness < Self::SHARPNESS_FLOOR
            || (self.text_width_px > 0.0 && self.text_width_px < Self::TEXT_WIDTH_FLOOR_PX)
    }

    /// Whether a reflection covers a part of it.
    pub fn has_glare(&self) -> bool {
        self.glare > Self::GLARE_CEILING
    }

    /// The reasons in the picture itself for not having read it.
    fn reasons(&self, side: Side) -> impl Iterator<Item = CardProblem> {
        let blurred = self.is_blurred().then_some(CardProblem::TooBlurred(side));
        let glare = self.has_glare().then_some(CardProblem::Glare(side));
        blurred.into_iter().chain(glare)
    }
}

/// What was found so far: what refuses the card, and what a person has to look at.
#[derive(Default)]
struct Findings {
    refused: Vec<CardProblem>,
    person: Vec<CardProblem>,
}

/// Judges both sides of a card for the account that uploaded them, on the day `today` (Asia/Shanghai).
///
/// Refused: not a card, the wrong side, another number, an expired card, a clearly different name, or a number
/// that cannot be read. A person decides on everything that a machine may have misread: above all a name that
/// differs by one character (look-alikes such as 逄 and 逢 are misread with confidence) or with an uncertain one.
pub fn judge_card(
    front: &CardReading,
    back: &CardReading,
    account: &CardHolder<'_>,
    today: Date,
) -> CardVerdict {
    let mut found = Findings::default();
    match front {
        CardReading::Front(front) => judge_front(front, account, &mut found),
        CardReading::Back(_) => found.refused.push(CardProblem::WrongSide(Side::Front)),
        CardReading::NotACard(facts) => not_a_card(facts, Side::Front, &mut found),
    }
    match back {
        CardReading::Back(back) => judge_back(back, today, &mut found),
        CardReading::Front(_) => found.refused.push(CardProblem::WrongSide(Side::Back)),
        CardReading::NotACard(facts) => not_a_card(facts, Side::Back, &mut found),
    }
    match (found.refused.is_empty(), found.person.is_empty()) {
        (false, _) => CardVerdict::Refused(found.refused),
        (true, false) => CardVerdict::NeedsPerson(found.person),
        (true, true) => CardVerdict::Passed,
    }
}

/// A picture with some text on it may be a card that cannot be read; one without is not a card.
fn not_a_card(facts: &PictureFacts, side: Side, found: &mut Findings) {
    let reasons: Vec<CardProblem> = facts.reasons(side).filter(|_| facts.text_width_px > 0.0).collect();
    found.refused.push(CardProblem::NotACard(side));
    found.refused.extend(reasons);
}

fn judge_front(front: &CardFront, account: &CardHolder<'_>, found: &mut Findings) {
    match &front.number {
        None => {
            found.refused.push(CardProblem::NumberUnreadable);
            found.refused.extend(front.picture.reasons(Side::Front));
        }
        Some(number) if number.expose() != normalise(account.number) => {
            found.refused.push(CardProblem::NumberDiffers);
        }
        Some(_) => {}
    }
    match NameMatch::of(&front.name, front.name_confidence, account.name) {
        NameMatch::Same => {}
        NameMatch::Uncertain => found.person.push(CardProblem::NameUnreadable),
        NameMatch::Different => found.refused.push(CardProblem::NameDiffers),
    }
    if !front.agrees {
        found.person.push(CardProblem::PrintDisagrees);
    }
    if !front.portrait {
        found.person.push(CardProblem::NoPortrait);
    }
}

fn judge_back(back: &CardBack, today: Date, found: &mut Findings) {
    let starts_later = back.valid_from.is_some_and(|from| from > today);
    match back.valid_until {
        Some(Validity::Until(until)) if until < today => found.refused.push(CardProblem::Expired),
        Some(_) if !starts_later => {}
        // Unreadable, or a first day in the future, which no card has: a misread digit.
        None | Some(_) => found.person.push(CardProblem::ValidityUnreadable),
    }
}

#[cfg(test)]
mod tests;
