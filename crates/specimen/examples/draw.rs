//! Draws the demo's people, cards and order screenshots into a folder:
//!
//! ```text
//! draw people OUT                                    portrait-1.jpg clip-1.mjpeg portrait-2.jpg clip-2.mjpeg still-1.mjpeg
//!                                                    flaws-1.mjpeg
//! draw card OUT --person 1|2 --name NAME --number NUMBER [--seed N]     front.jpg back.jpg, as photographed
//! draw receipt OUT --amount-fen N [--payee NAME] [--item NAME] [--paid-at TEXT] [--transaction DIGITS] [--merchant-order TEXT]     receipt.png
//! ```

use std::error::Error;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;

use domain::document::{IdNumber, normalise};
use specimen::card::{draw_back, draw_front, photograph};
use specimen::fonts::Fonts;
use specimen::head::{Person, portrait, write_clip, write_flaws, write_still};
use specimen::identity::Identity;
use specimen::jpeg;
use specimen::receipt::{Receipt, draw_receipt};

type Outcome = Result<(), Box<dyn Error>>;

/// As a phone's camera and as a scanner would.
const PHOTO_QUALITY: u8 = 85;
const PORTRAIT_QUALITY: u8 = 92;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match draw(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn draw(arguments: &[String]) -> Outcome {
    let [command, out, options @ ..] = arguments else {
        return Err("usage: draw people|card|receipt OUT [options]".into());
    };
    let (out, options) = (Path::new(out), Options(options));
    fs::create_dir_all(out)?;
    match command.as_str() {
        "people" => draw_people(out),
        "card" => draw_card(out, &options),
        "receipt" => draw_order(out, &options),
        other => Err(format!("{other} is not one of people, card, receipt").into()),
    }
}

fn draw_people(out: &Path) -> Outcome {
    for person in Person::ALL {
        let number = person.number();
        fs::write(out.join(format!("portrait-{number}.jpg")), jpeg(&portrait(person), PORTRAIT_QUALITY))?;
        write_clip(person, &mut BufWriter::new(File::create(out.join(format!("clip-{number}.mjpeg")))?))?;
    }
    write_still(Person::First, &mut BufWriter::new(File::create(out.join("still-1.mjpeg"))?))?;
    write_flaws(Person::First, &mut BufWriter::new(File::create(out.join("flaws-1.mjpeg"))?))?;
    Ok(())
}

fn draw_card(out: &Path, options: &Options<'_>) -> Outcome {
    let person = match options.required("--person")? {
        "1" => Person::First,
        "2" => Person::Second,
        other => return Err(format!("--person {other}: 1 or 2").into()),
    };
    let number = IdNumber::parse(&normalise(options.required("--number")?))?;
    let seed = options.find("--seed").unwrap_or("1").parse()?;
    let identity = Identity::of(options.required("--name")?, number, seed);
    let fonts = Fonts::load()?;
    let front = draw_front(&identity.front(), &portrait(person), &fonts);
    let back = draw_back(&identity.back(), &fonts);
    fs::write(out.join("front.jpg"), jpeg(&photograph(&front, seed), PHOTO_QUALITY))?;
    fs::write(out.join("back.jpg"), jpeg(&photograph(&back, seed + 1), PHOTO_QUALITY))?;
    Ok(())
}

fn draw_order(out: &Path, options: &Options<'_>) -> Outcome {
    let or = |name, default: &str| options.find(name).unwrap_or(default).to_owned();
    let receipt = Receipt {
        amount_fen: options.required("--amount-fen")?.parse()?,
        payee: or("--payee", "示例大学"),
        item: or("--item", "成人高等教育学士学位外语水平考试费"),
        paid_at: or("--paid-at", "2026-11-23 10:15:30"),
        transaction: or("--transaction", "4200009999202611230000000001"),
        merchant_order: or("--merchant-order", "DEMO20261123000001"),
    };
    draw_receipt(&receipt, &Fonts::load()?).save(out.join("receipt.png"))?;
    Ok(())
}

/// What follows the folder: names and values in turn.
struct Options<'a>(&'a [String]);

impl<'a> Options<'a> {
    fn find(&self, name: &str) -> Option<&'a str> {
        self.0.chunks_exact(2).find(|pair| pair[0] == name).map(|pair| pair[1].as_str())
    }

    fn required(&self, name: &str) -> Result<&'a str, String> {
        self.find(name).ok_or_else(|| format!("{name} is missing"))
    }
}
