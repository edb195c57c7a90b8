//! Cards on screens: how often the machine tells them, by the screen and by how large its pixels are on the photograph.

use crate::report::Report;
use crate::{Failure, cards};
use image::RgbImage;
use specimen::card::draw_front;
use specimen::card::screen::{Shot, Surface, photograph_surface};
use specimen::fonts::Fonts;
use specimen::head::{Person, portrait};
use specimen::identity::invent;
use vision::{Engine, UploadLimits, decode_upload};

/// Pixels of the screen across the card, and what such a screen is.
const MONITORS: [f32; 5] = [350.0, 500.0, 700.0, 1000.0, 1400.0];
const PHONES: [f32; 4] = [700.0, 1000.0, 1400.0, 2000.0];
/// As phones write them.
const QUALITY: u8 = 85;

/// One screen's photographs.
struct Row {
    name: String,
    /// Refused, sent to a person or refused, all.
    told: [usize; 3],
}

pub(crate) struct Screens(Vec<Row>);

/// Photographs a card on each screen, and the card itself, by several hands.
pub(crate) fn measure(engine: &Engine) -> Result<Screens, Failure> {
    let card = draw_front(&invent(3).front(), &portrait(Person::First), &Fonts::load()?);
    let monitors = MONITORS.map(|across| (format!("monitor, {across} px"), Surface::Stripes { across }));
    let phones = PHONES.map(|across| (format!("phone, {across} px"), Surface::Diamonds { across }));
    let print = [("no screen".to_owned(), Surface::Print)];
    let mut rows = Vec::new();
    for (name, surface) in print.into_iter().chain(monitors).chain(phones) {
        rows.push(Row { name, told: told(engine, &card, surface)? });
    }
    Ok(Screens(rows))
}

fn told(engine: &Engine, card: &RgbImage, surface: Surface) -> Result<[usize; 3], Failure> {
    let mut told = [0; 3];
    for softness in [0.5, 0.8, 1.3] {
        for shot in Shot::BY_HAND {
            let photo = photograph_surface(card, surface, &Shot { softness, ..shot });
            let picture = decode_upload(&specimen::jpeg(&photo, QUALITY), UploadLimits::default())?;
            let facts = cards::facts_of(&engine.read_card(&picture)?);
            told[0] += usize::from(facts.is_certainly_screen());
            told[1] += usize::from(facts.may_be_screen());
            told[2] += 1;
        }
    }
    Ok(told)
}

impl Screens {
    pub(crate) fn report(&self, report: &mut Report) {
        for Row { name, told: [refused, suspected, all] } in &self.0 {
            report.share(&format!("screen refused: {name}"), &[(*refused, *all)], None);
            report.share(&format!("screen suspected: {name}"), &[(*suspected, *all)], None);
        }
    }
}
