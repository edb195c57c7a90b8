//! Pictures that people send: limited, decoded, and kept only in our own encoding.

use domain::form::{Field, PhotoProblem, Problem};
use domain::id::{AccountId, PhotoId};
use domain::instant::Instant;
use store::photo::Photo;
use vision::{DecodeProblem, UploadLimits, decode_upload};

use crate::{Cx, Error, random};

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

/// What a picture shows, which decides its field, its name in the database and its size.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    CardFront,
    CardBack,
    OrderScreenshot,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Self::CardFront => "card_front",
            Self::CardBack => "card_back",
            Self::OrderScreenshot => "order_screenshot",
        }
    }

    fn field(self) -> Field {
        match self {
            Self::CardFront => Field::Front,
            Self::CardBack => Field::Back,
            Self::OrderScreenshot => Field::Screenshot,
        }
    }

    fn limits(self) -> UploadLimits {
        match self {
            Self::CardFront | Self::CardBack => UploadLimits::default(),
            Self::OrderScreenshot => {
                UploadLimits { max_edge_px: MAX_SCREENSHOT_EDGE_PX, ..UploadLimits::default() }
            }
        }
    }
}

/// Decodes what came, encodes it anew (which drops EXIF and GPS) and stores it encrypted.
pub(crate) async fn keep(
    cx: &Cx,
    owner: &AccountId,
    purpose: Purpose,
    bytes: Vec<u8>,
) -> Result<Kept, Error> {
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
            Ok::<_, PhotoProblem>((size, jpeg))
        })
        .await?;
    let (size, jpeg) = encoded.map_err(refused)?;
    store_jpeg(cx, owner, purpose.code(), cx.now(), size, &jpeg).await
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
