//! 证件号更正: one officer proposes another document number, a second one decides (A5).
//!
//! The number is the account: with it move what it is found by and how its owner signs in, every session ends, and 实名认证
//! begins anew.

use domain::document::{DocumentKind, DocumentNumber};
use domain::id::{AccountId, NumberChangeId, StaffId};
use domain::identity::Identity;
use domain::instant::Instant;
use domain::person::PersonName;
use domain::person_desk::{NumberReason, PersonRefusal, region_of};
use domain::registration::State;
use domain::staff::Permission;
use store::account::Account;
use store::identity::IdentityRecord;
use store::number_change;
pub use store::number_change::NumberChange;
use store::{Reader, Tx, attempt};

use crate::staff::Confirmed;
use crate::{Cx, Error, Operator, audit, identity, message, notices, random, sign_in};

/// Lines on the page of those that wait.
const LISTED: i64 = 100;

/// What was typed at the desk.
#[derive(Clone, Copy)]
pub struct Proposed<'f> {
    /// Why, a code of [`NumberReason`].
    pub reason: &'f str,
    /// Whether the document was compared.
    pub compared: bool,
    /// 证件类型, a code of [`DocumentKind`].
    pub kind: &'f str,
    /// 证件号, as typed.
    pub number: &'f str,
}

/// A number that waits, with whom it is about.
pub struct Waiting {
    /// What is proposed.
    pub change: NumberChange,
    /// Whose number it is to be.
    pub account: Account,
    /// Whether whoever looks has proposed it, and so cannot decide.
    pub own: bool,
    /// Who proposed it; nothing where that was done at the command line.
    pub by: Option<PersonName>,
}

/// Proposes another number. Nothing changes yet. Whoever proposes the same twice finds it done.
pub async fn propose(
    cx: &Cx,
    who: Confirmed<'_>,
    account: &AccountId,
    form: Proposed<'_>,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store().read(async |r| owner(r, who, account, now).await).await?;
    let (reason, number) = check(form)?;
    let id = NumberChangeId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    cx.store()
        .write(async |tx| {
            let owner = owner(tx, who, account, now).await?;
            let by = who.operator().actor();
            if owner.number == number {
                return Err(PersonRefusal::SameNumber.into());
            }
            if let Some(waits) = number_change::find_of(tx, account).await? {
                let is_twin = waits.number == number && waits.by == by && waits.reason == reason;
                return if is_twin { Ok(()) } else { Err(PersonRefusal::Waits.into()) };
            }
            must_be_free(tx, account, &number).await?;
            let change = NumberChange {
                id: id.clone(),
                account: account.clone(),
                number: number.clone(),
                reason,
                by: by.clone(),
                at: now,
            };
            match number_change::insert(tx, &change).await {
                Err(store::Error::Taken) => return Err(PersonRefusal::Waits.into()),
                inserted => inserted?,
            }
            let detail = detail(reason, &owner.number, &number);
            audit::record_change(tx, now, &by, "number_change.proposed", account.as_str(), detail).await
        })
        .await
}

/// Those that wait, the longest first. The new number is read whole, to be compared with the document, and that it was is in
/// the log.
pub async fn list(cx: &Cx, who: &Operator) -> Result<Vec<Waiting>, Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let reach = who.reach(tx, Permission::ApproveNumberChange, now).await?;
            let mut list = Vec::new();
            for change in number_change::list_waiting(tx, reach.widened(LISTED)).await? {
                if !reach.covers_person(tx, &change.account).await? {
                    continue;
                }
                let account = store::account::load(tx, &change.account).await?;
                audit::record(tx, now, &who.actor(), "number_change.opened", account.id.as_str()).await?;
                let by = proposer(tx, &change.by).await?;
                list.push(Waiting { own: change.by == who.actor(), change, account, by });
            }
            Ok(list)
        })
        .await
}

/// A second person says yes or no. Whoever says the same twice finds it done.
pub async fn decide(cx: &Cx, who: Confirmed<'_>, id: &NumberChangeId, approve: bool) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let reach = who.operator().reach(tx, Permission::ApproveNumberChange, now).await?;
            let by = who.operator().actor();
            let Some(change) = number_change::find_waiting(tx, id).await? else {
                return match number_change::find_outcome(tx, id).await? {
                    Some(outcome) if outcome == (approve, by) => Ok(()),
                    Some(_) => Err(Error::Stale),
                    None => Err(Error::NotFound),
                };
            };
            reach.must_cover_person(tx, &change.account).await?;
            if change.by == by {
                return Err(PersonRefusal::OwnProposal.into());
            }
            let mut owner = store::account::load(tx, &change.account).await?;
            let before = owner.number.clone();
            number_change::decide(tx, id, approve, &by, now).await?;
            let (school, hotline) = (&cx.sms_rules().signature, &cx.school().hotline);
            let (event, text) = if approve {
                let kept = set(tx, &by, &mut owner, &change.number, now).await?;
                ("number_change.approved", notices::number_changed(school, kept))
            } else {
                ("number_change.declined", notices::number_kept(school, hotline))
            };
            message::tell(tx, &owner, text, now).await?;
            let detail = detail(change.reason, &before, &change.number);
            audit::record_change(tx, now, &by, event, owner.id.as_str(), detail).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// The number with everything that is kept by it. Whether the owner is 已实名 still.
async fn set(
    tx: &mut Tx<'_>,
    by: &str,
    owner: &mut Account,
    number: &DocumentNumber,
    now: Instant,
) -> Result<bool, Error> {
    must_be_free(tx, &owner.id, number).await?;
    let old = std::mem::replace(&mut owner.number, number.clone());
    owner.region = region_of(number.kind()).ok_or(PersonRefusal::Kind)?;
    match store::account::set_number(tx, owner).await {
        Err(store::Error::Taken) => return Err(PersonRefusal::NumberTaken.into()),
        written => written?,
    }
    for number in [&old, number] {
        attempt::clear(tx, sign_in::DOOR.account, number.expose()).await?;
    }
    store::session::delete_all(tx, &owner.id).await?;
    verify_anew(tx, by, &owner.id, now).await
}

/// 实名认证 begins anew, unless a ticket rests on it: then the two who compared the document stand for it, as with 更名申请.
async fn verify_anew(tx: &mut Tx<'_>, by: &str, account: &AccountId, now: Instant) -> Result<bool, Error> {
    let own = store::registration::list_own(tx, account).await?;
    let record = store::identity::find(tx, account).await?;
    let is_admitted = own.iter().any(|one| matches!(one.state, State::Admitted { .. }));
    let Some(record) = record.filter(|record| is_admitted && record.identity.is_passed()) else {
        identity::forget_verification(tx, account).await?;
        return Ok(false);
    };
    let version = record.version;
    let record = IdentityRecord { identity: Identity::PassedByPerson { at: now }, ..record };
    store::identity::save(tx, account, &record, version).await?;
    audit::record(tx, now, by, "identity.passed_by_person", account.as_str()).await?;
    Ok(true)
}

/// The name of a member of staff whom the audit log names so.
async fn proposer(r: &mut Reader<'_>, actor: &str) -> Result<Option<PersonName>, Error> {
    let Some(id) = actor.strip_prefix("staff:").and_then(|id| id.parse::<StaffId>().ok()) else {
        return Ok(None);
    };
    Ok(store::staff::find(r, &id).await?.map(|member| member.name))
}

/// Refuses a number of somebody else, without telling whose.
async fn must_be_free(r: &mut Reader<'_>, account: &AccountId, number: &DocumentNumber) -> Result<(), Error> {
    match store::account::find_owner(r, number).await? {
        Some((owner, _)) if owner != *account => Err(PersonRefusal::NumberTaken.into()),
        Some(_) | None => Ok(()),
    }
}

/// Whose account it is, for whoever may propose.
async fn owner(
    r: &mut Reader<'_>,
    who: Confirmed<'_>,
    account: &AccountId,
    now: Instant,
) -> Result<Account, Error> {
    let reach = who.operator().reach(r, Permission::ChangeNumber, now).await?;
    let owner = store::account::find(r, account).await?.ok_or(Error::NotFound)?;
    reach.must_cover_person(r, account).await?;
    Ok(owner)
}

fn check(form: Proposed<'_>) -> Result<(NumberReason, DocumentNumber), PersonRefusal> {
    let reason = NumberReason::from_code(form.reason).ok_or(PersonRefusal::Reason)?;
    if !form.compared {
        return Err(PersonRefusal::NotCompared);
    }
    let kind = DocumentKind::from_code(form.kind).filter(|kind| region_of(*kind).is_some());
    let number = DocumentNumber::parse(kind.ok_or(PersonRefusal::Kind)?, form.number);
    Ok((reason, number.map_err(PersonRefusal::Number)?))
}

fn detail(reason: NumberReason, before: &DocumentNumber, after: &DocumentNumber) -> String {
    [reason.code(), ": ", &audit::change(&before.masked(), &after.masked())].concat()
}
