//! `zhunkao audit`: what happened, and whether the log of it is as it was written. It only reads, beside the running server.

use std::process::ExitCode;

use lexopt::prelude::*;
use service::audit::{PAGE, Wanted, find, has_link, page, verify};
use service::keys::Place;
use store::Store;
use store::audit::Entry;

use super::{CliError, Source, announce, fail, options, place};
use crate::upkeep::{CheckError, open};

/// How it is called.
pub const HELP: &str = "
  zhunkao audit verify [--head HASH]    whether the log is as it was written; names the first place where it is not.
      --head          what an earlier `verify` printed: whether the log still goes on from there
  zhunkao audit list                the log, the newest first, 50 lines at a time
      --subject ID --actor NAME --event CODE    only these
      --after ID      what stands behind this line
      each with --config FILE, or with --data DIR of a demo
";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Go along the chain; the hash of a link that must still be there.
    Verify(Option<String>),
    /// Print entries behind this one.
    List(Wanted, Option<String>),
}

/// Reads what stands behind `zhunkao audit`.
pub fn parse(words: &mut lexopt::Parser) -> Result<(Wish, Place), CliError> {
    let is_list = match words.next()? {
        Some(Value(wish)) if wish == "verify" => false,
        Some(Value(wish)) if wish == "list" => true,
        Some(other) => return Err(other.unexpected().into()),
        None => return Err(options::missing("verify or list").into()),
    };
    let (mut source, mut head, mut after, mut wanted) = (None, None, None, Wanted::default());
    while let Some(word) = words.next()? {
        match word {
            Long("head") if !is_list => head = Some(words.value()?.string()?),
            Long("after") if is_list => after = Some(words.value()?.string()?),
            Long("subject") if is_list => wanted.subject = words.value()?.string()?,
            Long("actor") if is_list => wanted.actor = words.value()?.string()?,
            Long("event") if is_list => wanted.event = words.value()?.string()?,
            Long("config") => source = Some(Source::Config(words.value()?.into())),
            Long("data") => source = Some(Source::Data(words.value()?.into())),
            other => return Err(other.unexpected().into()),
        }
    }
    let source = source.ok_or_else(|| options::missing("--config or --data"))?;
    let wish = if is_list { Wish::List(wanted, after) } else { Wish::Verify(head) };
    Ok((wish, place(source)?))
}

/// Does it; fails when the log is not as it was written.
pub async fn run(wish: Wish, place: &Place) -> ExitCode {
    match done(wish, place).await {
        Ok(Ok(lines)) => {
            announce(&lines);
            ExitCode::SUCCESS
        }
        Ok(Err(broken)) => {
            announce(&[format!("BROKEN  {broken}")]);
            ExitCode::FAILURE
        }
        Err(error) => fail(&error),
    }
}

async fn done(wish: Wish, place: &Place) -> Result<Result<Vec<String>, String>, CheckError> {
    let store = open(place).await?;
    let done = match wish {
        Wish::Verify(head) => verified(&store, head).await?,
        Wish::List(wanted, after) => listed(&store, wanted, after).await?,
    };
    store.close().await;
    Ok(done)
}

async fn verified(store: &Store, wanted: Option<String>) -> Result<Result<Vec<String>, String>, CheckError> {
    let head = match verify(store).await? {
        Ok(head) => head,
        Err(broken) => return Ok(Err(broken.to_string())),
    };
    if let Some(hash) = wanted
        && !has_link(store, &hash).await?
    {
        return Ok(Err("the log does not hold that link any more: its end was cut off".to_owned()));
    }
    Ok(Ok(vec![
        format!("ok      {} entries, {} newer ones wait for their link", head.links, head.waiting),
        format!("head    {}", head.hash),
    ]))
}

async fn listed(
    store: &Store,
    mut wanted: Wanted,
    after: Option<String>,
) -> Result<Result<Vec<String>, String>, CheckError> {
    if let Some(after) = after {
        let Some(entry) = find(store, &after).await? else {
            return Ok(Err(format!("there is no entry {after}")));
        };
        wanted.after = Some((entry.at, entry.id));
    }
    let entries = page(store, &wanted, PAGE).await?;
    let mut lines: Vec<_> = entries.iter().map(line).collect();
    if lines.is_empty() {
        lines.push("nothing".to_owned());
    }
    Ok(Ok(lines))
}

fn line(entry: &Entry) -> String {
    let Entry { id, at, actor, event, subject, detail } = entry;
    let detail = detail.as_deref().unwrap_or_default();
    format!("{}  {}  {actor}  {event}  {subject}  {detail}", at.to_minute(), id.as_str())
        .trim_end()
        .to_owned()
}
