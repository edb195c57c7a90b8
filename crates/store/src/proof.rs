//! Proofs of payment. The payer's name and phone are sealed.

use domain::id::{AccountId, ExamId, PhotoId, ProofId, RegistrationId};
use domain::instant::Instant;
use domain::payment::{Payer, ProofProblem};
use domain::person::{PersonName, Phone};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT proofs.id, proofs.registration_id, proofs.photo_id, proofs.payer_name, proofs.payer_phone, \
            proofs.given_at FROM proofs JOIN registrations ON registrations.id = proofs.registration_id ",
            $rest
        )
    };
}

statements! {
    INSERT = "INSERT INTO proofs (id, registration_id, photo_id, payer_name, payer_phone, given_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = select!("WHERE proofs.id = $1");
    FIND_LATEST = select!("WHERE proofs.registration_id = $1 ORDER BY proofs.given_at DESC, proofs.id DESC LIMIT 1");
    FIND_LAST_OF = select!("WHERE registrations.account_id = $1 AND registrations.exam_id = $2 \
        ORDER BY proofs.given_at DESC, proofs.id DESC LIMIT 1");
    LIST_WAITING = select!("WHERE registrations.state = 'submitted' AND proofs.decision IS NULL AND NOT EXISTS (\
        SELECT 1 FROM proofs AS newer WHERE newer.registration_id = proofs.registration_id \
        AND (newer.given_at > proofs.given_at OR (newer.given_at = proofs.given_at AND newer.id > proofs.id))) \
        ORDER BY proofs.given_at, proofs.id LIMIT $1");
    COUNT_BEFORE = "SELECT COUNT(*) AS earlier FROM proofs WHERE registration_id = $1 AND given_at < $2";
    DECIDE = "UPDATE proofs SET decision = $2, decision_reason = $3, decided_at = $4 \
        WHERE id = $1 AND decision IS NULL";
    ADD_LATE = "INSERT INTO late_payments (proof_id, registration_id, given_at) VALUES ($1, $2, $3)";
    LIST_LATE = select!("JOIN late_payments ON late_payments.proof_id = proofs.id \
        ORDER BY late_payments.given_at, proofs.id LIMIT $1");
}

const PAYER_NAME: &str = "proofs.payer_name";
const PAYER_PHONE: &str = "proofs.payer_phone";

/// A proof of payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Identifier.
    pub id: ProofId,
    /// For which registration.
    pub registration: RegistrationId,
    /// The screenshot of the order.
    pub photo: PhotoId,
    /// Who paid.
    pub payer: Payer,
    /// When it was handed in.
    pub at: Instant,
}

/// What staff said to a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofDecision {
    /// It shows the payment.
    Accepted,
    /// It was sent back.
    Returned(ProofProblem),
}

/// How many proofs of the same registration came before this one.
pub async fn count_before(r: &mut Reader<'_>, proof: &Proof) -> Result<usize, Error> {
    let query = sqlx::query(COUNT_BEFORE).bind(proof.registration.as_str()).bind(proof.at.as_millis());
    let earlier = r.one(query).await?.number("proofs.earlier")?;
    Ok(usize::try_from(earlier).unwrap_or_default())
}

/// Adds a proof. Earlier proofs stay.
pub async fn insert(tx: &mut Tx<'_>, proof: &Proof) -> Result<(), Error> {
    let id = proof.id.as_str();
    let query = sqlx::query(INSERT)
        .bind(id)
        .bind(proof.registration.as_str())
        .bind(proof.photo.as_str())
        .bind(tx.seal(PAYER_NAME, id, proof.payer.name.expose().as_bytes()))
        .bind(tx.seal(PAYER_PHONE, id, proof.payer.phone.expose().as_bytes()))
        .bind(proof.at.as_millis());
    tx.run(query).await.map(drop)
}

/// The proof of this id, for staff.
pub async fn find(r: &mut Reader<'_>, id: &ProofId) -> Result<Option<Proof>, Error> {
    r.find(sqlx::query(FIND).bind(id.as_str())).await?.as_ref().map(proof).transpose()
}

/// The proof that was handed in last for this registration.
pub async fn find_latest(r: &mut Reader<'_>, registration: &RegistrationId) -> Result<Option<Proof>, Error> {
    r.find(sqlx::query(FIND_LATEST).bind(registration.as_str())).await?.as_ref().map(proof).transpose()
}

/// The last proof of this person for this exam, from whichever registration: nobody pays twice for one exam.
pub async fn find_last_of(
    r: &mut Reader<'_>,
    account: &AccountId,
    exam: &ExamId,
) -> Result<Option<Proof>, Error> {
    let query = sqlx::query(FIND_LAST_OF).bind(account.as_str()).bind(exam.as_str());
    r.find(query).await?.as_ref().map(proof).transpose()
}

/// Proofs that wait for a look, the oldest first: of each submitted registration the last one.
pub async fn list_waiting(r: &mut Reader<'_>, limit: i64) -> Result<Vec<Proof>, Error> {
    r.list(sqlx::query(LIST_WAITING).bind(limit)).await?.iter().map(proof).collect()
}

/// Writes down what staff said. [`Error::Stale`] when it was said before.
pub async fn decide(
    tx: &mut Tx<'_>,
    id: &ProofId,
    decision: ProofDecision,
    now: Instant,
) -> Result<(), Error> {
    let (word, reason) = match decision {
        ProofDecision::Accepted => ("accepted", None),
        ProofDecision::Returned(problem) => ("returned", Some(problem.code())),
    };
    tx.run_guarded(sqlx::query(DECIDE).bind(id.as_str()).bind(word).bind(reason).bind(now.as_millis())).await
}

/// Puts a proof on the finance office's list of those that came too late.
pub async fn add_late(tx: &mut Tx<'_>, proof: &Proof) -> Result<(), Error> {
    let query = sqlx::query(ADD_LATE).bind(proof.id.as_str()).bind(proof.registration.as_str());
    tx.run(query.bind(proof.at.as_millis())).await.map(drop)
}

/// Proofs that came too late, the oldest first.
pub async fn list_late(r: &mut Reader<'_>, limit: i64) -> Result<Vec<Proof>, Error> {
    r.list(sqlx::query(LIST_LATE).bind(limit)).await?.iter().map(proof).collect()
}

fn proof(row: &Row<'_>) -> Result<Proof, Error> {
    let id: ProofId = row.id("proofs.id")?;
    let name = row.sealed_text(PAYER_NAME, id.as_str())?;
    let phone = row.sealed_text(PAYER_PHONE, id.as_str())?;
    Ok(Proof {
        registration: row.id("proofs.registration_id")?,
        photo: row.id("proofs.photo_id")?,
        payer: Payer {
            name: PersonName::parse(&name).map_err(|_| Error::Corrupt(PAYER_NAME))?,
            phone: Phone::parse(&phone).map_err(|_| Error::Corrupt(PAYER_PHONE))?,
        },
        at: row.instant("proofs.given_at")?,
        id,
    })
}
