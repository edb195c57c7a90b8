//! The visitor's own camera, shown in a `<video>` and grabbed picture by picture.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack, MediaTrackConstraints,
};

use super::canvas::Canvas;
use super::pause::pause;
use crate::ui::still::Still;
use crate::words::camera as words;

/// What is asked of the camera, in pixels. Larger pictures only cost time on the way.
const IDEAL: [u32; 2] = [640, 480];
/// No picture is sent larger than this, whatever the camera gives.
const LONGEST_EDGE_PX: f64 = 960.0;
/// The first picture takes this long at most, in steps of 100 ms.
const STEPS_TO_FIRST_PICTURE: u32 = 80;

/// Why there is no picture, each with its own way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraProblem {
    /// The page did not come over HTTPS.
    Insecure,
    /// The browser has no camera for pages.
    Unsupported,
    /// The visitor, or a setting, said no.
    Denied,
    /// No camera.
    Missing,
    /// Another program holds it.
    InUse,
    /// No picture of the wanted form.
    Constrained,
    /// Anything else.
    Broken,
}

impl CameraProblem {
    /// What happened and what to do, with its short code.
    pub fn words(self) -> &'static str {
        match self {
            Self::Insecure => words::insecure(),
            Self::Unsupported => words::unsupported(),
            Self::Denied => words::denied(),
            Self::Missing => words::missing(),
            Self::InUse => words::in_use(),
            Self::Constrained => words::constrained(),
            Self::Broken => words::broken(),
        }
    }

    /// From the name of the browser's exception.
    fn from_name(name: &str) -> Self {
        match name {
            "NotAllowedError" | "SecurityError" | "PermissionDeniedError" => Self::Denied,
            "NotFoundError" | "DevicesNotFoundError" => Self::Missing,
            "NotReadableError" | "TrackStartError" | "AbortError" => Self::InUse,
            "OverconstrainedError" | "ConstraintNotSatisfiedError" => Self::Constrained,
            "TypeError" => Self::Unsupported,
            _ => Self::Broken,
        }
    }

    fn from_exception(exception: &JsValue) -> Self {
        let name = js_sys::Reflect::get(exception, &JsValue::from_str("name")).ok();
        name.and_then(|name| name.as_string()).map_or(Self::Broken, |name| Self::from_name(&name))
    }
}

/// A running camera; dropping it switches it off.
pub struct Camera {
    stream: MediaStream,
    video: HtmlVideoElement,
}

impl Camera {
    /// Asks for the front camera and shows it in `video` (which needs `autoplay`, `muted` and `playsinline`).
    pub async fn open(video: HtmlVideoElement) -> Result<Self, CameraProblem> {
        let stream = match stream(&ideal()).await {
            // Old cameras answer so to wishes too; any camera will do.
            Err(CameraProblem::Constrained) => stream(&JsValue::TRUE).await?,
            other => other?,
        };
        video.set_src_object(Some(&stream));
        let camera = Self { stream, video };
        if let Ok(playing) = camera.video.play() {
            let _ = JsFuture::from(playing).await;
        }
        for _ in 0..STEPS_TO_FIRST_PICTURE {
            if camera.video.video_width() > 0 {
                return Ok(camera);
            }
            pause(100).await;
        }
        Err(CameraProblem::Broken)
    }

    /// The picture of this moment, not mirrored; none while the camera has nothing to show.
    pub fn snapshot(&self) -> Option<Canvas> {
        let (width, height) = (self.video.video_width(), self.video.video_height());
        if width == 0 || height == 0 || !self.is_live() {
            return None;
        }
        let scale = (LONGEST_EDGE_PX / f64::from(width.max(height))).min(1.0);
        let canvas = Canvas::new(scaled(width, scale), scaled(height, scale))?;
        canvas.draw_video(&self.video)?;
        Some(canvas)
    }

    /// Whether it still gives pictures: a call or another tab may take the camera away.
    pub fn is_live(&self) -> bool {
        self.stream.active()
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
        self.video.set_src_object(None);
    }
}

/// The picture of the camera, as in a mirror, with an oval for the face: everything outside is dimmed.
#[component]
pub fn CameraFrame(
    /// Where the camera plays.
    video: NodeRef<html::Video>,
    /// What it is, for who cannot see it.
    label: &'static str,
    /// Whether there is anything to see.
    shows: Signal<bool>,
) -> AnyView {
    view! {
        <div class="camera" class:hidden=move || !shows.get()>
            <video
                class="camera-picture" node_ref=video autoplay=true muted=true playsinline=true aria-label=label
            ></video>
            <svg class="camera-oval" viewBox="0 0 300 300" aria-hidden="true">
                <path
                    fill="rgb(0 0 0 / 0.45)"
                    fill-rule="evenodd"
                    d="M0 0h300v300H0zM150 34c-56 0-92 46-92 112s38 120 92 120 92-54 92-120-36-112-92-112z"
                />
            </svg>
        </div>
    }
    .still()
}

/// An edge after scaling, at least one pixel.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an edge in pixels, never negative"
)]
pub(super) fn scaled(edge: u32, scale: f64) -> u32 {
    ((f64::from(edge) * scale).round() as u32).max(1)
}

/// The front camera, if there is one, at [`IDEAL`] size, if it can.
fn ideal() -> JsValue {
    let wishes = MediaTrackConstraints::new();
    wishes.set_facing_mode(&JsValue::from_str("user"));
    let [width, height] = IDEAL;
    wishes.set_width(&JsValue::from(width));
    wishes.set_height(&JsValue::from(height));
    wishes.into()
}

async fn stream(video: &JsValue) -> Result<MediaStream, CameraProblem> {
    let window = web_sys::window().ok_or(CameraProblem::Unsupported)?;
    if !window.is_secure_context() {
        return Err(CameraProblem::Insecure);
    }
    // Undefined in browsers without cameras for pages; the call on it throws a TypeError.
    let devices = window.navigator().media_devices().map_err(|_| CameraProblem::Unsupported)?;
    if devices.is_undefined() {
        return Err(CameraProblem::Unsupported);
    }
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(video);
    constraints.set_audio(&JsValue::FALSE);
    let asked = devices
        .get_user_media_with_constraints(&constraints)
        .map_err(|exception| CameraProblem::from_exception(&exception))?;
    let given = JsFuture::from(asked).await.map_err(|exception| CameraProblem::from_exception(&exception))?;
    given.dyn_into().map_err(|_| CameraProblem::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c5_every_camera_problem_has_its_own_sentence_and_code() {
        let named = [
            ("NotAllowedError", CameraProblem::Denied, "C5-3"),
            ("NotFoundError", CameraProblem::Missing, "C5-4"),
            ("NotReadableError", CameraProblem::InUse, "C5-5"),
            ("OverconstrainedError", CameraProblem::Constrained, "C5-6"),
            ("SomethingNew", CameraProblem::Broken, "C5-7"),
        ];
        for (name, problem, code) in named {
            assert_eq!(CameraProblem::from_name(name), problem);
            assert!(problem.words().contains(code), "{code}");
        }
        assert!(CameraProblem::Insecure.words().contains("C5-1"));
        assert!(CameraProblem::Unsupported.words().contains("C5-2"));
    }
}
