//! Counts which hanzi of which Unicode block each typeface of the chain has, as the table in `documents::fonts` says.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use documents::fonts::{Fonts, FontsMissing, SOURCES};

/// Hanzi of Unicode 15.1: name, first, last.
const BLOCKS: [(&str, u32, u32); 10] = [
    ("URO", 0x4E00, 0x9FFF),
    ("A", 0x3400, 0x4DBF),
    ("B", 0x2_0000, 0x2_A6DF),
    ("C", 0x2_A700, 0x2_B739),
    ("D", 0x2_B740, 0x2_B81D),
    ("E", 0x2_B820, 0x2_CEA1),
    ("F", 0x2_CEB0, 0x2_EBE0),
    ("G", 0x3_0000, 0x3_134A),
    ("H", 0x3_1350, 0x3_23AF),
    ("I", 0x2_EBF0, 0x2_EE5D),
];

fn main() -> Result<(), FontsMissing> {
    let fonts = Fonts::of_system()?;
    let hanzi = |(_, first, last): (&str, u32, u32)| (first..=last).filter_map(char::from_u32);
    println!(
        "{:28}{}",
        "file",
        BLOCKS.map(|(name, first, last)| format!("{name} {}", last - first + 1)).join(" | ")
    );
    for source in SOURCES {
        let face = fonts.faces().iter().find(|face| face.source() == source);
        let counts = BLOCKS.map(|block| {
            face.map_or("-".to_owned(), |face| hanzi(block).filter(|c| face.has(*c)).count().to_string())
        });
        println!("{:28}{}", source.file, counts.join(" | "));
    }
    let all = BLOCKS.map(|block| {
        hanzi(block).filter(|c| fonts.faces().iter().any(|face| face.has(*c))).count().to_string()
    });
    println!("{:28}{}", "together", all.join(" | "));
    Ok(())
}
