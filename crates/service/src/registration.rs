//! The road of a registration, from 开始报名 to 提交成功, and 我的报名.

mod answers;
mod ending;

use domain::exam::Exam;
use domain::form::{Field, Problem};
use domain::id::{ExamId, RegistrationId};
use domain::identity::Identity;
use domain::instant::Instant;
use domain::registration::{Event, Moved, Refusal, Registration, State, Step};
use store::place::{Asked, exchange};
use store::{Reader, Tx};

pub use answers::{Filled, change, confirm, load_answers, save_draft};
pub(crate) use ending::{expire, expire_overdue};
pub use ending::{request_withdrawal, take_withdrawal_back, withdraw};

use crate::{Candidate, Cx, Error, audit, identity, random};

/// A registration together with what its rules look at.
pub struct Seen {
    /// The registration.
    pub registration: Registration,
    /// Its exam.
    pub exam: Exam,
    /// Where the owner's real-name check stands.
    pub identity: Identity,
    /// Counts up with each move; a decision names the one that it has seen.
    pub version: i64,
}

impl Seen {
    /// The first step that is not done.
    pub fn step(&self) -> Step {
        self.registration.step(&self.identity, &self.exam)
    }

    /// The gate of C3: refused while a step before `wanted` is open, and when the registration has ended.
    pub fn must_have_reached(&self, wanted: Step) -> Result<(), Refusal> {
        self.registration.must_have_reached(wanted, &self.identity, &self.exam)
    }
}

/// 报名详情
pub struct Detail {
    /// The registration.
    pub seen: Seen,
    /// What happened, the oldest first.
    pub timeline: Vec<(Instant, Event)>,
    /// Since when a request to withdraw waits.
    pub withdrawal: Option<Instant>,
    /// Whether a proof was handed in.
    pub has_proof: bool,
    /// The server's clock.
    pub now: Instant,
}

/// Goes on with the active registration for this exam, or begins one. A double tap begins one.
pub async fn begin(cx: &Cx, who: &Candidate, exam: &ExamId) -> Result<(RegistrationId, Step), Error> {
    match try_begin(cx, who, exam).await {
        // Two taps at once: the database let one through, which is there now.
        Err(Error::Stale) => try_begin(cx, who, exam).await,
        begun => begun,
    }
}

async fn try_begin(cx: &Cx, who: &Candidate, exam: &ExamId) -> Result<(RegistrationId, Step), Error> {
    let now = cx.now();
    let id = RegistrationId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    cx.store()
        .write(async |tx| {
            let exam = store::exam::find(tx, exam).await?.ok_or(Error::NotFound)?;
            let identity = identity::find(tx, who).await?.identity;
            if let Some((own, _)) = store::registration::find_active(tx, who.id(), &exam.id).await? {
                return Ok((own.id.clone(), own.step(&identity, &exam)));
            }
            let document = store::account::load(tx, who.id()).await?.number.kind();
            let moved = Registration::begin(id, who.id().clone(), document, &exam, now)?;
            let Moved { registration, event, .. } = moved;
            store::registration::insert(tx, &registration).await.map_err(|error| match error {
                store::Error::Taken => Error::Stale,
                other => other.into(),
            })?;
            audit::record(tx, now, &who.actor(), event.code(), registration.id.as_str()).await?;
            Ok((registration.id.clone(), registration.step(&identity, &exam)))
        })
        .await
}

/// One's own registration; another's does not exist.
pub async fn load(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Seen, Error> {
    cx.store().read(async |r| find(r, who, id).await).await
}

/// One's own registration, if it has come to this step (the gate of C3).
pub async fn load_at(cx: &Cx, who: &Candidate, id: &RegistrationId, step: Step) -> Result<Seen, Error> {
    let seen = load(cx, who, id).await?;
    seen.must_have_reached(step)?;
    Ok(seen)
}

/// One's own registration that was handed in, and when.
pub async fn load_submitted(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<(Seen, Instant), Error> {
    let seen = load(cx, who, id).await?;
    match seen.registration.state {
        State::Submitted { at }
        | State::UnderReview { since: at }
        | State::Approved { at }
        | State::Admitted { at } => Ok((seen, at)),
        State::Draft | State::AwaitingPayment { .. } | State::Returned { .. } => {
            Err(Refusal::StepMissing(seen.step()).into())
        }
        State::Rejected { .. }
        | State::Expired { .. }
        | State::Withdrawn { .. }
        | State::Discarded { .. } => Err(Refusal::Over.into()),
    }
}

/// 【我已阅读并了解】 of the version shown. Accepting again leads on and changes nothing.
pub async fn accept_notice(
    cx: &Cx,
    who: &Candidate,
    id: &RegistrationId,
    version: i64,
) -> Result<Step, Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let seen = find(tx, who, id).await?;
            if seen.registration.notice.is_some_and(|(accepted, _)| accepted == version) {
                return Ok(seen.step());
            }
            let moved = seen.registration.clone().accept_notice(version, &seen.exam, now)?;
            let step = moved.registration.step(&seen.identity, &seen.exam);
            keep(tx, who, &moved, seen.version, now).await?;
            Ok(step)
        })
        .await
}

/// 我的报名, the newest first.
pub async fn list(cx: &Cx, who: &Candidate) -> Result<Vec<Seen>, Error> {
    cx.store()
        .read(async |r| {
            let identity = identity::find(r, who).await?.identity;
            let mut list = Vec::new();
            for registration in store::registration::list_own(r, who.id()).await? {
                let exam = store::exam::load(r, &registration.exam).await?;
                list.push(Seen { registration, exam, identity: identity.clone(), version: 0 });
            }
            Ok(list)
        })
        .await
}

/// 报名详情, with what happened.
pub async fn load_detail(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Detail, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let seen = find(r, who, id).await?;
            let rows = store::audit::list_for(r, id.as_str()).await?;
            let withdrawal = store::withdrawal::find_open(r, id).await?.map(|request| request.at);
            Ok(Detail {
                timeline: rows
                    .into_iter()
                    .filter_map(|(at, code)| Some((at, Event::from_code(&code)?)))
                    .collect(),
                withdrawal,
                has_proof: store::proof::find_latest(r, id).await?.is_some(),
                seen,
                now,
            })
        })
        .await
}

/// What happened to one's own registration, the oldest first.
pub async fn timeline(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Vec<(Instant, Event)>, Error> {
    Ok(load_detail(cx, who, id).await?.timeline)
}

/// One's own registration and what its rules look at.
pub(crate) async fn find(r: &mut Reader<'_>, who: &Candidate, id: &RegistrationId) -> Result<Seen, Error> {
    let (registration, version) =
        store::registration::find_own(r, who.id(), id).await?.ok_or(Error::NotFound)?;
    let exam = store::exam::load(r, &registration.exam).await?;
    let identity = identity::find(r, who).await?.identity;
    Ok(Seen { registration, exam, identity, version })
}

/// Saves a move of its owner's and writes it down, in one transaction.
pub(crate) async fn keep(
    tx: &mut Tx<'_>,
    who: &Candidate,
    moved: &Moved,
    seen: i64,
    now: Instant,
) -> Result<(), Error> {
    keep_as(tx, &who.actor(), moved, seen, now).await
}

/// Saves anybody's move and writes it down, in one transaction. The one way for a registration to move: whatever
/// place it gains or loses is taken or given back here.
pub(crate) async fn keep_as(
    tx: &mut Tx<'_>,
    actor: &str,
    moved: &Moved,
    seen: i64,
    now: Instant,
) -> Result<(), Error> {
    let registration = &moved.registration;
    match exchange(tx, &registration.exam, moved.held.as_ref(), registration.place().as_ref()).await? {
        Asked::Held => {}
        Asked::SubjectFull => return Err(Error::field(Field::Subject, Problem::SubjectFull)),
        Asked::SiteFull => {
            // Whoever was not asked cannot choose another one.
            let asked = store::exam::load(tx, &registration.exam).await?.sites.len() > 1;
            return Err(if asked {
                Error::field(Field::Site, Problem::SiteFull)
            } else {
                Refusal::ExamFull.into()
            });
        }
        Asked::ExamFull => return Err(Refusal::ExamFull.into()),
    }
    let id = &registration.id;
    let before = store::registration::standing(tx, id).await?.unwrap_or_default();
    store::registration::save(tx, registration, seen).await?;
    let after = store::registration::standing(tx, id).await?.unwrap_or_default();
    audit::record_change(tx, now, actor, moved.event.code(), id.as_str(), audit::change(&before, &after))
        .await
}
