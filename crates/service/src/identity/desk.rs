//! What a person decides about a document. The queue is the identities that wait; the command line is the first desk, the
//! back office joins with its pages.

use domain::document::DocumentNumber;
use domain::id::AccountId;
use domain::identity::Decision;
use domain::person::PersonName;
use domain::staff::Permission;
use store::identity::IdentityRecord;
pub use store::identity::WaitingIdentity;

use crate::claim::{self, Item};
use crate::{Cx, Error, Operator, audit, message};

/// Lines of the queue that are listed at once.
const LISTED: i64 = 200;

/// The same, of a list in memory.
const SHOWN: usize = 200;

/// What a person compares: the account on one side, the pictures on the other.
pub struct Evidence {
    /// 姓名
    pub name: PersonName,
    /// 证件号
    pub number: DocumentNumber,
    /// 人像面 and 国徽面, or whatever two sides the document has, as JPEG.
    pub pictures: [Option<Vec<u8>>; 2],
    /// A decision names the version that it has seen.
    pub version: i64,
}

/// Those who wait for a person, the longest first.
pub async fn list_waiting(cx: &Cx, staff: &Operator) -> Result<Vec<WaitingIdentity>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::ReviewIdentity, now).await?;
            let mut list = Vec::new();
            for line in store::identity::list_waiting(r, reach.widened(LISTED)).await? {
                if list.len() < SHOWN && reach.covers_person(r, &line.account).await? {
                    list.push(line);
                }
            }
            Ok(list)
        })
        .await
}

/// Shows what there is to compare. Who looked at whose document is written down.
pub async fn look_at(cx: &Cx, staff: &Operator, account: &AccountId) -> Result<Evidence, Error> {
    let now = cx.now();
    let (owner, record) = cx
        .store()
        .write(async |tx| {
            let reach = staff.reach(tx, Permission::ReviewIdentity, now).await?;
            let record = store::identity::find(tx, account).await?.ok_or(Error::NotFound)?;
            reach.must_cover_person(tx, account).await?;
            let owner = store::account::load(tx, account).await?;
            audit::record(tx, now, &staff.actor(), "identity.looked_at", account.as_str()).await?;
            Ok::<_, Error>((owner, record))
        })
        .await?;
    let mut pictures = [None, None];
    for (picture, photo) in pictures.iter_mut().zip([&record.front, &record.back]) {
        if let Some(photo) = photo {
            *picture = Some(cx.store().files().load(photo).await?);
        }
    }
    Ok(Evidence { name: owner.name, number: owner.number, pictures, version: record.version })
}

/// Settles one line of the queue, writes it down and tells the candidate, in one transaction. Refused when the candidate
/// or somebody else has changed it since `seen` was shown.
pub async fn decide(
    cx: &Cx,
    staff: &Operator,
    account: &AccountId,
    seen: Option<i64>,
    decision: Decision,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let reach = staff.reach(tx, Permission::ReviewIdentity, now).await?;
            let record = store::identity::find(tx, account).await?.ok_or(Error::NotFound)?;
            reach.must_cover_person(tx, account).await?;
            if seen.is_some_and(|seen| seen != record.version) {
                return Err(Error::Stale);
            }
            claim::end(tx, staff, &Item::Identity(account.clone()), now).await?;
            let version = record.version;
            let before = record.identity.code();
            let identity = record.identity.clone().decide(decision, now)?;
            let change = match decision {
                Decision::Approve => audit::change(before, identity.code()),
                Decision::Return(why) | Decision::Reject(why) => {
                    [&audit::change(before, identity.code()), ": ", why.code()].concat()
                }
            };
            let only_person = match decision {
                Decision::Approve => false,
                Decision::Return(_) | Decision::Reject(_) => {
                    record.only_person || decision.leaves_it_to_people()
                }
            };
            let record = IdentityRecord { identity, only_person, ..record };
            store::identity::save(tx, account, &record, version).await?;
            // The machine begins anew with what a person asked for.
            store::identity_check::forget_refused(tx, account).await?;
            let owner = store::account::load(tx, account).await?;
            message::tell(tx, &owner, letter(&cx.school().name, decision), now).await?;
            audit::record_change(tx, now, &staff.actor(), event(decision), account.as_str(), change).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

fn event(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "identity.passed_by_person",
        Decision::Return(_) => "identity.returned",
        Decision::Reject(_) => "identity.rejected",
    }
}

/// Says that there is something to read, and not what: a message passes through other hands.
fn letter(school: &str, decision: Decision) -> String {
    match decision {
        Decision::Approve => {
            format!("【{school}】您的实名认证已由工作人员核验通过，可以登录继续报名。")
        }
        Decision::Return(_) => {
            format!("【{school}】您的实名认证需要重新上传照片，请登录后在“个人中心-实名认证”查看原因。")
        }
        Decision::Reject(_) => {
            format!("【{school}】您的实名认证未通过人工核验，请登录后在“个人中心-实名认证”查看原因和办法。")
        }
    }
}
