//! Which rows of the product a test has shown.
//!
//! A Rust test carries the ids in front of its name (`b4_the_number_is_read`, `b4_b5_…`), a browser test in its title
//! (`[B4] …`). `docs/ROWS.md` lists the rows; `target/test/rows.json` holds what the last `test` has shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::places::Places;
use crate::say;
use crate::tally::Ran;
use crate::trouble::Trouble;

/// A row's id, as `B4`; ordered by section, then by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct RowId {
    section: char,
    number: u32,
}

impl RowId {
    /// Reads `b4` or `B4`; sections are A to H.
    fn parse(text: &str) -> Option<Self> {
        let section = text.chars().next()?.to_ascii_uppercase();
        let digits = &text[section.len_utf8()..];
        let is_id = ('A'..='H').contains(&section)
            && (1..=2).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_id.then(|| Self { section, number: digits.parse().unwrap_or_default() })
    }
}

impl std::fmt::Display for RowId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.section, self.number)
    }
}

/// The rows that a test's name claims.
fn claimed(name: &str) -> BTreeSet<RowId> {
    let in_path = name.split("::").flat_map(|part| part.split('_').map_while(RowId::parse));
    let in_title = name.split('[').skip(1).filter_map(|rest| RowId::parse(rest.split_once(']')?.0));
    in_path.chain(in_title).collect()
}

/// The rows of `docs/ROWS.md`: lines of its tables, `| B4 | title |`.
fn listed(document: &str) -> BTreeMap<RowId, String> {
    let row = |line: &str| {
        let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
        Some((RowId::parse(cells.next()?)?, cells.next()?.to_owned()))
    };
    document.lines().filter_map(row).collect()
}

fn document(places: &Places) -> Result<BTreeMap<RowId, String>, Trouble> {
    let path = places.root().join("docs/ROWS.md");
    fs::read_to_string(&path).map(|text| listed(&text)).map_err(Trouble::with(&path))
}

fn report(places: &Places) -> PathBuf {
    places.reports().join("rows.json")
}

/// Writes which tests that ran and passed show which row. A test that claims an unknown row is an error.
pub fn write(places: &Places, tests: &[Ran]) -> Result<(), Trouble> {
    let rows = document(places)?;
    let mut shown: BTreeMap<RowId, Vec<Value>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for test in tests {
        for id in claimed(&test.name) {
            if !rows.contains_key(&id) {
                unknown.push(format!("{id} ({})", test.name));
            } else if test.passed {
                shown.entry(id).or_default().push(test.name.clone().into());
            }
        }
    }
    let json: Map<String, Value> =
        shown.into_iter().map(|(id, tests)| (id.to_string(), Value::Array(tests))).collect();
    let path = report(places);
    let text = format!("{:#}\n", Value::Object(json));
    fs::write(&path, text).map_err(Trouble::with(&path))?;
    if unknown.is_empty() {
        return Ok(());
    }
    Err(Trouble::new(format!("Tests name rows that docs/ROWS.md does not list: {}", unknown.join(", "))))
}

/// Prints the rows with the tests that showed them, then the rows that no test showed.
pub fn print(places: &Places) -> Result<(), Trouble> {
    let rows = document(places)?;
    let path = report(places);
    let text = fs::read_to_string(&path)
        .map_err(|_| Trouble::new("target/test/rows.json is not there yet; `cargo xtask test` writes it"))?;
    let shown: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&text).map_err(|error| Trouble::new(format!("{}: {error}", path.display())))?;
    let mut open = Vec::new();
    for (id, title) in &rows {
        match shown.get(&id.to_string()) {
            Some(tests) => {
                say::line(format!("{id} {title}"));
                for test in tests {
                    say::line(format!("    {test}"));
                }
            }
            None => open.push(format!("{id} {title}")),
        }
    }
    say::line("\nNo test has shown:");
    for row in &open {
        say::line(format!("    {row}"));
    }
    say::line(format!("\n{} of {} rows have been shown.", rows.len() - open.len(), rows.len()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(name: &str) -> Vec<String> {
        claimed(name).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_rust_test_claims_the_rows_in_front_of_its_name() {
        assert_eq!(names("vision::card::tests::b4_the_number_is_read"), ["B4"]);
        assert_eq!(names("b4_c12_both"), ["B4", "C12"]);
        assert_eq!(names("store::c10_one_active::on_sqlite"), ["C10"]);
    }

    #[test]
    fn a_word_that_only_looks_like_a_row_claims_nothing() {
        assert!(names("domain::a_card_with_b4_is_read").is_empty());
        assert!(names("domain::h264_is_refused").is_empty());
        assert!(names("domain::z1_is_no_section").is_empty());
        assert!(names("domain::考_名").is_empty());
    }

    #[test]
    fn a_browser_test_claims_the_rows_in_its_title() {
        assert_eq!(names("phone › road.spec.ts › [A3] [B4] signs up [later]"), ["A3", "B4"]);
    }

    #[test]
    fn the_rows_are_the_lines_of_the_tables() {
        let rows = listed("# Rows\n\n| row | what |\n|---|---|\n| A2 | poster |\n| A10 | phone |\n");
        let lines: Vec<_> = rows.iter().map(|(id, title)| format!("{id} {title}")).collect();
        assert_eq!(lines, ["A2 poster", "A10 phone"]);
    }

    #[test]
    fn every_row_of_the_product_is_listed() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/ROWS.md");
        let rows = listed(&fs::read_to_string(path).unwrap());
        let mut last = BTreeMap::new();
        for id in rows.keys() {
            *last.entry(id.section).or_insert(0) += 1;
        }
        let counts: Vec<_> = last.into_iter().collect();
        assert_eq!(counts, [('A', 13), ('B', 10), ('C', 17), ('D', 9), ('E', 10), ('F', 12), ('G', 5)]);
    }
}
