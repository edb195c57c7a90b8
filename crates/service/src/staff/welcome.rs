//! How much waits, of what one may settle oneself.

use domain::staff::{Permission, Place};
use store::Reader;
use store::waiting::{self, Queue};

use super::{Operator, Reach, Staff};
use crate::{Cx, Error};

/// Lines of a queue of people that are looked at for somebody who sees a part of it.
const LOOKED_AT: i64 = 1_000;

/// One queue, and how much waits in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// 实名认证
    Identities(i64),
    /// 人脸
    Faces(i64),
    /// 缴费凭证
    Proofs(i64),
    /// 报考资格
    Registrations(i64),
    /// 更名申请
    Renames(i64),
    /// 退考申请
    Withdrawals(i64),
}

/// The queues of whoever asks, each with its length.
pub async fn load(cx: &Cx, who: &Staff) -> Result<Vec<Waits>, Error> {
    let now = cx.now();
    let operator = Operator::from(who.clone());
    cx.store()
        .read(async |r| {
            let mut list = Vec::new();
            for permission in [
                Permission::ReviewIdentity,
                Permission::ReviewPayment,
                Permission::ReviewEligibility,
                Permission::ReviewChanges,
            ] {
                match operator.reach(r, permission, now).await {
                    Ok(reach) => list.extend(queues(r, permission, &reach).await?),
                    Err(Error::Forbidden) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(list)
        })
        .await
}

async fn queues(r: &mut Reader<'_>, permission: Permission, reach: &Reach) -> Result<Vec<Waits>, Error> {
    Ok(match permission {
        Permission::ReviewIdentity => {
            vec![
                Waits::Identities(identities(r, reach).await?),
                Waits::Faces(count(r, Queue::Faces, reach).await?),
            ]
        }
        Permission::ReviewPayment => vec![Waits::Proofs(count(r, Queue::Proofs, reach).await?)],
        Permission::ReviewEligibility => {
            vec![Waits::Registrations(count(r, Queue::Registrations, reach).await?)]
        }
        Permission::ReviewChanges => vec![
            Waits::Renames(renames(r, reach).await?),
            Waits::Withdrawals(count(r, Queue::Withdrawals, reach).await?),
        ],
        _ => Vec::new(),
    })
}

async fn count(r: &mut Reader<'_>, queue: Queue, reach: &Reach) -> Result<i64, Error> {
    let places = waiting::by_place(r, queue).await?;
    let within =
        |place: &&waiting::Waiting| reach.covers(Place::Registration(&place.exam, place.site.as_deref()));
    Ok(places.iter().filter(within).map(|place| place.count).sum())
}

async fn identities(r: &mut Reader<'_>, reach: &Reach) -> Result<i64, Error> {
    if let Reach::Everywhere = reach {
        return Ok(waiting::identities(r).await?);
    }
    let mut within = 0;
    for line in store::identity::list_waiting(r, LOOKED_AT).await? {
        within += i64::from(reach.covers_person(r, &line.account).await?);
    }
    Ok(within)
}

async fn renames(r: &mut Reader<'_>, reach: &Reach) -> Result<i64, Error> {
    if let Reach::Everywhere = reach {
        return Ok(waiting::renames(r).await?);
    }
    let mut within = 0;
    for (rename, _) in store::rename::list_waiting(r, LOOKED_AT).await? {
        within += i64::from(reach.covers_person(r, &rename.account).await?);
    }
    Ok(within)
}
