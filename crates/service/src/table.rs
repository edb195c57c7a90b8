//! Files of tables for lists and rosters: what is wrong with a file or a line, as the codes of these two.

use std::io::Cursor;

use documents::read::{CellProblem, Form, Limits, Row, Unreadable, read as read_table};
use domain::list::{LineProblem, ListRefusal};
use store::roster::BadLine;

/// Lines with problems that are listed; all are counted.
pub(crate) const MOST_PROBLEMS: usize = 200;

/// What came of the lines that act on nothing.
#[derive(Debug, Default)]
pub(crate) struct Bad {
    /// How many.
    pub lines: i64,
    /// The first of them.
    pub problems: Vec<BadLine>,
}

/// Reads a file. `each` judges a line whose cells are all well: the problem, and the title of its column.
pub(crate) fn read(
    bytes: Vec<u8>,
    form: &Form,
    mut each: impl FnMut(&Row) -> Result<(), (&'static str, LineProblem)>,
) -> Result<Bad, ListRefusal> {
    if bytes.is_empty() {
        return Err(ListRefusal::NoFile);
    }
    let limits = Limits { problems: MOST_PROBLEMS, ..Limits::default() };
    let mut bad = Bad::default();
    let outcome = read_table(Cursor::new(bytes), form, &limits, |row| {
        if let Err((column, problem)) = each(&row) {
            bad.lines += 1;
            if bad.problems.len() < MOST_PROBLEMS {
                bad.problems.push(BadLine { row: row.number, column: column.to_owned(), problem });
            }
        }
    });
    let outcome = outcome.map_err(refusal)?;
    bad.lines += i64::from(outcome.bad_rows);
    bad.problems.extend(outcome.problems.into_iter().map(|cell| BadLine {
        row: cell.row,
        column: cell.column,
        problem: problem(cell.what),
    }));
    bad.problems.sort_by_key(|line| line.row);
    bad.problems.truncate(MOST_PROBLEMS);
    Ok(bad)
}

fn problem(what: CellProblem) -> LineProblem {
    match what {
        CellProblem::Missing => LineProblem::Missing,
        CellProblem::Merged => LineProblem::Merged,
        CellProblem::DigitsLost => LineProblem::DigitsLost,
        CellProblem::TurnedIntoDate | CellProblem::DateAsNumber | CellProblem::NotADate => LineProblem::Date,
        CellProblem::Formula => LineProblem::Formula,
        CellProblem::Duplicate { .. } => LineProblem::Duplicate,
        CellProblem::NotDigits | CellProblem::NotANumber | CellProblem::Error | CellProblem::TooLong => {
            LineProblem::Unreadable
        }
    }
}

fn refusal(why: Unreadable) -> ListRefusal {
    match why {
        Unreadable::TooLarge | Unreadable::Bomb | Unreadable::TooManyRows | Unreadable::TooManyColumns => {
            ListRefusal::TooLarge
        }
        Unreadable::Macros => ListRefusal::Macros,
        Unreadable::OldOrLocked => ListRefusal::OldOrLocked,
        Unreadable::Empty => ListRefusal::Empty,
        Unreadable::ColumnsMissing(columns) => ListRefusal::ColumnsMissing(columns),
        Unreadable::ColumnTwice(_)
        | Unreadable::NotATable
        | Unreadable::Damaged
        | Unreadable::Encoding
        | Unreadable::Io(_) => ListRefusal::NotATable,
    }
}
