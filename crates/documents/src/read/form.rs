//! Which columns are wanted, and the rows held against them.

use std::collections::HashMap;

use super::cell::Cell;
use super::{CellProblem, Limits, Outcome, Row, RowProblem, Unreadable};

/// What may stand in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything; numbers as they are written.
    Text,
    /// Numbers of documents and tickets: digits, perhaps with a final X. Spaces and hyphens go.
    Digits,
    /// Numbers of documents of any kind: as [`Self::Digits`], with letters, too. Whether it is one is not judged here.
    Code,
    /// A day; given out as `2026-12-19`.
    Date,
    /// A number with or without a point; given out as it is written.
    Number,
}

/// A column that is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    titles: Vec<String>,
    kind: Kind,
    required: bool,
    unique: bool,
}

impl Wanted {
    /// A column under one of these titles; spaces, case and a trailing `*` or `（必填）` do not matter.
    pub fn new(titles: &[&str], kind: Kind) -> Self {
        Self {
            titles: titles.iter().map(|title| plain(title)).collect(),
            kind,
            required: false,
            unique: false,
        }
    }

    /// The column must be there, and no cell of it may be empty.
    #[must_use]
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// No value may stand in two rows.
    #[must_use]
    pub fn unique(self) -> Self {
        Self { unique: true, ..self }
    }
}

/// The columns that are wanted, in the order in which rows give their values.
#[derive(Debug, Clone)]
pub struct Form {
    columns: Vec<Wanted>,
    typed: bool,
}

impl Form {
    /// These columns.
    pub fn new(columns: Vec<Wanted>) -> Self {
        Self { columns, typed: false }
    }

    /// Takes only what somebody typed: a cell that computes its value has a problem.
    #[must_use]
    pub fn typed(self) -> Self {
        Self { typed: true, ..self }
    }
}

/// A title without what people add to it.
fn plain(title: &str) -> String {
    let text: String = title.chars().filter(|c| !c.is_whitespace() && *c != '\u{FEFF}').collect();
    let text = text.to_lowercase();
    let text = text.trim_start_matches(['*', '＊']);
    ["（必填）", "(必填)", "*", "＊"].iter().fold(text, |text, end| text.trim_end_matches(end)).to_owned()
}

/// Rows that may stand above the head: a title across the sheet, a remark; a bill of 微信支付 has sixteen of them.
const ROWS_ABOVE: usize = 30;

/// Where the wanted columns are in this file.
struct Head {
    /// For each wanted column its place in the file and its title there.
    places: Vec<Option<(u32, String)>>,
}

/// A table that is being read.
pub(super) struct Reading<'a, F> {
    form: &'a Form,
    limits: &'a Limits,
    each: F,
    above: Vec<Vec<(u32, String)>>,
    head: Option<Head>,
    seen: Vec<HashMap<String, u32>>,
    outcome: Outcome,
}

impl<'a, F: FnMut(Row)> Reading<'a, F> {
    pub fn new(form: &'a Form, limits: &'a Limits, each: F) -> Self {
        let seen = form.columns.iter().map(|_| HashMap::new()).collect();
        Self { form, limits, each, above: Vec::new(), head: None, seen, outcome: Outcome::default() }
    }

    /// Whether only what somebody typed is taken.
    pub fn is_typed(&self) -> bool {
        self.form.typed
    }

    pub fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// Takes the next row: its number, and its cells with their places. `merged` says whether a place belongs to merged
    /// cells.
    pub fn row(
        &mut self,
        number: u32,
        cells: &[(u32, Cell<'_>)],
        merged: impl Fn(u32) -> bool,
    ) -> Result<(), Unreadable> {
        if cells.iter().any(|(place, _)| *place >= self.limits.columns) {
            return Err(Unreadable::TooManyColumns);
        }
        let Some(head) = &self.head else { return self.look_for_head(cells) };
        let find =
            |place: u32| cells.iter().find(|(at, _)| *at == place).map_or(&Cell::Empty, |(_, cell)| cell);
        let used = head.places.iter().flatten().any(|(place, _)| !find(*place).is_empty() || merged(*place));
        if !used {
            return Ok(());
        }
        if self.outcome.rows + self.outcome.bad_rows >= self.limits.rows {
            return Err(Unreadable::TooManyRows);
        }
        let mut values = Vec::with_capacity(self.form.columns.len());
        let mut problems = Vec::new();
        for ((wanted, place), seen) in self.form.columns.iter().zip(&head.places).zip(&mut self.seen) {
            let Some((place, title)) = place else {
                values.push(None);
                continue;
            };
            let value = if merged(*place) {
                Err(CellProblem::Merged)
            } else {
                find(*place).read(wanted.kind, self.limits.cell_chars)
            };
            match value.and_then(|value| check(value, wanted, seen, number)) {
                Ok(value) => values.push(value),
                Err(what) => problems.push(RowProblem { row: number, column: title.clone(), what }),
            }
        }
        if problems.is_empty() {
            self.outcome.rows += 1;
            (self.each)(Row { number, values });
        } else {
            self.outcome.bad_rows += 1;
            let room = self.limits.problems.saturating_sub(self.outcome.problems.len());
            self.outcome.problems.extend(problems.into_iter().take(room));
        }
        Ok(())
    }

    /// The head is the first row with every column that must be there.
    fn look_for_head(&mut self, cells: &[(u32, Cell<'_>)]) -> Result<(), Unreadable> {
        let titles: Vec<(u32, String)> = cells.iter().map(|(place, cell)| (*place, cell.title())).collect();
        if self.missing(&titles).is_empty() && titles.iter().any(|(_, title)| self.is_wanted(title)) {
            self.head = Some(self.head_of(&titles)?);
            return Ok(());
        }
        self.above.push(titles);
        if self.above.len() >= ROWS_ABOVE { Err(self.no_head()) } else { Ok(()) }
    }

    fn head_of(&self, titles: &[(u32, String)]) -> Result<Head, Unreadable> {
        let place = |wanted: &Wanted| {
            let mut found = titles.iter().filter(|(_, title)| wanted.titles.contains(&plain(title)));
            let first = found.next().cloned();
            match found.next() {
                Some((_, title)) => Err(Unreadable::ColumnTwice(title.clone())),
                None => Ok(first),
            }
        };
        Ok(Head { places: self.form.columns.iter().map(place).collect::<Result<_, _>>()? })
    }

    fn is_wanted(&self, title: &str) -> bool {
        self.form.columns.iter().any(|wanted| wanted.titles.contains(&plain(title)))
    }

    fn missing(&self, titles: &[(u32, String)]) -> Vec<String> {
        let has = |wanted: &&Wanted| titles.iter().any(|(_, title)| wanted.titles.contains(&plain(title)));
        let needed = self.form.columns.iter().filter(|wanted| wanted.required && !has(wanted));
        needed.filter_map(|wanted| wanted.titles.first().cloned()).collect()
    }

    /// The row that came nearest to a head says what is missing.
    fn no_head(&self) -> Unreadable {
        let nearest = self.above.iter().map(|titles| self.missing(titles)).min_by_key(Vec::len);
        nearest.filter(|missing| !missing.is_empty()).map_or(Unreadable::Empty, Unreadable::ColumnsMissing)
    }

    pub fn finish(self) -> Result<Outcome, Unreadable> {
        if self.head.is_none() {
            return Err(self.no_head());
        }
        if self.outcome.rows + self.outcome.bad_rows == 0 { Err(Unreadable::Empty) } else { Ok(self.outcome) }
    }
}

fn check(
    value: Option<String>,
    wanted: &Wanted,
    seen: &mut HashMap<String, u32>,
    row: u32,
) -> Result<Option<String>, CellProblem> {
    let Some(value) = value else {
        return if wanted.required { Err(CellProblem::Missing) } else { Ok(None) };
    };
    if wanted.unique {
        if let Some(first) = seen.get(&value) {
            return Err(CellProblem::Duplicate { first: *first });
        }
        seen.insert(value.clone(), row);
    }
    Ok(Some(value))
}
