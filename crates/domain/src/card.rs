//! What a machine read from the two sides of a resident identity card, and the verdict on it.
//!
//! `vision` makes the readings; [`judge_card`] is plain code that decides what they mean for the account that
//! uploaded them. A [`CardProblem`] never carries what stood on the card: it may be somebody else's (B7).

use serde::{Deserialize, Serialize};
use std::fmt;
use time::Date;

use crate::document::{IdNumber, Sex, normalise};
use crate::identity::Finding;

mod facts;
mod look;
mod names;

pub use facts::PictureFacts;
pub use look::{LOOK_BYTES, Look};
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
    /// The card runs out of the picture.
    BorderCut(Side),
    /// A copy without colours.
    Photocopy(Side),
    /// A photograph of a screen that shows the card.
    Screen(Side),
    /// What a person found.
    Found(Finding),
}

impl CardProblem {
    /// The side whose picture has to be another one; none for what a person found, who may mean both.
    pub fn side(self) -> Option<Side> {
        match self {
            Self::NotACard(side)
            | Self::WrongSide(side)
            | Self::TooBlurred(side)
            | Self::Glare(side)
            | Self::BorderCut(side)
            | Self::Photocopy(side)
            | Self::Screen(side) => Some(side),
            Self::NumberUnreadable
            | Self::NumberDiffers
            | Self::PrintDisagrees
            | Self::NameUnreadable
            | Self::NameDiffers
            | Self::NoPortrait => Some(Side::Front),
            Self::ValidityUnreadable | Self::Expired => Some(Side::Back),
            Self::Found(_) => None,
        }
    }
}

impl Side {
    /// The name under which the side is stored and stands in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Back => "back",
        }
    }

    /// The side of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Front, Self::Back].into_iter().find(|side| side.code() == code)
    }
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

/// What was found so far: what refuses the card, and what a person has to look at.
#[derive(Default)]
struct Findings {
    refused: Vec<CardProblem>,
    person: Vec<CardProblem>,
}

impl Findings {
    fn refuse(&mut self, problem: CardProblem) {
        if !self.refused.contains(&problem) {
            self.refused.push(problem);
        }
    }
}

/// Judges both sides of a card for the account that uploaded them, on the day `today` (Asia/Shanghai).
///
/// Refused: not a card, the wrong side, another number, an expired card, a clearly different name, a copy without any
/// colour, a screen that shows the card, or a number that cannot be read. A person decides on everything that a machine
/// may have misread: above all a name that differs by one character (look-alikes such as 逄 and 逢 are misread with
/// confidence) or with an uncertain one, and on what only looks suspicious (hardly any colour, a wave that may be a
/// screen's, an edge that may lie outside).
pub fn judge_card(
    front: &CardReading,
    back: &CardReading,
    account: &CardHolder<'_>,
    today: Date,
) -> CardVerdict {
    let mut found = Findings::default();
    match front {
        CardReading::Front(front) => judge_front(front, account, &mut found),
        CardReading::Back(_) => found.refuse(CardProblem::WrongSide(Side::Front)),
        CardReading::NotACard(facts) => not_a_card(facts, Side::Front, &mut found),
    }
    match back {
        CardReading::Back(back) => judge_back(back, today, &mut found),
        CardReading::Front(_) => found.refuse(CardProblem::WrongSide(Side::Back)),
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
    found.refuse(CardProblem::NotACard(side));
    for reason in reasons {
        found.refuse(reason);
    }
}

fn judge_front(front: &CardFront, account: &CardHolder<'_>, found: &mut Findings) {
    match &front.number {
        None => {
            found.refuse(CardProblem::NumberUnreadable);
            for reason in front.picture.reasons(Side::Front) {
                found.refuse(reason);
            }
        }
        Some(number) if number.expose() != normalise(account.number) => {
            found.refuse(CardProblem::NumberDiffers);
        }
        Some(_) => {}
    }
    let is_cut = front.picture.is_cut();
    match NameMatch::of(&front.name, front.name_confidence, account.name) {
        NameMatch::Same => {}
        // The name stands where the picture ends: another picture shows it, no person could.
        NameMatch::Uncertain if front.name.is_empty() && is_cut => {
            found.refuse(CardProblem::BorderCut(Side::Front));
        }
        NameMatch::Uncertain => found.person.push(CardProblem::NameUnreadable),
        NameMatch::Different => found.refuse(CardProblem::NameDiffers),
    }
    if !front.agrees {
        found.person.push(CardProblem::PrintDisagrees);
    }
    match (front.portrait, is_cut) {
        (true, false) => {}
        (true, true) => found.person.push(CardProblem::BorderCut(Side::Front)),
        (false, false) => found.person.push(CardProblem::NoPortrait),
        (false, true) => found.refuse(CardProblem::BorderCut(Side::Front)),
    }
    suspect(&front.picture, Side::Front, found);
}

fn judge_back(back: &CardBack, today: Date, found: &mut Findings) {
    let starts_later = back.valid_from.is_some_and(|from| from > today);
    match back.valid_until {
        Some(Validity::Until(until)) if until < today => found.refuse(CardProblem::Expired),
        Some(_) if !starts_later => {}
        // Another picture shows it where this one is at fault.
        None if back.picture.reasons(Side::Back).next().is_some() => {
            for reason in back.picture.reasons(Side::Back) {
                found.refuse(reason);
            }
        }
        // Unreadable for no such reason, or a first day in the future, which no card has: a misread digit.
        None | Some(_) => found.person.push(CardProblem::ValidityUnreadable),
    }
    suspect(&back.picture, Side::Back, found);
}

/// Whether what was photographed is the card itself.
fn suspect(facts: &PictureFacts, side: Side, found: &mut Findings) {
    if facts.is_certainly_grey() {
        found.refuse(CardProblem::Photocopy(side));
    } else if facts.may_be_grey() {
        found.person.push(CardProblem::Photocopy(side));
    }
    if facts.is_certainly_screen() {
        found.refuse(CardProblem::Screen(side));
    } else if facts.may_be_screen() {
        found.person.push(CardProblem::Screen(side));
    }
}

#[cfg(test)]
mod tests;
