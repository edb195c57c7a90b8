//! Whether everything holds that must hold on every database (the invariants), asked of a live one. It only reads.

use std::collections::HashSet;

use domain::id::PhotoId;
use store::invariant::{self, Judged, RULES};
use store::sealed::COLUMNS;
use store::{Error as StoreError, Store};

use crate::{Error, audit};

/// What one rule came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The rule's short name.
    pub rule: &'static str,
    /// How many rows or files it looked at.
    pub seen: i64,
    /// Where it does not hold: ids, never anything personal.
    pub broken: Vec<String>,
}

/// What all rules came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// One line for each rule.
    pub lines: Vec<Line>,
    /// Stored pictures that no row names. They break no rule: a picture is stored before the row that names it, so an
    /// upload that was cut off leaves one.
    pub orphans: usize,
}

impl Report {
    /// Whether every rule holds.
    pub fn is_clean(&self) -> bool {
        self.lines.iter().all(|line| line.broken.is_empty())
    }
}

/// Asks every rule.
pub async fn run(store: &Store) -> Result<Report, Error> {
    let mut lines = Vec::new();
    for rule in &RULES {
        let judged = store.read(async |r| invariant::judge(r, rule).await).await?;
        lines.push(line(rule.code, judged));
    }
    lines.push(line("no-unknown-values", store.read(async |r| invariant::unknown_values(r).await).await?));
    lines.push(line("sealed-values-open", sealed_values(store).await?));
    lines.push(line("audit-chain-holds", audit_chain(store).await?));
    let (there, keyed, orphans) = pictures(store).await?;
    lines.push(line("named-pictures-are-there", there));
    lines.push(line("pictures-have-their-key", keyed));
    Ok(Report { lines, orphans })
}

fn line(rule: &'static str, judged: Judged) -> Line {
    Line { rule, seen: judged.seen, broken: judged.broken }
}

async fn audit_chain(store: &Store) -> Result<Judged, Error> {
    Ok(match audit::verify(store).await? {
        Ok(head) => Judged { seen: head.links, broken: Vec::new() },
        Err(broken) => Judged { seen: 0, broken: vec![broken.to_string()] },
    })
}

async fn sealed_values(store: &Store) -> Result<Judged, Error> {
    let mut judged = Judged::default();
    for column in COLUMNS {
        let (seen, unopened) = store.look_at_column(column).await?;
        judged.seen += i64::try_from(seen).unwrap_or(i64::MAX);
        judged.broken.extend(unopened.iter().map(|id| format!("{id} ({})", column.place)));
    }
    Ok(judged)
}

/// The rows are read before the files: a picture whose row is there has its file since before.
async fn pictures(store: &Store) -> Result<(Judged, Judged, usize), Error> {
    let named = store.read(async |r| invariant::photos(r).await).await?;
    let files: HashSet<String> = store.files().list().await?.into_iter().collect();
    let (mut there, mut keyed) = (Judged::default(), Judged::default());
    for photo in &named {
        there.seen += 1;
        if files.contains(photo.as_str()) {
            keyed.seen += 1;
            match store.files().key_number(photo).await {
                Ok(number) if store.vault().knows(number) => {}
                // Somebody may have deleted both in between.
                _ if !still_named(store, photo).await? => {}
                _ => keyed.broken.push(photo.to_string()),
            }
        } else if still_named(store, photo).await? {
            there.broken.push(photo.to_string());
        }
    }
    let named: HashSet<&str> = named.iter().map(PhotoId::as_str).collect();
    Ok((there, keyed, files.iter().filter(|file| !named.contains(file.as_str())).count()))
}

async fn still_named(store: &Store, photo: &PhotoId) -> Result<bool, StoreError> {
    store.read(async |r| invariant::names_photo(r, photo).await).await
}
