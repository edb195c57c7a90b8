//! The consent for the face alone: explicit, voluntary, apart from every other, and withdrawn as easily as it is given.

use domain::face::{FACE_CONSENT_VERSION, FaceRefusal};
use domain::instant::Instant;
use store::Reader;
use store::face_consent::{self, FaceConsent};

use crate::{Candidate, Cx, Error, audit};

/// Gives the consent in force. It has to be ticked; giving it again changes nothing.
pub async fn give_consent(cx: &Cx, who: &Candidate, ticked: bool) -> Result<(), Error> {
    if !ticked {
        return Err(FaceRefusal::ConsentMissing.into());
    }
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            if !face_consent::give(tx, who.id(), FACE_CONSENT_VERSION, now).await? {
                return Ok(());
            }
            audit::record(tx, now, &who.actor(), "face_consent.given", who.id().as_str()).await
        })
        .await
}

/// Withdraws it: no round begins or is judged until it is given anew. What was decided stays decided.
pub async fn withdraw_consent(cx: &Cx, who: &Candidate) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            if !face_consent::withdraw(tx, who.id(), now).await? {
                return Ok(());
            }
            audit::record(tx, now, &who.actor(), "face_consent.withdrawn", who.id().as_str()).await
        })
        .await
}

/// Every consent that was given, the oldest first.
pub async fn consents(cx: &Cx, who: &Candidate) -> Result<Vec<FaceConsent>, Error> {
    Ok(cx.store().read(async |r| face_consent::list(r, who.id()).await).await?)
}

/// Since when the consent in force was given.
pub(super) async fn find(r: &mut Reader<'_>, who: &Candidate) -> Result<Option<Instant>, Error> {
    Ok(face_consent::find(r, who.id(), FACE_CONSENT_VERSION).await?)
}
