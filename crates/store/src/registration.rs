//! Registrations. The database itself holds that a person has one active registration for an exam.

use domain::face::{FaceCheck, FaceReturn, WhyPerson};
use domain::id::{AccountId, ExamId, RegistrationId};
use domain::instant::Instant;
use domain::month::Month;
use domain::payment::PaymentState;
use domain::registration::{Answers, Changed, Enrolment, Registration, State, ThesisGrade};

use crate::row::Row;
use crate::statement::statements;
use crate::transaction::Query;
use crate::{Error, Reader, Tx};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, account_id, exam_id, state, state_at, state_reason, payment_state, notice_version, notice_at, \
            face_state, face_at, face_why, subject, enrolment, thesis, graduated_in, candidate_type, major, changed, \
            site, permit_until, created_at, version FROM registrations WHERE ",
            $condition
        )
    };
}

statements! {
    INSERT = "INSERT INTO registrations (id, version, state, state_at, state_reason, payment_state, notice_version, \
        notice_at, face_state, face_at, face_why, subject, enrolment, thesis, graduated_in, candidate_type, major, \
        changed, site, permit_until, account_id, exam_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
        $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)";
    SAVE = "UPDATE registrations SET state = $3, state_at = $4, state_reason = $5, payment_state = $6, \
        notice_version = $7, notice_at = $8, face_state = $9, face_at = $10, face_why = $11, subject = $12, \
        enrolment = $13, thesis = $14, graduated_in = $15, candidate_type = $16, major = $17, changed = $18, site = $19, \
        permit_until = $20, version = version + 1 WHERE id = $1 AND version = $2";
    FIND_OWN = select!("account_id = $1 AND id = $2");
    FIND_ANYBODYS = select!("id = $1");
    FIND_ACTIVE = select!("account_id = $1 AND exam_id = $2 \
        AND state NOT IN ('discarded', 'rejected', 'expired', 'withdrawn', 'canceled')");
    LIST_WAITING_FOR_FACE = select!("face_state = 'waiting_for_person' \
        AND state NOT IN ('discarded', 'rejected', 'expired', 'withdrawn', 'canceled') \
        ORDER BY face_at, id LIMIT $1");
    STANDING = "SELECT state, payment_state FROM registrations WHERE id = $1";
    LIST_PLACES = "SELECT exam_id, site FROM registrations WHERE account_id = $1";
    LIST_OWN = select!("account_id = $1 ORDER BY created_at DESC, id DESC");
    LIST_UNDER_REVIEW = select!("state = 'under_review' ORDER BY state_at, id LIMIT $1");
    LIST_OVERDUE = select!("state = 'awaiting_payment' \
        AND exam_id IN (SELECT exams.id FROM exams WHERE exams.pay_end <= $1) ORDER BY state_at, id LIMIT $2");
}

const STATE: &str = "registrations.state";
const STATE_AT: &str = "registrations.state_at";
const NOTICE_AT: &str = "registrations.notice_at";
const PAYMENT: &str = "registrations.payment_state";
const CHANGED: &str = "registrations.changed";
const GRADUATED: &str = "registrations.graduated_in";
const FACE_STATE: &str = "registrations.face_state";
const FACE_AT: &str = "registrations.face_at";
const FACE_WHY: &str = "registrations.face_why";
const ENROLMENT: &str = "registrations.enrolment";
const THESIS: &str = "registrations.thesis";

/// Version of a row that was just inserted.
const FIRST_VERSION: i64 = 1;

/// Where it stands, in two codes: `submitted/proof_given`; none if there is no such registration.
pub async fn standing(r: &mut Reader<'_>, id: &RegistrationId) -> Result<Option<String>, Error> {
    let row = r.find(sqlx::query(STANDING).bind(id.as_str())).await?;
    row.map(|row| Ok([row.text(STATE)?, row.text(PAYMENT)?].join("/"))).transpose()
}

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

/// In which exams this account is registered, each with the site where one was chosen.
pub async fn list_places(
    r: &mut Reader<'_>,
    account: &AccountId,
) -> Result<Vec<(ExamId, Option<String>)>, Error> {
    let rows = r.list(sqlx::query(LIST_PLACES).bind(account.as_str())).await?;
    let place = |row: &Row<'_>| Ok((row.id("registrations.exam_id")?, row.maybe_text("registrations.site")?));
    rows.iter().map(place).collect()
}

/// Every registration of this account, the newest first.
pub async fn list_own(r: &mut Reader<'_>, account: &AccountId) -> Result<Vec<Registration>, Error> {
    let rows = r.list(sqlx::query(LIST_OWN).bind(account.as_str())).await?;
    rows.iter().map(registration).collect()
}

/// Registrations whose payment is confirmed and whose rest waits for a look, the longest waiting first, each with its
/// version.
pub async fn list_under_review(r: &mut Reader<'_>, limit: i64) -> Result<Vec<(Registration, i64)>, Error> {
    let rows = r.list(sqlx::query(LIST_UNDER_REVIEW).bind(limit)).await?;
    rows.iter().map(with_version).collect()
}

/// Registrations whose fee was not paid by the end of their exam's pay window, and that have not expired yet.
pub async fn list_overdue(
    r: &mut Reader<'_>,
    now: Instant,
    limit: i64,
) -> Result<Vec<RegistrationId>, Error> {
    let rows = r.list(sqlx::query(LIST_OVERDUE).bind(now.as_millis()).bind(limit)).await?;
    rows.iter().map(|row| row.id("registrations.id")).collect()
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

/// Binds `$1` to `$20`, which insert and save have in common.
fn bind_facts<'q>(text: &'static str, registration: &'q Registration, version: i64) -> Query<'q> {
    let answers = registration.answers.as_ref();
    let (enrolment, thesis, graduated) = match answers.map(|answers| answers.enrolment) {
        None => (None, None, None),
        Some(Enrolment::Enrolled) => (Some("enrolled"), None, None),
        Some(Enrolment::Graduated { thesis, on }) => (Some("graduated"), Some(thesis.code()), on),
    };
    let changed: Vec<&str> = registration.changed.iter().map(|changed| changed.code()).collect();
    let (face_at, face_why) = face_facts(registration.face);
    sqlx::query(text)
        .bind(registration.id.as_str())
        .bind(version)
        .bind(registration.state.code())
        .bind(registration.state.since().map(Instant::as_millis))
        .bind(registration.state.reason())
        .bind(registration.payment.code())
        .bind(registration.notice.map(|(version, _)| version))
        .bind(registration.notice.map(|(_, at)| at.as_millis()))
        .bind(registration.face.code())
        .bind(face_at.map(Instant::as_millis))
        .bind(face_why)
        .bind(answers.map(|answers| answers.subject.as_str()))
        .bind(enrolment)
        .bind(thesis)
        .bind(graduated.map(Month::as_number))
        .bind(answers.map(|answers| answers.candidate_type.as_str()))
        .bind(answers.map(|answers| answers.major.as_str()))
        .bind(changed.join(","))
        .bind(answers.and_then(|answers| answers.site.as_deref()))
        .bind(registration.permit.map(Instant::as_millis))
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
        payment: PaymentState::from_code(&row.text(PAYMENT)?).ok_or(Error::Corrupt(PAYMENT))?,
        notice,
        face: face(row)?,
        answers: answers(row)?,
        changed: changed(row)?,
        permit: row.maybe_instant("registrations.permit_until")?,
        created: row.instant("registrations.created_at")?,
    })
}

fn state(row: &Row<'_>) -> Result<State, Error> {
    let reason = row.maybe_text("registrations.state_reason")?;
    State::from_parts(&row.text(STATE)?, row.maybe_instant(STATE_AT)?, reason.as_deref())
        .ok_or(Error::Corrupt(STATE))
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
            let on = match row.maybe_number(GRADUATED)? {
                Some(number) => Some(Month::from_number(number).ok_or(Error::Corrupt(GRADUATED))?),
                None => None,
            };
            Enrolment::Graduated { thesis: grade.ok_or(Error::Corrupt(THESIS))?, on }
        }
        _ => return Err(Error::Corrupt(ENROLMENT)),
    };
    Ok(Some(Answers {
        subject,
        site: row.maybe_text("registrations.site")?,
        enrolment,
        // Confirmed before these were kept, by somebody who has cleared them since.
        candidate_type: row.maybe_text("registrations.candidate_type")?.unwrap_or_default(),
        major: row.maybe_text("registrations.major")?.unwrap_or_default(),
    }))
}

fn changed(row: &Row<'_>) -> Result<Vec<Changed>, Error> {
    let text = row.text(CHANGED)?;
    let codes = text.split(',').filter(|code| !code.is_empty());
    codes.map(|code| Changed::from_code(code).ok_or(Error::Corrupt(CHANGED))).collect()
}
