//! The pictures of a round: decoded, measured, and kept only in our own encoding.

use domain::face::FaceMeasurement;
use store::face_try;
use store::photo::Photo;
use vision::{Picture, UploadLimits, decode_upload};

use crate::{Candidate, Cx, Error, photos};

/// JPEG quality of the frames that are kept for a reviewer.
const FRAME_QUALITY: u8 = 85;

/// One picture that was sent.
pub(super) struct Frame {
    pub(super) measurement: FaceMeasurement,
    /// What it is known again by.
    pub(super) mark: String,
    size: (usize, usize),
    jpeg: Vec<u8>,
}

/// Decodes and measures what was sent. Nothing when one of them is no picture.
pub(super) async fn measure(cx: &Cx, sent: Vec<Vec<u8>>) -> Result<Option<Vec<Frame>>, Error> {
    let store = cx.store().clone();
    cx.see(move |engine| {
        let decoded = sent.iter().map(|bytes| decode_upload(bytes, UploadLimits::default()));
        let Ok(pictures) = decoded.collect::<Result<Vec<Picture>, _>>() else { return Ok(None) };
        let frame = |picture: &Picture| {
            Ok(Frame {
                measurement: engine.measure_face(picture).map_err(Error::internal)?,
                mark: face_try::mark(store.vault(), picture.rgb()),
                size: (picture.width(), picture.height()),
                jpeg: picture.to_jpeg(FRAME_QUALITY).map_err(Error::internal)?,
            })
        };
        pictures.iter().map(frame).collect::<Result<Vec<Frame>, Error>>().map(Some)
    })
    .await?
}

/// Stores the pictures; no row names them yet.
pub(super) async fn keep(cx: &Cx, who: &Candidate, frames: &[Frame]) -> Result<Vec<Photo>, Error> {
    let mut kept = Vec::with_capacity(frames.len());
    for frame in frames {
        let stored = photos::store_jpeg(cx, who.id(), "face_frame", cx.now(), frame.size, &frame.jpeg);
        kept.push(stored.await?.photo);
    }
    Ok(kept)
}
