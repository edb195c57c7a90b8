//! The portrait on papers: cut out of the picture of the document when it is first needed, kept beside it, and gone with it.

use domain::id::{AccountId, PhotoId};
use domain::identity::CONSENT_VERSION;
use domain::instant::Instant;
use store::Tx;
use vision::{UploadLimits, VisionError, decode_upload};

use crate::{Cx, Error, photos};

/// What portraits are called among the pictures of an account.
const PORTRAIT: &str = "portrait";
/// JPEG quality: 360 × 480 pixels then go into a paper as they are.
const QUALITY: u8 = 72;

/// The portrait of an account; none where the document shows no face, or its pictures are gone.
pub(crate) async fn find_or_make(cx: &Cx, account: &AccountId) -> Result<Option<PhotoId>, Error> {
    let (kept, front) = cx
        .store()
        .read(async |r| {
            let kept = store::photo::list_ids(r, account, PORTRAIT).await?.pop();
            // Without the consent a picture may still be evidence of a review, but nothing is made of it.
            let consented = store::consent::find(r, account, CONSENT_VERSION).await?.is_some();
            let record = store::identity::find(r, account).await?.filter(|_| consented);
            Ok::<_, Error>((kept, record.and_then(|record| record.front)))
        })
        .await?;
    match (kept, front) {
        (Some(kept), _) => Ok(Some(kept)),
        (None, Some(front)) => make(cx, account, &front).await,
        (None, None) => Ok(None),
    }
}

/// Its bytes, as JPEG.
pub(crate) async fn load(cx: &Cx, account: &AccountId) -> Result<Option<Vec<u8>>, Error> {
    match find_or_make(cx, account).await? {
        Some(id) => Ok(Some(cx.store().files().load(&id).await?)),
        None => Ok(None),
    }
}

async fn make(cx: &Cx, account: &AccountId, front: &PhotoId) -> Result<Option<PhotoId>, Error> {
    let card = cx.store().files().load(front).await?;
    let cut = cx.see(move |engine| {
        let Ok(card) = decode_upload(&card, UploadLimits::default()) else { return Ok(None) };
        let Some(portrait) = engine.portrait(&card)? else { return Ok(None) };
        let size = (portrait.width(), portrait.height());
        Ok::<_, VisionError>(portrait.to_jpeg(QUALITY).ok().map(|jpeg| (size, jpeg)))
    });
    let Some((size, jpeg)) = cut.await?.map_err(Error::internal)? else { return Ok(None) };
    let made = photos::store_jpeg(cx, account, PORTRAIT, cx.now(), size, &jpeg).await?;
    let written = cx
        .store()
        .write(async |tx| {
            // Somebody may have been faster, or has handed in another picture meanwhile.
            if let Some(kept) = store::photo::list_ids(tx, account, PORTRAIT).await?.pop() {
                return Ok(Some(kept));
            }
            let now_front = store::identity::find(tx, account).await?.and_then(|record| record.front);
            if now_front.as_ref() != Some(front) {
                return Ok(None);
            }
            store::photo::insert(tx, &made.photo).await?;
            Ok::<_, Error>(Some(made.photo.id.clone()))
        })
        .await;
    if !matches!(&written, Ok(Some(id)) if *id == made.photo.id) {
        photos::forget(cx, &made).await;
    }
    written
}

/// Forgets the portrait, with or before the picture that it was cut out of.
pub(crate) async fn discard(tx: &mut Tx<'_>, account: &AccountId, now: Instant) -> Result<(), Error> {
    for portrait in store::photo::list_ids(tx, account, PORTRAIT).await? {
        photos::discard(tx, &portrait, now).await?;
    }
    Ok(())
}
