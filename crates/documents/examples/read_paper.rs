//! Reads a paper as others do: what can be copied out of it, and what its codes say, as JSON. With a second path each page is
//! drawn beside it: `read_paper ticket.pdf ticket.png`.
#![expect(clippy::print_stdout, reason = "a program that answers on its output")]

#[path = "../tests/papers/drawn.rs"]
mod drawn;
#[path = "../tests/papers/sheet.rs"]
mod sheet;

use std::error::Error;
use std::path::PathBuf;

use sheet::{Pdf, codes};

/// Three times 72 dots an inch: a code of 0.8 mm modules is read from it.
const SCALE: f32 = 3.0;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args_os().skip(1).map(PathBuf::from);
    let paper = words.next().ok_or("which paper?")?;
    let pdf = Pdf::open(&std::fs::read(paper)?);
    let picture = words.next();
    let (mut text, mut found) = (Vec::new(), Vec::new());
    for page in 0..pdf.pages() {
        text.push(pdf.text(page + 1));
        let drawn = pdf.draw(page, SCALE);
        found.push(codes(&drawn));
        if let Some(picture) = &picture {
            let name =
                if page == 0 { picture.clone() } else { picture.with_extension(format!("{}.png", page + 1)) };
            drawn.save(name)?;
        }
    }
    println!("{}", serde_json::json!({ "title": pdf.title(), "text": text, "codes": found }));
    Ok(())
}
