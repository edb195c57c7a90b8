//! The books of all languages, and who is spoken to in which.

use std::sync::LazyLock;

use leptos::prelude::use_context;

use super::{BETWEEN_LINES, Book, Language};

/// Where browsers ask for books.
pub const BOOKS_AT: &str = "/words/";

// `FILES`: name and text of each language's books.
include!(concat!(env!("OUT_DIR"), "/books.rs"));

/// The lines of each language: those of the first book, then the others.
static LINES: LazyLock<[Vec<&'static str>; 3]> = LazyLock::new(|| {
    FILES.map(|books| books.iter().flat_map(|(_, text)| text.split(BETWEEN_LINES)).collect())
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
    FILES
        .get(language as usize)
        .and_then(|books| books.get(book as usize))
        .map(|(name, _)| *name)
        .unwrap_or_default()
}

/// The file names of all books.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().flatten().map(|(name, _)| *name)
}

/// The book of this file name.
pub fn book(name: &str) -> Option<&'static str> {
    FILES.iter().flatten().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
