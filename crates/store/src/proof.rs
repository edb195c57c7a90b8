//! Proofs of payment. The payer's name and phone are sealed.

use domain::id::{PhotoId, ProofId, RegistrationId};
use domain::instant::Instant;
use domain::payment::Payer;
use domain::person::{PersonName, Phone};

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO proofs (id, registration_id, photo_id, payer_name, payer_phone, given_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    MARK_GIVEN = "UPDATE registrations SET payment_state = 'proof_given' WHERE id = $1";
    FIND_LATEST = "SELECT id, photo_id, payer_name, payer_phone, given_at FROM proofs WHERE registration_id = $1 \
        ORDER BY given_at DESC, id DESC LIMIT 1";
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

/// Adds a proof and marks the registration's payment as `proof_given`. Earlier proofs stay.
pub async fn insert(tx: &mut Tx<'_>, proof: &Proof) -> Result<(), Error> {
    let id = proof.id.as_str();
    let query = sqlx::query(INSERT)
        .bind(id)
        .bind(proof.registration.as_str())
        .bind(proof.photo.as_str())
        .bind(tx.seal(PAYER_NAME, id, proof.payer.name.expose().as_bytes()))
        .bind(tx.seal(PAYER_PHONE, id, proof.payer.phone.expose().as_bytes()))
        .bind(proof.at.as_millis());
    tx.run(query).await?;
    tx.run(sqlx::query(MARK_GIVEN).bind(proof.registration.as_str())).await.map(drop)
}

/// The proof that was handed in last.
pub async fn find_latest(r: &mut Reader<'_>, registration: &RegistrationId) -> Result<Option<Proof>, Error> {
    let query = sqlx::query(FIND_LATEST).bind(registration.as_str());
    let Some(row) = r.find(query).await? else { return Ok(None) };
    let id: ProofId = row.id("proofs.id")?;
    let name = row.sealed_text(PAYER_NAME, id.as_str())?;
    let phone = row.sealed_text(PAYER_PHONE, id.as_str())?;
    Ok(Some(Proof {
        registration: registration.clone(),
        photo: row.id("proofs.photo_id")?,
        payer: Payer {
            name: PersonName::parse(&name).map_err(|_| Error::Corrupt(PAYER_NAME))?,
            phone: Phone::parse(&phone).map_err(|_| Error::Corrupt(PAYER_PHONE))?,
        },
        at: row.instant("proofs.given_at")?,
        id,
    }))
}
