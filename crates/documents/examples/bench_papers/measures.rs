//! The measures.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Cursor};
use std::path::Path;
use std::time::{Duration, Instant};

use documents::fonts::Fonts;
use documents::read::{Form, Kind, Limits, Wanted, read};
use documents::room::{RoomPaper, room_papers};
use documents::ticket::{ticket, tickets};
use documents::write::{Column, CsvOut, XlsxOut};
use domain::id::RegistrationId;
use domain::seating::{Layout, Order, Room, Rule, Sitter, arrange};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::Failure;
use crate::people::{NAMES, World};

/// Tickets that are measured.
const TICKETS: usize = 1_120;
/// Of them to one file in a batch: a room's.
const BATCH: usize = 28;
const SITTERS: usize = 10_000;
const ROOMS: u16 = 340;
const READ_ROWS: usize = 50_000;
const WRITTEN_ROWS: usize = 100_000;
const COLUMNS: usize = 12;

/// Measures everything, prints a table and writes the report.
pub fn all(report: &Path) -> Result<(), Failure> {
    let mut numbers = Map::new();
    let mut say = |what: &str, value: f64, unit: &str| {
        println!("{what:52} {value:>10.1} {unit}");
        numbers.insert(format!("{what}, {unit}"), json!((value * 10.0).round() / 10.0));
    };
    println!("{:52} {:>10}", "papers", rayon::current_num_threads().to_string() + " cores");
    let start = Instant::now();
    let fonts = Fonts::of_system()?;
    say("typefaces found", millis(start.elapsed()), "ms");
    let world = World::new(TICKETS);
    let start = Instant::now();
    ticket(&fonts, &world.ticket(0))?;
    say("the first ticket, outlines read from the disk", millis(start.elapsed()), "ms");
    print(&fonts, &world, &mut say)?;
    seat(&mut say)?;
    tables(report, &mut say)?;
    std::fs::write(report, serde_json::to_string_pretty(&Value::Object(numbers))?)?;
    Ok(())
}

fn print(fonts: &Fonts, world: &World, say: &mut impl FnMut(&str, f64, &str)) -> Result<(), Failure> {
    let (start, before) = (Instant::now(), processor_ms());
    let files: Vec<usize> = (0..TICKETS)
        .into_par_iter()
        .map(|n| ticket(fonts, &world.ticket(n)).map(|pdf| pdf.len()))
        .collect::<Result<_, _>>()?;
    say("tickets, each a file", per_second(TICKETS, start.elapsed()), "a second");
    if let (Some(before), Some(after)) = (before, processor_ms()) {
        say("a ticket, of one processor", (after - before) / TICKETS as f64, "ms");
    }
    say("a ticket, mean", kilobytes(files.iter().sum::<usize>() / files.len()), "KB");
    say("a ticket, largest", kilobytes(files.iter().copied().max().unwrap_or(0)), "KB");
    let start = Instant::now();
    let rooms: Vec<usize> = (0..TICKETS / BATCH)
        .into_par_iter()
        .map(|room| {
            let batch: Vec<_> = (room * BATCH..(room + 1) * BATCH).map(|n| world.ticket(n)).collect();
            tickets(fonts, &batch).map(|pdf| pdf.len())
        })
        .collect::<Result<_, _>>()?;
    say("tickets, a room of 28 to a file", per_second(TICKETS, start.elapsed()), "a second");
    say("a ticket of such a file", kilobytes(rooms.iter().sum::<usize>() / TICKETS), "KB");
    let start = Instant::now();
    let sheets: Vec<usize> = (0..TICKETS / BATCH)
        .into_par_iter()
        .map(|room| room_papers(fonts, &[world.room(room)], &RoomPaper::ALL, None).map(|pdf| pdf.len()))
        .collect::<Result<_, _>>()?;
    say("rooms, all six papers", per_second(sheets.len(), start.elapsed()), "a second");
    say("the papers of a room", kilobytes(sheets.iter().sum::<usize>() / sheets.len()), "KB");
    Ok(())
}

fn seat(say: &mut impl FnMut(&str, f64, &str)) -> Result<(), Failure> {
    let room = |number: u16| Room {
        site: "1".into(),
        number,
        building: "示例楼".into(),
        name: number.to_string(),
        accessible: number.is_multiple_of(20),
        layout: Layout::default(),
    };
    let rooms: Vec<Room> = (1..=ROOMS).map(room).collect();
    let sitter = |n: usize| {
        Ok::<_, Failure>(Sitter {
            id: RegistrationId::from_ulid(&format!("{n:026}"))?,
            site: "1".into(),
            subject: if n.is_multiple_of(6) { "ja" } else { "en" }.into(),
            point: Some(format!("{}", n % 17)),
            needs: n.is_multiple_of(200),
        })
    };
    let sitters: Vec<Sitter> = (0..SITTERS).map(sitter).collect::<Result<_, _>>()?;
    for (what, order) in
        [("10,000 seated, shuffled", Order::Random { seed: 1 }), ("10,000 seated, S order", Order::Snake)]
    {
        let start = Instant::now();
        let plan = arrange(&rooms, &sitters, Rule { order, apart: true, mixed: false })?;
        say(what, millis(start.elapsed()), "ms");
        say(&format!("{what}: violations"), plan.violations.len() as f64, "");
    }
    Ok(())
}

fn tables(report: &Path, say: &mut impl FnMut(&str, f64, &str)) -> Result<(), Failure> {
    let folder = report.parent().unwrap_or(Path::new("."));
    let titles: Vec<String> =
        (0..COLUMNS).map(|n| if n == 0 { "准考证号".into() } else { format!("列{n}") }).collect();
    let columns: Vec<Column<'_>> = titles.iter().map(|title| Column { title, width: 18 }).collect();
    let sheet = |rows: usize, file: &Path| {
        let mut out = XlsxOut::new("名单", &columns, folder)?;
        for n in 0..rows {
            let cells = row(n);
            out.row(&cells.iter().map(String::as_str).collect::<Vec<_>>())?;
        }
        out.finish(BufWriter::new(File::create(file)?))?;
        Ok::<(), Failure>(())
    };
    let file = folder.join("rows.xlsx");
    let start = Instant::now();
    sheet(WRITTEN_ROWS, &file)?;
    say("xlsx of 100,000 rows, 12 columns, written", millis(start.elapsed()), "ms");
    let start = Instant::now();
    let mut out = CsvOut::new(Vec::new(), &titles.iter().map(String::as_str).collect::<Vec<_>>())?;
    for n in 0..WRITTEN_ROWS {
        let cells = row(n);
        out.row(&cells.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    let text = out.finish()?;
    say("csv of 100,000 rows, 12 columns, written", millis(start.elapsed()), "ms");
    sheet(READ_ROWS, &file)?;
    let mut wanted = vec![Wanted::new(&["准考证号"], Kind::Digits).required().unique()];
    wanted.extend((1..COLUMNS).map(|n| Wanted::new(&[&format!("列{n}")], Kind::Text).required()));
    let form = Form::new(wanted);
    let mut sites: BTreeMap<String, u32> = BTreeMap::new();
    let start = Instant::now();
    let outcome = read(File::open(&file)?, &form, &Limits::default(), |row| {
        *sites.entry(row.text(3).to_owned()).or_default() += 1;
    })?;
    say("xlsx of 50,000 rows, 12 columns, read", millis(start.elapsed()), "ms");
    assert_eq!(outcome.rows as usize, READ_ROWS, "{:?}", outcome.problems.first());
    let start = Instant::now();
    let outcome = read(Cursor::new(text), &form, &Limits::default(), drop)?;
    say("csv of 100,000 rows, 12 columns, read", millis(start.elapsed()), "ms");
    assert_eq!(outcome.rows as usize, WRITTEN_ROWS);
    std::fs::remove_file(&file)?;
    Ok(())
}

fn row(n: usize) -> Vec<String> {
    let number = format!("{:015}", 790_101_262_100_000 + n);
    let text = |column: usize| match column {
        0 => number.clone(),
        1 => NAMES[n % NAMES.len()].into(),
        2 => "7901**********0028".into(),
        3 => format!("示例大学第{}考点", n % 9),
        _ => format!("值{column}-{}", n % 997),
    };
    (0..COLUMNS).map(text).collect()
}

/// What this process has used of the processors; a busy machine changes the time, but not this.
fn processor_ms() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // After the name in brackets come the state and the numbers; the twelfth and thirteenth are hundredths of a second.
    let mut numbers = text.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut next = || numbers.next()?.parse::<f64>().ok();
    Some((next()? + next()?) * 10.0)
}

fn per_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1_000.0
}
