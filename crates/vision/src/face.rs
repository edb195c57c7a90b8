//! From a picture to the one face on it: where, how turned, how lit, how sharp, and whose.

mod chip;
mod mesh;
mod portrait;
mod quality;

use crate::detector::{Detection, FaceDetector, INPUT_PX};
use crate::models::{self, LoadError};
use crate::network::{Network, VisionError};
use crate::pixels::Picture;
use chip::Chip;
use domain::face::{Descriptor, Face, FaceMeasurement};
use mesh::Mesh;
use rten_tensor::prelude::*;
use std::borrow::Cow;
use std::path::Path;

/// A face is believed from this score on.
const SURE_SCORE: f32 = 0.7;
/// From this score on a second one counts as somebody else, …
const OTHER_SCORE: f32 = 0.5;
/// … if it is wider than this part of the first: faces on posters and in the crowd behind do not.
const OTHER_WIDTH: f32 = 0.25;
/// What dlib's network was trained to have subtracted: the mean red, green and blue of its faces.
const MEAN_COLOUR: [f32; 3] = [122.782, 117.001, 104.298];

/// The face models, loaded.
pub(crate) struct FaceMeter {
    detector: FaceDetector,
    mesh: Network,
    descriptor: Network,
}

/// What the detector saw, before anything is measured.
enum Seen {
    Nothing,
    One(Detection),
    Several,
}

impl FaceMeter {
    pub(crate) fn load(dir: &Path) -> Result<Self, LoadError> {
        Ok(Self {
            detector: FaceDetector::from_onnx(models::detector_onnx(dir)?)?,
            mesh: Network::from_onnx("facemesh", models::mesh_onnx(dir)?)?,
            descriptor: Network::from_onnx("face_recognition_model", models::descriptor_onnx(dir)?)?,
        })
    }

    /// Whether the picture, as it stands, shows exactly one face.
    pub(crate) fn shows_one(&self, picture: &Picture) -> Result<bool, VisionError> {
        Ok(matches!(self.look(picture)?, Seen::One(_)))
    }

    /// Measures the one face; a picture without any is looked at upside down and from both sides too.
    pub(crate) fn measure(&self, picture: &Picture) -> Result<FaceMeasurement, VisionError> {
        let (upright, seen) = self.look_around(picture)?;
        match seen {
            Seen::One(face) => self.measured(&upright, &face),
            Seen::Several => Ok(FaceMeasurement::SeveralFaces),
            Seen::Nothing => Ok(FaceMeasurement::NoFace),
        }
    }

    /// The one face as a portrait; none where there is not exactly one.
    pub(crate) fn portrait(&self, picture: &Picture) -> Result<Option<Picture>, VisionError> {
        let (upright, seen) = self.look_around(picture)?;
        let Seen::One(face) = seen else { return Ok(None) };
        Ok(Some(portrait::of(&upright, &Mesh::of(&self.mesh, &upright, &face)?)))
    }

    /// What the picture shows, and the picture as it stood when that was seen: one without any face is turned.
    fn look_around<'p>(&self, picture: &'p Picture) -> Result<(Cow<'p, Picture>, Seen), VisionError> {
        let seen = self.look(picture)?;
        if !matches!(seen, Seen::Nothing) {
            return Ok((Cow::Borrowed(picture), seen));
        }
        let half = picture.turned_half();
        let left = picture.turned_left();
        let right = left.turned_half();
        for turned in [half, left, right] {
            let seen = self.look(&turned)?;
            if matches!(seen, Seen::One(_)) {
                return Ok((Cow::Owned(turned), seen));
            }
        }
        Ok((Cow::Borrowed(picture), Seen::Nothing))
    }

    fn look(&self, picture: &Picture) -> Result<Seen, VisionError> {
        let faces = self.detect(picture)?;
        let Some(largest) = faces
            .iter()
            .filter(|face| face.score >= SURE_SCORE)
            .max_by(|a, b| a.width().total_cmp(&b.width()))
        else {
            return Ok(Seen::Nothing);
        };
        let counting = faces.iter().filter(|face| face.width() > OTHER_WIDTH * largest.width()).count();
        Ok(if counting == 1 { Seen::One(*largest) } else { Seen::Several })
    }

    /// Every face of at least [`OTHER_SCORE`], in pixels of the picture.
    fn detect(&self, picture: &Picture) -> Result<Vec<Detection>, VisionError> {
        let scale = picture.width().max(picture.height()) as f32 / INPUT_PX as f32;
        let side = |edge: usize| ((edge as f32 / scale).round() as usize).clamp(1, INPUT_PX);
        let small = picture.resized(side(picture.width()), side(picture.height()));
        let (left, top) = ((INPUT_PX - small.width()) / 2, (INPUT_PX - small.height()) / 2);
        let mut square = Picture::filled(INPUT_PX, INPUT_PX, 0);
        square.paste(&small, left, top);
        let planes = square.planes([0, 1, 2], INPUT_PX, |_, value| f32::from(value) / 127.5 - 1.0);
        let on_picture = |[x, y]: [f32; 2]| [(x - left as f32) * scale, (y - top as f32) * scale];
        let faces = self.detector.find(planes, OTHER_SCORE)?;
        Ok(faces.iter().map(|face| face.mapped(on_picture)).collect())
    }

    fn measured(&self, picture: &Picture, face: &Detection) -> Result<FaceMeasurement, VisionError> {
        let mesh = Mesh::of(&self.mesh, picture, face)?;
        let chip = Chip::of(picture, &mesh);
        let light = quality::Light::of(&chip.0);
        let pose = mesh.pose();
        Ok(FaceMeasurement::One(Box::new(Face {
            relative_width: face.width() / picture.width().min(picture.height()) as f32,
            yaw: pose.yaw,
            pitch: pose.pitch,
            roll: pose.roll,
            luma: light.luma,
            bright_share: light.bright_share,
            left_right_ratio: light.left_right_ratio,
            sharpness: light.sharpness,
            eye_distance_px: mesh.eye_distance(),
            descriptor: self.describe(&chip)?,
        })))
    }

    /// Mean of the face's and its mirror image's descriptor.
    fn describe(&self, chip: &Chip) -> Result<Descriptor, VisionError> {
        let (straight, mirrored) = rten::thread_pool()
            .run(|| rayon::join(|| self.describe_once(&chip.0), || self.describe_once(&chip.0.mirrored())));
        let mean: Vec<f32> = straight?.iter().zip(&mirrored?).map(|(a, b)| f32::midpoint(*a, *b)).collect();
        Descriptor::try_from(mean).map_err(|_| self.descriptor.form())
    }

    fn describe_once(&self, chip: &Picture) -> Result<Vec<f32>, VisionError> {
        let normalised = |channel: usize, value| (f32::from(value) - MEAN_COLOUR[channel]) / 256.0;
        let planes = chip.planes([0, 1, 2], chip.width(), normalised);
        Ok(self.descriptor.run_for_one([1, 3, chip.height(), chip.width()], planes)?.to_vec())
    }
}
