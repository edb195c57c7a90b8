//! Who looks at which line of a queue: whoever claims one has it for ten minutes, and nobody else decides about it meanwhile.

use domain::face::FaceCheck;
use domain::id::{AccountId, ProofId, RegistrationId, RenameId, WithdrawalId};
use domain::identity::Identity;
use domain::instant::Instant;
use domain::registration::State;
use domain::rename::RenameState;
use domain::staff::Permission;
use store::{Reader, Tx};

use crate::staff::{Reach, place_of};
use crate::{Cx, Error, Operator};

/// Seconds for which a line is held; whoever is still at it claims it again.
pub const HELD_SECONDS: i64 = 600;

/// Lines of a queue among which the next free one is looked for first.
const LISTED: i64 = 200;

/// A queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// 实名认证 that waits for a person.
    Identity,
    /// 更名申请
    Rename,
    /// Face checks that wait for a person.
    Face,
    /// Proofs of payment.
    Proof,
    /// Registrations whose payment is confirmed.
    Registration,
    /// Requests to withdraw what was paid.
    Withdrawal,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 6] =
        [Self::Identity, Self::Rename, Self::Face, Self::Proof, Self::Registration, Self::Withdrawal];

    /// The name under which claims are stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Rename => "rename",
            Self::Face => "face",
            Self::Proof => "proof",
            Self::Registration => "registration",
            Self::Withdrawal => "withdrawal",
        }
    }
}

impl Queue {
    /// The queue of this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|queue| queue.code() == code)
    }

    /// What whoever decides about its lines must be allowed to do.
    pub fn permission(self) -> Permission {
        match self {
            Self::Identity | Self::Face => Permission::ReviewIdentity,
            Self::Rename | Self::Withdrawal => Permission::ReviewChanges,
            Self::Proof => Permission::ReviewPayment,
            Self::Registration => Permission::ReviewEligibility,
        }
    }
}

/// A line of a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Whose 实名认证.
    Identity(AccountId),
    /// Which 更名申请.
    Rename(RenameId),
    /// Whose face check.
    Face(RegistrationId),
    /// Which proof.
    Proof(ProofId),
    /// Which registration.
    Registration(RegistrationId),
    /// Which request.
    Withdrawal(WithdrawalId),
}

impl Item {
    /// The queue in which it stands.
    pub fn queue(&self) -> Queue {
        match self {
            Self::Identity(_) => Queue::Identity,
            Self::Rename(_) => Queue::Rename,
            Self::Face(_) => Queue::Face,
            Self::Proof(_) => Queue::Proof,
            Self::Registration(_) => Queue::Registration,
            Self::Withdrawal(_) => Queue::Withdrawal,
        }
    }

    /// The line of this queue that has this identifier; none where that is not well formed.
    pub fn parse(queue: Queue, id: &str) -> Option<Self> {
        let id = id.to_owned();
        Some(match queue {
            Queue::Identity => Self::Identity(id.try_into().ok()?),
            Queue::Rename => Self::Rename(id.try_into().ok()?),
            Queue::Face => Self::Face(id.try_into().ok()?),
            Queue::Proof => Self::Proof(id.try_into().ok()?),
            Queue::Registration => Self::Registration(id.try_into().ok()?),
            Queue::Withdrawal => Self::Withdrawal(id.try_into().ok()?),
        })
    }

    /// The codes of its queue and of itself.
    pub fn key(&self) -> (&'static str, &str) {
        let id = match self {
            Self::Identity(id) => id.as_str(),
            Self::Rename(id) => id.as_str(),
            Self::Face(id) | Self::Registration(id) => id.as_str(),
            Self::Proof(id) => id.as_str(),
            Self::Withdrawal(id) => id.as_str(),
        };
        (self.queue().code(), id)
    }
}

/// Takes a line, or keeps it for another ten minutes. [`Error::Stale`] while somebody else holds it.
pub async fn take(cx: &Cx, staff: &Operator, item: &Item) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            must_reach(tx, staff, item, now).await?;
            take_at(tx, staff, item, now).await
        })
        .await
}

/// Refuses unless a line lies within somebody's reach.
pub(crate) async fn must_reach(
    r: &mut Reader<'_>,
    staff: &Operator,
    item: &Item,
    now: Instant,
) -> Result<(), Error> {
    let reach = staff.reach(r, item.queue().permission(), now).await?;
    if covers(r, &reach, item).await? {
        return Ok(());
    }
    // What is not there is nobody's: whoever may see all of a queue is told so.
    Err(if matches!(reach, Reach::Everywhere) { Error::NotFound } else { Error::Forbidden })
}

/// Who works on a line now, and until when.
pub(crate) async fn holder(
    r: &mut Reader<'_>,
    item: &Item,
    now: Instant,
) -> Result<Option<(String, Instant)>, Error> {
    Ok(store::claim::holder(r, item.key(), now).await?)
}

/// Whether a line lies within somebody's reach; one that is not there does not.
async fn covers(r: &mut Reader<'_>, reach: &Reach, item: &Item) -> Result<bool, Error> {
    let registration = match item {
        Item::Identity(account) => return reach.covers_person(r, account).await,
        Item::Rename(id) => {
            let Some((rename, _)) = store::rename::find(r, id).await? else { return Ok(false) };
            return reach.covers_person(r, &rename.account).await;
        }
        Item::Proof(id) => match store::proof::find(r, id).await? {
            Some(proof) => proof.registration,
            None => return Ok(false),
        },
        Item::Withdrawal(id) => match store::withdrawal::find(r, id).await? {
            Some((request, _)) => request.registration,
            None => return Ok(false),
        },
        Item::Face(id) | Item::Registration(id) => id.clone(),
    };
    let found = store::registration::find_anybodys(r, &registration).await?;
    Ok(found.is_some_and(|(registration, _)| reach.covers(place_of(&registration))))
}

async fn take_at(tx: &mut Tx<'_>, staff: &Operator, item: &Item, now: Instant) -> Result<(), Error> {
    let until = now.plus_seconds(HELD_SECONDS);
    let is_theirs = store::claim::take(tx, item.key(), &staff.actor(), now, until).await?;
    if is_theirs { Ok(()) } else { Err(Error::Stale) }
}

/// Puts one's own line back.
pub async fn release(cx: &Cx, staff: &Operator, item: &Item) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            staff.reach(tx, item.queue().permission(), now).await?;
            Ok(store::claim::release(tx, item.key(), &staff.actor()).await?)
        })
        .await
}

/// Takes the line that has waited longest and that nobody else holds; none when nothing waits.
///
/// It is looked for among readers, since whoever may see one site only may have to pass many lines by; it is taken in a
/// transaction that looks at this one line again.
pub async fn next(cx: &Cx, staff: &Operator, queue: Queue) -> Result<Option<Item>, Error> {
    let now = cx.now();
    let mut passed = Vec::new();
    loop {
        let found = cx.store().read(async |r| first_free(r, staff, queue, &passed, now).await).await?;
        let Some(item) = found else { return Ok(None) };
        let taken = cx.store().write(async |tx| {
            must_reach(tx, staff, &item, now).await?;
            if !waits(tx, &item).await? {
                return Err(Error::Stale);
            }
            take_at(tx, staff, &item, now).await
        });
        match taken.await {
            Ok(()) => return Ok(Some(item)),
            // Taken or decided in the moment between.
            Err(Error::Stale | Error::NotFound) => passed.push(item),
            Err(error) => return Err(error),
        }
    }
}

/// The line that has waited longest among those that somebody may decide about and nobody else holds, but for those that
/// were `passed` by.
async fn first_free(
    r: &mut Reader<'_>,
    staff: &Operator,
    queue: Queue,
    passed: &[Item],
    now: Instant,
) -> Result<Option<Item>, Error> {
    let reach = staff.reach(r, queue.permission(), now).await?;
    let held = store::claim::held(r, queue.code(), now).await?;
    let actor = staff.actor();
    let is_free = |item: &Item| {
        let (_, id) = item.key();
        !passed.contains(item) && !held.iter().any(|(line, holder)| line == id && *holder != actor)
    };
    let (mut looked_at, mut limit) = (0, LISTED);
    loop {
        let lines = waiting(r, queue, limit).await?;
        let found = lines.len();
        for item in lines.into_iter().skip(looked_at).filter(is_free) {
            if covers(r, &reach, &item).await? {
                return Ok(Some(item));
            }
        }
        if i64::try_from(found).unwrap_or(i64::MAX) < limit {
            return Ok(None);
        }
        (looked_at, limit) = (found, limit.saturating_mul(10));
    }
}

/// Whether a line still stands in its queue.
async fn waits(r: &mut Reader<'_>, item: &Item) -> Result<bool, Error> {
    Ok(match item {
        Item::Identity(account) => store::identity::find(r, account)
            .await?
            .is_some_and(|record| matches!(record.identity, Identity::WaitingForPerson { .. })),
        Item::Rename(id) => store::rename::find(r, id)
            .await?
            .is_some_and(|(rename, _)| matches!(rename.state, RenameState::Waiting)),
        Item::Proof(id) => {
            let Some(proof) = store::proof::find(r, id).await? else { return Ok(false) };
            let latest = store::proof::find_latest(r, &proof.registration).await?;
            let found = store::registration::find_anybodys(r, &proof.registration).await?;
            latest.is_some_and(|latest| latest.id == *id)
                && found
                    .is_some_and(|(registration, _)| matches!(registration.state, State::Submitted { .. }))
        }
        Item::Face(id) => store::registration::find_anybodys(r, id)
            .await?
            .filter(|(registration, _)| !registration.state.is_over())
            .is_some_and(|(registration, _)| matches!(registration.face, FaceCheck::WaitingForPerson { .. })),
        Item::Registration(id) => store::registration::find_anybodys(r, id)
            .await?
            .is_some_and(|(registration, _)| matches!(registration.state, State::UnderReview { .. })),
        Item::Withdrawal(id) => store::withdrawal::find(r, id).await?.is_some_and(|(_, is_open)| is_open),
    })
}

async fn waiting(r: &mut Reader<'_>, queue: Queue, limit: i64) -> Result<Vec<Item>, Error> {
    Ok(match queue {
        Queue::Identity => {
            let lines = store::identity::list_waiting(r, limit).await?;
            lines.into_iter().map(|line| Item::Identity(line.account)).collect()
        }
        Queue::Rename => {
            let lines = store::rename::list_waiting(r, limit).await?;
            lines.into_iter().map(|(line, _)| Item::Rename(line.id)).collect()
        }
        Queue::Face => {
            let lines = store::registration::list_waiting_for_face(r, limit).await?;
            lines.into_iter().map(|line| Item::Face(line.id)).collect()
        }
        Queue::Proof => {
            let lines = store::proof::list_waiting(r, limit).await?;
            lines.into_iter().map(|line| Item::Proof(line.id)).collect()
        }
        Queue::Registration => {
            let lines = store::registration::list_under_review(r, limit).await?;
            lines.into_iter().map(|(line, _)| Item::Registration(line.id)).collect()
        }
        Queue::Withdrawal => {
            let lines = store::withdrawal::list_open(r, limit).await?;
            lines.into_iter().map(|line| Item::Withdrawal(line.id)).collect()
        }
    })
}

/// For whoever decides about a line, in the transaction of the decision: [`Error::Stale`] while somebody else holds it, and it
/// is free again afterwards. Whose own time ran out may still decide, unless another one has taken it meanwhile.
pub(crate) async fn end(tx: &mut Tx<'_>, staff: &Operator, item: &Item, now: Instant) -> Result<(), Error> {
    take_at(tx, staff, item, now).await?;
    Ok(store::claim::end(tx, item.key()).await?)
}
