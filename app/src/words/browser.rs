//! The books of the page's language, as the browser loads them. Twin of `server.rs`.

use std::sync::OnceLock;

use futures::channel::oneshot;
use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use super::{BETWEEN_LINES, BOOKS_AT, Book, FIRST_LINES, Language, OFFICE_BOOK, OFFICE_LINE};
use crate::ui::help::of_root;
use crate::ui::pause::pause;

/// The lines of each book, once it is there. They stay as long as the page.
static BOOKS: [OnceLock<Vec<&'static str>>; 3] = [const { OnceLock::new() }; 3];

/// Where a book stands. Those of the page's language are named on the document's root.
fn place(book: Book) -> String {
    match book {
        Book::First => of_root("data-words-first"),
        Book::Rest => of_root("data-words-rest"),
        Book::Office => [BOOKS_AT, OFFICE_BOOK].concat(),
    }
}

/// Milliseconds between two attempts, at first and at most.
const PAUSES: [i32; 2] = [500, 8_000];

/// The language of the page.
pub fn spoken() -> Language {
    Language::of_code(&of_root("lang")).unwrap_or_default()
}

pub(super) fn text(line: usize) -> &'static str {
    let [first, rest, office] = &BOOKS;
    let (book, line) = if line < FIRST_LINES {
        (first, line)
    } else if line < OFFICE_LINE {
        (rest, line - FIRST_LINES)
    } else {
        (office, line - OFFICE_LINE)
    };
    book.get().and_then(|lines| lines.get(line)).copied().unwrap_or_default()
}

/// Loads a book if it is not there yet. A page without its words is no page: as long as the network is gone, it waits.
pub async fn load(book: Book) {
    if BOOKS[book as usize].get().is_some() {
        return;
    }
    // What waits for the browser cannot be sent to another thread, as a page's future must; the news of its end can.
    let (done, heard) = oneshot::channel();
    spawn_local(async move {
        loaded(book).await;
        let _ = done.send(());
    });
    let _ = heard.await;
}

async fn loaded(book: Book) {
    let place = place(book);
    let mut wait = PAUSES[0];
    while BOOKS[book as usize].get().is_none() {
        if let Some(text) = fetch(&place).await {
            let text: &'static str = Box::leak(text.into_boxed_str());
            let _ = BOOKS[book as usize].set(text.split(BETWEEN_LINES).collect());
        } else {
            pause(wait).await;
            wait = (wait * 2).min(PAUSES[1]);
        }
    }
}

async fn fetch(place: &str) -> Option<String> {
    let response = JsFuture::from(window().fetch_with_str(place)).await.ok()?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}
