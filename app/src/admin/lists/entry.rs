//! One entry of a list, and what can be done with it.

use domain::list::{Entry, List};
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::{Acts, words};
use crate::ui::still::Still;
use crate::ui::{Badge, Tone};

/// `place` is where it stands and the last place, for whoever may change it.
pub fn row(
    acts: Acts,
    list: List,
    entry: &Entry,
    languages: &[(String, String)],
    place: Option<(usize, usize)>,
) -> AnyView {
    let state = if entry.retired {
        view! { <Badge tone=Tone::Info word=words::retired() /> }.still()
    } else {
        view! { <Badge tone=Tone::Ok word=words::offered() /> }.still()
    };
    let Some(place) = place else {
        let language = (list == List::Major).then(|| {
            let name = entry.language.as_ref().map(|code| named(languages, code));
            view! { <td>{name.unwrap_or_else(|| words::language_none().to_owned())}</td> }
        });
        return view! {
            <tr>
                <th scope="row">{entry.name.clone()}</th>
                {language}
                <td>{state}</td>
            </tr>
        }
        .still();
    };
    view! {
        <tr>
            <th scope="row">{change_form(acts, list, entry, languages)}</th>
            <td>{state}</td>
            <td>
                <div class="office-tools">{moves(acts, list, entry, place)} {retire_form(acts, list, entry)}</div>
            </td>
        </tr>
    }
    .still()
}

fn named(languages: &[(String, String)], code: &str) -> String {
    let found = languages.iter().find(|(known, _)| known == code);
    found.map_or_else(|| code.to_owned(), |(_, name)| name.clone())
}

/// Which language a major studies; `of` is whose, where the label stands elsewhere.
pub fn language_select(languages: &[(String, String)], chosen: Option<&String>, of: Option<&str>) -> AnyView {
    let options = languages.iter().map(|(code, name)| {
        view! {
            <option value=code.clone() selected=chosen == Some(code)>
                {name.clone()}
            </option>
        }
    });
    let label = of.map(words::language_of);
    view! {
        <select class="select" name="language" aria-label=label>
            <option value="" selected=chosen.is_none()>
                {words::language_none()}
            </option>
            {options.collect_view()}
        </select>
    }
    .still()
}

fn change_form(acts: Acts, list: List, entry: &Entry, languages: &[(String, String)]) -> AnyView {
    let name = entry.name.as_str();
    let (old, value) = (name.to_owned(), name.to_owned());
    let language =
        (list == List::Major).then(|| language_select(languages, entry.language.as_ref(), Some(name)));
    let (label, save) = (words::name_of(name), words::save_of(name));
    view! {
        <ActionForm action=acts.change attr:class="office-tools">
            <input type="hidden" name="list" value=list.code() />
            <input type="hidden" name="name" value=old />
            <input class="input" name="to" type="text" value=value autocomplete="off" aria-label=label />
            {language}
            <button class="btn btn-sm" type="submit" aria-label=save>
                {words::save()}
            </button>
        </ActionForm>
    }
    .still()
}

/// The first goes no higher, the last no lower.
fn moves(acts: Acts, list: List, entry: &Entry, (place, end): (usize, usize)) -> AnyView {
    let act = |to: usize, word: &'static str, label: String| {
        let name = entry.name.clone();
        view! {
            <ActionForm action=acts.shift>
                <input type="hidden" name="list" value=list.code() />
                <input type="hidden" name="name" value=name />
                <input type="hidden" name="place" value=to.to_string() />
                <button class="btn btn-sm" type="submit" aria-label=label>
                    {word}
                </button>
            </ActionForm>
        }
    };
    let up = place.checked_sub(1).map(|to| act(to, words::up(), words::up_of(&entry.name)));
    let down = (place < end).then(|| act(place + 1, words::down(), words::down_of(&entry.name)));
    view! { {up} {down} }.still()
}

fn retire_form(acts: Acts, list: List, entry: &Entry) -> AnyView {
    let name = entry.name.clone();
    let (word, label) = if entry.retired {
        (words::offer(), words::offer_of(&name))
    } else {
        (words::retire(), words::retire_of(&name))
    };
    let retired = (!entry.retired).to_string();
    view! {
        <ActionForm action=acts.retire>
            <input type="hidden" name="list" value=list.code() />
            <input type="hidden" name="name" value=name />
            <input type="hidden" name="retired" value=retired />
            <button class="btn btn-sm" type="submit" aria-label=label>
                {word}
            </button>
        </ActionForm>
    }
    .still()
}
