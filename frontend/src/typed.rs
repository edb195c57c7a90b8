//! What was typed outlives the new page that another language or size of text (`app::ui::display`) needs.

use js_sys::{Array, JSON, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlFormElement};

use crate::worker::listen;

/// In the tab's storage, for as long as the new page takes to come.
const TYPED: &str = "typed";

/// What is kept: no passwords, no files, nothing that the page itself has written.
const FIELDS: &str = "main :is(input:not([type=password], [type=file], [type=hidden]), select, textarea)";

/// What a field holds: `checked` counts for radio buttons and boxes, `value` for the others.
const HELD: [&str; 2] = ["checked", "value"];

/// Listens for the choice.
pub fn keep() {
    listen(document().as_ref(), "submit", |event| {
        if is_choice(&event)
            && let Some(storage) = window().session_storage().ok().flatten()
            && let Ok(typed) = JSON::stringify(&typed())
        {
            drop(storage.set_item(TYPED, &String::from(typed)));
        }
    });
}

fn is_choice(event: &Event) -> bool {
    let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    form.is_some_and(|form| {
        form.get_attribute("action").is_some_and(|action| action == app::paths::display())
    })
}

/// The page's path, then what each field holds.
fn typed() -> Array {
    let path: JsValue = window().location().pathname().unwrap_or_default().into();
    let held = fields().into_iter().map(|field| {
        HELD.iter()
            .map(|name| Reflect::get(&field, &(*name).into()).unwrap_or_default())
            .collect::<Array>()
            .into()
    });
    std::iter::once(path).chain(held).collect()
}

fn fields() -> Vec<JsValue> {
    let Ok(found) = document().query_selector_all(FIELDS) else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.get(place)).map(JsValue::from).collect()
}

/// Puts it into the fields of the same page, before WASM takes them over: as if it had been typed meanwhile.
pub fn put_back() {
    let Some(storage) = window().session_storage().ok().flatten() else { return };
    let Some(kept) = storage.get_item(TYPED).ok().flatten() else { return };
    drop(storage.remove_item(TYPED));
    let Ok(kept) = JSON::parse(&kept).map(|kept| Array::from(&kept)) else { return };
    let fields = fields();
    let path = window().location().pathname().unwrap_or_default();
    if kept.shift().as_string() != Some(path) || usize::try_from(kept.length()) != Ok(fields.len()) {
        return;
    }
    for (field, held) in fields.iter().zip(kept.iter()) {
        for (name, value) in HELD.iter().zip(Array::from(&held).iter()) {
            drop(Reflect::set(field, &(*name).into(), &value));
        }
    }
}
