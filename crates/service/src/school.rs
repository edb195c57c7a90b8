//! 学校设置: what an officer changes of what the configuration says, and how every process learns of it (F12).
//!
//! The configuration is read once, at the start; what was changed stands in the database and counts before it, setting by
//! setting. The process in which something is changed has it at once, the others ask for the version every few seconds
//! ([`refresh`]).

use std::sync::Arc;

use domain::instant::Instant;
use domain::site::{School, SchoolRefusal, SealPicture, TypedSchool};
use domain::staff::{Permission, Place};
use store::school::Kept;
pub use store::school::PrivacyText;
use store::{Reader, Tx};

use crate::cx::Live;
use crate::{Cx, Error, Operator, Refused, audit};

/// Bytes of a seal as it is sent, at most: it is made small here.
pub const MOST_SENT: usize = 4 * 1_024 * 1_024;
/// What the audit log calls it.
const SUBJECT: &str = "school";

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Opened {
    /// What a change has to name.
    pub version: i64,
    /// What holds now.
    pub now: TypedSchool,
    /// What the configuration says.
    pub configured: TypedSchool,
    /// Whether there is a seal, and whether it was set in the app.
    pub seal: (bool, bool),
    /// Every privacy text of the school's own, the first one first.
    pub texts: Vec<PrivacyText>,
    /// When the settings were changed last.
    pub changed: Option<Instant>,
}

/// The settings, for whoever may change them.
pub async fn open(cx: &Cx, staff: &Operator) -> Result<Opened, Error> {
    let now = cx.now();
    let (kept, texts) = cx
        .store()
        .read(async |r| {
            must_edit(r, staff, now).await?;
            Ok::<_, Error>((store::school::find(r).await?, store::school::list_texts(r).await?))
        })
        .await?;
    let (own, signature) = cx.configured();
    let live = live(cx, &kept);
    Ok(Opened {
        version: kept.version,
        now: TypedSchool::of(&live.school, &live.signature),
        configured: TypedSchool::of(own, signature),
        seal: (live.school.seal.is_some(), kept.seal.is_some()),
        texts,
        changed: kept.changed,
    })
}

/// Keeps the settings as they were typed, of the version that was seen. The second of two taps finds done what it wanted.
pub async fn save(cx: &Cx, staff: &Operator, seen: i64, typed: &TypedSchool) -> Result<(), Error> {
    let now = cx.now();
    let (own, signature) = cx.configured();
    let kept = cx
        .store()
        .write(async |tx| {
            must_edit(tx, staff, now).await?;
            let changes = typed.read(own, signature).map_err(Refused::School)?;
            let kept = store::school::find(tx).await?;
            if changes == kept.changes && (kept.version == seen || kept.version == seen.saturating_add(1)) {
                return Ok(kept);
            }
            if kept.version != seen {
                return Err(Error::Stale);
            }
            let next = Kept { changes, ..kept.clone() };
            let (before, after) = (live(cx, &kept), live(cx, &next));
            let texts = note_texts(tx, [&before, &after], now).await?;
            store::school::save(tx, seen, (&next.changes, next.seal.as_deref()), now).await?;
            let detail = changed(&before, &after, texts);
            audit::record_change(tx, now, &staff.actor(), "school.changed", SUBJECT, detail).await?;
            Ok(Kept { version: seen.saturating_add(1), ..next })
        })
        .await?;
    cx.set_live(live(cx, &kept));
    Ok(())
}

/// Sets the seal: a picture, decoded and encoded anew. None takes back what was set, and the configuration's holds.
pub async fn set_seal(cx: &Cx, staff: &Operator, seen: i64, sent: Option<Vec<u8>>) -> Result<(), Error> {
    let now = cx.now();
    // Who may is asked before what was sent is looked at.
    cx.store().read(async |r| must_edit(r, staff, now).await).await?;
    let seal = match sent {
        Some(sent) => Some(encoded(cx, sent).await?),
        None => None,
    };
    let kept = cx
        .store()
        .write(async |tx| {
            must_edit(tx, staff, now).await?;
            let kept = store::school::find(tx).await?;
            if seal == kept.seal && (kept.version == seen || kept.version == seen.saturating_add(1)) {
                return Ok(kept);
            }
            if kept.version != seen {
                return Err(Error::Stale);
            }
            store::school::save(tx, seen, (&kept.changes, seal.as_deref()), now).await?;
            let detail = audit::change(&size(kept.seal.as_deref()), &size(seal.as_deref()));
            audit::record_change(tx, now, &staff.actor(), "school.seal_set", SUBJECT, detail).await?;
            Ok(Kept { version: seen.saturating_add(1), seal: seal.clone(), ..kept })
        })
        .await?;
    cx.set_live(live(cx, &kept));
    Ok(())
}

async fn encoded(cx: &Cx, sent: Vec<u8>) -> Result<Vec<u8>, Error> {
    let refused = |why: SchoolRefusal| Error::from(Refused::School(why));
    if sent.is_empty() {
        return Err(refused(SchoolRefusal::NoSeal));
    }
    if sent.len() > MOST_SENT {
        return Err(refused(SchoolRefusal::SealTooLarge));
    }
    let made = cx.see(move |_engine| documents::picture::seal(&sent, SealPicture::MAX_BYTES)).await?;
    made.map_err(|_| refused(SchoolRefusal::SealNotAPicture))
}

/// What was changed in another process holds here from now on.
pub async fn refresh(cx: &Cx) -> Result<(), Error> {
    let version = cx.store().read(async |r| store::school::version(r).await).await?;
    if version == cx.live().version {
        return Ok(());
    }
    let kept = cx.store().read(async |r| store::school::find(r).await).await?;
    cx.set_live(live(cx, &kept));
    Ok(())
}

/// At the start of a process: what was changed holds, and the privacy text that the configuration brings is kept with its
/// moment, so that it can be told which text stood there when somebody consented.
pub async fn begin(cx: &Cx) -> Result<(), Error> {
    refresh(cx).await?;
    let (now, held) = (cx.now(), cx.live());
    let noted = cx.store().write(async |tx| note_text(tx, &held, now).await).await;
    match noted {
        // Another process has started in the same moment, with the same text.
        Err(store::Error::Taken) => Ok(()),
        noted => Ok(noted.map(drop)?),
    }
}

async fn must_edit(r: &mut Reader<'_>, staff: &Operator, now: Instant) -> Result<(), Error> {
    staff.require(r, Permission::EditSchool, Place::School, now).await
}

/// The configuration with what was changed.
fn live(cx: &Cx, kept: &Kept) -> Live {
    let (own, signature) = cx.configured();
    let mut school = kept.changes.applied(own);
    if let Some(seal) = kept.seal.clone().and_then(SealPicture::parse) {
        school.seal = Some(seal);
    }
    let signature = kept.changes.signature(own, signature);
    Live { version: kept.version, school: Arc::new(school), signature }
}

/// The versions of the privacy text before and after.
async fn note_texts(tx: &mut Tx<'_>, [before, after]: [&Live; 2], now: Instant) -> Result<[i64; 2], Error> {
    Ok([note_text(tx, before, now).await?, note_text(tx, after, now).await?])
}

/// Keeps the text that holds, unless it is the last one that was kept. Its version; 0 while the school never said anything.
async fn note_text(tx: &mut Tx<'_>, held: &Live, now: Instant) -> Result<i64, store::Error> {
    let text = held.school.privacy.clone().unwrap_or_default();
    let last = store::school::list_texts(tx).await?.pop();
    let (version, known) = last.map_or((0, String::new()), |last| (last.version, last.text));
    if known == text {
        return Ok(version);
    }
    let version = version.saturating_add(1);
    store::school::add_text(tx, &PrivacyText { version, text, since: now }).await?;
    Ok(version)
}

/// From what to what, in one line: settings of a school are nothing personal.
fn changed(before: &Live, after: &Live, [old_text, new_text]: [i64; 2]) -> String {
    let mut parts = Vec::new();
    let mut note = |name: &str, before: &str, after: &str| {
        if before != after {
            parts.push([name, ": ", &audit::change(before, after)].concat());
        }
    };
    let (was, is): (&School, &School) = (&before.school, &after.school);
    note("name", &was.name, &is.name);
    note("technical contact", &was.technical_contact, &is.technical_contact);
    note("hotline", &was.hotline, &is.hotline);
    note("privacy text", &format!("version {old_text}"), &format!("version {new_text}"));
    note("SMS signature", &before.signature, &after.signature);
    note("ticket code", &code(was), &code(is));
    note("ticket numbers", &was.ticket_pattern.to_string(), &is.ticket_pattern.to_string());
    parts.join("; ")
}

fn code(school: &School) -> String {
    school.ticket_code.map_or_else(|| "none".to_owned(), |code| code.to_string())
}

fn size(seal: Option<&[u8]>) -> String {
    seal.map_or_else(|| "the configuration's".to_owned(), |seal| format!("a picture of {} bytes", seal.len()))
}
