//! How fast papers are printed, candidates seated, and tables read and written; `cargo xtask bench papers` runs it.
//!
//! `--report FILE` measures and writes the numbers there as JSON; `--draw DIR` writes one of each paper into a folder;
//! `--pictures DIR` draws them as PNG, as `cargo xtask screens` does for the documentation.
#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program for the terminal; counts are small"
)]

#[path = "../../tests/papers/drawn.rs"]
mod drawn;
mod measures;
#[path = "../../tests/papers/people.rs"]
mod people;

use std::path::{Path, PathBuf};

use documents::code::{Code, Sturdiness};
use documents::fonts::Fonts;
use documents::poster::{Poster, poster};
use documents::room::{RoomPaper, room_papers};
use documents::ticket::{Ticket, ticket};
use lexopt::prelude::*;
use people::World;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let (mut report, mut folder, mut pictures) = (None, None, None);
    let mut line = lexopt::Parser::from_env();
    while let Some(arg) = line.next()? {
        match arg {
            Long("report") => report = Some(PathBuf::from(line.value()?)),
            Long("draw") => folder = Some(PathBuf::from(line.value()?)),
            Long("pictures") => pictures = Some(PathBuf::from(line.value()?)),
            other => return Err(other.unexpected().into()),
        }
    }
    if let Some(folder) = folder {
        std::fs::create_dir_all(&folder)?;
        for (name, bytes) in papers()? {
            std::fs::write(folder.join(name).with_extension("pdf"), bytes)?;
        }
        posters(&folder)?;
    }
    if let Some(folder) = pictures {
        std::fs::create_dir_all(&folder)?;
        for (name, bytes) in papers()? {
            drawn::draw(&bytes, 0, PICTURE).save(folder.join(name).with_extension("png"))?;
        }
    }
    if let Some(report) = report {
        measures::all(&report)?;
    }
    Ok(())
}

/// Dots of a picture to a seventy-second of an inch: an A4 sheet is 774 wide.
const PICTURE: f32 = 1.3;
const WALL: Poster<'static> = Poster {
    school: "示例大学继续教育学院",
    title: "2026年下半年学士学位外语考试",
    address: "https://exam.example.edu.cn/",
    hotline: "0000-12345678",
};

/// One of each paper, with its name.
fn papers() -> Result<Vec<(&'static str, Vec<u8>)>, Failure> {
    let fonts = Fonts::of_system()?;
    let world = World::new(56);
    let named = |n: usize| ticket(&fonts, &world.ticket(n));
    let test = Ticket { watermark: Some("测试"), portrait: None, ..world.ticket(1) };
    let mut papers = vec![
        ("ticket", named(0)?),
        ("ticket-long-name", named(people::LONGEST)?),
        ("ticket-rare-name", named(people::RAREST)?),
        ("ticket-test", ticket(&fonts, &test)?),
        ("poster", poster(&fonts, &WALL)?),
    ];
    let files = ["door-list", "seat-map", "desk-labels", "sign-in", "photo-sheet", "incidents"];
    for (kind, name) in RoomPaper::ALL.into_iter().zip(files) {
        papers.push((name, room_papers(&fonts, &[world.room(1)], &[kind], None)?));
    }
    Ok(papers)
}

/// The portal's code in its other two forms.
fn posters(folder: &Path) -> Result<(), Failure> {
    let code = Code::new(WALL.address, Sturdiness::Poster)?;
    std::fs::write(folder.join("poster-code.png"), code.to_png(1_000)?)?;
    std::fs::write(folder.join("poster-code.svg"), code.to_svg())?;
    Ok(())
}
