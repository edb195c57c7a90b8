//! Every word that people read, as functions made from `locales/` by the build script, in the language that they chose.
//!
//! A function knows only the line at which its text stands in a book. The server has the books of all languages; the
//! browser loads those of its own: the first one before it takes over the first page, the other with the pages that need it.
//! What staff read is a book of its own, in Chinese alone, which no candidate loads.

#[cfg(not(feature = "ssr"))]
mod browser;
mod language;
#[cfg(feature = "ssr")]
mod server;

#[cfg(not(feature = "ssr"))]
pub use browser::{load, spoken};
pub use language::Language;
#[cfg(feature = "ssr")]
pub use server::{book, name, names, spoken};

#[cfg(not(feature = "ssr"))]
use browser::text;
#[cfg(feature = "ssr")]
use server::text;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// As a browser takes a book's text apart, and the server.
const BETWEEN_LINES: char = '\n';

/// Where browsers ask for books.
pub const BOOKS_AT: &str = "/words/";

/// Which book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Book {
    /// What every visit needs, in the page's language.
    First,
    /// Everything else that candidates read, in the page's language.
    Rest,
    /// What staff read.
    Office,
}

/// Loads a book; the server has them all.
#[cfg(feature = "ssr")]
pub async fn load(_: Book) {}

/// The text at a line with its values in their places.
fn fill(line: usize, values: &[&str]) -> String {
    let mut filled = String::new();
    let mut rest = text(line);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((number, tail)) = after.split_once('}') else { break };
        filled.push_str(before);
        filled.push_str(number.parse::<usize>().ok().and_then(|number| values.get(number)).unwrap_or(&""));
        rest = tail;
    }
    filled.push_str(rest);
    filled
}
