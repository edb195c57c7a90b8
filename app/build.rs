//! Turns `locales/zh-CN/<feature>.json` into one module of functions per file, so that a missing or misspelt word
//! is a compile error: `{"closes_in": "还剩 {days} 天"}` in `exam.json` becomes `words::exam::closes_in(days)`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const LOCALE: &str = "locales/zh-CN";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={LOCALE}");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = fs::read_dir(LOCALE)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<PathBuf>, Box<dyn Error>>>()?;
    files.sort();
    let mut code = String::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "json")) {
        module(file, &mut code)?;
    }
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    fs::write(Path::new(&out).join("words.rs"), code)?;
    Ok(())
}

fn module(file: &Path, code: &mut String) -> Result<(), Box<dyn Error>> {
    let feature = file.file_stem().and_then(|stem| stem.to_str()).ok_or("a locale file without a name")?;
    let words: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(file)?)
        .map_err(|error| format!("{}: {error}", file.display()))?;
    writeln!(code, "/// Words of `{feature}.json`.\npub mod {feature} {{")?;
    for (key, text) in &words {
        function(key, text, code).map_err(|error| format!("{} {key}: {error}", file.display()))?;
    }
    writeln!(code, "}}")?;
    Ok(())
}

fn function(key: &str, text: &str, code: &mut String) -> Result<(), Box<dyn Error>> {
    let (template, names) = split(text)?;
    writeln!(code, "    /// {}", text.replace('\n', " "))?;
    if names.is_empty() {
        writeln!(code, "    pub fn {key}() -> &'static str {{ {text:?} }}")?;
        return Ok(());
    }
    let mut parameters: Vec<&str> = Vec::new();
    for name in &names {
        if !parameters.contains(&name.as_str()) {
            parameters.push(name);
        }
    }
    let signature: Vec<String> = parameters.iter().map(|name| format!("{name}: &str")).collect();
    writeln!(code, "    pub fn {key}({}) -> String {{ [{template}].concat() }}", signature.join(", "))?;
    Ok(())
}

/// The pieces of a text as Rust expressions, and the names of its placeholders in the order in which they appear.
fn split(text: &str) -> Result<(String, Vec<String>), Box<dyn Error>> {
    let (mut pieces, mut names) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').ok_or("a { without a }")?;
        pieces.push(format!("{before:?}"));
        pieces.push(name.to_owned());
        names.push(name.to_owned());
        rest = tail;
    }
    pieces.push(format!("{rest:?}"));
    Ok((pieces.join(", "), names))
}
