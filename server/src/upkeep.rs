//! What an operator asks of the data: whether everything holds, and the keys. None of it needs the engine.

use std::process::ExitCode;

use service::check::{Line, Report};
use service::keys::{self, KeysProblem, Place, Status};
use store::{Config, Keys, Store};

use crate::cli;

/// Ids shown of one broken rule.
const SHOWN: usize = 20;

/// What is asked of the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeysWish {
    /// Where they stand.
    Status,
    /// A new one, and everything sealed anew.
    Rotate,
    /// The end of the older ones.
    Retire,
}

/// Why the check could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The key file.
    #[error("the key file cannot be used")]
    Keys(#[from] store::KeyFileProblem),
    /// Another database's keys.
    #[error("the key file does not belong to this database")]
    OtherKeys,
    /// Database or pictures.
    #[error("the data cannot be opened")]
    Store(#[source] store::Error),
    /// A question failed.
    #[error("the check broke off")]
    Service(#[from] service::Error),
}

/// `zhunkao check`: one line for each rule; fails when one does not hold. Reads only.
pub async fn check(place: &Place) -> ExitCode {
    match report(place).await {
        Ok(report) => {
            cli::announce(&lines(&report));
            if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => cli::fail(&error),
    }
}

/// Opens the data of a school beside its running server, to read only.
pub async fn open(place: &Place) -> Result<Store, CheckError> {
    let keys = Keys::load(&place.key_file)?;
    let config = Config { database_url: place.database_url.clone(), files: place.pictures.clone(), keys };
    Store::open_to_read(config).await.map_err(|error| match error {
        store::Error::Sealed => CheckError::OtherKeys,
        other => CheckError::Store(other),
    })
}

async fn report(place: &Place) -> Result<Report, CheckError> {
    let store = open(place).await?;
    let report = service::check::run(&store).await?;
    store.close().await;
    Ok(report)
}

fn lines(report: &Report) -> Vec<String> {
    let mut lines: Vec<_> = report.lines.iter().map(shown).collect();
    lines.push(format!("note    {:<32} {:>9}", "pictures-without-a-row", report.orphans));
    lines
}

fn shown(line: &Line) -> String {
    if line.broken.is_empty() {
        return format!("ok      {:<32} {:>9}", line.rule, line.seen);
    }
    let (count, ids) = (line.broken.len(), line.broken.iter().take(SHOWN).cloned().collect::<Vec<_>>());
    let more = if count > SHOWN { ", …" } else { "" };
    format!("BROKEN  {:<32} {:>9}  {count} wrong: {}{more}", line.rule, line.seen, ids.join(", "))
}

/// `zhunkao keys status|rotate|retire`.
pub async fn keys(wish: KeysWish, place: &Place) -> Result<(), KeysProblem> {
    match wish {
        KeysWish::Status => cli::announce(&standing(&keys::status(place).await?)),
        KeysWish::Rotate => {
            let done = keys::rotate(place).await?;
            let what = if done.made { "a new key was made" } else { "an earlier rotation went on" };
            cli::announce(&[
                format!(
                    "{what}; {} values and {} pictures were sealed anew",
                    done.sealed.values, done.sealed.pictures
                ),
                format!(
                    "key {} seals everything. Back the key file up, then, after half an hour: zhunkao keys retire",
                    done.newest
                ),
            ]);
        }
        KeysWish::Retire => {
            let left = keys::retire(place, keys::RETIRE_AFTER).await?;
            cli::announce(&[format!("key {left} is the only one left. Back the key file up")]);
        }
    }
    Ok(())
}

fn standing(status: &Status) -> Vec<String> {
    let line = |(number, sealed): (&u8, &keys::Use)| {
        let place = match status.in_file.contains(number) {
            true if *number == status.newest => "newest",
            true => "older",
            false => "NOT IN THE FILE",
        };
        format!("key {number:<4} {:>9} values {:>9} pictures  {place}", sealed.values, sealed.pictures)
    };
    status.uses.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_rule_is_told_with_its_first_ids() {
        let broken: Vec<_> = (0..25).map(|n| format!("reg_{n}")).collect();
        let told = shown(&Line { rule: "a-rule", seen: 30, broken });
        assert!(
            told.starts_with("BROKEN  a-rule")
                && told.contains("25 wrong: reg_0, reg_1")
                && told.ends_with("reg_19, …")
        );
        assert!(shown(&Line { rule: "a-rule", seen: 30, broken: vec![] }).starts_with("ok      a-rule"));
    }
}
