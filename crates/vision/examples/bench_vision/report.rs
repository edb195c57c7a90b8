//! The table, and the same as JSON.

use crate::Failure;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

/// One measured quantity.
struct Row {
    name: String,
    unit: &'static str,
    median: f64,
    min: f64,
    max: f64,
    /// The best value there can be, where there is one.
    ceiling: Option<f64>,
    /// What it must reach.
    bar: Option<Bar>,
}

#[derive(Clone, Copy)]
enum Bar {
    AtLeast(f64),
    AtMost(f64),
}

#[derive(Default)]
pub(crate) struct Report(Vec<Row>);

impl Row {
    fn is_ok(&self) -> bool {
        match self.bar {
            None => true,
            Some(Bar::AtLeast(bar)) => self.median >= bar,
            Some(Bar::AtMost(bar)) => self.median <= bar,
        }
    }

    fn bar_text(&self) -> String {
        match self.bar {
            None => String::new(),
            Some(Bar::AtLeast(bar)) => format!(">= {bar}"),
            Some(Bar::AtMost(bar)) => format!("<= {bar}"),
        }
    }

    fn json(&self) -> Value {
        let bar = self.bar.map(|(Bar::AtLeast(bar) | Bar::AtMost(bar))| bar);
        let ratio = self.ceiling.filter(|ceiling| *ceiling > 0.0).map(|ceiling| self.median / ceiling);
        json!({
            "name": self.name, "unit": self.unit, "median": self.median, "min": self.min, "max": self.max,
            "ceiling": self.ceiling, "ratio": ratio, "bar": bar, "ok": self.is_ok(),
        })
    }
}

impl Report {
    /// A share in percent; `groups` holds (hits, all) of each level, `bar` the percentage of all of them together.
    pub(crate) fn share(&mut self, name: &str, groups: &[(usize, usize)], bar: Option<f64>) {
        let percent = |hits: usize, all: usize| if all == 0 { 0.0 } else { 100.0 * hits as f64 / all as f64 };
        let (hits, all) = groups.iter().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
        let each = || groups.iter().map(|group| percent(group.0, group.1));
        self.0.push(Row {
            name: format!("{name} ({hits}/{all})"),
            unit: "%",
            median: percent(hits, all),
            min: each().fold(100.0, f64::min),
            max: each().fold(0.0, f64::max),
            ceiling: Some(100.0),
            bar: bar.map(Bar::AtLeast),
        });
    }

    /// Something that must never happen.
    pub(crate) fn never(&mut self, name: &str, times: usize, of: usize) {
        let times = times as f64;
        self.0.push(Row {
            name: format!("{name} (of {of})"),
            unit: "times",
            median: times,
            min: times,
            max: times,
            ceiling: Some(0.0),
            bar: Some(Bar::AtMost(0.0)),
        });
    }

    /// A quantity whose median stays under the bar.
    pub(crate) fn at_most(&mut self, name: &str, unit: &'static str, values: &[f64], bar: f64) {
        self.values(name, unit, values, Some(Bar::AtMost(bar)));
    }

    /// A quantity without a bar.
    pub(crate) fn note(&mut self, name: &str, unit: &'static str, values: &[f64]) {
        self.values(name, unit, values, None);
    }

    fn values(&mut self, name: &str, unit: &'static str, values: &[f64], bar: Option<Bar>) {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (Some(min), Some(max), Some(median)) =
            (sorted.first(), sorted.last(), sorted.get(sorted.len() / 2))
        else {
            return;
        };
        let (name, ceiling) = (format!("{name} (n={})", values.len()), None);
        self.0.push(Row { name, unit, median: *median, min: *min, max: *max, ceiling, bar });
    }

    pub(crate) fn is_ok(&self) -> bool {
        self.0.iter().all(Row::is_ok)
    }

    pub(crate) fn print(&self, to: &mut impl Write) -> std::io::Result<()> {
        let mut table = format!(
            "{:<52} {:>9} {:>9} {:>9} {:<6} {:<9}\n",
            "quantity", "median", "min", "max", "unit", "bar"
        );
        for row in &self.0 {
            let mark = if row.is_ok() { "" } else { "MISSED" };
            let _ = writeln!(
                table,
                "{:<52} {:>9.3} {:>9.3} {:>9.3} {:<6} {:<9} {mark}",
                row.name,
                row.median,
                row.min,
                row.max,
                row.unit,
                row.bar_text()
            );
        }
        to.write_all(table.as_bytes())
    }

    pub(crate) fn write(&self, file: &Path) -> Result<(), Failure> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let rows: Vec<Value> = self.0.iter().map(Row::json).collect();
        std::fs::write(file, serde_json::to_vec_pretty(&rows)?)?;
        Ok(())
    }
}

/// The largest amount of memory this process ever held, in megabytes (Linux' `VmHWM`).
pub(crate) fn peak_memory_mb() -> Result<f64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: f64 =
        line.and_then(|line| line.trim().strip_suffix("kB")).ok_or("no VmHWM")?.trim().parse()?;
    Ok(kilobytes / 1024.0)
}
