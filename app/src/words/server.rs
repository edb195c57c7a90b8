//! The books of all languages, and who is spoken to in which.

use std::sync::LazyLock;

use leptos::prelude::use_context;

use super::{BETWEEN_LINES, Book, Language};

// `FILES`: name and text of each language's books; `OFFICE`: those of the book of staff.
include!(concat!(env!("OUT_DIR"), "/books.rs"));

/// The lines of each language: those of the first book, the other ones, and those of staff, which are the same in all.
static LINES: LazyLock<[Vec<&'static str>; 3]> = LazyLock::new(|| {
    FILES.map(|books| books.iter().chain([&OFFICE]).flat_map(|(_, text)| text.split(BETWEEN_LINES)).collect())
});

/// The language of the page that is being drawn.
pub fn spoken() -> Language {
    use_context::<Language>().unwrap_or_default()
}

pub(super) fn text(line: usize) -> &'static str {
    LINES.get(spoken() as usize).and_then(|lines| lines.get(line)).copied().unwrap_or_default()
}

/// The file name of a book: it changes with the book's text.
pub fn name(language: Language, book: Book) -> &'static str {
    let of_language = |place: usize| FILES.get(language as usize).and_then(|books| books.get(place));
    let found = match book {
        Book::First => of_language(0),
        Book::Rest => of_language(1),
        Book::Office => Some(&OFFICE),
    };
    found.map(|(name, _)| *name).unwrap_or_default()
}

/// The file names of all books.
pub fn names() -> impl Iterator<Item = &'static str> {
    files().map(|(name, _)| *name)
}

/// The book of this file name.
pub fn book(name: &str) -> Option<&'static str> {
    files().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

fn files() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    FILES.iter().flatten().chain([&OFFICE])
}
