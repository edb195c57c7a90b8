//! Registrations. The database itself holds that a person has one active registration for an exam.

use domain::face::{FaceCheck, FaceReturn, WhyPerson};
use domain::id::{AccountId, ExamId, RegistrationId};
use domain::instant::Instant;
use domain::registration::{Answers, Enrolment, Registration, State, ThesisGrade};

use crate::row::Row;
use crate::statement::statements;
use crate::transaction::Query;
use crate::{Error, Reader, Tx};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, account_id, exam_id, state, state_at, notice_version, notice_at, face_state, face_at, face_why, \
            subject, enrolment, thesis, created_at, version FROM registrations WHERE ",
            $condition
        )
    };
}

statements! {
    INSERT = "INSERT INTO registrations (id, version, state, state_at, notice_version, notice_at, face_state, \
        face_at, face_why, subject, enrolment, thesis, account_id, exam_id, created_at, payment_state) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'none')";
    SAVE = "UPDATE registrations SET state = $3, state_at = $4, notice_version = $5, notice_at = $6, \
        face_state = $7, face_at = $8, face_why = $9, subject = $10, enrolment = $11, thesis = $12, \
        version = version + 1 WHERE id = $1 AND version = $2";
    FIND_OWN = select!("account_id = $1 AND id = $2");
    FIND_ANYBODYS = select!("id = $1");
    FIND_ACTIVE = select!("account_id = $1 AND exam_id = $2 \
        AND state NOT IN ('discarded', 'rejected', 'expired', 'withdrawn', 'canceled')");
    LIST_WAITING_FOR_FACE = select!("face_state = 'waiting_for_person' \
        AND state NOT IN ('discarded', 'rejected', 'expired', 'withdrawn', 'canceled') \
        ORDER BY face_at, id LIMIT $1");
    LIST_OWN = select!("account_id = $1 ORDER BY created_at DESC, id DESC");
}

const STATE: &str = "registrations.state";
const STATE_AT: &str = "registrations.state_at";
const NOTICE_AT: &str = "registrations.notice_at";
const FACE_STATE: &str = "registrations.face_state";
const FACE_AT: &str = "registrations.face_at";
const FACE_WHY: &str = "registrations.face_why";
const ENROLMENT: &str = "registrations.enrolment";
const THESIS: &str = "registrations.thesis";

/// Version of a row that was just inserted.
const FIRST_VERSION: i64 = 1;

/// A new registration. [`Error::Taken`] when the person has an active one for the exam.
pub async fn insert(tx: &mut Tx<'_>, registration: &Registration) -> Result<(), Error> {
    let query = bind_facts(INSERT, registration, FIRST_VERSION)
        .bind(registration.account.as_str())
        .bind(registration.exam.as_str())
        .bind(registration.created.as_millis());
    tx.run(query).await.map(drop)
}

/// The registration, if it is this account's own, with the version that a save must name.
pub async fn find_own(
    r: &mut Reader<'_>,
    account: &AccountId,
    id: &RegistrationId,
) -> Result<Option<(Registration, i64)>, Error> {
    let row = r.find(sqlx::query(FIND_OWN).bind(account.as_str()).bind(id.as_str())).await?;
    row.as_ref().map(with_version).transpose()
}

/// Anybody's registration, for staff and for jobs, with the version that a save must name.
pub async fn find_anybodys(
    r: &mut Reader<'_>,
    id: &RegistrationId,
) -> Result<Option<(Registration, i64)>, Error> {
    let row = r.find(sqlx::query(FIND_ANYBODYS).bind(id.as_str())).await?;
    row.as_ref().map(with_version).transpose()
}

/// The one active registration of this account for this exam, with its version.
pub async fn find_active(
    r: &mut Reader<'_>,
    account: &AccountId,
    exam: &ExamId,
) -> Result<Option<(Registration, i64)>, Error> {
    let row = r.find(sqlx::query(FIND_ACTIVE).bind(account.as_str()).bind(exam.as_str())).await?;
    row.as_ref().map(with_version).transpose()
}

/// Every registration of this account, the newest first.
pub async fn list_own(r: &mut Reader<'_>, account: &AccountId) -> Result<Vec<Registration>, Error> {
    let rows = r.list(sqlx::query(LIST_OWN).bind(account.as_str())).await?;
    rows.iter().map(registration).collect()
}

/// Writes state and facts over the version `seen`. [`Error::Stale`] when somebody was faster.
pub async fn save(tx: &mut Tx<'_>, registration: &Registration, seen: i64) -> Result<(), Error> {
    tx.run_guarded(bind_facts(SAVE, registration, seen)).await
}

/// Registrations whose face check waits for a person, the longest waiting first.
pub async fn list_waiting_for_face(r: &mut Reader<'_>, most: i64) -> Result<Vec<Registration>, Error> {
    let rows = r.list(sqlx::query(LIST_WAITING_FOR_FACE).bind(most)).await?;
    rows.iter().map(registration).collect()
}

/// Binds `$1` to `$12`, which insert and save have in common.
fn bind_facts<'q>(text: &'static str, registration: &'q Registration, version: i64) -> Query<'q> {
    let state_at = match registration.state {
        State::Draft => None,
        State::AwaitingPayment { since } => Some(since),
        State::Submitted { at } => Some(at),
    };
    let (subject, enrolment, thesis) = match &registration.answers {
        None => (None, None, None),
        Some(Answers { subject, enrolment: Enrolment::Enrolled }) => (Some(subject), Some("enrolled"), None),
        Some(Answers { subject, enrolment: Enrolment::Graduated(grade) }) => {
            (Some(subject), Some("graduated"), Some(grade.code()))
        }
    };
    let (face_at, face_why) = face_facts(registration.face);
    sqlx::query(text)
        .bind(registration.id.as_str())
        .bind(version)
        .bind(registration.state.code())
        .bind(state_at.map(Instant::as_millis))
        .bind(registration.notice.map(|(version, _)| version))
        .bind(registration.notice.map(|(_, at)| at.as_millis()))
        .bind(registration.face.code())
        .bind(face_at.map(Instant::as_millis))
        .bind(face_why)
        .bind(subject.map(String::as_str))
        .bind(enrolment)
        .bind(thesis)
}

fn with_version(row: &Row<'_>) -> Result<(Registration, i64), Error> {
    Ok((registration(row)?, row.number("registrations.version")?))
}

fn registration(row: &Row<'_>) -> Result<Registration, Error> {
    let notice = match row.maybe_number("registrations.notice_version")? {
        Some(version) => Some((version, row.maybe_instant(NOTICE_AT)?.ok_or(Error::Corrupt(NOTICE_AT))?)),
        None => None,
    };
    Ok(Registration {
        id: row.id("registrations.id")?,
        account: row.id("registrations.account_id")?,
        exam: row.id("registrations.exam_id")?,
        state: state(row)?,
        notice,
        face: face(row)?,
        answers: answers(row)?,
        created: row.instant("registrations.created_at")?,
    })
}

fn state(row: &Row<'_>) -> Result<State, Error> {
    let at = || row.maybe_instant(STATE_AT)?.ok_or(Error::Corrupt(STATE_AT));
    match row.text(STATE)?.as_str() {
        "draft" => Ok(State::Draft),
        "awaiting_payment" => Ok(State::AwaitingPayment { since: at()? }),
        "submitted" => Ok(State::Submitted { at: at()? }),
        _ => Err(Error::Corrupt(STATE)),
    }
}

/// Since when the face check's state holds, and why a person has it or sent it back.
fn face_facts(face: FaceCheck) -> (Option<Instant>, Option<&'static str>) {
    match face {
        FaceCheck::None => (None, None),
        FaceCheck::Passed { at } | FaceCheck::PassedByPerson { at } => (Some(at), None),
        FaceCheck::WaitingForPerson { since, why } => (Some(since), Some(why.code())),
        FaceCheck::RefusedByPerson { at, reason } => (Some(at), Some(reason.code())),
    }
}

fn face(row: &Row<'_>) -> Result<FaceCheck, Error> {
    let at = || row.maybe_instant(FACE_AT)?.ok_or(Error::Corrupt(FACE_AT));
    let why = row.maybe_text(FACE_WHY)?;
    let why = why.as_deref();
    match row.text(FACE_STATE)?.as_str() {
        "none" => Ok(FaceCheck::None),
        "passed" => Ok(FaceCheck::Passed { at: at()? }),
        "passed_by_person" => Ok(FaceCheck::PassedByPerson { at: at()? }),
        "waiting_for_person" => {
            let why = why.and_then(WhyPerson::from_code).ok_or(Error::Corrupt(FACE_WHY))?;
            Ok(FaceCheck::WaitingForPerson { since: at()?, why })
        }
        "refused_by_person" => {
            let reason = why.and_then(FaceReturn::from_code).ok_or(Error::Corrupt(FACE_WHY))?;
            Ok(FaceCheck::RefusedByPerson { at: at()?, reason })
        }
        _ => Err(Error::Corrupt(FACE_STATE)),
    }
}

fn answers(row: &Row<'_>) -> Result<Option<Answers>, Error> {
    let Some(subject) = row.maybe_text("registrations.subject")? else { return Ok(None) };
    let enrolment = match row.maybe_text(ENROLMENT)?.as_deref() {
        Some("enrolled") => Enrolment::Enrolled,
        Some("graduated") => {
            let grade = row.maybe_text(THESIS)?.as_deref().and_then(ThesisGrade::from_code);
            Enrolment::Graduated(grade.ok_or(Error::Corrupt(THESIS))?)
        }
        _ => return Err(Error::Corrupt(ENROLMENT)),
    };
    Ok(Some(Answers { subject, enrolment }))
}
