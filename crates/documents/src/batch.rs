//! A whole site at once: tickets and room papers in one PDF, or a zip with a PDF for each room.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::fonts::Fonts;
use crate::paper::{Paper, PaperError};
use crate::room::{self, RoomPaper, RoomSheet};
use crate::ticket::{self, Ticket};
use crate::words;

/// What is printed of one room.
#[derive(Debug)]
pub struct RoomPrint<'a> {
    /// The tickets of whoever sits there; none where they are not wanted.
    pub tickets: Vec<Ticket<'a>>,
    /// The room.
    pub sheet: RoomSheet<'a>,
}

/// These rooms in one PDF, room after room: its tickets, then its papers in the order of `papers`.
pub fn print(
    fonts: &Fonts,
    rooms: &[RoomPrint<'_>],
    papers: &[RoomPaper],
    watermark: Option<&str>,
) -> Result<Vec<u8>, PaperError> {
    let title = match papers {
        [] => "准考证",
        [one] if rooms.iter().all(|room| room.tickets.is_empty()) => one.title(),
        _ => "考场资料",
    };
    let mut paper = Paper::new(fonts, title, watermark);
    for room in rooms {
        for ticket in &room.tickets {
            ticket::draw(&mut paper, ticket)?;
        }
        for kind in papers {
            room::draw(&mut paper, &room.sheet, *kind)?;
        }
    }
    paper.finish()
}

/// A zip with a PDF for each room. PDFs are squeezed already and not squeezed again.
#[derive(Debug)]
pub struct RoomsZip(ZipWriter<Cursor<Vec<u8>>>);

impl Default for RoomsZip {
    fn default() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }
}

impl RoomsZip {
    /// Adds the PDF of a room, under its number.
    pub fn add(&mut self, room: u16, pdf: &[u8]) -> Result<(), PaperError> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let name = format!("第{}考场.pdf", words::room(room));
        self.0.start_file(name, options).map_err(|error| wrong(&error))?;
        self.0.write_all(pdf).map_err(|error| PaperError::Pdf(error.to_string()))
    }

    /// The zip.
    pub fn finish(self) -> Result<Vec<u8>, PaperError> {
        Ok(self.0.finish().map_err(|error| wrong(&error))?.into_inner())
    }
}

fn wrong(error: &zip::result::ZipError) -> PaperError {
    PaperError::Pdf(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn e7_each_room_is_a_file_of_its_own_in_the_zip() {
        let mut out = RoomsZip::default();
        out.add(1, b"%PDF one").unwrap();
        out.add(12, b"%PDF twelve").unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(out.finish().unwrap())).unwrap();
        let names: Vec<_> = archive.file_names().map(str::to_owned).collect();
        assert_eq!(names, ["第001考场.pdf", "第012考场.pdf"]);
        let mut text = String::new();
        archive.by_name("第012考场.pdf").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "%PDF twelve");
    }
}
