//! The first sheet of an xlsx, cell by cell.

use std::collections::{BTreeMap, HashSet};
use std::io::{BufReader, Read, Seek};

use calamine::{Dimensions, Reader as _, Xlsx};

use super::cell::Cell;
use super::form::Reading;
use super::{Row, Unreadable, guard, io};

/// Merged cells by the row in which they begin, so that a row asks only about those that can reach it.
struct Merged {
    regions: Vec<Dimensions>,
    by_row: BTreeMap<u32, Vec<usize>>,
}

/// Most rows that one merged region marks one by one; larger ones are asked each time.
const FEW_ROWS: u32 = 1_000;
/// Rows of merged regions that are marked at most; a sheet with more was made to fill the memory.
const MOST_MARKS: u64 = 1_000_000;

impl Merged {
    fn new(regions: Vec<Dimensions>) -> Result<Self, Unreadable> {
        let rows =
            |region: &Dimensions| u64::from(region.end.0.saturating_sub(region.start.0).min(FEW_ROWS)) + 1;
        if regions.iter().map(rows).sum::<u64>() > MOST_MARKS {
            return Err(Unreadable::Bomb);
        }
        let mut by_row: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, region) in regions.iter().enumerate() {
            if region.end.0.saturating_sub(region.start.0) < FEW_ROWS {
                for row in region.start.0..=region.end.0 {
                    by_row.entry(row).or_default().push(at);
                }
            }
        }
        let large = |region: &Dimensions| region.end.0.saturating_sub(region.start.0) >= FEW_ROWS;
        let regions_large = regions.iter().enumerate().filter(|(_, r)| large(r)).map(|(at, _)| at).collect();
        by_row.insert(u32::MAX, regions_large);
        Ok(Self { regions, by_row })
    }

    fn holds(&self, row: u32, column: u32) -> bool {
        let near = self.by_row.get(&row).into_iter().chain(self.by_row.get(&u32::MAX)).flatten();
        near.filter_map(|at| self.regions.get(*at)).any(|region| region.contains(row, column))
    }
}

pub(super) fn read<F: FnMut(Row)>(
    mut file: impl Read + Seek,
    reading: &mut Reading<'_, F>,
) -> Result<(), Unreadable> {
    guard::check(&mut file, reading.limits())?;
    file.rewind().map_err(io)?;
    let mut workbook: Xlsx<_> = survive(|| Xlsx::new(BufReader::new(file)))?;
    let sheet = workbook.sheet_names().first().cloned().ok_or(Unreadable::Damaged)?;
    let merged = Merged::new(survive(|| workbook.merge_cells_by_sheet_name(&sheet))?)?;
    let computed = if reading.is_typed() { computed(&mut workbook, &sheet)? } else { HashSet::new() };
    let mut cells = survive(|| workbook.worksheet_cells_reader(&sheet))?;
    let mut row = None;
    let mut held = Vec::new();
    while let Some(cell) = survive(|| cells.next_cell())? {
        let (at, column) = cell.get_position();
        if row != Some(at) {
            hand_over(reading, row, &held, &merged)?;
            held.clear();
            row = Some(at);
        }
        // A cell that was only painted says nothing, wherever it stands.
        let value = if computed.contains(&(at, column)) {
            Cell::Formula
        } else {
            Cell::from(cell.get_value().clone())
        };
        if !value.is_empty() {
            held.push((column, value));
        }
    }
    hand_over(reading, row, &held, &merged)
}

/// Where the sheet computes: the library gives values without saying so, and formulas in a reading of their own.
fn computed(workbook: &mut Xlsx<impl Read + Seek>, sheet: &str) -> Result<HashSet<(u32, u32)>, Unreadable> {
    let mut cells = survive(|| workbook.worksheet_cells_reader(sheet))?;
    let mut places = HashSet::new();
    while let Some(cell) = survive(|| cells.next_formula())? {
        if !cell.get_value().is_empty() {
            places.insert(cell.get_position());
        }
    }
    Ok(places)
}

/// The library adds up row numbers of damaged files until they overflow, which is a panic in some builds. What it was
/// reading is dropped with it, so nothing is left in a state that anybody could meet.
fn survive<T, E>(act: impl FnOnce() -> Result<T, E>) -> Result<T, Unreadable> {
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(act));
    done.ok().and_then(Result::ok).ok_or(Unreadable::Damaged)
}

fn hand_over<F: FnMut(Row)>(
    reading: &mut Reading<'_, F>,
    row: Option<u32>,
    cells: &[(u32, Cell<'_>)],
    merged: &Merged,
) -> Result<(), Unreadable> {
    let Some(row) = row else { return Ok(()) };
    reading.row(row.saturating_add(1), cells, |column| merged.holds(row, column))
}
