//! A file of scores: each row names a ticket by its number *and* by its owner's name, and acts on nobody unless both agree.

use std::collections::HashMap;
use std::io::Cursor;

use documents::read::{CellProblem, Form, Kind, Limits, Unreadable, Wanted, read as read_table};
use domain::person::normalise_name;
use domain::score::{Outcome, RowProblem, ScoreRefusal};
use store::score::{BadRow, Found, TicketOwner};

/// Titles under which files have them; the first is the one that a problem names.
const NUMBER: [&str; 3] = ["准考证号", "准考证号码", "考号"];
const NAME: [&str; 2] = ["姓名", "考生姓名"];
const MARK: [&str; 4] = ["成绩", "分数", "总分", "得分"];

/// What the rows say, and which of them say nothing to anybody.
pub(super) fn read(
    bytes: Vec<u8>,
    owners: Vec<TicketOwner>,
) -> Result<(Vec<Found>, Vec<BadRow>), ScoreRefusal> {
    if bytes.is_empty() {
        return Err(ScoreRefusal::NoFile);
    }
    let owners: HashMap<String, TicketOwner> =
        owners.into_iter().map(|owner| (owner.number.expose().to_owned(), owner)).collect();
    let form = Form::new(vec![
        Wanted::new(&NUMBER, Kind::Digits).required().unique(),
        Wanted::new(&NAME, Kind::Text).required(),
        Wanted::new(&MARK, Kind::Text).required(),
    ]);
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let outcome = read_table(Cursor::new(bytes), &form, &Limits::default(), |row| {
        let said = judge(&owners, row.text(0), row.text(1), row.text(2));
        match said {
            Ok(one) => found.push(one),
            Err((column, problem)) => {
                problems.push(BadRow { row: row.number, column: column.to_owned(), problem });
            }
        }
    });
    let cells = outcome.map_err(refusal)?.problems;
    problems.extend(cells.into_iter().map(|bad| BadRow {
        row: bad.row,
        column: bad.column,
        problem: problem(bad.what),
    }));
    problems.sort_by_key(|bad| bad.row);
    Ok((found, problems))
}

fn judge(
    owners: &HashMap<String, TicketOwner>,
    number: &str,
    name: &str,
    mark: &str,
) -> Result<Found, (&'static str, RowProblem)> {
    let owner = owners.get(number).ok_or((NUMBER[0], RowProblem::UnknownTicket))?;
    if normalise_name(name) != normalise_name(&owner.name) {
        return Err((NAME[0], RowProblem::NameDiffers));
    }
    let outcome = Outcome::parse(mark).map_err(|_| (MARK[0], RowProblem::NotAMark))?;
    Ok(Found { registration: owner.registration.clone(), outcome })
}

fn problem(what: CellProblem) -> RowProblem {
    match what {
        CellProblem::Missing => RowProblem::Missing,
        CellProblem::Merged => RowProblem::Merged,
        CellProblem::DigitsLost => RowProblem::DigitsLost,
        CellProblem::Duplicate { .. } => RowProblem::Duplicate,
        CellProblem::NotDigits
        | CellProblem::TurnedIntoDate
        | CellProblem::DateAsNumber
        | CellProblem::NotADate
        | CellProblem::NotANumber
        | CellProblem::Error
        | CellProblem::Formula
        | CellProblem::TooLong => RowProblem::Unreadable,
    }
}

fn refusal(why: Unreadable) -> ScoreRefusal {
    match why {
        Unreadable::TooLarge | Unreadable::Bomb | Unreadable::TooManyRows | Unreadable::TooManyColumns => {
            ScoreRefusal::TooLarge
        }
        Unreadable::Macros => ScoreRefusal::Macros,
        Unreadable::OldOrLocked => ScoreRefusal::OldOrLocked,
        Unreadable::Empty => ScoreRefusal::Empty,
        Unreadable::ColumnsMissing(columns) => ScoreRefusal::ColumnsMissing(columns),
        Unreadable::ColumnTwice(_)
        | Unreadable::NotATable
        | Unreadable::Damaged
        | Unreadable::Encoding
        | Unreadable::Io(_) => ScoreRefusal::NotATable,
    }
}
