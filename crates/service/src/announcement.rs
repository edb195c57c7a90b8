//! 公告: posted, corrected, withdrawn (F10).

use domain::exam::Announcement;
use domain::id::AnnouncementId;
use domain::instant::Instant;
use domain::staff::{Permission, Place};
use store::Tx;
pub use store::announcement::Posted;

use crate::{Cx, Error, Operator, Refused, audit, random};

/// Announcements on the office's page.
const LISTED: i64 = 100;
/// Seconds within which the same announcement again is the second of two taps.
const SAME_TAP_SECONDS: i64 = 60;

/// Every announcement of late, for whoever may post one.
pub async fn list(cx: &Cx, staff: &Operator) -> Result<Vec<Posted>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            staff.require(r, Permission::Announce, Place::School, now).await?;
            Ok(store::announcement::list(r, LISTED).await?)
        })
        .await
}

/// Shows an announcement on the home page at once. The second of two taps posts nothing.
pub async fn post(cx: &Cx, staff: &Operator, title: &str, text: &str) -> Result<(), Error> {
    let now = cx.now();
    must(cx, staff, now).await?;
    let said = Announcement::typed(title, text, now).map_err(Refused::Announcement)?;
    let id = AnnouncementId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::Announce, Place::School, now).await?;
            let same = |there: &Posted| {
                let just_now = now < there.said.at.plus_seconds(SAME_TAP_SECONDS);
                just_now
                    && there.withdrawn.is_none()
                    && (&there.said.title, &there.said.text) == (&said.title, &said.text)
            };
            if store::announcement::list(tx, LISTED).await?.iter().any(same) {
                return Ok(());
            }
            store::announcement::insert(tx, &id, &said).await?;
            note(tx, staff, &id, "announcement.posted", said.title.clone(), now).await
        })
        .await
}

/// Corrects the version that was seen. The second of two taps finds it done.
pub async fn correct(
    cx: &Cx,
    staff: &Operator,
    id: &AnnouncementId,
    seen: i64,
    (title, text): (&str, &str),
) -> Result<(), Error> {
    let now = cx.now();
    must(cx, staff, now).await?;
    let said = Announcement::typed(title, text, now).map_err(Refused::Announcement)?;
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::Announce, Place::School, now).await?;
            let there = store::announcement::find(tx, id).await?.ok_or(Error::NotFound)?;
            let is_so = (&there.said.title, &there.said.text) == (&said.title, &said.text);
            if is_so && there.withdrawn.is_none() {
                return Ok(());
            }
            store::announcement::save(tx, id, seen, (&said.title, &said.text)).await?;
            let detail = audit::change(&there.said.title, &said.title);
            note(tx, staff, id, "announcement.corrected", detail, now).await
        })
        .await
}

/// Shows it no more. Whoever comes second finds it done.
pub async fn withdraw(cx: &Cx, staff: &Operator, id: &AnnouncementId) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            staff.require(tx, Permission::Announce, Place::School, now).await?;
            let there = store::announcement::find(tx, id).await?.ok_or(Error::NotFound)?;
            if !store::announcement::withdraw(tx, id, now).await? {
                return Ok(());
            }
            note(tx, staff, id, "announcement.withdrawn", there.said.title, now).await
        })
        .await
}

/// Asked before what was typed is looked at.
async fn must(cx: &Cx, staff: &Operator, now: Instant) -> Result<(), Error> {
    cx.store().read(async |r| staff.require(r, Permission::Announce, Place::School, now).await).await
}

async fn note(
    tx: &mut Tx<'_>,
    staff: &Operator,
    id: &AnnouncementId,
    event: &str,
    detail: String,
    now: Instant,
) -> Result<(), Error> {
    audit::record_change(tx, now, &staff.actor(), event, id.as_str(), detail).await
}
