//! Cards: what was read against what was drawn.

use crate::report::Report;
use crate::{Failure, open};
use domain::card::{
    CardBack, CardFront, CardHolder, CardProblem, CardReading, CardVerdict, NameMatch, PictureFacts,
    Validity, judge_card,
};
use domain::face::FaceMeasurement;
use serde_json::Value;
use std::path::Path;
use std::time::Instant;
use time::Date;
use time::macros::date;
use vision::Engine;

/// All drawn cards are judged as on this day.
const TODAY: Date = date!(2026 - 11 - 23);
const LEVELS: usize = 4;
/// The hard one: refusing for the right reason counts as well.
const HARD: usize = 3;

/// (hits, all) of each level.
type ByLevel = [(usize, usize); LEVELS];

/// The portrait of a drawn card, measured.
pub(crate) struct CardPortrait {
    /// Folder of the person's photographs.
    pub(crate) person: String,
    pub(crate) level: usize,
    /// The photograph it was drawn from.
    pub(crate) photograph: String,
    pub(crate) measured: FaceMeasurement,
}

#[derive(Default)]
pub(crate) struct Cards {
    number: ByLevel,
    number_or_reason: ByLevel,
    name: ByLevel,
    validity: ByLevel,
    issuer: ByLevel,
    passed: ByLevel,
    own_name_refused: usize,
    own_card_refused: ByLevel,
    wrong_number: usize,
    no_card_refused: (usize, usize),
    sharpness: [Vec<f64>; LEVELS],
    glare: [Vec<f64>; LEVELS],
    colour: [Vec<f64>; LEVELS],
    cut: [Vec<f64>; LEVELS],
    wave: [Vec<f64>; LEVELS],
    taken_for_screen: (usize, usize),
    read_ms: Vec<f64>,
    pub(crate) face_ms: Vec<f64>,
    pub(crate) portraits: Vec<CardPortrait>,
}

/// Reads every picture that `truth.json` names.
pub(crate) fn measure(engine: &Engine, folder: &Path) -> Result<Cards, Failure> {
    let truth = std::fs::read(folder.join("truth.json"))
        .map_err(|problem| format!("{}: {problem}", folder.join("truth.json").display()))?;
    let truth: serde_json::Map<String, Value> = serde_json::from_slice(&truth)?;
    let mut cards = Cards::default();
    for (file, expected) in &truth {
        let picture = open(&folder.join(file))?;
        let start = Instant::now();
        let reading = engine.read_card(&picture)?;
        cards.read_ms.push(start.elapsed().as_secs_f64() * 1e3);
        match text(expected, "side") {
            "front" => {
                cards.front(&reading, expected, file);
                let start = Instant::now();
                let measured = engine.measure_face(&picture)?;
                cards.face_ms.push(start.elapsed().as_secs_f64() * 1e3);
                cards.portraits.push(portrait(expected, measured));
            }
            "back" => cards.back(&reading, expected, file),
            _ => {
                cards.no_card_refused.0 += usize::from(matches!(reading, CardReading::NotACard(_)));
                cards.no_card_refused.1 += 1;
            }
        }
    }
    Ok(cards)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn level(value: &Value) -> usize {
    value["level"].as_u64().and_then(|level| usize::try_from(level).ok()).unwrap_or(0).min(LEVELS - 1)
}

fn portrait(expected: &Value, measured: FaceMeasurement) -> CardPortrait {
    let photograph = text(expected, "face").to_owned();
    let person =
        photograph.split('/').find(|part| part.starts_with("person-")).unwrap_or_default().to_owned();
    CardPortrait { person, level: level(expected), photograph, measured }
}

fn count(by_level: &mut ByLevel, level: usize, hit: bool) {
    by_level[level].0 += usize::from(hit);
    by_level[level].1 += 1;
}

/// A back that fits any card, so that only the front decides.
fn any_back() -> CardReading {
    let picture = PictureFacts::CLEAR;
    let valid_until = Some(Validity::LongTerm);
    CardReading::Back(CardBack { issuer: String::new(), valid_from: None, valid_until, picture })
}

impl Cards {
    fn front(&mut self, reading: &CardReading, expected: &Value, file: &str) {
        let level = level(expected);
        let account = CardHolder { name: text(expected, "name"), number: text(expected, "number") };
        let verdict = judge_card(reading, &any_back(), &account, TODAY);
        let number = front_of(reading).and_then(|front| front.number.as_ref());
        let right = number.is_some_and(|number| number.expose() == account.number);
        let wrong = number.is_some() && !right;
        self.wrong_number += usize::from(wrong);
        count(&mut self.number, level, right);
        count(&mut self.number_or_reason, level, right || (!wrong && names_the_picture(&verdict)));
        let name = front_of(reading).map_or(NameMatch::Uncertain, |front| {
            NameMatch::of(&front.name, front.name_confidence, account.name)
        });
        count(&mut self.name, level, name == NameMatch::Same);
        if name == NameMatch::Different {
            self.own_name_refused += 1;
            // The cards are drawn, nobody's data is shown.
            let read = front_of(reading).map_or("", |front| front.name.as_str());
            eprintln!("{file} level {level}: read {read} where {} stands", account.name);
        }
        count(&mut self.passed, level, verdict == CardVerdict::Passed);
        count(&mut self.own_card_refused, level, matches!(verdict, CardVerdict::Refused(_)));
        let facts = self.facts(reading, level);
        if level != HARD && verdict != CardVerdict::Passed {
            eprintln!("{file} level {level}: {verdict:?}, {facts:?}");
        }
    }

    fn back(&mut self, reading: &CardReading, expected: &Value, file: &str) {
        let level = level(expected);
        let facts = self.facts(reading, level);
        if level != HARD && facts.may_be_grey() {
            eprintln!("{file} level {level}: {facts:?}");
        }
        let back = match reading {
            CardReading::Back(back) => Some(back),
            CardReading::Front(_) | CardReading::NotACard(_) => None,
        };
        let valid = back.is_some_and(|back| printed(back).as_deref() == Some(text(expected, "valid")));
        count(&mut self.validity, level, valid);
        count(&mut self.issuer, level, back.is_some_and(|back| back.issuer == text(expected, "authority")));
    }

    fn facts(&mut self, reading: &CardReading, level: usize) -> PictureFacts {
        let facts = facts_of(reading);
        self.sharpness[level].push(f64::from(facts.sharpness));
        self.glare[level].push(f64::from(facts.glare) * 100.0);
        self.colour[level].push(f64::from(facts.colour) * 1e3);
        self.cut[level].push(f64::from(facts.cut) * 100.0);
        self.wave[level].push(f64::from(facts.fine_wave.max(facts.slow_wave)));
        self.taken_for_screen.0 += usize::from(facts.may_be_screen());
        self.taken_for_screen.1 += 1;
        facts
    }

    pub(crate) fn report(&self, report: &mut Report) {
        report.share("number, levels 0-2", &self.number[..HARD], Some(99.0));
        report.share("name, levels 0-2", &self.name[..HARD], Some(97.0));
        report.share("back: validity, levels 0-2", &self.validity[..HARD], Some(97.0));
        report.share("back: issuer, levels 0-2", &self.issuer[..HARD], None);
        report.share("number or right reason, level 3", &self.number_or_reason[HARD..], Some(85.0));
        report.share("number, level 3", &self.number[HARD..], None);
        report.share("name, level 3", &self.name[HARD..], None);
        report.share("back: validity, level 3", &self.validity[HARD..], None);
        report.share("own card passed by the machine, levels 0-2", &self.passed[..HARD], None);
        report.share("own card refused, levels 0-2", &self.own_card_refused[..HARD], None);
        report.share("not a card refused", &[self.no_card_refused], Some(100.0));
        let fronts = self.number.iter().map(|level| level.1).sum();
        report.never("wrong number accepted", self.wrong_number, fronts);
        report.never("own name refused by the machine", self.own_name_refused, fronts);
        report.never("own card taken for a screen", self.taken_for_screen.0, self.taken_for_screen.1);
        for level in 0..LEVELS {
            report.note(&format!("sharpness, level {level}"), "", &self.sharpness[level]);
            report.note(&format!("glare, level {level}"), "%", &self.glare[level]);
            report.note(&format!("colour, level {level}"), "‰", &self.colour[level]);
            report.note(&format!("cut, level {level}"), "%", &self.cut[level]);
            report.note(&format!("wave, level {level}"), "", &self.wave[level]);
        }
        report.at_most("reading a picture", "ms", &self.read_ms, 500.0);
        report.at_most("measuring a face", "ms", &self.face_ms, 60.0);
    }
}

fn front_of(reading: &CardReading) -> Option<&CardFront> {
    match reading {
        CardReading::Front(front) => Some(front),
        CardReading::Back(_) | CardReading::NotACard(_) => None,
    }
}

pub(crate) fn facts_of(reading: &CardReading) -> PictureFacts {
    match reading {
        CardReading::Front(front) => front.picture,
        CardReading::Back(back) => back.picture,
        CardReading::NotACard(facts) => *facts,
    }
}

/// Whether the refusal tells that the picture is blurred or has a reflection.
fn names_the_picture(verdict: &CardVerdict) -> bool {
    let CardVerdict::Refused(problems) = verdict else { return false };
    problems.iter().any(|problem| matches!(problem, CardProblem::TooBlurred(_) | CardProblem::Glare(_)))
}

/// The validity as the card prints it.
fn printed(back: &CardBack) -> Option<String> {
    let dotted = |date: Date| format!("{}.{:02}.{:02}", date.year(), u8::from(date.month()), date.day());
    let until = match back.valid_until? {
        Validity::Until(date) => dotted(date),
        Validity::LongTerm => "长期".to_owned(),
    };
    Some(format!("{}-{until}", dotted(back.valid_from?)))
}
