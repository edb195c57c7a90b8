//! Pictures that people send: limited, decoded, and kept only in our own encoding.

use domain::card::Look;
use domain::form::{Field, PhotoProblem, Problem};
use domain::id::{AccountId, PhotoId};
use domain::instant::Instant;
use store::Tx;
use store::photo::Photo;
use vision::{DecodeProblem, UploadLimits, decode_upload};

use crate::{Cx, Error, jobs, random};

/// Most bytes of one uploaded picture. The manual's limit; the phone shrinks what it sends, so nobody should meet it.
pub const MAX_UPLOAD_BYTES: usize = 4 * 1_024 * 1_024;

/// JPEG quality of what we keep: at 88 the digits of a card lose nothing that the reader can measure.
const KEPT_QUALITY: u8 = 88;

/// Longest edge of an order screenshot we keep, in pixels: tall phones have 2,400, and its small print is read later.
const MAX_SCREENSHOT_EDGE_PX: usize = 2_400;

/// A picture in our own encoding, stored, but not yet named by any row.
pub(crate) struct Kept {
    pub(crate) photo: Photo,
}

/// A picture in our own encoding, not yet stored.
pub(crate) struct Encoded {
    size: (usize, usize),
    jpeg: Vec<u8>,
    /// By which it is recognised when it comes again.
    pub(crate) look: Look,
}

impl Encoded {
    /// Whether what is stored is this very picture: one picture is always encoded to the same bytes.
    pub(crate) fn is_stored_as(&self, stored: &[u8]) -> bool {
        self.jpeg == stored
    }
}

/// What a picture shows, which decides its field, its name in the database and its size.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    CardFront,
    CardBack,
    OrderScreenshot,
    RenameProof,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Self::CardFront => "card_front",
            Self::CardBack => "card_back",
            Self::OrderScreenshot => "order_screenshot",
            Self::RenameProof => "rename_proof",
        }
    }

    pub(crate) fn field(self) -> Field {
        match self {
            Self::CardFront => Field::Front,
            Self::CardBack => Field::Back,
            Self::OrderScreenshot => Field::Screenshot,
            Self::RenameProof => Field::RenamePicture,
        }
    }

    fn limits(self) -> UploadLimits {
        match self {
            Self::CardFront | Self::CardBack | Self::RenameProof => UploadLimits::default(),
            Self::OrderScreenshot => {
                UploadLimits { max_edge_px: MAX_SCREENSHOT_EDGE_PX, ..UploadLimits::default() }
            }
        }
    }
}

/// Decodes what came and encodes it anew, which drops EXIF and GPS.
pub(crate) async fn encode(cx: &Cx, purpose: Purpose, bytes: Vec<u8>) -> Result<Encoded, Error> {
    let refused = |problem| Error::field(purpose.field(), Problem::Photo(problem));
    if bytes.is_empty() {
        return Err(refused(PhotoProblem::Missing));
    }
    if bytes.len() > MAX_UPLOAD_BYTES {
        return Err(refused(PhotoProblem::TooLarge));
    }
    let encoded = cx
        .see(move |_engine| {
            let picture = decode_upload(&bytes, purpose.limits()).map_err(photo_problem)?;
            let size = (picture.width(), picture.height());
            let jpeg = picture.to_jpeg(KEPT_QUALITY).map_err(|_| PhotoProblem::Damaged)?;
            Ok::<_, PhotoProblem>(Encoded { size, jpeg, look: picture.look() })
        })
        .await?;
    encoded.map_err(refused)
}

/// Stores what was encoded, encrypted.
pub(crate) async fn store_encoded(
    cx: &Cx,
    owner: &AccountId,
    purpose: Purpose,
    encoded: &Encoded,
) -> Result<Kept, Error> {
    store_jpeg(cx, owner, purpose.code(), cx.now(), encoded.size, &encoded.jpeg).await
}

/// Forgets a picture that nothing names any more; its file goes after the commit, by a job.
pub(crate) async fn discard(tx: &mut Tx<'_>, id: &PhotoId, now: Instant) -> Result<(), Error> {
    store::photo::delete(tx, id).await?;
    jobs::push_picture_deletion(tx, id, now).await
}

/// Takes back the file of a picture whose row could not be written.
pub(crate) async fn take_back<T>(cx: &Cx, kept: &Kept, written: Result<T, Error>) -> Result<T, Error> {
    if written.is_err() {
        forget(cx, kept).await;
    }
    written
}

/// Deletes the file of a picture that no row names. What remains if this fails, too, names nobody and opens to nobody.
pub(crate) async fn forget(cx: &Cx, kept: &Kept) {
    drop(cx.store().files().delete(&kept.photo.id).await);
}

/// Stores a JPEG that is our own encoding.
pub(crate) async fn store_jpeg(
    cx: &Cx,
    owner: &AccountId,
    purpose: &str,
    now: Instant,
    (width, height): (usize, usize),
    jpeg: &[u8],
) -> Result<Kept, Error> {
    let id = PhotoId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    cx.store().files().put(&id, jpeg).await?;
    let size = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let photo = Photo {
        id,
        account: owner.clone(),
        purpose: purpose.to_owned(),
        width: size(width),
        height: size(height),
        bytes: size(jpeg.len()),
        created: now,
    };
    Ok(Kept { photo })
}

fn photo_problem(problem: DecodeProblem) -> PhotoProblem {
    match problem {
        DecodeProblem::UnknownFormat => PhotoProblem::NotAPicture,
        DecodeProblem::Heic => PhotoProblem::Heic,
        DecodeProblem::TooLarge => PhotoProblem::TooManyPixels,
        DecodeProblem::TooSmall => PhotoProblem::TooSmall,
        _ => PhotoProblem::Damaged,
    }
}
