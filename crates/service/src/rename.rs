//! 更名申请: asking for another name once a registration was confirmed under the present one, and deciding about it.

use domain::id::{PhotoId, RenameId};
use domain::identity::{Identity, Refusal};
use domain::person::PersonName;
use domain::rename::{Remark, Rename, RenameDecision, RenameForm, RenameReason, RenameState};
use domain::staff::Permission;
use store::account::Account;
use store::identity::IdentityRecord;
use store::{Reader, Tx};

use crate::claim::{self, Item};
use crate::photos::{Encoded, Purpose};
use crate::{Candidate, Cx, Error, Operator, Refused, account, audit, message, photos, random};

/// Lines of the queue that are listed at once.
const LISTED: i64 = 200;

/// The same, of a list in memory.
const SHOWN: usize = 200;

/// Seconds that the picture of a request is kept after its end: long enough for a complaint about the decision.
const KEPT_SECONDS: i64 = 30 * 24 * 3_600;

/// Pictures that one sweep deletes.
const SWEPT_AT_ONCE: i64 = 100;

/// 更名申请 as its page shows it.
pub struct RenamePage {
    /// The owner.
    pub account: Account,
    /// Whether the name is locked; otherwise it can simply be changed.
    pub locked: bool,
    /// The newest request.
    pub latest: Option<Rename>,
}

/// 更名申请 as its page shows it.
pub async fn load(cx: &Cx, who: &Candidate) -> Result<RenamePage, Error> {
    cx.store()
        .read(async |r| {
            Ok(RenamePage {
                account: store::account::load(r, who.id()).await?,
                locked: account::is_name_locked(r, who).await?,
                latest: store::rename::find_latest(r, who.id()).await?.map(|(rename, _)| rename),
            })
        })
        .await
}

/// Asks for another name. Only while the name is locked, and one request at a time; the second tap of a double tap finds
/// its own request waiting, which is what was wanted.
pub async fn ask(cx: &Cx, who: &Candidate, form: &RenameForm, picture: Vec<u8>) -> Result<(), Error> {
    let present = cx.store().read(async |r| locked(r, who).await).await?;
    let (name, reason, remark) = form.check(Some(&present.name))?;
    let encoded = photos::encode(cx, Purpose::RenameProof, picture).await?;
    if let Some(waits) = cx.store().read(async |r| waiting(r, who).await).await? {
        return same_or_refused(cx, &waits, (&name, reason, &remark), &encoded).await;
    }
    let kept = photos::store_encoded(cx, who.id(), Purpose::RenameProof, &encoded).await?;
    let now = cx.now();
    let rename = Rename {
        id: RenameId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?,
        account: who.id().clone(),
        name,
        reason,
        remark,
        photo: Some(kept.photo.id.clone()),
        asked: now,
        state: RenameState::Waiting,
    };
    let written = cx
        .store()
        .write(async |tx| {
            locked(tx, who).await?;
            if waiting(tx, who).await?.is_some() {
                return Err(Refusal::RequestWaits.into());
            }
            store::photo::insert(tx, &kept.photo).await?;
            store::rename::insert(tx, &rename).await.map_err(|error| match error {
                store::Error::Taken => Refusal::RequestWaits.into(),
                other => Error::from(other),
            })?;
            audit::record(tx, now, &who.actor(), "rename.asked", rename.id.as_str()).await
        })
        .await;
    match photos::take_back(cx, &kept, written).await {
        // Two taps at once, of which the database let one through.
        Err(Error::Refused(Refused::Identity(Refusal::RequestWaits))) => {
            let waits = cx.store().read(async |r| waiting(r, who).await).await?.ok_or(Error::Stale)?;
            same_or_refused(cx, &waits, (&rename.name, rename.reason, &rename.remark), &encoded).await
        }
        other => other,
    }
}

/// Whether what waits is the very request that came again; another one is refused, so that nothing is dropped in silence.
async fn same_or_refused(
    cx: &Cx,
    waits: &Rename,
    asked: (&PersonName, RenameReason, &Remark),
    picture: &Encoded,
) -> Result<(), Error> {
    let is_same_picture = match &waits.photo {
        Some(photo) => picture.is_stored_as(&cx.store().files().load(photo).await?),
        None => false,
    };
    if is_same_picture && (&waits.name, waits.reason, &waits.remark) == asked {
        Ok(())
    } else {
        Err(Refusal::RequestWaits.into())
    }
}

/// Takes one's own waiting request back. Tapped twice it is taken back once.
pub async fn withdraw(cx: &Cx, who: &Candidate) -> Result<(), Error> {
    match try_withdraw(cx, who).await {
        // Two taps at once: the database let one through.
        Err(Error::Stale) => try_withdraw(cx, who).await,
        withdrawn => withdrawn,
    }
}

async fn try_withdraw(cx: &Cx, who: &Candidate) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let (rename, seen) = store::rename::find_latest(tx, who.id()).await?.ok_or(Error::NotFound)?;
            if matches!(rename.state, RenameState::Withdrawn { .. }) {
                return Ok(());
            }
            let mut rename = rename.withdraw(now)?;
            let picture = rename.photo.take();
            store::rename::save(tx, &rename, seen).await?;
            discard(tx, picture, now).await?;
            audit::record(tx, now, &who.actor(), "rename.withdrawn", rename.id.as_str()).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// The picture of one's own newest request, as JPEG.
pub async fn own_picture(cx: &Cx, who: &Candidate) -> Result<Vec<u8>, Error> {
    let latest = cx.store().read(async |r| store::rename::find_latest(r, who.id()).await).await?;
    let photo = latest.and_then(|(rename, _)| rename.photo).ok_or(Error::NotFound)?;
    Ok(cx.store().files().load(&photo).await?)
}

/// Those that wait, the oldest first, each with its version.
pub async fn list_waiting(cx: &Cx, staff: &Operator) -> Result<Vec<(Rename, i64)>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::ReviewChanges, now).await?;
            let mut list = Vec::new();
            for (rename, version) in store::rename::list_waiting(r, reach.widened(LISTED)).await? {
                if list.len() < SHOWN && reach.covers_person(r, &rename.account).await? {
                    list.push((rename, version));
                }
            }
            Ok(list)
        })
        .await
}

/// Shows one request, the account and the picture. Who looked at whose document is written down.
pub async fn look_at(
    cx: &Cx,
    staff: &Operator,
    id: &RenameId,
) -> Result<(Rename, i64, Account, Option<Vec<u8>>), Error> {
    let now = cx.now();
    let (rename, version, owner) = cx
        .store()
        .write(async |tx| {
            let reach = staff.reach(tx, Permission::ReviewChanges, now).await?;
            let (rename, version) = store::rename::find(tx, id).await?.ok_or(Error::NotFound)?;
            reach.must_cover_person(tx, &rename.account).await?;
            let owner = store::account::load(tx, &rename.account).await?;
            audit::record(tx, now, &staff.actor(), "rename.looked_at", id.as_str()).await?;
            Ok::<_, Error>((rename, version, owner))
        })
        .await?;
    let picture = match &rename.photo {
        Some(photo) => Some(cx.store().files().load(photo).await?),
        None => None,
    };
    Ok((rename, version, owner, picture))
}

/// Decides a request: with the approval the account has the new name, 已实名 by the person who saw the proof. Written down
/// and told to the candidate in the same transaction; refused when it has changed since `seen` was shown.
pub async fn decide(
    cx: &Cx,
    staff: &Operator,
    id: &RenameId,
    seen: Option<i64>,
    decision: RenameDecision,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let reach = staff.reach(tx, Permission::ReviewChanges, now).await?;
            let (rename, version) = store::rename::find(tx, id).await?.ok_or(Error::NotFound)?;
            reach.must_cover_person(tx, &rename.account).await?;
            if seen.is_some_and(|seen| seen != version) {
                return Err(Error::Stale);
            }
            claim::end(tx, staff, &Item::Rename(id.clone()), now).await?;
            let rename = rename.decide(decision, now)?;
            store::rename::save(tx, &rename, version).await?;
            let mut owner = store::account::load(tx, &rename.account).await?;
            let (event, detail) = match decision {
                RenameDecision::Approve => {
                    let change = audit::change(&owner.name.masked(), &rename.name.masked());
                    owner.name = rename.name.clone();
                    store::account::update_profile(tx, &owner).await?;
                    if verify_anew(tx, &rename, now).await? {
                        let (event, whose) = ("identity.passed_by_person", rename.account.as_str());
                        audit::record(tx, now, &staff.actor(), event, whose).await?;
                    }
                    ("rename.approved", change)
                }
                RenameDecision::Reject(why) => ("rename.rejected", why.code().to_owned()),
            };
            message::tell(tx, &owner, letter(&cx.school().name, decision), now).await?;
            audit::record_change(tx, now, &staff.actor(), event, id.as_str(), detail).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// Deletes the pictures of requests that ended long enough ago.
pub(crate) async fn sweep(cx: &Cx) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let before = now.plus_seconds(-KEPT_SECONDS);
            for (mut rename, seen) in
                store::rename::list_ended_with_picture(tx, before, SWEPT_AT_ONCE).await?
            {
                let picture = rename.photo.take();
                store::rename::save(tx, &rename, seen).await?;
                discard(tx, picture, now).await?;
            }
            Ok::<_, Error>(())
        })
        .await
}

/// Whoever was 已实名 stays so, now by the person who compared the new name. Whether they were.
async fn verify_anew(tx: &mut Tx<'_>, rename: &Rename, now: domain::instant::Instant) -> Result<bool, Error> {
    let Some(record) = store::identity::find(tx, &rename.account).await? else { return Ok(false) };
    if !record.identity.is_passed() {
        return Ok(false);
    }
    let version = record.version;
    let record = IdentityRecord { identity: Identity::PassedByPerson { at: now }, ..record };
    store::identity::save(tx, &rename.account, &record, version).await?;
    Ok(true)
}

async fn discard(
    tx: &mut Tx<'_>,
    picture: Option<PhotoId>,
    now: domain::instant::Instant,
) -> Result<(), Error> {
    match picture {
        Some(picture) => photos::discard(tx, &picture, now).await,
        None => Ok(()),
    }
}

/// The owner, whose name is locked; otherwise it can simply be changed.
async fn locked(r: &mut Reader<'_>, who: &Candidate) -> Result<Account, Error> {
    if !account::is_name_locked(r, who).await? {
        return Err(Refusal::NameNotLocked.into());
    }
    Ok(store::account::load(r, who.id()).await?)
}

/// The request that waits.
async fn waiting(r: &mut Reader<'_>, who: &Candidate) -> Result<Option<Rename>, Error> {
    let latest = store::rename::find_latest(r, who.id()).await?;
    Ok(latest.map(|(latest, _)| latest).filter(|latest| latest.state == RenameState::Waiting))
}

fn letter(school: &str, decision: RenameDecision) -> String {
    match decision {
        RenameDecision::Approve => format!("【{school}】您的更名申请已通过，姓名已更新，请登录核对。"),
        RenameDecision::Reject(_) => {
            format!("【{school}】您的更名申请未通过，请登录后在“个人中心-个人信息”查看原因。")
        }
    }
}
