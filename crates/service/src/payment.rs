//! 上传凭证: the order screenshot and whose payment it shows.

use domain::id::{ProofId, RegistrationId};
use domain::payment::ProofForm;
use domain::registration::{Refusal, State};
use store::proof::Proof;

use crate::photos::Purpose;
use crate::{Candidate, Cx, Error, photos, random, registration};

/// Takes the screenshot and hands the registration in. Every problem of the fields comes at once.
pub async fn hand_in_proof(
    cx: &Cx,
    who: &Candidate,
    id: &RegistrationId,
    form: &ProofForm,
    screenshot: Vec<u8>,
) -> Result<(), Error> {
    let seen = registration::load(cx, who, id).await?;
    if let State::Submitted { .. } = seen.registration.state {
        // The second tap of a double tap: it is handed in, which is what was wanted.
        return Ok(());
    }
    seen.registration.clone().hand_in_proof(&seen.exam, cx.now())?;
    let account = crate::account::load(cx, who).await?;
    let payer = form.check(&account.name, &account.phone)?;
    let kept = photos::keep(cx, who.id(), Purpose::OrderScreenshot, screenshot).await?;
    let now = cx.now();
    let proof = Proof {
        id: ProofId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?,
        registration: id.clone(),
        photo: kept.photo.id.clone(),
        payer,
        at: now,
    };
    cx.store()
        .write(async |tx| {
            let seen = registration::find(tx, who, id).await?;
            match seen.registration.clone().hand_in_proof(&seen.exam, now) {
                Err(Refusal::AlreadyDone) => Ok(()),
                Err(refusal) => Err(refusal.into()),
                Ok(moved) => {
                    store::photo::insert(tx, &kept.photo).await?;
                    store::proof::insert(tx, &proof).await?;
                    registration::keep(tx, who, &moved, seen.version, now).await
                }
            }
        })
        .await
}

/// One's own order screenshot, as JPEG.
pub async fn own_proof(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Vec<u8>, Error> {
    let photo = cx
        .store()
        .read(async |r| {
            registration::find(r, who, id).await?;
            Ok::<_, Error>(store::proof::find_latest(r, id).await?.ok_or(Error::NotFound)?.photo)
        })
        .await?;
    Ok(cx.store().files().load(&photo).await?)
}
