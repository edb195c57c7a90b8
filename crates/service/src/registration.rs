//! The road of a registration, from 开始报名 to 提交成功, and 我的报名.

use domain::exam::Exam;
use domain::form::{Field, FieldProblems, Problem};
use domain::id::{ExamId, RegistrationId};
use domain::identity::Identity;
use domain::instant::Instant;
use domain::registration::{AnswersForm, Event, Moved, Refusal, Registration, State, Step};
use store::{Reader, Tx};

use crate::{Candidate, Cx, Error, audit, identity, random};

/// A registration together with what its rules look at.
pub struct Seen {
    /// The registration.
    pub registration: Registration,
    /// Its exam.
    pub exam: Exam,
    /// Where the owner's real-name check stands.
    pub identity: Identity,
    pub(crate) version: i64,
}

impl Seen {
    /// The first step that is not done.
    pub fn step(&self) -> Step {
        self.registration.step(&self.identity)
    }
}

/// Goes on with the active registration for this exam, or begins one. A double tap begins one.
pub async fn begin(cx: &Cx, who: &Candidate, exam: &ExamId) -> Result<(RegistrationId, Step), Error> {
    let now = cx.now();
    let id = RegistrationId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    cx.store()
        .write(async |tx| {
            let exam = store::exam::find(tx, exam).await?.ok_or(Error::NotFound)?;
            let identity = identity::find(tx, who).await?.identity;
            if let Some((own, _)) = store::registration::find_active(tx, who.id(), &exam.id).await? {
                return Ok((own.id.clone(), own.step(&identity)));
            }
            let Moved { registration, event } = Registration::begin(id, who.id().clone(), &exam, now)?;
            store::registration::insert(tx, &registration).await?;
            audit::record(tx, now, &who.actor(), event.code(), registration.id.as_str()).await?;
            Ok((registration.id.clone(), registration.step(&identity)))
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
    seen.registration.must_have_reached(step, &seen.identity)?;
    Ok(seen)
}

/// One's own registration that was handed in, and when.
pub async fn load_submitted(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<(Seen, Instant), Error> {
    let seen = load(cx, who, id).await?;
    match seen.registration.state {
        State::Submitted { at } => Ok((seen, at)),
        State::Draft | State::AwaitingPayment { .. } => Err(Refusal::StepMissing(seen.step()).into()),
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
            let step = moved.registration.step(&seen.identity);
            keep(tx, who, &moved, seen.version, now).await?;
            Ok(step)
        })
        .await
}

/// 提交报名: confirms the finished draft; the profile must be complete, and payment comes next.
pub async fn confirm(cx: &Cx, who: &Candidate, id: &RegistrationId, form: &AnswersForm) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let seen = find(tx, who, id).await?;
            let account = store::account::load(tx, who.id()).await?;
            let mut problems = FieldProblems::default();
            if account.candidate_type.is_none() {
                problems.add(Field::CandidateType, Problem::Missing);
            }
            if account.major.is_none() {
                problems.add(Field::Major, Problem::Missing);
            }
            let answers = match form.check(&seen.exam) {
                Ok(answers) if problems.is_empty() => answers,
                Ok(_) => return Err(problems.into()),
                Err(more) => {
                    problems.0.extend(more.0);
                    return Err(problems.into());
                }
            };
            match seen.registration.clone().confirm(answers, &seen.identity, &seen.exam, now) {
                // The second tap of a double tap: it is confirmed, which is what was wanted.
                Err(Refusal::AlreadyDone) => Ok(()),
                Err(refusal) => Err(refusal.into()),
                Ok(moved) => keep(tx, who, &moved, seen.version, now).await,
            }
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

/// What happened to one's own registration, the oldest first.
pub async fn timeline(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Vec<(Instant, Event)>, Error> {
    cx.store()
        .read(async |r| {
            find(r, who, id).await?;
            let rows = store::audit::list_for(r, id.as_str()).await?;
            Ok(rows.into_iter().filter_map(|(at, code)| Some((at, Event::from_code(&code)?))).collect())
        })
        .await
}

/// One's own registration and what its rules look at.
pub(crate) async fn find(r: &mut Reader<'_>, who: &Candidate, id: &RegistrationId) -> Result<Seen, Error> {
    let (registration, version) =
        store::registration::find_own(r, who.id(), id).await?.ok_or(Error::NotFound)?;
    let exam = store::exam::load(r, &registration.exam).await?;
    let identity = identity::find(r, who).await?.identity;
    Ok(Seen { registration, exam, identity, version })
}

/// Saves a move of the owner and writes it down, in one transaction.
pub(crate) async fn keep(
    tx: &mut Tx<'_>,
    who: &Candidate,
    moved: &Moved,
    seen: i64,
    now: Instant,
) -> Result<(), Error> {
    keep_as(tx, &who.actor(), moved, seen, now).await
}

/// As [`keep`], for a move that somebody else makes.
pub(crate) async fn keep_as(
    tx: &mut Tx<'_>,
    actor: &str,
    moved: &Moved,
    seen: i64,
    now: Instant,
) -> Result<(), Error> {
    store::registration::save(tx, &moved.registration, seen).await?;
    audit::record(tx, now, actor, moved.event.code(), moved.registration.id.as_str()).await
}
