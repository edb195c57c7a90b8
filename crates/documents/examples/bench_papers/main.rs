//! How fast papers are printed, candidates seated, and tables read and written; `cargo xtask bench papers` runs it.
//!
//! `--report FILE` measures and writes the numbers there as JSON; `--draw DIR` writes one of each paper into a folder.
#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program for the terminal; counts are small"
)]

mod measures;
#[path = "../../tests/papers/people.rs"]
mod people;

use std::path::{Path, PathBuf};

use documents::code::{Code, Sturdiness};
use documents::fonts::Fonts;
use documents::poster::{Poster, poster};
use documents::room::{RoomPaper, room_papers};
use documents::ticket::{ticket, tickets};
use lexopt::prelude::*;
use people::World;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let (mut report, mut folder) = (None, None);
    let mut line = lexopt::Parser::from_env();
    while let Some(arg) = line.next()? {
        match arg {
            Long("report") => report = Some(PathBuf::from(line.value()?)),
            Long("draw") => folder = Some(PathBuf::from(line.value()?)),
            other => return Err(other.unexpected().into()),
        }
    }
    if let Some(folder) = folder {
        draw(&folder)?;
    }
    if let Some(report) = report {
        measures::all(&report)?;
    }
    Ok(())
}

/// One of each paper.
fn draw(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)?;
    let fonts = Fonts::of_system()?;
    let world = World::new(56);
    let save = |name: &str, bytes: Vec<u8>| std::fs::write(folder.join(name), bytes);
    save("ticket.pdf", ticket(&fonts, &world.ticket(0))?)?;
    let names: Vec<_> = (0..people::NAMES.len()).map(|n| world.ticket(n)).collect();
    save("tickets-names.pdf", tickets(&fonts, &names)?)?;
    let mut test = world.ticket(4);
    (test.watermark, test.portrait) = (Some("测试"), None);
    save("ticket-test.pdf", ticket(&fonts, &test)?)?;
    for (paper, name) in
        RoomPaper::ALL.into_iter().zip(["door", "map", "labels", "sign-in", "photos", "incident"])
    {
        save(&format!("room-{name}.pdf"), room_papers(&fonts, &[world.room(1)], &[paper], None)?)?;
    }
    let wall = Poster {
        school: "示例大学继续教育学院",
        title: "2026年下半年学士学位外语考试",
        address: "https://exam.example.edu.cn/",
        hotline: "0000-12345678",
    };
    save("poster.pdf", poster(&fonts, &wall)?)?;
    let code = Code::new(wall.address, Sturdiness::Poster)?;
    save("poster.png", code.to_png(1_000)?)?;
    save("poster.svg", code.to_svg().into_bytes())?;
    println!("Drawn into {}", folder.display());
    Ok(())
}
