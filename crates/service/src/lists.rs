//! 考生类型 and 专业, as the office keeps them: by hand, and by a file that is looked at before it changes anything (B1).

mod file;

use std::collections::BTreeMap;

use domain::instant::Instant;
use domain::list::{Entry, List, ListRefusal, name as parse_name};
use domain::staff::{Permission, Place};
use store::choices::{self, Found, ListDraft};
use store::{Reader, Tx};

use crate::{Cx, Error, Operator, Refused, audit};

/// What the page shows.
pub struct Look {
    /// Each list.
    pub lists: Vec<Kept>,
    /// Subjects of exams, which majors may study: code and name.
    pub languages: Vec<(String, String)>,
}

/// One list.
pub struct Kept {
    /// Which.
    pub list: List,
    /// Its entries in their order, the retired ones, too.
    pub entries: Vec<Entry>,
    /// A file that waits to be taken over.
    pub preview: Option<Preview>,
}

/// What a file would change.
pub struct Preview {
    /// The file.
    pub draft: ListDraft,
    /// Names that the list does not have.
    pub new: Vec<String>,
    /// Names that it has otherwise: retired, or of another language.
    pub changed: Vec<String>,
    /// Names that it has and the file has not; they stay.
    pub kept: usize,
}

/// Every list.
pub async fn look(cx: &Cx, staff: &Operator) -> Result<Look, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            staff.require(r, Permission::SeeLists, Place::Anywhere, now).await?;
            let mut lists = Vec::new();
            for list in List::ALL {
                let entries = choices::entries(r, list).await?;
                let draft = choices::find_draft(r, list).await?;
                let preview = draft.map(|draft| preview(draft, &entries));
                lists.push(Kept { list, entries, preview });
            }
            Ok(Look { lists, languages: languages(r).await? })
        })
        .await
}

/// Subjects of all exams, each once.
async fn languages(r: &mut Reader<'_>) -> Result<Vec<(String, String)>, Error> {
    let subjects = store::exam::list_all(r).await?.into_iter().flat_map(|exam| exam.subjects);
    let named: BTreeMap<String, String> = subjects.map(|subject| (subject.code, subject.name)).collect();
    Ok(named.into_iter().collect())
}

fn differs(entry: &Entry, found: &Found) -> bool {
    entry.retired || found.language.as_ref().is_some_and(|language| *language != entry.language)
}

fn preview(draft: ListDraft, entries: &[Entry]) -> Preview {
    let (mut new, mut changed, mut known) = (Vec::new(), Vec::new(), 0);
    for found in &draft.found {
        match entries.iter().find(|entry| entry.name == found.name) {
            None => new.push(found.name.clone()),
            Some(entry) => {
                known += 1;
                if differs(entry, found) {
                    changed.push(found.name.clone());
                }
            }
        }
    }
    Preview { draft, new, changed, kept: entries.len() - known }
}

/// A further entry, at the end. One of this name that was retired is offered again.
pub async fn add(cx: &Cx, staff: &Operator, list: List, name: &str, language: &str) -> Result<(), Error> {
    match add_once(cx, staff, list, name, language).await {
        // Two taps at once, of which the database let one through: the other finds what it wanted.
        Err(Error::Stale) => add_once(cx, staff, list, name, language).await,
        added => added,
    }
}

async fn add_once(cx: &Cx, staff: &Operator, list: List, name: &str, language: &str) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            must(tx, staff, now).await?;
            let name = parse_name(name).map_err(Refused::List)?;
            let language = known_language(tx, list, language).await?;
            let entries = choices::entries(tx, list).await?;
            if let Some(there) = entries.iter().find(|entry| entry.name == name) {
                return if there.retired { offer_again(tx, staff, list, &name, now).await } else { Ok(()) };
            }
            renumber(tx, list, &entries).await?;
            let end = i64::try_from(entries.len()).unwrap_or(i64::MAX);
            match choices::add(tx, list, (&name, language.as_deref()), end).await {
                Err(store::Error::Taken) => return Err(Error::Stale),
                added => added?,
            }
            note(tx, staff, list, "list.added", name, now).await
        })
        .await
}

async fn offer_again(
    tx: &mut Tx<'_>,
    staff: &Operator,
    list: List,
    name: &str,
    now: Instant,
) -> Result<(), Error> {
    choices::retire(tx, list, name, None).await?;
    note(tx, staff, list, "list.offered_again", name.to_owned(), now).await
}

/// Another name, wherever the entry was chosen, and of a major its language. Whoever comes second finds it done.
pub async fn change(
    cx: &Cx,
    staff: &Operator,
    list: List,
    names: (&str, &str),
    language: &str,
) -> Result<(), Error> {
    match change_once(cx, staff, list, names, language).await {
        Err(Error::Stale) => change_once(cx, staff, list, names, language).await,
        changed => changed,
    }
}

async fn change_once(
    cx: &Cx,
    staff: &Operator,
    list: List,
    (name, to): (&str, &str),
    language: &str,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            must(tx, staff, now).await?;
            let to = parse_name(to).map_err(Refused::List)?;
            let language = known_language(tx, list, language).await?;
            let entries = choices::entries(tx, list).await?;
            let find = |name: &str| entries.iter().find(|entry| entry.name == name);
            let Some(entry) = find(name) else {
                return if find(&to).is_some() { Ok(()) } else { Err(Error::NotFound) };
            };
            if to != name {
                if find(&to).is_some() {
                    return Err(Refused::List(ListRefusal::Taken).into());
                }
                choices::rename(tx, list, name, &to).await?;
                if list == List::Major {
                    rename_in_rules(tx, name, &to, now).await?;
                }
                note(tx, staff, list, "list.renamed", audit::change(name, &to), now).await?;
            }
            if language == entry.language {
                return Ok(());
            }
            choices::set_language(tx, list, &to, language.as_deref()).await?;
            let words = |language: &Option<String>| language.clone().unwrap_or_else(|| "none".to_owned());
            let change = audit::change(&words(&entry.language), &words(&language));
            note(tx, staff, list, "list.language", [&to, ": ", &change].concat(), now).await
        })
        .await
}

/// Exams that have a rule on this major have it under its new name.
async fn rename_in_rules(tx: &mut Tx<'_>, name: &str, to: &str, now: Instant) -> Result<(), Error> {
    for exam in store::exam::list_all(tx).await? {
        if exam.rules.majors.iter().all(|rule| rule.major != name) {
            continue;
        }
        let Some((before, seen)) = store::exam::find_to_change(tx, &exam.id).await? else { continue };
        let mut after = before.clone();
        for rule in after.rules.majors.iter_mut().filter(|rule| rule.major == name) {
            to.clone_into(&mut rule.major);
        }
        store::exam::save(tx, &before, &after, now, seen).await?;
    }
    Ok(())
}

/// The entry stands at this place, counted from 0, of those that there are.
pub async fn move_to(cx: &Cx, staff: &Operator, list: List, name: &str, to: usize) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            must(tx, staff, now).await?;
            let mut entries = choices::entries(tx, list).await?;
            let at = entries.iter().position(|entry| entry.name == name).ok_or(Error::NotFound)?;
            let to = to.min(entries.len().saturating_sub(1));
            if at == to {
                return Ok(());
            }
            let entry = entries.remove(at);
            entries.insert(to, entry);
            renumber(tx, list, &entries).await?;
            note(tx, staff, list, "list.moved", format!("{name}: {} → {}", at + 1, to + 1), now).await
        })
        .await
}

/// Offers an entry no more, or again. It stays where it was chosen.
pub async fn retire(cx: &Cx, staff: &Operator, list: List, name: &str, retired: bool) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            must(tx, staff, now).await?;
            let entries = choices::entries(tx, list).await?;
            let entry = entries.iter().find(|entry| entry.name == name).ok_or(Error::NotFound)?;
            match (entry.retired, retired) {
                (false, true) => {
                    choices::retire(tx, list, name, Some(now)).await?;
                    note(tx, staff, list, "list.retired", name.to_owned(), now).await
                }
                (true, false) => offer_again(tx, staff, list, name, now).await,
                (true, true) | (false, false) => Ok(()),
            }
        })
        .await
}

/// Reads a file and keeps what it says until somebody takes it over. An earlier file that waits gives way.
pub async fn receive(cx: &Cx, staff: &Operator, list: List, bytes: Vec<u8>) -> Result<(), Error> {
    let now = cx.now();
    let languages = cx
        .store()
        .read(async |r| {
            must(r, staff, now).await?;
            languages(r).await
        })
        .await?;
    let read = cx.see(move |_| file::read(bytes, list, &languages)).await?;
    let (found, bad) = read.map_err(Refused::List)?;
    cx.store()
        .write(async |tx| {
            must(tx, staff, now).await?;
            choices::save_draft(tx, list, &found, (bad.lines, &bad.problems), now).await?;
            let detail = format!("{} lines, {} problems", found.len(), bad.lines);
            note(tx, staff, list, "list.file_read", detail, now).await
        })
        .await
}

/// The list has what the file that was seen says, beside what it had. Lines with problems must be left out on purpose.
/// Whoever comes second finds it done; a file that says nothing new changes nothing.
pub async fn take_over(
    cx: &Cx,
    staff: &Operator,
    list: List,
    seen: i64,
    leave_out: bool,
) -> Result<(), Error> {
    let now = cx.now();
    let done = cx
        .store()
        .write(async |tx| {
            must(tx, staff, now).await?;
            let Some(draft) = choices::find_draft(tx, list).await? else { return Ok(()) };
            if draft.version != seen {
                return Err(Error::Stale);
            }
            if draft.bad_lines > 0 && !leave_out {
                return Err(Refused::List(ListRefusal::LinesLeft).into());
            }
            choices::drop_draft(tx, list, seen).await?;
            let (new, changed) = keep(tx, list, &draft.found).await?;
            if new + changed == 0 {
                return Ok(());
            }
            note(tx, staff, list, "list.imported", format!("{new} new, {changed} changed"), now).await
        })
        .await;
    or_gone(cx, list, done).await
}

/// How many entries are new and how many were otherwise.
async fn keep(tx: &mut Tx<'_>, list: List, all: &[Found]) -> Result<(i64, i64), Error> {
    let entries = choices::entries(tx, list).await?;
    renumber(tx, list, &entries).await?;
    let end = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let (mut new, mut changed) = (0, 0);
    for found in all {
        match entries.iter().find(|entry| entry.name == found.name) {
            None => {
                let language = found.language.clone().flatten();
                choices::add(tx, list, (&found.name, language.as_deref()), end + new).await?;
                new += 1;
            }
            Some(entry) if differs(entry, found) => {
                choices::retire(tx, list, &found.name, None).await?;
                if let Some(language) = &found.language {
                    choices::set_language(tx, list, &found.name, language.as_deref()).await?;
                }
                changed += 1;
            }
            Some(_) => {}
        }
    }
    Ok((new, changed))
}

/// Forgets the file that was seen.
pub async fn discard(cx: &Cx, staff: &Operator, list: List, seen: i64) -> Result<(), Error> {
    let now = cx.now();
    let done = cx
        .store()
        .write(async |tx| {
            must(tx, staff, now).await?;
            if choices::find_draft(tx, list).await?.is_none() {
                return Ok(());
            }
            choices::drop_draft(tx, list, seen).await?;
            note(tx, staff, list, "list.file_discarded", String::new(), now).await
        })
        .await;
    or_gone(cx, list, done).await
}

/// Two taps at once: whoever was later finds that nothing waits any more.
async fn or_gone(cx: &Cx, list: List, done: Result<(), Error>) -> Result<(), Error> {
    let waits = async |r: &mut Reader<'_>| choices::find_draft(r, list).await;
    if matches!(done, Err(Error::Stale)) && cx.store().read(waits).await?.is_none() {
        return Ok(());
    }
    done
}

/// The entries stand in this order, without gaps.
async fn renumber(tx: &mut Tx<'_>, list: List, entries: &[Entry]) -> Result<(), Error> {
    for (position, entry) in (0_i64..).zip(entries) {
        choices::place(tx, list, &entry.name, position).await?;
    }
    Ok(())
}

/// The code of a subject; none where nothing was chosen, and of what is no major.
async fn known_language(tx: &mut Tx<'_>, list: List, code: &str) -> Result<Option<String>, Error> {
    if list != List::Major || code.is_empty() {
        return Ok(None);
    }
    let known = languages(tx).await?.iter().any(|(known, _)| known == code);
    if known { Ok(Some(code.to_owned())) } else { Err(Refused::List(ListRefusal::Language).into()) }
}

async fn must(r: &mut Reader<'_>, staff: &Operator, now: Instant) -> Result<(), Error> {
    staff.require(r, Permission::EditLists, Place::School, now).await
}

async fn note(
    tx: &mut Tx<'_>,
    staff: &Operator,
    list: List,
    event: &str,
    detail: String,
    now: Instant,
) -> Result<(), Error> {
    audit::record_change(tx, now, &staff.actor(), event, list.code(), detail).await
}
