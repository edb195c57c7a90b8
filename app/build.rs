//! Turns `locales/<language>/<feature>.json` into functions and books.
//!
//! A function stands for a text: `{"closes_in": "还剩 {days} 天"}` in `exam.json` becomes `words::exam::closes_in(days)`, so
//! that a missing or misspelt word is a compile error. A book holds the texts of one language, one per line, each at the
//! line that its function asks for. It is an error if a language lacks a file, a key or a placeholder that another has. What
//! staff read is a book of its own, in the first language alone.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

const LOCALES: &str = "locales";

/// The script that stands in every page.
const START: &str = "src/start.js";

/// In the order of `words::Language`. The first says which words there are.
const LANGUAGES: [&str; 3] = ["zh-CN", "zh-Hant", "en"];

/// The files whose words every visit needs; the other words come with the pages that need them.
const FIRST: [&str; 2] = ["exam", "frame"];

/// The files whose words only staff read, by how their names begin. They are there in the first language alone (017).
const OFFICE: &str = "office";

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The texts of one language: by feature, then by key.
type Texts = BTreeMap<String, BTreeMap<String, String>>;

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-changed={LOCALES}");
    println!("cargo::rerun-if-changed=build.rs");
    let languages = LANGUAGES.map(|language| Ok((language, read(language)?)));
    let languages = languages.into_iter().collect::<Outcome<Vec<(&str, Texts)>>>()?;
    let Some((_, model)) = languages.first() else { return Err("no languages".into()) };
    for (language, texts) in &languages {
        compare(model, texts).map_err(|error| format!("{LOCALES}/{language}: {error}"))?;
    }
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    fs::write(Path::new(&out).join("words.rs"), functions(model)?)?;
    fs::write(Path::new(&out).join("books.rs"), books(model, &languages)?)?;
    println!("cargo::rerun-if-changed={START}");
    fs::write(Path::new(&out).join("start.js"), flush_left(&fs::read_to_string(START)?))?;
    Ok(())
}

/// Without its indentation: each of its bytes is one of the first visit.
fn flush_left(script: &str) -> String {
    script.lines().map(str::trim_start).collect::<Vec<_>>().join("\n")
}

fn read(language: &str) -> Outcome<Texts> {
    let mut texts = Texts::new();
    for entry in fs::read_dir(Path::new(LOCALES).join(language))? {
        let file = entry?.path();
        let feature =
            file.file_stem().and_then(|stem| stem.to_str()).ok_or("a locale file without a name")?;
        let words: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(&file)?)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        if let Some((key, _)) = words.iter().find(|(_, text)| text.contains('\n') || text.is_empty()) {
            return Err(format!("{} {key}: a text is one line", file.display()).into());
        }
        texts.insert(feature.to_owned(), words);
    }
    Ok(texts)
}

/// That a language has the words of the model, with the same placeholders, and no others.
fn compare(model: &Texts, texts: &Texts) -> Outcome<()> {
    let keys = |texts: &Texts| -> BTreeSet<String> {
        texts
            .iter()
            .filter(|(feature, _)| !is_of_office(feature))
            .flat_map(|(feature, words)| words.keys().map(move |key| format!("{feature}.json {key}")))
            .collect()
    };
    let (wanted, found) = (keys(model), keys(texts));
    if let Some(key) = wanted.symmetric_difference(&found).next() {
        return Err(format!("{key} is in one of the languages only").into());
    }
    for (feature, words) in model.iter().filter(|(feature, _)| !is_of_office(feature)) {
        for (key, text) in words {
            let other = texts.get(feature).and_then(|words| words.get(key)).ok_or("not there")?;
            let (wanted, found) = (placeholders(text)?, placeholders(other)?);
            if wanted.iter().collect::<BTreeSet<_>>() != found.iter().collect::<BTreeSet<_>>() {
                return Err(format!("{feature}.json {key} has other placeholders: {found:?}").into());
            }
        }
    }
    Ok(())
}

/// The names of a text's placeholders, each once, in the order in which they appear.
fn placeholders(text: &str) -> Outcome<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').ok_or_else(|| format!("a {{ without a }} in {text}"))?;
        if !names.contains(&name) {
            names.push(name);
        }
        rest = tail;
    }
    Ok(names)
}

fn is_of_office(feature: &str) -> bool {
    feature.starts_with(OFFICE)
}

/// The place of a feature's book: that of the first visit, the other words, those of staff.
fn book_of(feature: &str) -> usize {
    if FIRST.contains(&feature) {
        0
    } else if is_of_office(feature) {
        2
    } else {
        1
    }
}

/// The features in the order of the books.
fn features(model: &Texts) -> Vec<(&str, &BTreeMap<String, String>)> {
    let mut features: Vec<_> = model.iter().map(|(feature, words)| (feature.as_str(), words)).collect();
    features.sort_by_key(|(feature, _)| book_of(feature));
    features
}

fn functions(model: &Texts) -> Outcome<String> {
    let mut code = String::new();
    let mut line = 0;
    for (feature, words) in features(model) {
        writeln!(code, "/// Words of `{feature}.json`.\npub mod {feature} {{")?;
        for (key, text) in words {
            let names = placeholders(text)?;
            writeln!(code, "    /// `{text}`")?;
            if names.is_empty() {
                writeln!(code, "    pub fn {key}() -> &'static str {{ super::text({line}) }}")?;
            } else {
                let parameters: Vec<String> = names.iter().map(|name| format!("{name}: &str")).collect();
                let (parameters, values) = (parameters.join(", "), names.join(", "));
                writeln!(
                    code,
                    "    pub fn {key}({parameters}) -> String {{ super::fill({line}, &[{values}]) }}"
                )?;
            }
            line += 1;
        }
        writeln!(code, "}}")?;
    }
    let lines = |wanted: usize| -> usize {
        let within = model.iter().filter(|(feature, _)| book_of(feature) <= wanted);
        within.map(|(_, words)| words.len()).sum()
    };
    let (first, office) = (lines(0), lines(1));
    let (name, _) = named(&office_name(), &office_text(model)?);
    writeln!(
        code,
        "/// Lines of the first book.\n#[cfg(not(feature = \"ssr\"))]\nconst FIRST_LINES: usize = {first};"
    )?;
    writeln!(
        code,
        "/// The first line of the book of staff.\n#[cfg(not(feature = \"ssr\"))]\nconst OFFICE_LINE: usize = {office};"
    )?;
    writeln!(
        code,
        "/// The file name of the book of staff.\n#[cfg(not(feature = \"ssr\"))]\nconst OFFICE_BOOK: &str = {name:?};"
    )?;
    Ok(code)
}

/// Name and text of the two books of each language, and of the one book of staff.
fn books(model: &Texts, languages: &[(&str, Texts)]) -> Outcome<String> {
    let mut code = format!("static FILES: [[(&str, &str); 2]; {}] = [\n", languages.len());
    for (language, texts) in languages {
        let [first, rest] = [0, 1].map(|book| book_text(model, texts, book));
        let (first, rest) = (first?, rest?);
        let books = [named(&format!("{language}-first"), &first), named(&format!("{language}-rest"), &rest)];
        let books = books.map(|(name, text)| format!("({name:?}, {text:?})"));
        writeln!(code, "    [{}],", books.join(", "))?;
    }
    let (name, text) = named(&office_name(), &office_text(model)?);
    writeln!(code, "];\nstatic OFFICE: (&str, &str) = ({name:?}, {text:?});")?;
    Ok(code)
}

fn office_name() -> String {
    format!("{}-office", LANGUAGES[0])
}

fn office_text(model: &Texts) -> Outcome<String> {
    book_text(model, model, 2)
}

/// The texts of one book, one per line. In them a placeholder is the number of its value.
fn book_text(model: &Texts, texts: &Texts, book: usize) -> Outcome<String> {
    let mut lines = Vec::new();
    for (feature, words) in features(model).into_iter().filter(|(feature, _)| book_of(feature) == book) {
        for (key, of_model) in words {
            let text = texts.get(feature).and_then(|words| words.get(key)).ok_or("not there")?;
            let names = placeholders(of_model)?;
            lines.push(names.iter().enumerate().fold(text.clone(), |text, (number, name)| {
                text.replace(&format!("{{{name}}}"), &format!("{{{number}}}"))
            }));
        }
    }
    Ok(lines.join("\n"))
}

/// A book's file name carries a hash of its text.
fn named(name: &str, text: &str) -> (String, String) {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    (format!("{name}.{:016x}.txt", hasher.finish()), text.to_owned())
}
