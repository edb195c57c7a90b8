//! The visitor's own camera, shown in a `<video>` and grabbed picture by picture.

mod problem;
mod way_out;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack, MediaTrackConstraints,
    PermissionState, PermissionStatus,
};

use super::canvas::Canvas;
use super::pause::{pause, paused};
use crate::ui::still::Still;
pub use problem::CameraProblem;
pub use way_out::WayOut;

/// What is asked of the camera, in pixels. Larger pictures only cost time on the way.
const IDEAL: [u32; 2] = [640, 480];
/// No picture is sent larger than this, whatever the camera gives.
const LONGEST_EDGE_PX: f64 = 960.0;
/// The first picture takes this long at most, and is looked for so often; milliseconds.
const FIRST_PICTURE_MS: i32 = 8_000;
const LOOK_EVERY_MS: i32 = 100;
/// Milliseconds in which the browser answers at all: time to read its question and to find 允许. Some never do.
const LONGEST_SILENCE_MS: i32 = 30_000;

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
        let played = match camera.video.play() {
            // Not for ever: the picture is what counts.
            Ok(playing) => first_of(&playing, FIRST_PICTURE_MS).await.map(drop),
            Err(exception) => Err(exception),
        };
        for _ in 0..FIRST_PICTURE_MS / LOOK_EVERY_MS {
            if camera.video.video_width() > 0 {
                return Ok(camera);
            }
            if !camera.is_live() {
                return Err(CameraProblem::Gone);
            }
            pause(LOOK_EVERY_MS).await;
        }
        // A refused play() shows only now: some browsers refuse it and play all the same.
        Err(match played {
            Err(exception) => CameraProblem::from_exception(&exception),
            Ok(()) => CameraProblem::named("NoPicture"),
        })
    }

    /// The picture of this moment, not mirrored; none while the camera has nothing to show.
    pub fn snapshot(&self) -> Option<Canvas> {
        let video = self.video()?;
        let (width, height) = (video.video_width(), video.video_height());
        let scale = (LONGEST_EDGE_PX / f64::from(width.max(height))).min(1.0);
        let canvas = Canvas::new(scaled(width, scale), scaled(height, scale))?;
        canvas.draw_video(video)?;
        Some(canvas)
    }

    /// The middle of its picture, square, as the page shows it.
    pub fn middle(&self) -> Option<Canvas> {
        let video = self.video()?;
        let side = video.video_width().min(video.video_height());
        let side = scaled(side, (LONGEST_EDGE_PX / f64::from(side)).min(1.0));
        let canvas = Canvas::new(side, side)?;
        canvas.draw_middle(video)?;
        Some(canvas)
    }

    /// Where its picture shows; none while it gives none.
    pub fn video(&self) -> Option<&HtmlVideoElement> {
        let shows = self.video.video_width() > 0 && self.video.video_height() > 0 && self.is_live();
        shows.then_some(&self.video)
    }

    /// Whether it still gives pictures: a call or another tab may take the camera away.
    pub fn is_live(&self) -> bool {
        self.stream.active()
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        stop(&self.stream);
        self.video.set_src_object(None);
    }
}

fn stop(stream: &MediaStream) {
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
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
    match first_of(&asked, LONGEST_SILENCE_MS).await {
        Ok(silence) if silence.is_undefined() => {
            stop_when_it_comes(asked);
            Err(CameraProblem::Silent)
        }
        Ok(given) => given.dyn_into().map_err(|_| CameraProblem::named("NoStream")),
        Err(exception) => Err(match CameraProblem::from_exception(&exception) {
            CameraProblem::Denied if will_ask_again().await => CameraProblem::Dismissed,
            problem => problem,
        }),
    }
}

/// What comes of the promise, or `undefined` when nothing has come of it after so many milliseconds.
async fn first_of(promise: &js_sys::Promise, milliseconds: i32) -> Result<JsValue, JsValue> {
    let both = js_sys::Array::of2(promise, &paused(milliseconds));
    JsFuture::from(js_sys::Promise::race(&both)).await
}

/// Nobody waits for this camera any more: should the browser still switch it on, it goes off at once.
fn stop_when_it_comes(asked: js_sys::Promise) {
    spawn_local(async move {
        if let Ok(late) = JsFuture::from(asked).await
            && let Ok(stream) = late.dyn_into::<MediaStream>()
        {
            stop(&stream);
        }
    });
}

/// Whether the visitor only closed the question. `false` where the browser does not tell.
async fn will_ask_again() -> bool {
    let state = async {
        let permissions = web_sys::window()?.navigator().permissions().ok()?;
        let camera = js_sys::Object::new();
        js_sys::Reflect::set(&camera, &JsValue::from_str("name"), &JsValue::from_str("camera")).ok()?;
        let status = JsFuture::from(permissions.query(&camera).ok()?).await.ok()?;
        Some(status.dyn_into::<PermissionStatus>().ok()?.state())
    };
    state.await == Some(PermissionState::Prompt)
}
