//! Writing down what happened, in the transaction in which it happens; and showing that nobody has changed it since.

use domain::id::AuditId;
use domain::instant::Instant;
use domain::staff::{Permission, Place};
use store::audit::Entry;
pub use store::audit::Wanted;
use store::audit_chain::{self, Broken, Head};
use store::{Store, Tx};

use crate::{Cx, Error, Operator, random};

/// Who of us acts when nobody does: a job.
pub(crate) const SYSTEM: &str = "system";

/// Entries of a page of the log.
pub const PAGE: i64 = 50;

/// One entry. `event` and `subject` are codes and ids, never personal data.
pub(crate) async fn record(
    tx: &mut Tx<'_>,
    at: Instant,
    actor: &str,
    event: &str,
    subject: &str,
) -> Result<(), Error> {
    Ok(store::audit::record(tx, &id(at)?, at, actor, event, subject).await?)
}

/// One entry that says from what to what, or why: `detail` is made of codes and of values that are masked.
pub(crate) async fn record_change(
    tx: &mut Tx<'_>,
    at: Instant,
    actor: &str,
    event: &str,
    subject: &str,
    detail: String,
) -> Result<(), Error> {
    let (actor, event, subject) = (actor.to_owned(), event.to_owned(), subject.to_owned());
    let entry = Entry { id: id(at)?, at, actor, event, subject, detail: Some(detail) };
    Ok(store::audit::add(tx, &entry).await?)
}

/// `before → after`
pub(crate) fn change(before: &str, after: &str) -> String {
    [before, " → ", after].concat()
}

fn id(at: Instant) -> Result<AuditId, Error> {
    AuditId::from_ulid(&random::ulid(at)?).map_err(Error::internal)
}

/// Makes the links that entries still wait for.
pub async fn link(cx: &Cx) -> Result<(), Error> {
    let now = cx.now();
    // Looked for first: most of the time there is nothing to write.
    while cx.store().read(async |r| audit_chain::is_behind(r).await).await? {
        cx.store().write(async |tx| audit_chain::link(tx, now).await).await?;
    }
    Ok(())
}

/// Goes along the whole chain: how long it is, or where it is broken first.
pub async fn verify(store: &Store) -> Result<Result<Head, Broken>, Error> {
    Ok(store.read(async |r| audit_chain::walk(r).await).await?)
}

/// Whether the chain holds the link of this hash: one that was noted elsewhere shows that its end was not cut off.
pub async fn has_link(store: &Store, hash: &str) -> Result<bool, Error> {
    Ok(store.read(async |r| audit_chain::has(r, hash).await).await?)
}

/// A page of the log, the newest first, at most `count` entries.
pub async fn page(store: &Store, wanted: &Wanted, count: i64) -> Result<Vec<Entry>, Error> {
    Ok(store.read(async |r| store::audit::page(r, wanted, count).await).await?)
}

/// The entry of this identifier.
pub async fn find(store: &Store, id: &str) -> Result<Option<Entry>, Error> {
    Ok(store.read(async |r| store::audit::find(r, id).await).await?)
}

/// A page of the log as staff read it.
#[derive(Clone, PartialEq, Eq)]
pub struct Page {
    /// At most [`PAGE`] entries, the newest first.
    pub entries: Vec<Entry>,
    /// Behind which entry the next page begins, if there is one.
    pub next: Option<AuditId>,
    /// The names of the staff among the actors: `staff:stf_…`, and the name.
    pub names: Vec<(String, String)>,
}

/// The log, from behind the entry `after`, for whoever may see it.
pub async fn look(
    cx: &Cx,
    staff: &Operator,
    wanted: &Wanted,
    after: Option<&AuditId>,
) -> Result<Page, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            staff.require(r, Permission::SeeAudit, Place::School, now).await?;
            let after = match after {
                Some(id) => {
                    let entry = store::audit::find(r, id.as_str()).await?.ok_or(Error::NotFound)?;
                    Some((entry.at, entry.id))
                }
                None => None,
            };
            // One more than is shown tells whether there is another page.
            let mut entries =
                store::audit::page(r, &Wanted { after, ..wanted.clone() }, PAGE.saturating_add(1)).await?;
            let shown = usize::try_from(PAGE).unwrap_or(usize::MAX);
            let has_more = entries.len() > shown;
            entries.truncate(shown);
            let next = entries.last().filter(|_| has_more).map(|entry| entry.id.clone());
            let members = store::staff::list(r).await?.into_iter();
            let names = members
                .map(|member| (["staff:", member.id.as_str()].concat(), member.name.expose().to_owned()))
                .filter(|(actor, _)| entries.iter().any(|entry| entry.actor == *actor));
            Ok(Page { next, names: names.collect(), entries })
        })
        .await
}

/// Whether the whole log is as it was written, for whoever may see it.
pub async fn prove(cx: &Cx, staff: &Operator) -> Result<Result<Head, Broken>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            staff.require(r, Permission::SeeAudit, Place::School, now).await?;
            Ok(audit_chain::walk(r).await?)
        })
        .await
}
